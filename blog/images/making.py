"""The files readers get: first a small one of each crop; later each width in each format, from one decoding."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from PIL import Image

from blog.images.decoding import decode
from blog.images.opening import open_safely
from blog.renditions import (
    CROPS,
    MIME_TYPES,
    Box,
    Original,
    crop_box,
    first_names,
    planned,
    rendition_name,
    rendition_names,
)

# One thread each: pictures are made beside the web server, which needs the other cores.
ENCODERS: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 58, "speed": 8, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 76, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}


class _Openable(Protocol):
    def open(self, mode: str = "rb") -> IO[bytes]: ...


class Kept(Original, Protocol):
    """A picture in the library: what `Original` knows, and the private file."""

    @property
    def original(self) -> _Openable: ...


class Rendition(NamedTuple):
    """One file to make: its storage name, what is cut out of the upright picture, and its size in pixels."""

    name: str
    box: Box
    size: tuple[int, int]
    extension: str


def make_first_renditions(image: Original, small: Image.Image, storage: Storage = default_storage) -> None:
    """Put one small JPEG of each crop into `storage`, from the `small` picture that `look_at` gave.

    They have the names and sizes they always have, and are not made again with the others.
    """
    for name, crop, size in first_names(image):
        _keep(storage, name, _encoded(_cut(small, image, crop_box(image, crop), size), "jpg"))


def make_renditions(image: Kept, storage: Storage = default_storage, *, only_missing: bool = True) -> int:
    """Make a picture's renditions in `storage`, and say how many were made: 0 when all are there already.

    Each appears whole or not at all, so an interrupted run is simply run again. Nothing is ever enlarged. Raises
    PictureRefused for an original that cannot be decoded, and what the storage raises when it fails.
    """
    renditions = [r for r in all_renditions(image) if not (only_missing and storage.exists(r.name))]
    if not renditions:
        return 0
    with image.original.open("rb") as file:
        picture = open_safely(file.read())
    shrink = min(
        min((right - left) // width, (bottom - top) // height)
        for _name, (left, top, right, bottom), (width, height), _extension in all_renditions(image)
    )
    pixels = decode(picture, shrink=max(1, shrink))
    del picture  # its own pixels are no longer needed, and are most of the memory
    for (box, size), same_cut in groupby(renditions, key=lambda rendition: (rendition.box, rendition.size)):
        cut = _cut(pixels, image, box, size)
        for rendition in same_cut:
            _keep(storage, rendition.name, _encoded(cut, rendition.extension))
    return len(renditions)


def remove_renditions(image: Original, storage: Storage = default_storage) -> int:
    """Remove a picture's public files, for its present focal point; returns how many there were."""
    there = [name for name in rendition_names(image) if storage.exists(name)]
    for name in there:
        storage.delete(name)
    return len(there)


def all_renditions(image: Original) -> Iterator[Rendition]:
    """Every file that shows the picture, in every crop, width and format."""
    for crop in (None, *CROPS):
        for width, height in planned(image, crop):
            for extension in MIME_TYPES:
                name = rendition_name(image, crop, width, extension)
                yield Rendition(name, crop_box(image, crop), (width, height), extension)


def _cut(pixels: Image.Image, image: Original, box: Box, size: tuple[int, int]) -> Image.Image:
    """What `box` holds, at `size`; `pixels` are the picture already shrunk, `box` is measured on the original."""
    across, down = pixels.width / image.width, pixels.height / image.height
    left, top, right, bottom = box
    there = (left * across, top * down, right * across, bottom * down)
    return pixels.resize(size, Image.Resampling.LANCZOS, box=there, reducing_gap=2.0)


def _encoded(cut: Image.Image, extension: str) -> bytes:
    file = io.BytesIO()
    cut.save(file, **ENCODERS[extension])
    return file.getvalue()


def _keep(storage: Storage, name: str, content: bytes) -> None:
    """Put `content` under exactly this name, whole or not at all, over what may be there."""
    if not isinstance(storage, FileSystemStorage):  # such services show an object only when it is complete
        storage.delete(name)
        given = storage.save(name, ContentFile(content))
        if given != name:  # another worker made the same file in this moment
            storage.delete(given)
        return
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(prefix=".", suffix=".partial", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(partial, storage.file_permissions_mode or 0o644)
        os.replace(partial, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(partial)
        raise
