"""How often one may start to sign in. Each start is a row in the session's store, each letter a stranger's mailbox."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from comments.limits import count

QUARTER = 900  # seconds
HOUR = 3600
STARTS_PER_ADDRESS = 40  # in a quarter of an hour: a school or an internet café shares one address
LETTERS_PER_ADDRESS = 10  # in an hour, from one place
LETTERS_PER_MAILBOX = 3  # in an hour


def starts_too_often(address: str | None) -> bool:
    """Count one more sign-in begun from `address`; True when there were too many."""
    return _counted(f"start {address}", QUARTER) > STARTS_PER_ADDRESS


def writes_too_often(address: str | None, email: str) -> bool:
    """Count one more letter asked for from `address`, to `email`; True when there were too many of either."""
    counts = (
        _counted(f"asked {address}", HOUR) > LETTERS_PER_ADDRESS,
        _counted(f"to {email}", HOUR) > LETTERS_PER_MAILBOX,
    )
    return any(counts)


def _counted(name: str, seconds: int) -> int:
    """Addresses of people and machines are counted without being kept."""
    return count(f"sign-in:{salted_hmac('comments.sign_in.pace', name, algorithm='sha256').hexdigest()}", seconds)
