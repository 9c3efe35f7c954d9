"""Whether a change to a story's words changes what it says, or mends how it says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from blog.wirecopy import changes

MOST_OF_A_TYPO = 20  # characters removed and added: more than that is hardly a slip of the keys
LONGEST_COMPARED = 500  # characters of one passage that are compared letter by letter
NUMBER = re.compile(r"\d+")
NAME = re.compile(r"[^\W\d_][\w’'-]*")  # a word; those that begin with a capital are taken for names
NEGATIONS = set("not no never none nobody nothing neither nor cannot without".split())
SHORT_NOT = re.compile(r"n[’']t$")

Run = tuple[str, str]  # words that were removed, and those that stand in their place


def is_of_substance(before: str, after: str) -> bool:
    """True when `after` may say something else than `before`, so that the newsroom must say what kind of change it is.

    That is so for more than MOST_OF_A_TYPO changed characters (white space not counted), and for any number, name or
    negation that was added, removed or exchanged, however short. A name is any word with a capital: one too many is
    asked about rather than one too few. A word that only changed its capitals is none.
    """
    if NUMBER.findall(before) != NUMBER.findall(after):
        return True
    changed = 0
    for removed, added in _runs(before, after):
        changed += _changed_characters(_folded(removed), _folded(added))
        if changed > MOST_OF_A_TYPO or _exchanges_a_word_of_weight(removed, added):
            return True
    return False


def _runs(before: str, after: str) -> Iterator[Run]:
    removed = added = ""
    for change in changes(before, after):
        if change.kind == "removed":
            removed += change.text
        elif change.kind == "added":
            added += change.text
        elif change.text.strip():
            yield removed, added
            removed = added = ""
        else:  # two changed words in a row: one passage
            removed, added = removed + change.text, added + change.text
    yield removed, added


def _exchanges_a_word_of_weight(removed: str, added: str) -> bool:
    old, new = NAME.findall(removed), NAME.findall(added)
    folded_old, folded_new = {word.casefold() for word in old}, {word.casefold() for word in new}
    gone = [word for word in old if word.casefold() not in folded_new]
    come = [word for word in new if word.casefold() not in folded_old]
    return any(_has_weight(word) for word in gone + come)


def _has_weight(word: str) -> bool:
    return word[0].isupper() or word.casefold() in NEGATIONS or bool(SHORT_NOT.search(word.casefold()))


def _changed_characters(old: str, new: str) -> int:
    if max(len(old), len(new)) > LONGEST_COMPARED:
        return len(old) + len(new) if old != new else 0
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return len(old) + len(new) - 2 * sum(block.size for block in blocks)


def _folded(text: str) -> str:
    return "".join(text.split())
