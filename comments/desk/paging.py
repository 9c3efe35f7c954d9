"""One page of the queue. It is found by the key of a comment beside it, not by counting: the address of a page leads to
the same place whatever was decided meanwhile, and the last page costs what the first does."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comments.desk.cards import with_context
from comments.desk.listing import PAGE_SIZE, Listing
from comments.models import Comment


@dataclass(frozen=True)
class Page:
    """Up to PAGE_SIZE comments, and the listings of the pages before and after; None where there is none."""

    comments: list[Comment]
    earlier: Listing | None
    later: Listing | None


def page_of(listing: Listing, keys: list[int]) -> Page:
    """The comments to show, with their context; `keys` are what Listing.keys found. One query.

    The keys are found before, and given as numbers: PostgreSQL, asked for all at once, walks through every comment
    before the page.
    """
    by_key = {comment.pk: comment for comment in with_context(Comment.objects.filter(pk__in=keys[:PAGE_SIZE]))}
    found = [by_key[key] for key in sorted(by_key, reverse=listing.newest_first)]
    has_more, is_backwards = len(keys) > PAGE_SIZE, listing.is_backwards
    has_earlier, has_later = (has_more, bool(found)) if is_backwards else (listing.after is not None, has_more)
    return Page(
        found,
        replace(listing.start, before=found[0].pk) if has_earlier and found else None,
        replace(listing.start, after=found[-1].pk) if has_later and found else None,
    )
