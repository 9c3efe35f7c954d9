"""How many comments stand in each tab of the queue, exact up to a bound.

A count reads one index, and stops at MOST_COUNTED: with a million approved comments it costs what it costs with ten
thousand. No row holds the numbers, which every decision and every new comment would have to wait for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    DateTimeField,
    Exists,
    IntegerField,
    JSONField,
    OuterRef,
    QuerySet,
    Subquery,
)

from blog.models import User
from comments.desk.listing import Listing, key_in
from comments.desk.tabs import PENDING, REPORTED, TABS
from comments.models import Comment, Entry

MOST_COUNTED = 10_000


class CountUpTo(Subquery):
    """How many rows a query finds, MOST_COUNTED + 1 when there are more than MOST_COUNTED."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet):
        super().__init__(rows.order_by().values("pk")[: MOST_COUNTED + 1])


class KeysOf(Subquery):
    """The keys that a query finds, as a list."""

    template = "(SELECT jsonb_agg(found.pk) FROM (%(subquery)s) found)"
    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **extra):
        template = "(SELECT json_group_array(found.pk) FROM (%(subquery)s) found)"
        return super().as_sql(compiler, connection, template=template, **extra)


@dataclass(frozen=True)
class Seen:
    """Up to where somebody has seen the queue: the newest comment, and the newest entry of the journal."""

    comment: int
    entry: int

    def __str__(self) -> str:
        return f"{self.comment}.{self.entry}"

    @classmethod
    def read(cls, text: str) -> Seen | None:
        """What str() wrote; None for anything else."""
        comment, dot, entry = text.partition(".")
        keys = key_in(comment), 0 if entry == "0" else key_in(entry)
        return cls(*keys) if dot and None not in keys else None  # type: ignore[arg-type]

    def only(self, comments: QuerySet[Comment]) -> QuerySet[Comment]:
        """Those of `comments` that stood there then: neither posted since, nor moved, nor amended."""
        since = Entry.objects.filter(comment=OuterRef("pk"), pk__gt=self.entry)
        return comments.filter(~Exists(since), pk__lte=self.comment)


@dataclass(frozen=True)
class Counts:
    """Of each tab by its key, on the story that a listing is narrowed to; how many match it on every page; what had
    been seen when they were counted; and the keys that Listing.keys finds. Numbers above MOST_COUNTED mean: more."""

    tabs: dict[str, int]
    matching: int
    seen: Seen
    keys: list[int]


def counts_of(listing: Listing, *, by: User) -> Counts:
    """One query, carried by the row of whoever asks."""
    # Every key is above zero: said so, the newest is found by its index on every database.
    newest = {
        "newest_comment": Comment.objects.filter(pk__gt=0).order_by("-pk"),
        "newest_entry": Entry.objects.filter(pk__gt=0).order_by("-pk"),
    }
    asked: dict[str, Subquery] = {f"count_{key}": CountUpTo(listing.of_story(tab)) for key, tab in TABS.items()}
    asked |= {name: Subquery(rows.values("pk")[:1], output_field=BigIntegerField()) for name, rows in newest.items()}
    asked["keys"] = KeysOf(listing.keys())
    if listing.words:
        asked["matching"] = CountUpTo(listing.matching())
    found: dict[str, Any] = dict(User.objects.filter(pk=by.pk).values(**asked).get())
    tabs = {key: found[f"count_{key}"] for key in TABS}
    seen = Seen(found["newest_comment"] or 0, found["newest_entry"] or 0)
    return Counts(tabs, found.get("matching", tabs[listing.tab.key]), seen, found["keys"] or [])


@dataclass(frozen=True)
class Waiting:
    """What waits for a moderator: `held` and `reported` are numbers, MOST_COUNTED + 1 for more than that; `oldest` is
    when the one that waits longest was posted, None when none waits."""

    held: int
    reported: int
    oldest: datetime | None


def waiting(*, by: User) -> Waiting:
    """One query, carried by the row of whoever asks."""
    pending, reported = (TABS[key].comments() for key in (PENDING, REPORTED))
    oldest = Subquery(pending.order_by("pk").values("submit_date")[:1], output_field=DateTimeField())
    asked = {"held": CountUpTo(pending), "reported": CountUpTo(reported), "oldest": oldest}
    found: dict[str, Any] = dict(User.objects.filter(pk=by.pk).values(**asked).get())
    return Waiting(**found)


def number(count: int) -> str:
    """As people read it: 1,234, or 10,000+."""
    return f"{count:,}" if count <= MOST_COUNTED else f"{MOST_COUNTED:,}+"
