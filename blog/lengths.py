"""How long a text is: in words, and in the time it takes to read. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from blog import plain_text

# Silent reading: 238 words of English a minute (Brysbaert 2019, https://doi.org/10.1016/j.jml.2019.104047), and of
# Chinese 260 words, which are some 400 characters. Other languages' words are longer and read more slowly.
WORDS_A_MINUTE = 230
CHARACTERS_A_MINUTE = 400
LETTERS_OF_A_WORD = 4  # in scripts that write words without spaces and letter by letter: Thai, Lao, Khmer, Burmese

CHARACTERS = re.compile(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003134f]")
UNSPACED = re.compile(r"[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0ec0-\u0ec6\u1000-\u102a\u1780-\u17b3]")
WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")


class Length(NamedTuple):
    """`words` counts a Chinese or Japanese character as one; `seconds` is an adult's, who reads all of it."""

    words: int
    seconds: int


def length_of(html: str) -> Length:
    """Of a rendered text, without what stands at its pictures, link cards and pull quotes."""
    text = plain_text.plain(re.sub(plain_text.NO_WORDS_OF_THE_TEXT, " ", html))
    characters = letters = 0
    if not text.isascii():
        text, characters = CHARACTERS.subn(" ", text)
        text, letters = UNSPACED.subn(" ", text)
    words = len(WORD.findall(text)) + letters // LETTERS_OF_A_WORD
    return Length(words + characters, round(60 * (words / WORDS_A_MINUTE + characters / CHARACTERS_A_MINUTE)))
