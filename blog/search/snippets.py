"""The words that were looked for, marked where readers see them."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from blog.search.words import words_at

SNIPPET_WORDS = 36
WORDS_BEFORE = 8  # the first word that is marked, so that it is understood
LONGEST_ENDING = 3  # characters that may follow the last word and still be shown: a full stop, closing quotes
MOST_WORDS = 5_000  # of a text, that are looked through: the first ten pages

Word = tuple[str, int, int]  # folded; where it begins and ends


def marked(text: str, words: Collection[str]) -> SafeString:
    """`text`, which may hold anything, as HTML with <mark> around each of `words` (folded)."""
    return _marked(text, 0, len(text), [word for word in words_at(text) if word[0] in words])


def snippet(text: str, words: Collection[str]) -> SafeString | None:
    """The part of `text` that has the most different ones of `words`, as HTML, marked; None when it has none."""
    known = list(islice(words_at(text), MOST_WORDS))
    hits = [number for number, (word, _begin, _end) in enumerate(known) if word in words]
    if not hits:
        return None
    first = max(0, max(hits, key=lambda number: _different(known, number, words)) - WORDS_BEFORE)
    part = known[first : first + SNIPPET_WORDS]
    begin, end = part[0][1], part[-1][2]
    shown = _marked(text, begin, end, [word for word in part if word[0] in words])
    rest = text[end:]
    return format_html("{}{}{}", "… " if first else "", shown, " …" if len(rest) > LONGEST_ENDING else rest)


def _different(known: list[Word], number: int, words: Collection[str]) -> int:
    """How many different ones of `words` a snippet has whose first is this one. Of equals, the first is taken."""
    return len({word for word, _b, _e in known[number : number + SNIPPET_WORDS - WORDS_BEFORE] if word in words})


def _marked(text: str, begin: int, end: int, found: list[Word]) -> SafeString:
    """The part of `text` with marks; words that touch or overlap, as pairs of a script without spaces, share one."""
    parts, at = [], begin
    for start, stop in _joined(found):
        parts.append((text[at:start], text[start:stop]))
        at = stop
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", parts), text[at:end])


def _joined(found: list[Word]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for _word, start, stop in found:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(stop, spans[-1][1]))
        else:
            spans.append((start, stop))
    return spans
