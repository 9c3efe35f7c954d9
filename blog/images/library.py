"""Puts an uploaded picture into the library: whole, or not at all."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from blog.images.intake import examine
from blog.images.making import make_renditions, remove_renditions
from blog.models import Image, User


class AlreadyInLibrary(ValueError):
    """The very same file is in the library; `image` is it."""

    def __init__(self, image: Image):
        super().__init__("This picture is already in the library.")
        self.image = image


def add_to_library(data: bytes, *, by: User | None, **words: object) -> Image:
    """The new Image for the file in `data`, its renditions made.

    `words` are the Image's fields as a person gave them; those left empty are taken from what the file says of itself,
    except the alternative text: what a camera wrote there nobody has checked. Raises PictureRefused with a sentence for
    the uploader, and AlreadyInLibrary.
    """
    facts = examine(data)
    same = Image.objects.filter(digest=facts.digest).first()
    if same:
        raise AlreadyInLibrary(same)
    told = {name: getattr(facts, name) for name in ("caption", "credit", "source", "licence", "taken_on")}
    measured = {name: getattr(facts, name) for name in ("digest", "width", "height", "byte_size", "file_format")}
    given = {name: value for name, value in words.items() if value not in ("", None)}
    image = Image(**measured, **{**told, **given}, average_color=facts.average_color, uploaded_by=by)
    image.original.save("", ContentFile(data), save=False)
    try:
        make_renditions(image)  # before the row, so that no page shows what is not there, and no write waits for it
        with transaction.atomic():
            image.save()
    except IntegrityError:  # the same file came in twice at once: its renditions are the other's, too
        image.original.storage.delete(str(image.original.name))
        raise AlreadyInLibrary(Image.objects.get(digest=facts.digest)) from None
    except BaseException:
        remove_renditions(image)
        image.original.storage.delete(str(image.original.name))
        raise
    return image
