"""Colours as #rrggbb, and how well one is read on another, as WCAG 2.2 measures it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Theme:
    """The colours of static/css/tokens.css by their names there, light or dark."""

    paper: str
    ink: str
    ink_soft: str
    accent: str
    warn: str

    def with_paper(self, paper: str, accent: str) -> Theme:
        """The theme on another paper, with another accent."""
        return replace(self, paper=paper, accent=accent)

    @property
    def paper_shade(self) -> str:
        """What lies a little above the paper."""
        return mixed(self.paper, self.ink, 0.035)

    @property
    def grounds(self) -> tuple[str, str]:
        """What words stand on."""
        return self.paper, self.paper_shade

    @property
    def rule(self) -> str:
        """Hairlines."""
        return mixed(self.paper, self.ink, 0.16)

    @property
    def edge(self) -> str:
        """What a field is framed with."""
        return mixed(self.paper, self.ink, 0.57)


# Those of tokens.css, as a colour field shows them; a test keeps the two files together.
LIGHT = Theme(paper="#fcfaf6", ink="#211c17", ink_soft="#534c45", accent="#11583a", warn="#941714")
DARK = Theme(paper="#161310", ink="#e5e1d9", ink_soft="#b9b3aa", accent="#93d6b1", warn="#faaa95")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 (the same) to 21 (black on white).

    https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    darker, lighter = sorted(_luminance(colour) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """The colour `one` with a `share` (0 to 1) of the `other` in it."""
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(first + (second - first) * share):02x}" for first, second in parts)


def _parts(colour: str) -> list[int]:
    """Red, green and blue, 0 to 255."""
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour: str) -> float:
    """From 0 (black) to 1 (white). https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (byte / 255 for byte in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
