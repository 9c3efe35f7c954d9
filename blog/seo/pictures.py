"""The one picture that stands for a page where it is shared or found. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from blog.models import Image, Post
from blog.renditions import CROPS, largest
from blog.share_picture import HEIGHT, WIDTH, path_of

CARD_SHAPE = "16x9"  # of the picture on a share card


@dataclass(frozen=True)
class Shown:
    """A picture's whole address, its size in pixels, and what it shows."""

    address: str
    width: int
    height: int
    alt: str = ""


def picture_of(post: Post, newsroom: str) -> Shown | None:
    """The lead picture, or the one that is drawn for a published story without one; None for any other."""
    if post.pk is None:
        return None
    if lead := post.lead:
        return in_shape(lead.image, CARD_SHAPE, lead.alt)
    if not post.is_published:
        return None
    return Shown(
        _whole(path_of(post, newsroom)), WIDTH, HEIGHT, _("The headline: %(headline)s") % {"headline": post.headline}
    )


def pictures_of(post: Post, newsroom: str) -> list[Shown]:
    """In all the shapes that search engines ask for."""
    if post.lead is None:
        drawn = picture_of(post, newsroom)
        return [drawn] if drawn else []
    return [in_shape(post.lead.image, shape) for shape in CROPS]


def in_shape(image: Image, shape: str, alt: str = "") -> Shown:
    """The largest file there is of a picture of the library, in one of the shapes of blog/renditions.py."""
    name, width, height = largest(image.printed, shape, has_all_sizes=image.has_all_sizes)
    return Shown(_whole(default_storage.url(name)), width, height, alt or ("" if image.is_decorative else image.alt))


def _whole(address: str) -> str:
    return urljoin(settings.SITE_ADDRESS + "/", address)
