"""What is learnt from an uploaded picture before it is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from PIL import Image

from blog.images import metadata
from blog.images.decoding import decode, upright_size
from blog.images.opening import MAX_BYTES, open_safely

__all__ = ["MAX_BYTES", "Facts", "examine"]

SWATCH = 64  # pixels on the longer side are enough to tell the average colour


@dataclass(frozen=True)
class Facts:
    """What the file is (size in pixels as seen upright, sha256 in hex, "#rrggbb"), and what it says of itself: plain
    text of a bounded length, empty where it says nothing, and never to be believed unread."""

    width: int
    height: int
    file_format: str
    digest: str
    byte_size: int
    average_color: str
    alt: str
    caption: str
    credit: str
    source: str
    licence: str
    taken_on: date | None


def examine(data: bytes) -> Facts:
    """The facts of the picture in `data`, once it has been decoded to the end.

    Raises PictureRefused, with a sentence for the uploader, for everything `open_safely` refuses and for a file that
    breaks off or is damaged.
    """
    picture = open_safely(data)
    width, height = upright_size(picture)
    file_format = "JPEG" if picture.format == "MPO" else str(picture.format)  # a phone's JPEG with a second picture
    words = metadata.read(picture)
    swatch = decode(picture, shrink=max(1, max(width, height) // SWATCH))
    red, green, blue = swatch.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
    return Facts(
        width=width,
        height=height,
        file_format=file_format,
        digest=hashlib.sha256(data).hexdigest(),
        byte_size=len(data),
        average_color=f"#{red:02x}{green:02x}{blue:02x}",
        alt=words.alt,
        caption=words.caption,
        credit=words.credit,
        source=words.source,
        licence=words.licence,
        taken_on=words.taken_on,
    )
