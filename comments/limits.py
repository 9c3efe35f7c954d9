"""How fast one may comment, recommend and report. Counted in the cache, so that a flood costs the database nothing."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.core.cache import cache

MINUTE = 60  # seconds
PER_WRITER = 4  # comments a minute: a quick exchange, not a flood
RECOMMENDATIONS = 40  # a minute and address: a page read quickly, by several
REPORTS = 10  # a minute and address
CHANGES = 20  # a minute and address: edits of one's own comments
IPV6_NETWORK = 64  # bits: what a provider gives to one household


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


def is_too_fast(address: str | None, writer: str) -> bool:
    """Count one more comment from `address` by `writer` (any text that stays the same for a person); True when either
    has sent too many in a minute."""
    counts = [count(f"writer:{writer}") > PER_WRITER]
    if address:
        counts.append(count(f"address:{_household(address)}") > settings.COMMENTS_PER_ADDRESS)
    return any(counts)


def does_too_often(what: str, request, most: int) -> bool:
    """Count that the reader's network does `what` once more; True when that is more than `most` in a minute."""
    return count(f"{what}:{household_of(request)}") > most


def _household(address: str) -> str:
    if ":" not in address:
        return address
    return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))


def count(name: str, seconds: int = MINUTE) -> int:
    """How often `name` was counted within `seconds`, this time included."""
    key = f"comments:{name}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # the time ended between the two calls
        return 1
