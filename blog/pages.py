"""A long list, a page at a time, by where the last page ended: the thousandth page costs what the first does.

Stories that an editor put first, and sticky ones, stand above the first page, outside its order. They are left out of
the list below by their keys, so that a place in it means the same whatever is lifted, or no more, while somebody reads
on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from blog.models.correction import CorrectionQuerySet
from blog.models.post import PostQuerySet

PAGE_SIZE = 20
MOST_STICKY = 3  # the newest of them; more would push what is new off the first screen, and stand where their date says


class NoSuchPage(ValueError):
    """The `before` in the address is no place in a list."""


@dataclass(frozen=True)
class Page:
    """`posts` newest first, after the sticky ones; `older` is the `before=` of the next page, or empty at the end."""

    posts: list
    older: str


@dataclass(frozen=True)
class CorrectionsPage:
    """`corrections` newest first, and the `before=` of the next page."""

    corrections: list
    older: str


def page_of(posts: PostQuerySet, before: str = "") -> Page:
    """The page of published `posts` that begins after the place `before` ("" for the newest).

    A place is "<microseconds since 1970>-<key>" of the last post above it. Raises NoSuchPage for anything else.
    """
    return Page(*_shown_from(posts.newest_first(), "published_at", before))


def page_of_corrections(corrections: CorrectionQuerySet, before: str = "") -> CorrectionsPage:
    """The same of `corrections`, by when they were made."""
    return CorrectionsPage(*_shown_from(corrections.newest_first(), "made_at", before))


def _shown_from(rows: PostQuerySet | CorrectionQuerySet, moment_field: str, before: str) -> tuple[list, str]:
    """The rows after the place `before`, and the place where the next page begins; `rows` are newest first."""
    if before:
        rows = rows.from_place(*_place(before))
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return shown, _name_of_place(getattr(shown[-1], moment_field), shown[-1].pk) if len(found) > PAGE_SIZE else ""


def page_with_sticky(posts: PostQuerySet, before: str = "", slots: Sequence[int] = ()) -> Page:
    """As `page_of`, with the stories in `slots` (keys, in order) first, then the sticky ones: on the first page, and
    there alone. What of them is not among `posts` is left out. Five queries, with those of `for_cards`."""
    sticky = posts.prefetch_related(None).filter(is_sticky=True).exclude(pk__in=slots).newest_first()
    lifted = [*slots, *sticky.values_list("pk", flat=True)[:MOST_STICKY]]
    rest = posts.exclude(pk__in=lifted) if lifted else posts
    facts, older = _shown_from(
        rest.newest_first().prefetch_related(None).values_list("published_at", "pk", named=True), "published_at", before
    )
    keys = [*([] if before else lifted), *(row.pk for row in facts)]
    found = {post.pk: post for post in posts.filter(pk__in=keys)}
    return Page([found[key] for key in keys if key in found], older)


def _place(name: str) -> tuple[datetime, int]:
    moment, _, key = name.partition("-")
    try:
        seconds, micro = divmod(int(moment), 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro), min(int(key), 2**62)
    except (ValueError, OverflowError, OSError):
        raise NoSuchPage(name) from None


def _name_of_place(moment: datetime, key: int) -> str:
    whole = int(moment.replace(microsecond=0).timestamp())
    return f"{whole * 1_000_000 + moment.microsecond}-{key}"
