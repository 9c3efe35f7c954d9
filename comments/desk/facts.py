"""What a moderator wants to know of a comment besides its words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comments.models import Comment
from comments.rules.links import host_of, links_in
from comments.rules.subjects import Kind, fingerprint, plain_host

LINKS_SHOWN = 30
HASH_SHOWN = 8  # digits: enough to tell one network from another by eye


def network_of(address: str | None) -> str:
    """A short fingerprint of the network with that IP address, which tells it from others without naming it; empty
    where none is known."""
    return fingerprint(address)[:HASH_SHOWN] if address else ""


def above(comment: Comment) -> Comment | None:
    """The comment it answers, whatever became of that."""
    key = comment.answered_key or next(reversed(comment.ancestor_keys), None)
    return Comment.objects.filter(pk=key).first() if key else None


def links_of(comment: Comment) -> list[tuple[str, str, str]]:
    """The (host, host as the network knows it, link) of each link in it, once; the second only where it differs."""
    found = dict.fromkeys(links_in(comment.comment))
    hosts = [(host_of(link), link) for link in list(found)[:LINKS_SHOWN]]
    return [(host, "" if plain_host(host) == host else plain_host(host), link) for host, link in hosts]


def ban_kinds(comment: Comment) -> list[tuple[str, str]]:
    """The (kind, words) of the bans that the writer can be put under."""
    known = {
        Kind.ACCOUNT: (comment.user_id, _("Ban this account")),
        Kind.EMAIL: (comment.user_email, _("Ban this address")),
        Kind.DOMAIN: (comment.user_email, _("Ban this domain")),
        Kind.HOUSEHOLD: (comment.ip_address, _("Ban this network")),
    }
    return [(kind.value, words) for kind, (fact, words) in known.items() if fact]
