"""The words of a rendered text, read back out of its HTML. Pure."""

from __future__ import annotations

import re
from html import unescape
from unicodedata import east_asian_width

NO_WORDS_OF_THE_TEXT = re.compile(r'(?s)<(figure|aside)\b.*?</\1>|<p class="embed">.*?</p>')
LONG_WORD = 10  # letters of Latin, with the space behind them; a Chinese character is as wide as two
INSIDE_A_LINE = re.compile(  # and footnotes' numbers, which are no words
    r'<sup id="fnref.*?</sup>|</?(?:'
    r"a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var"
    r")\b[^>]*>"
)


def plain(html: str) -> str:
    """The words of a rendered text, without captions' and footnotes' markup, white space folded. What stands inside a
    line parts no words: no space comes between an emphasis and the full stop behind it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", re.sub(INSIDE_A_LINE, "", html))).split())


def first_words(html: str, count: int) -> str:
    """The first `count` words of a rendered text, with an ellipsis when there are more; not those of pictures, link
    cards and pull quotes. Of a script that puts no spaces between words: what is about as long."""
    words = plain(re.sub(NO_WORDS_OF_THE_TEXT, " ", html)).split(maxsplit=count)
    opening = " ".join(words[:count])
    room = count * LONG_WORD
    for place, letter in enumerate(opening):
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 0:
            return f"{opening[:place].rstrip()}…"
    return opening + (" …" if len(words) > count else "")
