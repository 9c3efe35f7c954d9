"""Two people changed the same text: put both together, paragraph by paragraph, and ask only where they contradict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from blog.wirecopy.difference import shared_places

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Agreed:
    """Paragraphs that nobody contradicts: both left them, only one side touched them, or both did the same."""

    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed, each in another way. An empty text means: taken out."""

    before: str
    mine: str
    theirs: str

    @property
    def both(self) -> str:
        """Both sides' words, mine first."""
        return "\n\n".join(filter(None, (self.mine, self.theirs)))


Passage = Agreed | Conflict


@dataclass(frozen=True, slots=True)
class Hunk:
    """What one side wrote in the place of the paragraphs `start` up to `end` of the text before."""

    start: int
    end: int
    paragraphs: tuple[str, ...]
    is_mine: bool


def merge(before: str, mine: str, theirs: str) -> list[Passage]:
    """Put together what two sides made of one text: the passages of the result, in order.

    A paragraph is what stands between blank lines; a fenced block of code is one paragraph. A paragraph that one side
    alone changed, added or removed is taken from that side. No paragraph that either side wrote is missing, be it in
    what is agreed or in a conflict. A side that changed nothing leaves the other's text as it is, to the letter; where
    both changed something, blank lines come out as one.
    """
    before, mine, theirs = map(_one_line_end, (before, mine, theirs))
    for changed, other in ((mine, theirs), (theirs, mine)):
        if other in (before, changed):
            return [Agreed((changed,))] if changed else []
    old, my, their = paragraphs(before), paragraphs(mine), paragraphs(theirs)
    hunks = sorted([*_hunks(old, my, True), *_hunks(old, their, False)], key=lambda hunk: (hunk.start, hunk.end))
    return list(_joined(_passages(old, hunks)))


def put_together(passages: Iterable[Passage], choices: Sequence[str] = ()) -> str:
    """The text of `passages`, with `choices` in the place of the conflicts, in order."""
    chosen = iter(choices)
    texts = [passage.text if isinstance(passage, Agreed) else next(chosen) for passage in passages]
    return "\n\n".join(text for text in texts if text)


def shared(mine: str, theirs: str) -> str:
    """The paragraphs that two texts share: from where to merge them when nobody knows what they were made from."""
    my, their = paragraphs(_one_line_end(mine)), paragraphs(_one_line_end(theirs))
    return "\n\n".join(my[i] for i, _ in shared_places(my, their))


def conflicts(passages: Iterable[Passage]) -> list[Conflict]:
    """Those of the passages about which somebody has to decide."""
    return [passage for passage in passages if isinstance(passage, Conflict)]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a Markdown text, without the blank lines around them."""
    found: list[str] = []
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and line.strip() == mark[1]:
                fence = ""
        elif mark:
            fence = mark[1]
        if line.strip() or fence:
            lines.append(line)
        elif lines:
            found.append("\n".join(lines))
            lines = []
    if any(line.strip() for line in lines):
        found.append("\n".join(lines).rstrip())
    return found


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _hunks(old: list[str], new: list[str], is_mine: bool) -> Iterator[Hunk]:
    places = [(-1, -1), *shared_places(old, new), (len(old), len(new))]
    for (i, j), (i_end, j_end) in pairwise(places):
        start, written = i + 1, tuple(new[j + 1 : j_end])
        if start < i_end and i_end - start == len(written):  # paragraph by paragraph: each may be the only one touched
            yield from (Hunk(start + n, start + n + 1, (text,), is_mine) for n, text in enumerate(written))
        elif start < i_end or written:
            yield Hunk(start, i_end, written, is_mine)


def _passages(old: list[str], hunks: list[Hunk]) -> Iterator[Passage]:
    position = 0
    for group in _groups(hunks):
        start, end = group[0].start, max(hunk.end for hunk in group)
        yield Agreed(tuple(old[position:start]))
        yield _decided(old, start, end, group)
        position = end
    yield Agreed(tuple(old[position:]))


def _groups(hunks: list[Hunk]) -> Iterator[list[Hunk]]:
    """The hunks, sorted by place, with those that meet in one group."""
    group: list[Hunk] = []
    for hunk in hunks:
        end = max((other.end for other in group), default=-1)
        both_insert_here = hunk.start == hunk.end == end == (group[0].start if group else None)
        if group and not (hunk.start < end or both_insert_here):
            yield group
            group = []
        group.append(hunk)
    if group:
        yield group


def _decided(old: list[str], start: int, end: int, group: list[Hunk]) -> Passage:
    mine = _side(old, start, end, [hunk for hunk in group if hunk.is_mine])
    theirs = _side(old, start, end, [hunk for hunk in group if not hunk.is_mine])
    if all(hunk.is_mine for hunk in group) or mine == theirs:
        return Agreed(mine)
    if not any(hunk.is_mine for hunk in group):
        return Agreed(theirs)
    return Conflict(*("\n\n".join(texts) for texts in (old[start:end], mine, theirs)))


def _side(old: list[str], start: int, end: int, hunks: list[Hunk]) -> tuple[str, ...]:
    """The paragraphs `start` up to `end` as one side has them."""
    written: list[str] = []
    for hunk in hunks:
        written += [*old[start : hunk.start], *hunk.paragraphs]
        start = hunk.end
    return (*written, *old[start:end])


def _joined(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, with neighbours that are agreed made one, and without empty ones."""
    agreed: tuple[str, ...] = ()
    for passage in passages:
        if isinstance(passage, Agreed):
            agreed += passage.paragraphs
            continue
        if agreed:
            yield Agreed(agreed)
        yield passage
        agreed = ()
    if agreed:
        yield Agreed(agreed)
