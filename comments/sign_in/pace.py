"""How often one may start to sign in. Each start is a row in the session's store, each letter a stranger's mailbox."""

from __future__ import annotations

from blog.limits import is_over

QUARTER = 900  # seconds
HOUR = 3600
STARTS_PER_ADDRESS = 40  # in a quarter of an hour: a school or an internet café shares one address
LETTERS_PER_ADDRESS = 10  # in an hour, from one place
LETTERS_PER_MAILBOX = 3  # in an hour


def starts_too_often(address: str | None) -> bool:
    """Count one more sign-in begun from `address`; True when there were too many."""
    return is_over({f"sign-in:start {address}": STARTS_PER_ADDRESS}, QUARTER)


def writes_too_often(address: str | None, email: str) -> bool:
    """Count one more letter asked for from `address`, to `email`; True when there were too many of either."""
    most = {f"sign-in:asked {address}": LETTERS_PER_ADDRESS, f"sign-in:to {email}": LETTERS_PER_MAILBOX}
    return is_over(most, HOUR)
