"""Draws it: the paper's name under its rule, the section, the headline."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock

from PIL import Image, ImageDraw

from blog.share_picture import HEIGHT, WIDTH
from blog.share_picture.lettering import (
    CJK,
    LTR,
    MEASURED_AT,
    SHAPES,
    NotPrintable,
    Word,
    balanced,
    direction_of,
    font_of,
    lines_of,
    seen_order,
    space_at,
    width_of,
    words_of,
)

# As in static/css/tokens.css.
PAPER, INK, INK_SOFT, ACCENT = (252, 250, 246), (33, 29, 25), (87, 80, 73), (6, 84, 56)
MARGIN = 76  # pixels
ROOM = WIDTH - 2 * MARGIN
NAME_SIZE, LABEL_SIZE = 38, 34
HEADLINE_SIZES = (92, 82, 73, 65, 58, 52, 46)  # the largest at which it fits is taken
LEADING = 1.17
TOP, FOOT = 164, HEIGHT - 60  # of the room for section and headline
LONGEST = 300  # characters of any words; a headline has 250 at most

_one_at_a_time = Lock()  # two threads must not use one font


@dataclass(frozen=True)
class Set:
    """Lines at the size at which they fit."""

    lines: list[list[Word]]
    size: int
    direction: str


def draw(headline: str, section: str, newsroom: str) -> bytes:
    """A PNG. Words with a letter for which there is no font are left out; the rest is drawn all the same."""
    with _one_at_a_time:
        picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        pen = ImageDraw.Draw(picture)
        name, label, story = (_words(words) for words in (newsroom, section, headline))
        if not story:
            headline, story, label = (section, label, []) if label else (newsroom, name, [])
        way = direction_of(headline)
        _masthead(pen, name, direction_of(newsroom), way)
        _story(pen, label, section, story, way)
        pen.rectangle((0, HEIGHT - 14, WIDTH, HEIGHT), fill=ACCENT)
        file = io.BytesIO()
        picture.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        return file.getvalue()


def _words(text: str) -> list[Word]:
    try:
        return words_of(text[:LONGEST])
    except NotPrintable:
        return []


def _masthead(pen: ImageDraw.ImageDraw, name: list[Word], way: str, side: str) -> None:
    lines = Set([_as_many_as_fit(name, NAME_SIZE)], NAME_SIZE, way)
    _line(pen, lines, 0, 96, INK, side)
    pen.rectangle((MARGIN, 116, WIDTH - MARGIN, 121), fill=INK)
    pen.rectangle((MARGIN, 126, WIDTH - MARGIN, 127), fill=INK)


def _story(pen: ImageDraw.ImageDraw, label: list[Word], section: str, story: list[Word], way: str) -> None:
    label_room = LABEL_SIZE * 1.7 if label else 0
    found = _fitted(story, FOOT - TOP - label_room, way)
    height = label_room + len(found.lines) * found.size * LEADING
    top = TOP + (FOOT - TOP - height) * 0.45
    if label:
        lines = Set([_as_many_as_fit(label, LABEL_SIZE)], LABEL_SIZE, direction_of(section))
        _line(pen, lines, 0, top + LABEL_SIZE, ACCENT, way)
    for number in range(len(found.lines)):
        _line(pen, found, number, top + label_room + (number + 0.82) * found.size * LEADING, INK, way)


def _fitted(words: list[Word], height: float, way: str) -> Set:
    """At the largest size at which all lines stand in the height; at the smallest, the lines that do."""
    words = _short_enough(words, HEADLINE_SIZES[-1])
    for size in HEADLINE_SIZES:
        widest = max((word.width for word in words), default=0) * size / MEASURED_AT
        lines = balanced(words, ROOM * MEASURED_AT / size)
        most = int(height / (size * LEADING))
        if widest <= ROOM and len(lines) <= most:
            break
    return Set(lines[:most], size, way)


def _short_enough(words: list[Word], size: int) -> list[Word]:
    """A word that is wider than a line, in parts that are not."""
    found: list[Word] = []
    for word in words:
        if word.width * size / MEASURED_AT <= ROOM:
            found.append(word)
            continue
        text = "".join(piece.text for piece in word.pieces)
        step = max(1, int(len(text) * ROOM / (word.width * size / MEASURED_AT) * 0.95))
        parts = [words_of(text[at : at + step]) for at in range(0, len(text), step)]
        found += [part for some in parts for part in some]
    return found


def _as_many_as_fit(words: list[Word], size: int) -> list[Word]:
    return next(iter(lines_of(_short_enough(words, size), ROOM * MEASURED_AT / size)), [])


def _line(pen: ImageDraw.ImageDraw, found: Set, number: int, base: float, ink: tuple, side: str) -> None:
    """One line with its letters standing on `base`, at the side where a text of the direction `side` begins."""
    words, size = found.lines[number], found.size
    order = seen_order(words, found.direction)
    gaps = [space_at(size) * words[max(pair)].after_space for pair in pairwise(order)]
    whole = sum(width_of(piece, size) for word in words for piece in word.pieces) + sum(gaps)
    at = MARGIN if side == LTR else WIDTH - MARGIN - whole
    for place, gap in zip(order, [*gaps, 0], strict=False):
        pieces = words[place].pieces
        for piece in pieces if found.direction == LTR else reversed(pieces):
            stroke = size / 60 if piece.font == CJK else 0  # this font has one weight alone
            way = piece.direction if SHAPES else None
            pen.text((at, base), piece.text, ink, font_of(piece.font, size), "ls", direction=way, stroke_width=stroke)
            at += width_of(piece, size)
        at += gap
