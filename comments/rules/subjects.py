"""Whom a ban is against, as a text that is the same every time: `account:5`, `email:a@b.org`, `domain:b.org`,
`network:41.58.0.0/16`, `household:<digest>`."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from django.db import models
from django.utils.crypto import salted_hmac

V4_LENGTHS, V6_LENGTHS = range(8, 33), range(16, 65)  # bits: shorter would be continents, longer is within a household
HOUSEHOLD_BITS = {4: 24, 6: 64}  # what one provider's customer moves within, mostly
DIGITS = 32
MOST_LABELS = 8  # of a host's name


class Kind(models.TextChoices):
    """What a ban can be against."""

    ACCOUNT = "account", "an account"
    EMAIL = "email", "an e-mail address"
    DOMAIN = "domain", "an e-mail domain"
    NETWORK = "network", "a network (41.58.0.0/16)"
    HOUSEHOLD = "household", "a network, kept as a fingerprint"


def subjects_of(user_id: int | None, email: str, address: str | None) -> list[str]:
    """All that a ban on the writer of a comment may be against. There are at most about seventy."""
    found = [f"{Kind.ACCOUNT}:{user_id}"] if user_id else []
    if email:
        found.append(f"{Kind.EMAIL}:{plain_email(email)}")
        found += [f"{Kind.DOMAIN}:{host}" for host in host_and_parents(email.rpartition("@")[2])]
    if address:
        found += [f"{Kind.NETWORK}:{network}" for network in _networks(address)]
        found.append(f"{Kind.HOUSEHOLD}:{fingerprint(address)}")
    return found


def fingerprint(address: str) -> str:
    """What tells a network (/24, or /64 of IPv6) from others without naming it, as long as the secret key stays.

    Raises ValueError for no address.
    """
    ip = _ip(address)
    network = ipaddress.ip_network((ip, HOUSEHOLD_BITS[ip.version]), strict=False)
    return salted_hmac("comments.rules.household", str(network), algorithm="sha256").hexdigest()[:DIGITS]


def plain_email(email: str) -> str:
    """In small letters, and without the +tag that makes many addresses of one mailbox."""
    local, _at, host = email.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{plain_host(host)}"


def plain_host(host: str) -> str:
    """In small letters and in the form that the network knows."""
    host = host.strip().strip(".").lower()
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def host_and_parents(host: str) -> Iterator[str]:
    """`mail.b.org`, `b.org`, `org`."""
    labels = plain_host(host).split(".")[-MOST_LABELS:]
    for start in range(len(labels)):
        if labels[start]:
            yield ".".join(labels[start:])


def plain_network(text: str) -> str:
    """The network in its usual form; a single address stands for its household.

    Raises ValueError, with a sentence, for no network, and for one too large.
    """
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise ValueError(f"“{text}” is no network; write it as 41.58.0.0/16 or 2001:db8::/32.") from None
    lengths = V4_LENGTHS if network.version == 4 else V6_LENGTHS
    if network.prefixlen < lengths[0]:
        raise ValueError(f"{network} is too large; a network has /{lengths[0]} or more.")
    return str(network if network.prefixlen <= lengths[-1] else network.supernet(new_prefix=lengths[-1]))


def _networks(address: str) -> Iterator[str]:
    ip = _ip(address)
    for length in V4_LENGTHS if ip.version == 4 else V6_LENGTHS:
        yield str(ipaddress.ip_network((ip, length), strict=False))


def _ip(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    ip = ipaddress.ip_address(address)
    return getattr(ip, "ipv4_mapped", None) or ip
