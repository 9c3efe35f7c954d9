"""Lists of words that an editor keeps, and finding them: whole words alone, in any script, thousands at once.

An entry is a line: a word, several words in a row, an address, or an emoji. `*` at its end stands for any ending of its
last word; after a sign, as in `41.58.*`, for any word that follows. A list is a tree of words, so that the time to look
through a comment hardly depends on the list's length.
"""

from __future__ import annotations

from collections.abc import Iterator

from comments.rules.folding import fold, undisguised, words_of

LONGEST_ENTRY = 200  # characters
MOST_WORDS = 20  # in an entry
SHORTEST_STEM = 2  # letters before a *: with fewer, half the language would be listed
MOST_FOUND = 5  # entries reported of one text: a moderator needs no more to see why

ENTRY, STEMS = "", "*"  # what a branch may hold besides words: neither is a word


class WordList:
    """A compiled list. `text` has an entry on each line; a line that can be no entry is left out."""

    def __init__(self, text: str) -> None:
        self._root: dict = {}
        for line in text.splitlines():
            entry = line.strip()
            if entry and not fault_in(entry):
                self._add(entry)

    def __bool__(self) -> bool:
        return bool(self._root)

    def find(self, text: str) -> list[str]:
        """The entries that stand in `text`, as the list writes them: each once, MOST_FOUND at most."""
        if not self._root:
            return []
        folded = fold(text)
        found: dict[str, None] = {}
        for entry in self._all_in(folded):
            found[entry] = None
            if len(found) == MOST_FOUND:
                break
        return list(found)

    def _add(self, entry: str) -> None:
        words, branch = words_of(fold(entry)), self._root
        is_stem = _is_stem(entry)
        for word in words[:-1] if is_stem else words:
            branch = branch.setdefault(word, {})
        if is_stem:
            stem = words[-1]
            by_length = branch.setdefault(STEMS, {}).setdefault(stem[:SHORTEST_STEM], {})
            by_length.setdefault(len(stem), {}).setdefault(stem, entry)
        else:
            branch.setdefault(ENTRY, entry)

    def _all_in(self, folded: str) -> Iterator[str]:
        words, root = words_of(folded), self._root
        has_stems = STEMS in root
        for place, word in enumerate(words):
            if has_stems or word in root:
                yield from self._from(words, place)
        for word in undisguised(folded):
            yield from self._from([word], 0)

    def _from(self, words: list[str], place: int) -> Iterator[str]:
        """The entries that begin with the word at `place`."""
        branch: dict = self._root
        for word in words[place : place + MOST_WORDS]:
            for length, stems in branch.get(STEMS, {}).get(word[:SHORTEST_STEM], {}).items():
                if word[:length] in stems:
                    yield stems[word[:length]]
            if word not in branch:
                return
            branch = branch[word]
            if ENTRY in branch:
                yield branch[ENTRY]


def fault_in(entry: str) -> str:
    """Why `entry`, a line of a list, can be none; empty when it can."""
    if len(entry) > LONGEST_ENTRY:
        return f"is longer than {LONGEST_ENTRY} characters"
    words = words_of(fold(entry))
    if not words:
        return "has neither a letter nor a digit in it"
    if len(words) > MOST_WORDS:
        return f"has more than {MOST_WORDS} words"
    if _is_stem(entry) and len(words[-1]) < SHORTEST_STEM:
        return f"needs {SHORTEST_STEM} letters or more before the *"
    return ""


def faults_in(text: str) -> list[str]:
    """A sentence for each line of a list that can be no entry."""
    numbered = enumerate(text.splitlines(), start=1)
    reasons = ((number, line.strip(), fault_in(line.strip())) for number, line in numbered if line.strip())
    return [f"Line {number}, “{line[:40]}”, {reason}." for number, line, reason in reasons if reason]


def _is_stem(entry: str) -> bool:
    stem = fold(entry[:-1])
    words = words_of(stem)
    return entry.endswith("*") and bool(words) and stem.endswith(words[-1])
