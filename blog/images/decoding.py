"""From any accepted file to one kind of picture: upright, in sRGB, on white paper, without metadata.

Transparent pictures are put on white in every format. What the author saw on white is what readers get: a black
drawing on nothing would vanish on the dark theme.
"""

from __future__ import annotations

import io
from math import ceil

from PIL import Image, ImageCms, ImageFile

from blog.images.opening import AFRESH, PictureRefused

MAX_PROFILE_BYTES = 4 * 2**20  # printers' CMYK profiles have up to 3 MB
STRIP_PIXELS = 500_000  # converted at a time, so that no second full-size copy is ever held
JPEG_SCALES = (1, 2, 4, 8)  # at which libjpeg decodes directly

_ORIENTATION = 0x0112  # EXIF 2.32, 4.6.4 A: 1 is upright, 5 to 8 lie on their side
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_COLOR_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK"}  # Pillow's mode → the ICC profile's own word


def upright_size(picture: ImageFile.ImageFile) -> tuple[int, int]:
    """Width and height in pixels as the picture is meant to be seen; call before decoding."""
    width, height = picture.size
    return (height, width) if orientation(picture) >= 5 else (width, height)


def orientation(picture: ImageFile.ImageFile) -> int:
    """The EXIF orientation, 1 to 8; 1 where the file says nothing sensible."""
    try:
        value = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # garbled EXIF makes Pillow raise nearly anything, and is no reason to refuse a picture
        return 1
    return value if value in _UPRIGHT else 1


def decode(picture: ImageFile.ImageFile, shrink: int = 1) -> Image.Image:
    """The pixels of an opened picture, upright, opaque, in sRGB (mode RGB), with nothing else attached; each side up to
    `shrink` times smaller, never more. Can be called once for each opening.

    Holds the decoded picture once (JPEG: shrunk while decoding), besides the result. Raises PictureRefused for a file
    that breaks off or is damaged.
    """
    turn = _UPRIGHT.get(orientation(picture))
    width, height = picture.size
    picture.draft("RGB", (max(1, width // shrink), max(1, height // shrink)))
    try:
        picture.load()
    except Exception as error:  # as above
        what = "breaks off before the picture is complete" if "truncated" in str(error) else "is damaged"
        raise PictureRefused(f"The file {what}. {AFRESH}") from error
    drafted = next(scale for scale in JPEG_SCALES if (ceil(width / scale), ceil(height / scale)) == picture.size)
    paper = _on_paper(picture, max(1, shrink // drafted))
    return paper.transpose(turn) if turn is not None else paper


def _on_paper(picture: Image.Image, shrink: int) -> Image.Image:
    paper = Image.new("RGB", (ceil(picture.width / shrink), ceil(picture.height / shrink)))
    to_srgb = _transform(picture)
    rows = shrink * max(1, STRIP_PIXELS // picture.width // shrink)
    for top in range(0, picture.height, rows):
        strip = _opaque(picture.crop((0, top, picture.width, min(top + rows, picture.height))))
        if to_srgb and strip.mode == to_srgb.input_mode:
            strip = to_srgb.apply(strip)
        strip = strip.convert("RGB")
        paper.paste(strip.reduce(shrink) if shrink > 1 else strip, (0, top // shrink))
    return paper


def _opaque(strip: Image.Image) -> Image.Image:
    """The strip in mode L, RGB or CMYK, on white where it was transparent."""
    if strip.mode.startswith("I"):  # 16 bits of grey, which Pillow would clip instead of scaling
        return strip.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if strip.mode in ("LA", "La"):
        grey, alpha = strip.convert("LA").split()
        white = Image.new("L", strip.size, 255)
        white.paste(grey, mask=alpha)
        return white
    if strip.has_transparency_data:
        color = strip.convert("RGBA")
        white = Image.new("RGB", strip.size, "white")
        white.paste(color, mask=color.getchannel("A"))
        return white
    if strip.mode == "1":
        return strip.convert("L")
    return strip if strip.mode in _COLOR_SPACES else strip.convert("RGB")


def _transform(picture: Image.Image) -> ImageCms.ImageCmsTransform | None:
    """The way from the picture's colour profile to sRGB; None where there is none, or none that fits."""
    data = picture.info.get("icc_profile")
    if not data or len(data) > MAX_PROFILE_BYTES:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        space = profile.profile.xcolor_space
        mode = next((mode for mode, word in _COLOR_SPACES.items() if word == space), "")
        return ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB") if mode else None
    except (OSError, ImageCms.PyCMSError, TypeError, ValueError):
        return None
