"""Pillow pictures as the bytes of files, for the tests of what is taken in."""

import io


def jpeg(picture, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90, subsampling=0, **options)
    return file.getvalue()


def png(picture, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", **options)
    return file.getvalue()
