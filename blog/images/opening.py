"""The gate for uploaded pictures: what can be refused is refused by the header, before a pixel is decoded."""

from __future__ import annotations

import io
import re
import warnings

from django.core.files import File
from PIL import Image, ImageFile

MAX_BYTES = 32 * 2**20  # a 48-megapixel photograph straight from a phone is 10 to 25 MB
MAX_PIXELS = 64_000_000  # the largest cameras that reporters carry have 61 million
MAX_SIDE = 16_000  # WebP holds no side longer than 16,383 pixels
MAX_DECODING_BYTES = 256 * 2**20  # so that a picture can be taken in on a server with half a gigabyte
MAX_SCANS = 32  # a progressive JPEG has about ten; thousands would take hours to decode

ACCEPTED = "JPEG, PNG, WebP or GIF"
REMEDY = f"Save it as {ACCEPTED} and upload it again."
AFRESH = "Fetch it again from where it came from, and upload that."

_SIGNATURES = (
    (re.compile(rb"\xff\xd8\xff"), "JPEG"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "WEBP"),
    (re.compile(rb"GIF8[79]a"), "GIF"),
)

# What else is often dropped on a picture field, by how it begins. AVIF is refused although browsers show it: the size
# it declares may be smaller than the one it decodes to, and the decoder at hand takes no bound.
_STRANGERS = (
    (re.compile(rb"....ftyp(hei|hev|mif1|msf1)", re.DOTALL), "a HEIC picture, as iPhones make them"),
    (re.compile(rb"....ftypavi", re.DOTALL), "an AVIF picture"),
    (re.compile(rb"....ftyp", re.DOTALL), "a video"),
    (re.compile(rb"\xff\x0a|\x00\x00\x00\x0cJXL "), "a JPEG XL picture"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "a TIFF or a camera's raw file"),
    (re.compile(rb"8BPS"), "a Photoshop document"),
    (re.compile(rb"%PDF"), "a PDF"),
    (re.compile(rb"%!PS|\xc5\xd0\xd3\xc6"), "a PostScript drawing"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive or an office document"),
    (re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL), "a BMP picture"),
    (re.compile(rb"(?is)\s*(<\?xml|<!--|<!doctype svg|<svg).{0,4000}?<svg|\s*<svg"), "an SVG drawing"),
    (re.compile(rb"\s*<"), "a web page"),
)

# Never decoded by accident either, wherever Pillow is used in this process.
warnings.simplefilter("error", Image.DecompressionBombWarning)


class PictureRefused(ValueError):
    """The file cannot be taken in; the message is a sentence for the person who uploaded it."""


def contents_of(file: File) -> bytes:
    """The bytes of an uploaded file. Raises PictureRefused for one above the limit, before a byte of it is read."""
    _refuse_size(file.size)
    return file.read()


def open_safely(data: bytes) -> ImageFile.ImageFile:
    """The picture in `data`, its header read and found acceptable, its pixels not decoded yet.

    Raises PictureRefused for an empty or oversized file, anything but a still JPEG, PNG, WebP or GIF by its first
    bytes, and a picture that would take too much memory or time to decode.
    """
    if not data:
        raise PictureRefused(f"The file is empty. {AFRESH}")
    _refuse_size(len(data))
    file_format = _format_of(data)
    try:
        picture = Image.open(io.BytesIO(data), formats=(file_format,))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(_too_large(file_format, MAX_PIXELS)) from error
    except Exception as error:  # a broken header makes Pillow raise nearly anything
        raise PictureRefused(f"The file is damaged and cannot be read as a {file_format} picture. {AFRESH}") from error
    _refuse_what_cannot_be_decoded(picture, file_format, data)
    return picture


def _refuse_size(size: int) -> None:
    if size > MAX_BYTES:
        raise PictureRefused(
            f"The file has {size / 2**20:.0f} MB; at most {MAX_BYTES // 2**20} are possible. "
            "Save it smaller: 3,000 pixels on the longer side are plenty."
        )


def _format_of(data: bytes) -> str:
    for signature, file_format in _SIGNATURES:
        if signature.match(data):
            return file_format
    start = data[:4096].removeprefix(b"\xef\xbb\xbf")
    for signature, stranger in _STRANGERS:
        if signature.match(start):
            raise PictureRefused(f"This is {stranger}, which cannot be taken in here. {REMEDY}")
    raise PictureRefused(f"This is not a picture that can be read here. {REMEDY}")


def _refuse_what_cannot_be_decoded(picture: ImageFile.ImageFile, file_format: str, data: bytes) -> None:
    width, height = picture.size
    if max(width, height) > MAX_SIDE:
        raise PictureRefused(
            f"The picture is {width:,} × {height:,} pixels; no side may be longer than {MAX_SIDE:,}. "
            "Save it smaller, or cut it."
        )
    limit = min(MAX_PIXELS, int(MAX_DECODING_BYTES / _decoding_bytes_per_pixel(picture, file_format)))
    if width * height > limit:
        raise PictureRefused(_too_large(file_format, limit))
    # JPEGs of phones hold a second picture (depth, a preview) and are no animation for that.
    if file_format != "JPEG" and getattr(picture, "is_animated", False):
        raise PictureRefused(
            f"This {file_format} is animated, and only still pictures can be taken in. "
            "Save one frame of it as JPEG or PNG, or put a link to the video into the text."
        )
    if file_format == "JPEG" and _scans(data) > MAX_SCANS:
        raise PictureRefused(f"This JPEG is built so that it would take too long to read. {REMEDY}")


def _too_large(file_format: str, limit: int) -> str:
    return (
        f"The picture has too many pixels: at most {limit // 1_000_000} megapixels are possible for {file_format}. "
        "Save it smaller: 3,000 pixels on the longer side are plenty."
    )


def _decoding_bytes_per_pixel(picture: ImageFile.ImageFile, file_format: str) -> float:
    """What the decoder holds at its peak, per pixel, as measured; Pillow itself keeps colour in four bytes."""
    if file_format == "WEBP":
        return 16  # two canvases of the decoder, a copy, and the picture
    if picture.info.get("progressive") or picture.info.get("progression"):
        # All coefficients of all components, two bytes each, besides the picture shrunk while decoding.
        factors = [(across, down) for _id, across, down, _table in getattr(picture, "layer", [])] or [(1, 1)] * 4
        full = max(across for across, _ in factors) * max(down for _, down in factors)
        return 4 + 2 * sum(across * down for across, down in factors) / full
    return 4


def _scans(data: bytes) -> int:
    """How many times the JPEG in `data` goes over its pixels: its start-of-scan markers up to its end."""
    scans, position = 0, 2
    while (found := _MARKER.search(data, position)) and found[0] != b"\xff\xd9":
        if found[0] == b"\xff\xda":
            scans += 1
        length = int.from_bytes(data[found.end() : found.end() + 2], "big")
        position = found.end() + max(length, 2)
        if scans > MAX_SCANS:
            break
    return scans


# A marker with a length behind it, or the end of the picture: not stuffing, not a restart, not filling.
_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")
