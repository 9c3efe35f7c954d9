"""Names that look alike, and names that are somebody's."""

from __future__ import annotations

import unicodedata

# Letters of other scripts, and figures, that a reader cannot tell from a Latin letter: those of the Unicode table of
# confusables (https://www.unicode.org/reports/tr39/) that are small letters of everyday fonts.
LOOKS_LIKE = str.maketrans(
    "абвгдезіїјкмнорѕтухһԁԛԝѡь" + "αβγεηικνορτυχω" + "ıɑɡɩʟ" + "013|",
    "a6brge3iijkmhopstyxhdqwwb" + "abyenikvoptuxw" + "iagil" + "oiei",
)
UNSEEN = ("M", "C", "Z", "P")  # marks, characters that are not seen, spaces, punctuation


def skeleton(name: str) -> str:
    """What is left of `name` when what a hurried eye overlooks is gone: two names with one skeleton look alike.

    Case, accents, spaces, punctuation, invisible characters, compatibility forms (fullwidth, mathematical) and letters
    borrowed from Cyrillic and Greek are overlooked. The capital I and the small l are one, as in most sans faces.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    plain = plain.translate(LOOKS_LIKE).replace("l", "i")
    return "".join(c for c in plain if unicodedata.category(c)[0] not in UNSEEN)
