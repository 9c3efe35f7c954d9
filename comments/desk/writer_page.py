"""Everything by one writer, on a page: what became of it, under which names, from where, with which links."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet, Subquery
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import truncatewords
from django.urls import path
from django.utils.translation import gettext as _

from comments.desk.facts import ban_kinds, network_of
from comments.desk.ways import Answering, comment_for
from comments.desk.writers import REFUSED, is_proven
from comments.discussion import HIGHEST_KEY
from comments.models import Comment, Status
from comments.rules.links import host_of, links_in
from comments.rules.models import Ban, CommentVerdict

A_PAGE = 50
COUNTED = 500  # of the latest: what the counts, names and networks are of, however much there is
READ = 2000  # characters of each comment that are looked through for links
EXCERPT_WORDS = 40
MOST_NAMES = 20


@dataclass(frozen=True)
class Written:
    """A comment on the page: its key, its beginning, where it stands and under which story, the name it bears, when it
    came, from which network (a short fingerprint) and the hosts it leads to."""

    pk: int
    excerpt: str
    status: str
    headline: str
    name: str
    submit_date: datetime
    network: str
    hosts: tuple[str, ...]
    reports: int

    @property
    def standing(self) -> str:
        """Where it stands, in words."""
        return str(Status(self.status).label)


@dataclass(frozen=True)
class Summary:
    """What the latest `counted` comments amount to. `has_more`: there are earlier ones, which were not looked at.
    `names` and `networks` are pairs of what was used and how often, the most used first."""

    counted: int
    has_more: bool
    approved: int
    refused: int
    waiting: int
    names: tuple[tuple[str, int], ...]
    networks: tuple[tuple[str, int], ...]


class WriterMixin(Answering):
    """Adds the writer's page to the comments' admin."""

    def get_urls(self):
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("<int:pk>/writer/", view(self.writer_view), name="comments_comment_writer"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def writer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All by the writer of the comment, the newest first, A_PAGE at a time; `?before=` the key of a comment."""
        comment = comment_for(request, pk)
        verdict = getattr(comment, "verdict", None)
        writer = verdict.writer if verdict else ""
        before = _key(request.GET.get("before", ""))
        rows = _page(comment, before) if writer else []
        context = {
            "title": _("Comments by %(name)s") % {"name": comment.name},
            "writer": writer,
            "is_proven": is_proven(writer),
            "summary": summary_of(comment) if writer else None,
            "rows": rows[:A_PAGE],
            "older": rows[A_PAGE - 1].pk if len(rows) > A_PAGE else None,
            "is_first": before is None,
            "bans": Ban.objects.in_force().against(comment),
            "ban_kinds": ban_kinds(comment),
        }
        return self.answer(request, "writer", comment, context)


def summary_of(comment: Comment) -> Summary:
    """What is known of the writer of `comment` from the latest COUNTED comments. One query through one index."""
    columns = ("comment__status", "comment__writer_name", "comment__ip_address")
    rows = list(_latest(comment, COUNTED + 1).values_list(*columns))
    latest = rows[:COUNTED]
    statuses = Counter(status for status, *_rest in latest)
    prints = {address: network_of(address) for _status, _name, address in latest if address}
    return Summary(
        counted=len(latest),
        has_more=len(rows) > COUNTED,
        approved=statuses[Status.APPROVED],
        refused=sum(statuses[status] for status in REFUSED),
        waiting=statuses[Status.PENDING],
        names=tuple(Counter(name for _status, name, _address in latest if name).most_common(MOST_NAMES)),
        networks=tuple(Counter(prints[address] for *_rest, address in latest if address).most_common(MOST_NAMES)),
    )


def _latest(comment: Comment, amount: int, before: int | None = None) -> QuerySet[CommentVerdict]:
    """So many by the writer of `comment`, before the comment with the key `before`, the newest first.

    Their keys, a range of the index verdicts_of_a_writer, are found first, and the writer is asked for in the same
    statement: told who it is, and that they wrote much, PostgreSQL would rather walk through everybody's comments until
    it has met enough of theirs.
    """
    writer = CommentVerdict.objects.filter(pk=comment.pk).values("writer")[:1]
    verdicts = CommentVerdict.objects.filter(writer=Subquery(writer))
    verdicts = verdicts if before is None else verdicts.filter(comment_id__lt=before)
    keys = verdicts.order_by("-comment_id").values("comment_id")[:amount]
    return CommentVerdict.objects.filter(comment_id__in=keys).order_by("-comment_id")


def _page(comment: Comment, before: int | None) -> list[Written]:
    """The comments before that key, and one more where there is one."""
    rows: QuerySet = _latest(comment, A_PAGE + 1, before).values(
        "comment_id",
        status=F("comment__status"),
        name=F("comment__writer_name"),
        headline=F("comment__post__headline"),
        submit_date=F("comment__submit_date"),
        address=F("comment__ip_address"),
        reports=F("comment__report_count"),
        beginning=Substr("comment__comment", 1, READ),
    )
    return [_written(row) for row in rows]


def _written(row: dict) -> Written:
    return Written(
        pk=row["comment_id"],
        excerpt=truncatewords(row["beginning"], EXCERPT_WORDS),
        status=row["status"],
        headline=row["headline"],
        name=row["name"],
        submit_date=row["submit_date"],
        network=network_of(row["address"]),
        hosts=tuple(dict.fromkeys(map(host_of, links_in(row["beginning"])))),
        reports=row["reports"],
    )


def _key(text: str) -> int | None:
    is_key = text.isascii() and text.isdecimal() and len(text) <= len(str(HIGHEST_KEY))
    return int(text) if is_key else None
