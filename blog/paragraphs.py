"""The paragraphs of a rendered text: numbered, so that a reader can point at one, and found again after edits."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

from blog.wirecopy.difference import shared_places

# As blog/markup.py writes them: quotes are double, and what else begins with "<" is none. Found in linear time.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^"<>]|"[^"]*")*+)>')


def numbered(html: str) -> str:
    """Rendered HTML in which each paragraph has an address: the third is `#p-3`.

    Made when a page is printed, not kept with the text: feeds and letters stay without.
    """
    number = 0

    def address(tag: re.Match) -> str:
        nonlocal number
        if tag[1] or tag[2] != "p":
            return tag[0]
        number += 1
        return f"<p id=p-{number}{tag[3]}>"

    return TAG.sub(address, html)


def words_of(html: str) -> list[str]:
    """The plain words of each paragraph; the first one's stand at 0, and are empty where it only has a picture."""
    words: list[str] = []
    start = None
    for tag in TAG.finditer(html):
        if tag[2] != "p":
            continue
        if not tag[1]:
            start = tag.end()
        elif start is not None:
            words.append(_plain(html[start : tag.start()]))
            start = None
    return words


def where_now(then: list[str], now: list[str], number: int) -> list[str]:
    """What stands now in the place of paragraph `number` (from 1) of an earlier text; empty when it is gone.

    One that is still there to the letter is found wherever it moved to. One that was changed is what stands between its
    neighbours that were not.
    """
    place = number - 1
    if not 0 <= place < len(then):
        return []
    if then[place] in now:
        return [then[place]]
    ends = [(-1, -1), *shared_places(then, now), (len(then), len(now))]
    for (i, j), (i_end, j_end) in pairwise(ends):
        if i < place < i_end:
            between = now[j + 1 : j_end]
            same_number = len(between) == i_end - i - 1
            return [between[place - i - 1]] if same_number else between
    return []


def _plain(html: str) -> str:
    return " ".join(unescape(TAG.sub(" " if "<br" in html else "", html)).split())
