"""Words of any script as pieces that one font each can draw, and as lines of even length."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont, features

FONTS = Path(__file__).resolve().parent / "fonts"
SHAPES = features.check("raqm")  # with it letters join and stand in their order; every wheel of Pillow has it
MEASURED_AT = 64  # pixels; widths at other sizes follow, as nothing is hinted
LTR, RTL = "ltr", "rtl"

EUROPEAN, CJK = "european", "cjk"
SCRIPTS = {
    "armenian": "\u0531-\u058f\ufb13-\ufb17",
    "hebrew": "\u0591-\u05f4\ufb1d-\ufb4f",
    "arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "devanagari": "\u0900-\u097f\ua8e0-\ua8ff",
    "bengali": "\u0980-\u09fe",
    "gurmukhi": "\u0a01-\u0a76",
    "gujarati": "\u0a81-\u0aff",
    "tamil": "\u0b82-\u0bfa",
    "telugu": "\u0c00-\u0c7f",
    "kannada": "\u0c80-\u0cf2",
    "malayalam": "\u0d00-\u0d7f",
    "sinhala": "\u0d82-\u0df4",
    "thai": "\u0e01-\u0e3a\u0e40-\u0e5b",
    "lao": "\u0e81-\u0edf",
    "myanmar": "\u1000-\u109f",
    "georgian": "\u10a0-\u10ff\u1c90-\u1cbf",
    "ethiopic": "\u1200-\u139f",
    "khmer": "\u1780-\u17ff",
    "korean": "\u3131-\u3163\uac00-\ud7a3",
    CJK: "\u2e80-\u312f\u3200-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee",
}
SCRIPT = re.compile("|".join(f"(?P<{name}>[{letters}])" for name, letters in SCRIPTS.items()))
UNSHAPED = {EUROPEAN, CJK, "korean", "armenian", "georgian", "ethiopic"}  # legible without letters that join
JOINING = set(SCRIPTS) - UNSHAPED - {"hebrew"}  # where two letters are told by a sign of its own to join, or not to
# A line may end after any of these signs, unless what follows closes a sentence or a bracket.
BREAKABLE = "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
CLOSING = "\u3001\u3002\u300d\u300f\u3011\u3015\u30fc\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\u2026\u201d\u2019"
PART = re.compile(rf"[\u300c\u300e\u3010\uff08\u201c]*[{BREAKABLE}][{CLOSING}]*|[^\s{BREAKABLE}]+")


class NotPrintable(ValueError):
    """A letter that no font has."""


@dataclass(frozen=True)
class Piece:
    """Words that one font draws, all in one direction."""

    text: str
    font: str
    direction: str


@dataclass(frozen=True)
class Word:
    """What no line is broken in; `after_space` where it stands apart from the one before."""

    pieces: tuple[Piece, ...]
    after_space: bool
    width: float  # in pixels at MEASURED_AT
    direction: str | None  # as its letters run; None without any


@lru_cache(maxsize=24)
def font_of(name: str, size: int) -> ImageFont.FreeTypeFont:
    """The font called `name`, `size` pixels high."""
    engine = ImageFont.Layout.RAQM if SHAPES else ImageFont.Layout.BASIC
    return ImageFont.truetype(FONTS / f"{name}.woff2", size, layout_engine=engine)


def direction_of(text: str) -> str:
    """Which way a line of it runs: as its first letter does."""
    return _own_direction(text) or LTR


def words_of(text: str) -> list[Word]:
    """What lines are made of. Signs without a font, such as emoji, are left out.

    Raises NotPrintable for a letter without one: a headline with boxes in it is worse than none.
    """
    text, direction, found = unicodedata.normalize("NFC", text), direction_of(text), []
    end = 0
    for part in PART.finditer(text):
        pieces = _pieces(part[0], direction)
        if any(piece.text.strip("\u200c\u200d") for piece in pieces):
            width = sum(width_of(piece, MEASURED_AT) for piece in pieces)
            found.append(Word(tuple(pieces), part.start() > end, width, _own_direction(part[0])))
        end = part.end()
    return found


def seen_order(words: list[Word], direction: str) -> list[int]:
    """The places of a line's words from left to right, in a text of that direction: words of the other direction that
    follow each other keep their own order, and take the numbers after them along.

    This is the first level of https://unicode.org/reports/tr9/, which is all that headlines need.
    """
    groups: list[list[int]] = []
    other = False
    for place, word in enumerate(words):
        was_other, other = other, word.direction not in (None, direction) or (other and word.direction is None)
        if other and was_other:
            groups[-1].append(place)
        else:
            groups.append([place])
    if direction == RTL:
        return [place for group in reversed(groups) for place in group]
    return [place for group in groups for place in reversed(group)]


def width_of(piece: Piece, size: int) -> float:
    """In pixels."""
    return font_of(piece.font, size).getlength(piece.text, direction=piece.direction if SHAPES else None)


def space_at(size: float) -> float:
    """The width of the gap between words, in pixels."""
    return size * 0.26


def lines_of(words: list[Word], width: float) -> list[list[Word]]:
    """As few lines as hold them, each filled before the next; `width` is in pixels at MEASURED_AT."""
    lines: list[list[Word]] = []
    left = 0.0
    for word in words:
        gap = space_at(MEASURED_AT) if word.after_space else 0
        if not lines or gap + word.width > left:
            lines.append([])
            left, gap = width, 0
        lines[-1].append(word)
        left -= gap + word.width
    return lines


def balanced(words: list[Word], width: float) -> list[list[Word]]:
    """No more lines than that, and of nearly the same length."""
    most, low, high = len(lines_of(words, width)), width / 3, width
    for _halving in range(8):
        middle = (low + high) / 2
        low, high = (low, middle) if len(lines_of(words, middle)) <= most else (middle, high)
    return lines_of(words, high)


def _own_direction(text: str) -> str | None:
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), None)
    return first and (LTR if first == "L" else RTL)


def _pieces(word: str, direction: str) -> list[Piece]:
    named = [SCRIPT.match(sign) for sign in word]
    current = next((match.lastgroup for match in named if match and match.lastgroup), EUROPEAN)
    last_letter = max((place for place, sign in enumerate(word) if _own_direction(sign)), default=len(word))
    found: list[Piece] = []
    for place, (sign, match) in enumerate(zip(word, named, strict=True)):
        font = _font_for(sign, match.lastgroup if match else None, current)
        if font is None:
            continue
        before = found[-1].direction if found and place < last_letter else direction
        piece = Piece(sign, font, _own_direction(sign) or before)
        if found and (found[-1].font, found[-1].direction) == (piece.font, piece.direction):
            piece = Piece(found.pop().text + sign, font, piece.direction)
        found.append(piece)
        current = font
    return found


def _font_for(sign: str, script: str | None, current: str) -> str | None:
    """None for a sign that is left out."""
    category = unicodedata.category(sign)
    if category in ("Cf", "Mn", "Mc", "Me") and script in (None, current):  # they belong to the letter before
        return current if (sign in "\u200c\u200d" and current in JOINING) or draws(current, sign) else None
    if script is None:
        script = EUROPEAN if unicodedata.category(sign)[0] == "L" else current
    for name in dict.fromkeys((script, EUROPEAN, CJK)):
        if (SHAPES or name in UNSHAPED) and draws(name, sign):
            return name
    if category[0] in "LM":
        raise NotPrintable(f"No font has {sign!r}.")
    return None


@lru_cache(maxsize=4096)
def draws(name: str, sign: str) -> bool:
    """True when the font has the sign. Pillow tells nothing of a font's own table: what it lacks is its box."""
    font = font_of(name, MEASURED_AT)
    mask, box = font.getmask(sign), font.getmask("\U0010fffe")
    return (mask.size, bytes(mask)) != (box.size, bytes(box))
