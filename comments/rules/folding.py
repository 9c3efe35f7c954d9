"""One form for all the ways in which the same words can be typed, and the words in it.

A word is a run of letters with their marks; a run of digits is one, too, and so is an emoji. In scripts that put no
spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) where a word ends cannot be decided without a
dictionary: there each letter is a word of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain

HIGHEST_LOOKED_AT = 0x1FFFF  # beyond it are rare Han, which are letters, and what is never seen
CIRCLED = range(0x24B6, 0x24EA)  # Ⓐ to ⓩ: letters to the eye
SPACELESS = (
    "\u3007\u0e01-\u0e7f\u0e81-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
SPACELESS += "\U00020000-\U000323af"

# Not seen, or written only where a writer cares to, as vowel points; each a first and a last code point.
UNSEEN = [
    (0x034F, 0x034F),  # the grapheme joiner
    (0x0591, 0x05BD),  # Hebrew points
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x05C7, 0x05C7),
    (0x0640, 0x0640),  # the Arabic stroke that only lengthens a word
    (0x064B, 0x0652),  # Arabic vowels
    (0x0670, 0x0670),
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),  # which form of an emoji
    (0xFFA0, 0xFFA0),
    (0xE0001, 0xE01EF),
]

# One character each, and as many as eighteen when unfolded: a comment of these alone would become a megabyte.
SENTENCES = (0xFDFA, 0xFDFB)

# Borrowed letters that pass for Latin ones; from https://www.unicode.org/reports/tr39/
CYRILLIC = dict(zip("авеіјкмнорѕстухһԁԛԝ", "abeijkmhopsctyxhdqw", strict=True))
GREEK = dict(zip("αβεικνορτυχ", "abeikvoptyx", strict=True))
TO_LATIN = str.maketrans(CYRILLIC | GREEK)
TO_CYRILLIC = str.maketrans({latin: cyrillic for cyrillic, latin in reversed(CYRILLIC.items())})
MIXED = re.compile(r"(?=.*[a-z])(?=.*[\u0370-\u052f])")

# Digits and signs that pass for letters. 1 stands for i or for l.
SIGNS = str.maketrans("013457@$!|", "oieastasil")
SIGNS_WITH_L = str.maketrans("013457@$!|", "oleastasll")
SIGN = re.compile(r"[013457@$!|]")
SHORTEST_DISGUISED, LONGEST_DISGUISED = 4, 40  # letters: shorter ones are abbreviations such as 4U and 3D
AT_THE_ENDS = ".,;:?!'\"()[]{}<>*_-…“”‘’«»"
SPELLED_OUT = re.compile(r"(?<![^\W_])[^\W\d_](?:([ .·*_-])[^\W\d_])(?:\1[^\W\d_]){2,30}(?![^\W_])")

ASCII_WORDS = re.compile(r"[a-z]+|[0-9]+")


def fold(text: str) -> str:
    """`text` without differences of case, form or width, and without what is not seen."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text.translate(_tables()[0])).casefold()
    return unicodedata.normalize("NFKC", plain.translate(_tables()[0]))


def words_of(folded: str) -> list[str]:
    """The words of folded text, in order."""
    return (ASCII_WORDS if folded.isascii() else _tables()[1]).findall(folded)


def undisguised(folded: str) -> Iterator[str]:
    """Words that folded text shows to the eye and hides from a list: v1agra, ca$ino, v.i.a.g.r.a, and Latin words with
    Cyrillic or Greek letters in them."""
    if not folded.isascii():
        for word in filter(MIXED.match, words_of(folded)):
            yield from (word.translate(TO_LATIN), word.translate(TO_CYRILLIC))
    for chunk in filter(SIGN.search, folded.split()):
        yield from _without_signs(chunk.strip(AT_THE_ENDS))
    for spelled in SPELLED_OUT.finditer(folded):
        yield spelled[0].replace(spelled[1], "")


def _without_signs(chunk: str) -> set[str]:
    letters = sum(map(str.isalpha, chunk))
    if not SHORTEST_DISGUISED <= len(chunk) <= LONGEST_DISGUISED or letters * 2 < len(chunk) or letters == len(chunk):
        return set()
    return {word for table in (SIGNS, SIGNS_WITH_L) if (word := chunk.translate(table)).isalpha()}


@cache
def _tables() -> tuple[dict[int, str | None], re.Pattern[str]]:
    """What `fold` replaces, and the pattern of a word. Made once: it looks at every character there is."""
    replaced: dict[int, str | None] = {code: None for first, last in UNSEEN for code in range(first, last + 1)}
    replaced |= dict.fromkeys(SENTENCES, " ")
    marks, emoji = [], []
    for code in range(0x80, HIGHEST_LOOKED_AT + 1):
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Cf":
            replaced[code] = None
        elif category[0] == "M":
            marks.append(code)
        elif category == "So":
            emoji.append(code)
        if category[0] not in "LMC" and category != "Nd" and code not in chain(CIRCLED, [0x3007]):
            apart = unicodedata.normalize("NFKC", character)
            if apart != character or category[0] == "N":
                # A sign made of letters, as ™ or ½, is no part of the word beside it.
                replaced.setdefault(code, f" {apart} " if apart != character else " ")
    letter = rf"[^\W\d_{SPACELESS}]"
    mark = f"[{_ranges(marks)}]"
    word = rf"{letter}+(?:{mark}+{letter}*)*|[{SPACELESS}]{mark}*|\d+|[{_ranges(emoji)}]"
    return replaced, re.compile(word)


def _ranges(codes: list[int]) -> str:
    """The codes, in order, as they stand within the brackets of a pattern."""
    pairs: list[list[int]] = []
    for code in codes:
        if pairs and pairs[-1][1] == code - 1:
            pairs[-1][1] = code
        else:
            pairs.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in pairs)
