"""What is known of who wrote a comment: what became of what they wrote before.

A writer is whom trust is bound to, verdict.writer. Of what they wrote the latest LATEST are looked at, however much
more there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Substr
from django.utils.translation import gettext as _

from comments.models import Comment, Status
from comments.rules.models import CommentVerdict
from comments.rules.models.verdict import LATEST

GUEST = "guest:"
EARLIER_SHOWN = 3
EXCERPT_LENGTH = 160  # characters: two lines, of up to LATEST comments of each writer on a page
REFUSED = frozenset({Status.SPAM, Status.TRASH})


@dataclass(frozen=True)
class Earlier:
    """A comment that the same writer wrote before: its key, its beginning as typed, where it stands, when it came."""

    pk: int
    excerpt: str
    status: str
    submit_date: datetime

    @property
    def standing(self) -> str:
        """Where it stands, in words."""
        return str(Status(self.status).label)


@dataclass(frozen=True)
class Past:
    """What became of the writer's other comments: of the `counted` that were looked at, how many readers see, and how
    many are with the spam or in the trash. `names` are the other names they used, the latest first; `earlier` the three
    before this one, the newest first. `is_proven` is False where the address was only typed."""

    approved: int
    refused: int
    counted: int
    names: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    is_proven: bool = True

    @property
    def in_words(self) -> str:
        """One line: “3 approved, 1 refused, of 5 other comments”."""
        if not self.counted:
            return _("No other comment.")
        others = _("the latest %(count)d others") if self.counted >= LATEST - 1 else _("%(count)d others")
        told = {"approved": self.approved, "refused": self.refused, "others": others % {"count": self.counted}}
        return _("%(approved)d approved, %(refused)d refused, of %(others)s.") % told


def with_window(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """`comments`, each with `writer_key`, its writer or None, and `window`, the key of the oldest of the writer's
    LATEST comments; 0 where there are not so many. For a comment that is LATEST entries of one index."""
    latest = CommentVerdict.objects.filter(writer=OuterRef("verdict__writer")).order_by("-comment_id")
    oldest = Subquery(latest.values("comment_id")[LATEST - 1 : LATEST])
    return comments.annotate(
        writer_key=F("verdict__writer"), window=Coalesce(oldest, 0, output_field=BigIntegerField())
    )


def pasts_of(comments: Sequence[Comment]) -> dict[int, Past]:
    """The past of each writer of `comments`, which come from `with_window`, by the comment's key. One query.

    Comments without a writer (a moderator's own, imported ones, guests without an address) have none.
    """
    known = [comment for comment in comments if comment.writer_key]
    others: dict[str, list[dict]] = defaultdict(list)
    for row in _latest_of({comment.writer_key: comment.window for comment in known}):
        others[row["writer"]].append(row)
    return {comment.pk: _past(comment, others[comment.writer_key]) for comment in known}


def is_proven(writer: str) -> bool:
    """False for a writer who only typed an address: it may be anybody's."""
    return not writer.startswith(GUEST)


def _latest_of(windows: dict[str, int]) -> list[dict]:
    """The latest comments of these writers, the newest first. Each range is one of the index verdicts_of_a_writer."""
    if not windows:
        return []
    ranges = Q(pk__in=[])
    for writer, oldest in windows.items():
        ranges |= Q(writer=writer, comment_id__gte=oldest)
    rows: QuerySet = CommentVerdict.objects.filter(ranges).values(
        "writer",
        "comment_id",
        status=F("comment__status"),
        name=F("comment__writer_name"),
        submit_date=F("comment__submit_date"),
        excerpt=Substr("comment__comment", 1, EXCERPT_LENGTH),
    )
    return sorted(rows, key=lambda row: -row["comment_id"])


def _past(comment: Comment, rows: list[dict]) -> Past:
    """`rows` are all that were looked at, the newest first; perhaps without the comment, where it is older."""
    others = [row for row in rows if row["comment_id"] != comment.pk]
    before = [row for row in others if row["comment_id"] < comment.pk] or others
    names = dict.fromkeys(row["name"] for row in others)
    return Past(
        approved=sum(row["status"] == Status.APPROVED for row in others),
        refused=sum(row["status"] in REFUSED for row in others),
        counted=len(others),
        names=tuple(name for name in names if name and name != comment.writer_name),
        earlier=tuple(
            Earlier(row["comment_id"], row["excerpt"], row["status"], row["submit_date"])
            for row in before[:EARLIER_SHOWN]
        ),
        is_proven=is_proven(comment.writer_key),
    )
