"""Puts an uploaded picture into the library: whole, or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from blog.images.intake import look_at
from blog.images.likeness import fingerprint
from blog.images.making import make_first_renditions, remove_renditions
from blog.models import Image, Likeness, User

NOT_TAKEN_OVER = {"alt"}  # what a camera or an agency wrote there nobody has checked


class AlreadyInLibrary(ValueError):
    """The very same file is in the library; `image` is it."""

    def __init__(self, image: Image):
        super().__init__("This picture is already in the library.")
        self.image = image


def add_to_library(data: bytes, *, by: User | AnonymousUser | None, **words: object) -> Image:
    """The new Image for the file in `data`, kept privately, with a first small rendition of each crop; the others are
    made beside the pages, by blog/images/finishing.py.

    `words` are the Image's fields as a person gave them; those left empty are taken from what the file says of itself,
    except the alternative text. Raises PictureRefused with a sentence for the uploader, and AlreadyInLibrary.
    """
    _refuse_the_same(hashlib.sha256(data).hexdigest())
    facts, small = look_at(data)
    told = {name: value for name, value in asdict(facts).items() if name not in NOT_TAKEN_OVER}
    given = {name: value for name, value in words.items() if value not in ("", None)}
    image = Image(**{**told, **given}, uploaded_by=by if isinstance(by, User) else None)
    image.shown_x, image.shown_y = image.focal_x, image.focal_y
    try:
        image.original.save("", ContentFile(data), save=False)
        make_first_renditions(image, small)  # before the row, so that no page shows what is not there
        with transaction.atomic():
            image.save()
            if (look := fingerprint(small)) is not None:
                Likeness.remember(image, look)
    except IntegrityError:  # the same file came in twice at once: its renditions are the other's, too
        _throw_away_original(image)
        raise AlreadyInLibrary(Image.objects.get(digest=facts.digest)) from None
    except BaseException:
        _throw_away_original(image)
        if not Image.objects.filter(digest=facts.digest).exists():
            remove_renditions(image)
        raise
    return image


def _refuse_the_same(digest: str) -> None:
    if same := Image.objects.filter(digest=digest).first():
        raise AlreadyInLibrary(same)


def _throw_away_original(image: Image) -> None:
    if image.original.name:  # else it could not be stored
        image.original.storage.delete(image.original.name)
