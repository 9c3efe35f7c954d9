"""A drawn picture to stand where a photograph is not ours to show."""

from __future__ import annotations

import hashlib
import io
import math
import random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

LABEL = "Stand-in picture"
DETAIL = 2  # drawn this much larger and shrunk, so that edges come out smooth

RGB = tuple[int, int, int]

# Muted, as newsprint takes ink: the sky from above to the horizon, the hills from the farthest to the nearest.
SKY: tuple[RGB, ...] = ((108, 122, 138), (168, 168, 170), (214, 197, 176), (230, 208, 178))
SUN: RGB = (244, 231, 205)
HILLS: tuple[RGB, ...] = ((186, 168, 148), (158, 138, 118), (124, 105, 89), (87, 74, 65), (54, 48, 45))
RIDGES = ((0.60, 0.030), (0.69, 0.038), (0.78, 0.046), (0.87, 0.048), (0.91, 0.020))  # middle and swing, of the height
HORIZON = RIDGES[0][0]


def draw_stand_in(alt: str, width: int = 1600, height: int = 1067) -> bytes:
    """A quiet landscape at dusk as a JPEG of the given size in pixels, labelled as a stand-in.

    The same words give the same bytes; other words give other hills.
    """
    # Only shapes hang on it, no secret.
    chance = random.Random(hashlib.sha256(alt.encode()).digest())  # noqa: S311
    size = (width * DETAIL, height * DETAIL)
    picture = _sky(size)
    _set_the_sun(picture, chance)
    for number, color in enumerate(HILLS):
        _lay_hills(picture, number, color, chance)
    picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    _label(picture)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90, subsampling=0, optimize=True)
    return file.getvalue()


def _sky(size: tuple[int, int]) -> Image.Image:
    column = Image.new("RGB", (1, len(SKY)))
    column.putdata(SKY)
    width, height = size
    box = (0, 0.5, 1, len(SKY) - 0.5)  # from the middle of the first colour to that of the last
    sky = column.resize((1, max(1, round(height * HORIZON))), Image.Resampling.BICUBIC, box=box)
    picture = Image.new("RGB", size, SKY[-1])
    picture.paste(sky.resize((width, sky.height)))
    return picture


def _set_the_sun(picture: Image.Image, chance: random.Random) -> None:
    width, height = picture.size
    radius = 0.062 * min(width, height)
    x, y = width * chance.uniform(0.58, 0.74), height * (HORIZON - 0.13)
    glow = Image.new("L", picture.size)
    ImageDraw.Draw(glow).ellipse((x - 3 * radius, y - 3 * radius, x + 3 * radius, y + 3 * radius), fill=90)
    small = glow.resize((max(1, width // 16), max(1, height // 16))).filter(ImageFilter.GaussianBlur(radius / 10))
    picture.paste(SUN, mask=small.resize(picture.size, Image.Resampling.BICUBIC))
    ImageDraw.Draw(picture).ellipse((x - radius, y - radius, x + radius, y + radius), fill=SUN)


def _lay_hills(picture: Image.Image, number: int, color: RGB, chance: random.Random) -> None:
    """One ridge across the picture; the nearest is low and dark everywhere, so that the label can be read."""
    width, height = picture.size
    base, swing = (height * share for share in RIDGES[number])
    waves = [(chance.uniform(0.6, 1.4) * 2**power, chance.uniform(0, math.tau), 0.5**power) for power in range(4)]
    step = max(1, width // 400)
    ridge = [
        (x, base - swing * sum(share * math.sin(math.tau * often * x / width + start) for often, start, share in waves))
        for x in range(0, width + step, step)
    ]
    ImageDraw.Draw(picture).polygon([(0, height), *ridge, (width, height)], fill=color)


def _label(picture: Image.Image) -> None:
    margin = max(8, picture.width // 45)
    font = ImageFont.load_default(size=max(11, picture.width // 58))
    place = (margin, picture.height - margin)
    ImageDraw.Draw(picture).text(place, LABEL, font=font, fill=(214, 202, 186), anchor="ls")
