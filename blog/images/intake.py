"""What is learnt from an uploaded picture before it is kept, from decoding it once."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass

from PIL import Image

from blog.images import metadata
from blog.images.decoding import decode, upright_size
from blog.images.metadata import Words
from blog.images.opening import MAX_BYTES, open_safely
from blog.renditions import Original, Printed, crop_box, first_names

__all__ = ["MAX_BYTES", "Facts", "examine", "look_at"]


@dataclass(frozen=True, kw_only=True)
class Facts(Words):
    """What the file is (size in pixels as seen upright, sha256 in hex, "#rrggbb"), and what it says of itself: plain
    text of a bounded length, empty where it says nothing, and never to be believed unread."""

    width: int
    height: int
    file_format: str
    digest: str
    byte_size: int
    average_color: str


def examine(data: bytes) -> Facts:
    """The facts of the picture in `data`, once it has been decoded to the end.

    Raises PictureRefused, with a sentence for the uploader, for everything `open_safely` refuses and for a file that
    breaks off or is damaged.
    """
    return look_at(data)[0]


def look_at(data: bytes) -> tuple[Facts, Image.Image]:
    """The facts as `examine` gives them, and the picture, upright and in sRGB, as small as its first renditions allow.

    Holds about one decoded picture; a JPEG is decoded small. Raises PictureRefused.
    """
    picture = open_safely(data)
    width, height = upright_size(picture)
    file_format = "JPEG" if picture.format == "MPO" else str(picture.format)  # a phone's JPEG with a second picture
    words = metadata.read(picture)
    digest = hashlib.sha256(data).hexdigest()
    small = decode(picture, shrink=_shrink(Printed(digest, width, height, 0.5, 0.5, "")))
    red, green, blue = small.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
    facts = Facts(
        **asdict(words),
        width=width,
        height=height,
        file_format=file_format,
        digest=digest,
        byte_size=len(data),
        average_color=f"#{red:02x}{green:02x}{blue:02x}",
    )
    return facts, small


def _shrink(original: Original) -> int:
    """How many times smaller each side may be for the first renditions to be made of it."""
    factors = []
    for _name, crop, (width, height) in first_names(original):
        left, top, right, bottom = crop_box(original, crop)
        factors.append(min((right - left) // width, (bottom - top) // height))
    return max(1, min(factors))
