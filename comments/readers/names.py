"""When two names look alike."""

from __future__ import annotations

import unicodedata

# What a reader cannot tell from a Latin letter, by its capital or its small form in everyday fonts; from the Unicode
# table of confusables (https://www.unicode.org/reports/tr39/).
LOOKS_LIKE = {
    **dict(zip("авеіјкмнорѕстухһԁԛԝ", "abeijkmhopsctyxhdqw", strict=True)),  # Cyrillic
    **dict(zip("αβεζηικμνορτυχ", "abezhikmvoptyx", strict=True)),  # Greek
    **dict(zip("ıɑɡ01|l", "iagoiii", strict=True)),  # the capital I and the small l are one in most sans faces
}
TABLE = str.maketrans(LOOKS_LIKE)
OVERLOOKED = ("C", "Z", "P", "Me")  # what is not seen, spaces, punctuation, circles around letters
# Not seen either, although Unicode counts them as letters, symbols or marks.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {chr(n) for n in range(0xFE00, 0xFE10)}


def skeleton(name: str) -> str:
    """What is left of `name` without all that a hurried eye overlooks: names with one skeleton look alike.

    Case, accents, spaces, punctuation, invisible characters, compatibility forms (fullwidth, mathematical) and letters
    borrowed from Cyrillic and Greek are overlooked. Vowel signs, as of Devanagari, are not: they are no accents.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return "".join(c for c in plain.translate(TABLE) if not _is_overlooked(c))


def _is_overlooked(character: str) -> bool:
    category = unicodedata.category(character)
    return bool(unicodedata.combining(character)) or category.startswith(OVERLOOKED) or character in BLANK
