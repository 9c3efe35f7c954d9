"""The journal of one comment, as its sheet tells it: every decision, every change of its words, and how it arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from blog.wirecopy import Change, changes
from comments.desk.words import PAST
from comments.models import Comment, Entry
from comments.models.journal import AMEND, WITHDRAW
from comments.rules.models import CommentVerdict

LATEST_ENTRIES = 50
COMPARED = 10  # amendments shown word by word, the latest; of earlier ones, the words before


@dataclass(frozen=True)
class Line:
    """One thing that happened to a comment: when, who did it, what, and why. `target` is its status after a move, in
    words, and `source` the one before, where that was another; `changes` are those of its words, or else `words_before`
    what they were; `undone_by` and `undone_at` tell who took it back."""

    when: datetime
    who: str
    said: str
    reasons: tuple[str, ...] = ()
    source: str = ""
    target: str = ""
    changes: tuple[Change, ...] = ()
    words_before: str = ""
    undone_by: str = ""
    undone_at: datetime | None = None
    others: int = 0  # comments that were decided with it
    is_told: bool = False  # the reason; to the comment's writer


def journal_of(comment: Comment) -> list[Line]:
    """The LATEST_ENTRIES lines of its journal and how it arrived, the newest first. One query.

    `comment` comes with its verdict: without one (imported, or a moderator's own) nothing was said when it arrived.
    """
    rows = comment.journal.select_related("decision__undone_by")[:LATEST_ENTRIES]
    return sorted([*_decisions(comment, rows), *_arrival(comment)], key=lambda line: line.when, reverse=True)


def _decisions(comment: Comment, entries) -> Iterator[Line]:
    words, compared = comment.comment, 0
    for entry in entries:
        decision, undone = entry.decision, getattr(entry.decision, "undone_by", None)
        is_amendment = decision.verb == AMEND
        is_compared = is_amendment and compared < COMPARED
        yield Line(
            when=decision.made_at,
            who=_who(entry, comment),
            said=str(PAST.get(decision.verb, decision.verb)),
            reasons=(decision.reason,) if decision.reason else (),
            source=entry.get_source_display() if entry.source != entry.target else "",
            target=entry.get_target_display(),
            changes=tuple(changes(entry.words_before, words)) if is_compared else (),
            words_before="" if is_compared else entry.words_before,
            undone_by=undone.by_name if undone else "",
            undone_at=undone.made_at if undone else None,
            others=decision.count - 1,
            is_told=decision.is_told,
        )
        if is_amendment:
            words, compared = entry.words_before, compared + 1


def _who(entry: Entry, comment: Comment) -> str:
    decision = entry.decision
    if decision.by_name:
        return decision.by_name
    return comment.name if decision.verb == WITHDRAW else _("the site’s own rules")


def _arrival(comment: Comment) -> Iterator[Line]:
    """How it came, and how its writer changed it; what the rules said is told of the later of the two."""
    verdict = getattr(comment, "verdict", None)
    reasons = tuple(map(str, verdict.reasons)) if verdict else ()
    if comment.edited_at:
        yield Line(comment.edited_at, comment.name, _with(verdict, _("Edited by its writer")), reasons)
        yield Line(comment.submit_date, comment.name, _("Arrived"))
    else:
        yield Line(comment.submit_date, comment.name, _with(verdict, _("Arrived")), reasons)


def _with(verdict: CommentVerdict | None, words: str) -> str:
    """The words, and what the rules made of it: “Arrived, held”."""
    return f"{words}, {verdict.get_action_display()}" if verdict else words
