"""How often one may do what costs the newsroom something, or could be a guess.

The counts stand in the database, where all processes and machines share them. A flood still costs it nothing: once a
process has seen that somebody is over a limit, it knows that for as long as it holds, and asks no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.crypto import salted_hmac

from blog.models import Pace

MINUTE = 60  # seconds
MOST_KNOWN = 10_000  # of those over a limit, in the memory of a process: a few megabytes

_over: dict[str, datetime] = {}  # by digest: until when it is over its limit


def is_over(most: Mapping[str, int], seconds: int = MINUTE) -> bool:
    """Count one more of each name in `most`; True when any has been counted more often than the number beside it
    within `seconds`. 0: no limit. Names, which may be those of people and networks, are kept as digests alone.

    Call it outside any transaction: what is refused is counted all the same.
    """
    if is_known_over(*most):
        return True
    limits = {_digest(name): number for name, number in most.items() if number}
    counted = Pace.objects.count_one_more(limits, seconds=seconds) if limits else []
    over = {pace.name: pace.ends_at for pace in counted if pace.count > limits[pace.name]}
    if len(_over) + len(over) > MOST_KNOWN:
        _over.clear()  # the database still knows
    _over.update(over)
    return bool(over)


def give_back(*names: str) -> None:
    """Take one from the count of each name: what was counted by `is_over` shall not have been."""
    Pace.objects.count_one_less([_digest(name) for name in names])


def is_known_over(*names: str) -> bool:
    """True when this process has seen that one of `names` is over its limit, and that still holds. No query."""
    now = timezone.now()
    return any((ends_at := _over.get(_digest(name))) is not None and now < ends_at for name in names)


def forget_known() -> None:
    """Let this process ask the database again about everybody."""
    _over.clear()


def _digest(name: str) -> str:
    return salted_hmac("blog.limits", name, algorithm="sha256").hexdigest()
