"""The colours of static/css/tokens.css, measured: text can be read in both themes. WCAG 2.2, 1.4.3 and 1.4.11."""

import math
import re

import pytest

from tests.test_architecture import ROOT

TOKENS = (ROOT / "static/css/tokens.css").read_text()
COLOR = re.compile(r"--([\w-]+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\);")
GROUNDS = ("paper", "paper-shade")
pytestmark = pytest.mark.workshop


def colors(css):
    return {name: tuple(map(float, numbers)) for name, *numbers in COLOR.findall(css)}


LIGHT, DARK = (colors(css) for css in TOKENS.split("@media (prefers-color-scheme: dark)"))


def luminance(color):
    """Of light from 0 to 1, as WCAG defines it. `color` is lightness in percent, chroma, hue in degrees.

    https://bottosson.github.io/posts/oklab/, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    """
    lightness, chroma, hue = color[0] / 100, color[1], math.radians(color[2])
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long, medium, short = (
        (lightness + x * a + y * b) ** 3
        for x, y in ((0.3963377774, 0.2158037573), (-0.1055613458, -0.0638541728), (-0.0894841775, -1.2914855480))
    )
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(max(part, 0), 1) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """From 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_right():
    white, black, grey = (100, 0, 0), (0, 0, 0), (59.99, 0, 0)  # the last is #808080
    assert contrast(white, black) == pytest.approx(21, abs=0.01)
    assert contrast(white, grey) == pytest.approx(3.95, abs=0.02)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("name", "least"),
    [("ink", 7), ("ink-soft", 7), ("accent", 4.5), ("warn", 4.5), ("edge", 3)],
)
def test_what_is_read_stands_out_from_the_paper(theme, name, least):
    theme = {**LIGHT, **theme}
    assert {ground: contrast(theme[name], theme[ground]) for ground in GROUNDS} == {
        ground: pytest.approx(21, abs=21 - least) for ground in GROUNDS
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_written_on_a_button_can_be_read(theme):
    assert contrast(theme["accent-ink"], theme["accent"]) >= 4.5
    assert contrast(theme["paper"], theme["ink"]) >= 4.5  # when it is pointed at
