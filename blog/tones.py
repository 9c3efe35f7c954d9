"""About a picture's own colour, which stands in its room until it is there. Pure."""

from __future__ import annotations

import math

TONES, HUES = 8, 8  # as many as a glance tells apart while a picture loads, and few enough for the stylesheet
TINTED = 0.025  # chroma below which a colour passes for grey
TALL = "tall"  # higher than wide: where it is shown smaller, the colour stops beside it, too
TONE_CLASSES = {TALL} | {f"tone-{number}" for number in range(TONES + 1)} | {f"hue-{number}" for number in range(HUES)}


def tone(color: str) -> str:
    """The CSS classes nearest to "#rrggbb", such as "tone-5 hue-2", as static/css/picture.css draws them: a page whose
    styles all stand in one file cannot name a colour of its own.

    Lightness in eighths and hue in eighths of a turn, in OKLab (https://bottosson.github.io/posts/oklab/).
    """
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    name = f"tone-{round(lightness * TONES)}"
    if math.hypot(a, b) < TINTED:
        return name
    return f"{name} hue-{round(math.atan2(b, a) / math.tau * HUES) % HUES}"


def _linear(part: float) -> float:
    """One channel of sRGB, 0 to 1, as the amount of light. IEC 61966-2-1."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
