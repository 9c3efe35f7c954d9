"""From text to the words that are searched, and from what somebody typed to what is asked. Knows no database.

Folding happens here and not in the database, so that both fold alike and PostgreSQL needs no extension: letters lose
case and accents (not й, which is a letter of its own), Arabic its vowel signs, ligatures come apart. Scripts without
spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) become pairs of letters that overlap.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST_QUESTION = 200  # characters; the rest is not read
MOST_TERMS = 10
LONGEST_WORD = 60  # letters that count; longer ones are addresses and codes
SHORTEST_BEGINNING = 2  # letters; with one, half of the dictionary begins

_SIGNS = "".join(chr(code) for code in range(0x300, 0x3000) if unicodedata.category(chr(code))[0] == "M")
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_SIGNS}])*")
RUN = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")

# Accents of Latin and Greek letters, not of Cyrillic ones; vowel and cantillation signs of Arabic and Hebrew.
_ACCENTS = re.compile(
    r"(?<![\u0400-\u04ff])[\u0300-\u036f]+|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]"
    r"|[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ى": "ي"})
# What hangs on a word by an apostrophe: Mali's, l'armée, d'Ivoire, qu'elle.
_HANGING = re.compile(r"(?<=\w)['’]s\b|\b(?:[cdjlmnst]|qu)['’](?=\w)")
_QUOTES = str.maketrans(dict.fromkeys("“”„«»＂", '"'))
_PIECE = re.compile(r'(?<!\S)(-?)"([^"]*)"?|(-?)([^\s"]+)')


def fold(text: str) -> str:
    """`text` as it is compared: without case, accents and what hangs on a word by an apostrophe."""
    if text.isascii():
        return _HANGING.sub("", text.lower())
    apart = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold()).replace("е\u0308", "е")
    return _HANGING.sub("", unicodedata.normalize("NFC", apart).translate(_LETTERS))


def words_of(text: str) -> list[str]:
    """The folded words of `text`, in their order."""
    found = []
    for word in WORD.findall(fold(text)):
        if word.isascii() or not IS_UNSPACED.search(word):
            found.append(word[:LONGEST_WORD])
        else:
            found += [part for run in RUN.findall(word) for part, _at in _parts(run)]
    return found


def words_at(text: str) -> Iterator[tuple[str, int, int]]:
    """The folded words of `text`, each with where it begins and ends there."""
    known: dict[str, str] = {}
    for match in WORD.finditer(text):
        word, begin = match[0], match.start()
        if word.isascii():
            yield word.lower()[:LONGEST_WORD], begin, match.end()
        elif not IS_UNSPACED.search(word):
            if word not in known:
                known[word] = fold(word)[:LONGEST_WORD]
            yield known[word], begin, match.end()
        else:
            for run in RUN.finditer(word):
                for part, at in _parts(run[0]):
                    yield fold(part), begin + run.start() + at, begin + run.start() + at + len(part)


def _parts(run: str) -> list[tuple[str, int]]:
    """A run of a script without spaces in overlapping pairs, then its last letter; any other run as it is. With where
    each begins."""
    if len(run) == 1 or not IS_UNSPACED.match(run):
        return [(run, 0)]
    return [(run[at : at + 2], at) for at in range(len(run))]


@dataclass(frozen=True)
class Term:
    """Words that stand next to each other. `is_beginning`: the last may go on; `is_excluded`: stories with it are not
    wanted."""

    words: tuple[str, ...]
    is_beginning: bool = False
    is_excluded: bool = False


@dataclass(frozen=True)
class Question:
    """What is asked: terms that must all be met, and the marks of filters, as `section_mark` and `name_marks` give."""

    terms: tuple[Term, ...] = ()
    marks: tuple[str, ...] = field(default=())

    @property
    def wanted(self) -> list[Term]:
        return [term for term in self.terms if not term.is_excluded]

    def without_phrases(self) -> Question:
        """The question with the words of its phrases anywhere: what finds all that it finds, and more."""
        loose = [
            Term((word,), term.is_beginning and number == len(term.words), term.is_excluded)
            for term in self.terms
            for number, word in enumerate(term.words, 1)
            if not (term.is_excluded and len(term.words) > 1)
        ]
        return Question(tuple(loose), self.marks)

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to look for, only something to leave out."""
        return not self.wanted and not self.marks


def terms_of(typed: str) -> tuple[Term, ...]:
    """What somebody typed, as terms. "two words" in quotes, and words that anything but a space joins (Boko-Haram), are
    a phrase; konna* is a beginning; -mali leaves out. All else is only words: nothing typed is an error."""
    found = []
    for minus, phrase, other_minus, word in _PIECE.findall(typed[:LONGEST_QUESTION].translate(_QUOTES)):
        words = tuple(_asked_words(phrase or word))
        is_beginning = word.endswith("*") and len(words[-1:] and words[-1]) >= SHORTEST_BEGINNING
        is_beginning = is_beginning or (bool(words) and len(words[-1]) == 1 and bool(IS_UNSPACED.match(words[-1])))
        if words:
            found.append(Term(words, is_beginning, is_excluded=bool(minus or other_minus)))
    return tuple(dict.fromkeys(found))[:MOST_TERMS]


def _asked_words(text: str) -> list[str]:
    """As `words_of`, without the last letter of a run of pairs, which would keep the run from being met within one."""
    words = words_of(text)
    return [
        word
        for before, word in zip(["", *words], words, strict=False)
        if not (len(word) == 1 and IS_UNSPACED.match(word) and len(before) == 2 and before[1] == word)
    ]


def section_mark(key: int) -> str:
    """What stands in the index for a section. No word has an underscore, so no word is taken for it."""
    return f"__{key}"


def name_marks(name: str) -> list[str]:
    """What stands in the index for each part of an author's name."""
    return [f"_{word}" for word in words_of(name)]
