"""How fast one may comment, recommend and report; how that is counted stands in blog/limits.py."""

from __future__ import annotations

from blog.limits import is_over
from blog.visiting import household, household_of

RECOMMENDATIONS = 40  # a minute and address: a page read quickly, by several
REPORTS = 10  # a minute and address
CHANGES = 20  # a minute and address: edits of one's own comments


def names_of_writer(address: str | None, writer: str) -> list[str]:
    """What the comments of one person are counted by: `writer` (any text that stays the same for them) and, where
    `address` is known, the network. For `is_known_over` and `is_over`."""
    return [f"writer:{writer}", *([f"address:{household(address)}"] if address else [])]


def does_too_often(what: str, request, most: int) -> bool:
    """Count that the reader's network does `what` once more; True when that is more than `most` in a minute."""
    return is_over({f"{what}:{household_of(request)}": most})
