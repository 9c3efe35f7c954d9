"""Keeps what was drawn, where no address leads: the picture's own address asks first whether the story is published."""

from __future__ import annotations

import contextlib

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from blog.models import Post
from blog.share_picture import key_of
from blog.share_picture.drawing import draw


def picture_for(post: Post, newsroom: str) -> bytes:
    """The PNG, drawn when it is first asked for; what was drawn of the story before is removed then."""
    place, folder = _storage(), _folder(post)
    name = f"{key_of(post, newsroom)}.png"
    with contextlib.suppress(OSError), place.open(f"{folder}/{name}") as file:
        return file.read()
    drawn = draw(post.headline, post.section.name if post.section else "", newsroom)
    forget(post)
    place.save(f"{folder}/{name}", ContentFile(drawn))
    return drawn


def forget(post: Post) -> None:
    """Remove every picture drawn of the story."""
    place, folder = _storage(), _folder(post)
    with contextlib.suppress(OSError):  # there is none yet
        for name in place.listdir(folder)[1]:
            place.delete(f"{folder}/{name}")


def _storage() -> Storage:
    return storages["originals"]


def _folder(post: Post) -> str:
    return f"share/{post.pk}"
