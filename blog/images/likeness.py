"""A fingerprint of how a picture looks, which a copy of another size, format or quality shares.

It is the well-known perceptual hash from the cosine transform: the picture in grey at 32 by 32, its 64 lowest
frequencies without the very lowest, and of each whether it lies above their median.
"""

from __future__ import annotations

import math
from statistics import median

from PIL import Image

SIDE = 32  # pixels
FREQUENCIES = 8  # in each direction
FLAT = 2.0  # a picture whose frequencies are all fainter than this, in shades of grey, shows nothing to compare

_WAVES = [
    [math.cos(math.pi * frequency * (place + 0.5) / SIDE) * math.sqrt(2) / SIDE for place in range(SIDE)]
    for frequency in range(FREQUENCIES + 1)
]


def fingerprint(picture: Image.Image) -> int | None:
    """64 bits of how `picture` looks; None for a plain surface, which would look like every other."""
    grey = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()
    rows = [grey[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]
    across = [[sum(map(_times, row, wave)) for wave in _WAVES[:FREQUENCIES]] for row in rows]
    columns = list(zip(*across, strict=True))
    waves = [[sum(map(_times, column, wave)) for wave in _WAVES] for column in columns]
    strengths = [waves[x][y] for y in range(FREQUENCIES) for x in range(FREQUENCIES) if x or y]
    strengths.append(waves[0][FREQUENCIES])  # in place of the mean brightness, which says nothing
    if max(map(abs, strengths)) < FLAT:
        return None
    middle = median(strengths)
    return sum(1 << place for place, strength in enumerate(reversed(strengths)) if strength > middle)


def _times(one: float, other: float) -> float:
    return one * other
