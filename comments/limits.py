"""How fast one may comment, recommend and report.

The counts stand in the database, where all processes and machines share them. A flood still costs it nothing: once a
process has seen that somebody is over a limit, it knows that for as long as it holds, and asks no more.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.models import Pace

MINUTE = 60  # seconds
RECOMMENDATIONS = 40  # a minute and address: a page read quickly, by several
REPORTS = 10  # a minute and address
CHANGES = 20  # a minute and address: edits of one's own comments
IPV6_NETWORK = 64  # bits: what a provider gives to one household
MOST_KNOWN = 10_000  # of those over a limit, in the memory of a process: a few megabytes

_over: dict[str, datetime] = {}  # by digest: until when it is over its limit


def address_of(request) -> str | None:
    """The reader's IP address, or None when it cannot be read.

    Behind a proxy it is the last of X-Forwarded-For: the proxy itself wrote that one, and anybody can write the others.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


def household_of(request) -> str:
    """The reader's network: an IPv4 address, or what a provider gives to one household; empty when unreadable."""
    return _household(address_of(request) or "")


def names_of_writer(address: str | None, writer: str) -> list[str]:
    """What the comments of one person are counted by: `writer` (any text that stays the same for them) and, where
    `address` is known, the network. For `is_known_over` and `is_over`."""
    return [f"writer:{writer}", *([f"address:{_household(address)}"] if address else [])]


def does_too_often(what: str, request, most: int) -> bool:
    """Count that the reader's network does `what` once more; True when that is more than `most` in a minute."""
    return is_over({f"{what}:{household_of(request)}": most})


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


def is_known_over(*names: str) -> bool:
    """True when this process has seen that one of `names` is over its limit, and that still holds. No query."""
    now = timezone.now()
    return any((ends_at := _over.get(_digest(name))) is not None and now < ends_at for name in names)


def forget_known() -> None:
    """Let this process ask the database again about everybody."""
    _over.clear()


def _household(address: str) -> str:
    if ":" not in address:
        return address
    return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))


def _digest(name: str) -> str:
    return salted_hmac("comments.limits", name, algorithm="sha256").hexdigest()
