"""Which files a picture is shown by: their sizes, their names and the markup's data. Pure: nothing is decoded here.

A rendition's name never changes its content, so it may be cached for ever: whatever alters the file (the original, the
crop, the focal point, RECIPE) alters the name. A name tells nothing of the story or of the uploaded file, and follows
from the digest of the private original alone: only who holds that very file can work it out. It deliberately does not
depend on the site's secret key, whose rotation would break every page already published.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from blog.tones import TALL, tone

# Raise it when encoders or rules change: every rendition then has a new name. Pages name the new files at once, so run
# `manage.py make_renditions --all` before the new code serves any.
RECIPE = 1

# A phone's list · the column at 1x, a small phone at 2x · a large phone at 2x to 3x · the 700 px column at 2x, and wide
# enough for share cards (1200). Few, because each costs an AVIF encoding.
WIDTHS = (360, 640, 960, 1400)
TAG_LENGTH = 24  # hexadecimal digits
NAME = re.compile(rf"[0-9a-f]{{2}}/(?P<tag>[0-9a-f]{{{TAG_LENGTH}}})-\d+\.\w+")
NAME_IN_ADDRESS = re.compile(rf"(?<![\w-])r/[0-9a-f]{{2}}/[0-9a-f]{{{TAG_LENGTH}}}-\d+\.\w+$")
WIDEST_IN_A_LIST = 640  # an eighth of a page, as sharp as a phone can be
FALLBACK_WIDTH = 960  # for browsers without srcset: sharp in the column, and still light
LIGHT_WIDTH = 640  # of the file that somebody who saves data taps for: sharp enough on a phone
FIRST_WIDTH = 640  # of the one file of each crop that is made while the uploader waits
DRAFT = 8  # a JPEG is decoded at an eighth of its size in a tenth of the time
MANY_PIXELS = 8_000_000  # from here on that difference is felt
TOO_ALIKE = 0.9  # a width within a tenth of the picture's own is not worth a file

# The three shapes that search engines ask for; "16x9" is also the share card's and the list's.
CROPS = {"16x9": (16, 9), "4x3": (4, 3), "1x1": (1, 1)}

# Best first; the last is the one every browser reads, and the shape `src` has.
MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}

IN_THE_COLUMN = "(min-width: 700px) 700px, 100vw"


Box = tuple[int, int, int, int]


class Original(Protocol):
    """What must be known of an uploaded picture: its file's sha256 in hex, its upright size in pixels, its focal point
    as fractions of width and height, and its average colour as "#rrggbb"."""

    @property
    def digest(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def focal_x(self) -> float: ...
    @property
    def focal_y(self) -> float: ...
    @property
    def average_color(self) -> str: ...


@dataclass(frozen=True)
class Printed:
    """A picture of the library at one focal point: an `Original` and nothing else."""

    digest: str
    width: int
    height: int
    focal_x: float
    focal_y: float
    average_color: str


@dataclass(frozen=True)
class Picture:
    """Everything a page needs to show a picture.

    `sources` are (MIME type, srcset) pairs, best first; `src` is the fallback's address, a JPEG; `width` and `height`
    are in pixels, reserve the room, and measure `largest`, the JPEG for share cards and search engines; `color`, as
    "#rrggbb", is about what fills the room until the picture is there.

    As long as not all sizes are made there are no sources, and `src` and `largest` are the first, small file, which is
    shown in the room of the largest.
    """

    sources: tuple[tuple[str, str], ...]
    src: str
    width: int
    height: int
    sizes: str
    largest: str
    color: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    is_decorative: bool = False

    @property
    def light(self) -> str:
        """The address of the file for who saves data."""
        return light(self.src, *(srcset for _mime, srcset in self.sources))

    @property
    def tone(self) -> str:
        """The CSS classes of `color`, and of what is higher than wide."""
        return f"{tone(self.color)} {TALL}" if self.height > self.width else tone(self.color)


def picture(
    original: Original,
    *,
    url: Callable[[str], str],
    crop: str | None = None,
    has_all_sizes: bool = True,
    sizes: str = IN_THE_COLUMN,
    alt: str = "",
    caption: str = "",
    credit: str = "",
    is_decorative: bool = False,
    widest: int = WIDTHS[-1],
) -> Picture:
    """The data of a `<picture>`; `url` turns a rendition's name into its public address. Nothing is looked up on disk:
    `has_all_sizes` says whether all renditions are made, or only the first; those wider than `widest` are left out.

    Raises ValueError for a crop that does not exist.
    """
    every_size = planned(original, crop)
    planned_sizes = [size for size in every_size if size[0] <= widest] or every_size[:1]

    def address(width: int, extension: str) -> str:
        return url(rendition_name(original, crop, width, extension))

    def srcset(extension: str) -> str:
        return ", ".join(f"{address(width, extension)} {width}w" for width, _height in planned_sizes)

    *modern, fallback = MIME_TYPES
    width, height = planned_sizes[-1]
    first = address(first_size(original, crop)[0], fallback)
    default = address(max((w for w, _ in planned_sizes if w <= FALLBACK_WIDTH), default=width), fallback)
    return Picture(
        sources=tuple((MIME_TYPES[extension], srcset(extension)) for extension in modern if has_all_sizes),
        src=default if has_all_sizes else first,
        width=width,
        height=height,
        sizes=sizes,
        largest=address(width, fallback) if has_all_sizes else first,
        color=original.average_color,
        alt=alt,
        caption=caption,
        credit=credit,
        is_decorative=is_decorative,
    )


def light(src: str, *srcsets: str) -> str:
    """The address of the file for who saves data, of what a `<picture>` says: the JPEG of LIGHT_WIDTH, or the widest
    below. WebP would save a quarter, but a link has no second choice, and the cheapest phones do not show it."""
    stem, _, end = src.rpartition("-")
    widths = {int(width) for srcset in srcsets for width in re.findall(rf"{re.escape(stem)}-(\d{{1,5}})\.", srcset)}
    if not stem or not widths:
        return src  # not all sizes are made: it is the first file, which is light
    width = max((width for width in widths if width <= LIGHT_WIDTH), default=min(widths))
    return f"{stem}-{width}.{end.rpartition('.')[2]}"


def name_in(address: str) -> str | None:
    """The name in the storage of the rendition at an address, on whatever host it is; None for any other address."""
    found = NAME_IN_ADDRESS.search(address)
    return found[0] if found else None


def rendition_name(original: Original, crop: str | None, width: int, extension: str) -> str:
    """The storage name of one rendition, such as `r/3f/3f0c…-640.avif`: the same for the same content, always."""
    tag = tag_of(original, crop)
    return f"r/{tag[:2]}/{tag}-{width}.{extension}"


def tag_of(original: Original, crop: str | None) -> str:
    """What the names of all sizes of one crop begin with."""
    focus = "{:.3f},{:.3f}".format(*_focus(original)) if crop else ""
    content = f"{original.digest}|{crop or ''}|{focus}|{RECIPE}"
    return hashlib.blake2s(content.encode(), digest_size=TAG_LENGTH // 2).hexdigest()


def tags_of(original: Original) -> set[str]:
    """The tags of every crop."""
    return {tag_of(original, crop) for crop in (None, *CROPS)}


def tag_in(name: str) -> str | None:
    """The tag in a name beneath `r/`, such as `3f/3f0c…-640.avif`; None for a file that is no rendition."""
    match = NAME.fullmatch(name)
    return match["tag"] if match else None


def rendition_names(original: Original) -> Iterator[str]:
    """The names of all renditions of a picture, in every crop, width and format."""
    for crop in (None, *CROPS):
        for width, _height in planned(original, crop):
            for extension in MIME_TYPES:
                yield rendition_name(original, crop, width, extension)


def first_names(original: Original) -> Iterator[tuple[str, str | None, tuple[int, int]]]:
    """Name, crop and (width, height) of the one rendition of each crop that is made while the uploader waits."""
    *_modern, fallback = MIME_TYPES
    for crop in (None, *CROPS):
        size = first_size(original, crop)
        yield rendition_name(original, crop, size[0], fallback), crop, size


def thumbnail_name(original: Original, crop: str | None, *, has_all_sizes: bool) -> tuple[str, int, int]:
    """Name, width and height of the lightest rendition that exists."""
    if has_all_sizes:
        width, height = planned(original, crop)[0]
        return rendition_name(original, crop, width, "webp"), width, height
    return next((name, *size) for name, shape, size in first_names(original) if shape == crop)


def largest(original: Original, crop: str | None, *, has_all_sizes: bool) -> tuple[str, int, int]:
    """Name, width and height of the largest JPEG that exists, for share cards and search engines."""
    width, height = planned(original, crop)[-1] if has_all_sizes else first_size(original, crop)
    *_modern, fallback = MIME_TYPES
    return rendition_name(original, crop, width, fallback), width, height


def first_size(original: Original, crop: str | None) -> tuple[int, int]:
    """The size of the first rendition: FIRST_WIDTH, or the next smaller one where that makes decoding quick."""
    left, _top, right, _bottom = crop_box(original, crop)
    sizes = planned(original, crop)
    is_quick = (right - left) // FIRST_WIDTH >= DRAFT or original.width * original.height < MANY_PIXELS
    limit = FIRST_WIDTH if is_quick else FIRST_WIDTH - 1
    return max((size for size in sizes if size[0] <= limit), default=sizes[0])


def planned(original: Original, crop: str | None = None) -> list[tuple[int, int]]:
    """The (width, height) in pixels of each rendition, smallest first, at least one, and none larger than the picture.

    Raises ValueError for a crop that does not exist.
    """
    left, top, right, bottom = crop_box(original, crop)
    largest = min(right - left, WIDTHS[-1])
    widths = [*(width for width in WIDTHS if width < largest * TOO_ALIKE), largest]
    shape = (bottom - top) / (right - left)
    return [(width, max(1, round(width * shape))) for width in widths]


def crop_box(original: Original, crop: str | None) -> Box:
    """The largest box of the crop's shape, as (left, top, right, bottom) in pixels of the upright picture, with the
    focal point as near to its middle as the edges allow, and always inside. Without a crop, the whole picture.

    Raises ValueError for a crop that does not exist.
    """
    width, height = original.width, original.height
    if crop is None:
        return 0, 0, width, height
    if crop not in CROPS:
        raise ValueError(f"No crop is called {crop!r}; choose one of {', '.join(CROPS)}")
    across, down = CROPS[crop]
    box_width = max(1, min(width, round(height * across / down)))
    box_height = max(1, min(height, round(width * down / across)))
    focal_x, focal_y = _focus(original)
    left = min(max(round(focal_x * width - box_width / 2), 0), width - box_width)
    top = min(max(round(focal_y * height - box_height / 2), 0), height - box_height)
    return left, top, left + box_width, top + box_height


def _focus(original: Original) -> tuple[float, float]:
    """The focal point, kept inside the picture, and as fine as a name tells apart."""
    return _fraction(original.focal_x), _fraction(original.focal_y)


def _fraction(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 3)
