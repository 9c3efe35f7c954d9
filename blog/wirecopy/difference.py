"""What changed between two texts, word by word: for the editor's cleaner and for comparing revisions."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Literal

Kind = Literal["same", "removed", "added"]
Word = tuple[str, str]  # the word, and the white space after it
Place = tuple[int, int]  # an index among the words before, and one among the words after

PAIRS_IN_A_GAP = 40_000  # 200 words against 200: the worst that difflib can do there stays in milliseconds
PAIRS_IN_ALL = 2_000_000  # what one comparison may spend; what is left then is shown as replaced
DEEPEST = 8  # how often a gap is narrowed by the words that occur once in it


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text that stayed the same, was removed or was added."""

    kind: Kind
    text: str


def changes(before: str, after: str) -> list[Change]:
    """Compare two texts word by word; a word is what stands between white space, white space is compared for itself.

    The texts of all "same" and "removed" changes, in order and joined by nothing, are exactly `before`; of all "same"
    and "added", `after`. No two neighbours are of one kind, no text is empty. The work grows with the length of the
    texts, not with its square: of two long passages with nothing to hold on to, one is shown as replaced by the other.
    """
    pieces = (piece for piece in _pieces(before, after) if piece[1])
    return [Change(kind, "".join(text for _, text in run)) for kind, run in groupby(pieces, key=lambda piece: piece[0])]


def _pieces(before: str, after: str) -> Iterator[tuple[Kind, str]]:
    olds: list[Word] = re.findall(r"(\S++)(\s*+)", before)
    news: list[Word] = re.findall(r"(\S++)(\s*+)", after)
    yield from _space(before[: len(before) - len(before.lstrip())], after[: len(after) - len(after.lstrip())])
    i = j = 0
    for x, y in shared_places([word for word, _ in olds], [word for word, _ in news]):
        yield from _replaced(olds[i:x], news[j:y])
        yield "same", olds[x][0]
        yield from _space(olds[x][1], news[y][1])
        i, j = x + 1, y + 1
    yield from _replaced(olds[i:], news[j:])


def _space(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    if old == new:
        yield "same", old
    else:
        yield "removed", old
        yield "added", new


def _replaced(olds: Sequence[Word], news: Sequence[Word]) -> Iterator[tuple[Kind, str]]:
    old, new = "".join(map("".join, olds)), "".join(map("".join, news))
    shared = olds[-1][1] if olds and news and olds[-1][1] == news[-1][1] else ""
    yield "removed", old.removesuffix(shared)
    yield "added", new.removesuffix(shared)
    yield "same", shared


def shared_places(olds: list[str], news: list[str]) -> list[Place]:
    """The places of words (or of paragraphs) that both lists share in the same order, rising in both.

    The work is bounded as `changes` says: in long lists with nothing to hold on to, some that are shared are not found.
    """
    common: list[Place] = []
    gaps = [(0, len(olds), 0, len(news), 0)]
    left_to_spend = PAIRS_IN_ALL
    while gaps:
        i, i_end, j, j_end, depth = gaps.pop()
        while i < i_end and j < j_end and olds[i] == news[j]:
            common.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and olds[i_end - 1] == news[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            common.append((i_end, j_end))
        pairs = (i_end - i) * (j_end - j)
        if pairs and pairs <= min(PAIRS_IN_A_GAP, left_to_spend):
            left_to_spend -= pairs
            for block in SequenceMatcher(None, olds[i:i_end], news[j:j_end], autojunk=False).get_matching_blocks():
                common += [(i + block.a + step, j + block.b + step) for step in range(block.size)]
        elif pairs and depth < DEEPEST and (anchors := _anchors(olds[i:i_end], news[j:j_end])):
            corners = [(i, j), *((i + x, j + y) for x, y in anchors), (i_end, j_end)]
            gaps += [(x, x_end, y, y_end, depth + 1) for (x, y), (x_end, y_end) in pairwise(corners)]
    return sorted(common)


def _anchors(olds: list[str], news: list[str]) -> list[Place]:
    """The longest run of places, rising in both, of words that occur once in each (Bram Cohen's patience diff)."""
    in_olds, in_news = Counter(olds), Counter(news)
    where = {word: place for place, word in enumerate(news) if in_news[word] == 1}
    once = [(x, where[word]) for x, word in enumerate(olds) if in_olds[word] == 1 and word in where]
    ends: list[int] = []  # the lowest end of a rising run of each length
    runs: list[int] = []  # the index in `once` of that end
    earlier: list[int] = []  # for each of `once`, the index of the one before it in its run; -1 for none
    for index, (_, y) in enumerate(once):
        length = bisect_left(ends, y)
        earlier.append(runs[length - 1] if length else -1)
        ends[length : length + 1] = [y]
        runs[length : length + 1] = [index]
    chosen, index = [], runs[-1] if runs else -1
    while index >= 0:
        chosen.append(once[index])
        index = earlier[index]
    return chosen[::-1]
