"""Who recommends and who reports, as a short text that stays the same for them and tells nobody who they are.

A guest gets no cookie for it, so no consent is asked for: they are known by a keyed digest of what their browser sends
anyway. Several in one household, or on one telephone network, may be taken for one; nobody for several.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.crypto import salted_hmac

from blog.visiting import household_of
from comments.identity import Identity

DIGITS = 40


def recommender(request, identity: Identity | None) -> str:
    """Whose recommendation it is: an account's; or a guest's for today, known by network and browser."""
    agent = request.headers.get("User-Agent", "")
    return _account(identity) or _guest("recommends", household_of(request), agent, str(timezone.localdate()))


def reporter(request, identity: Identity | None) -> str:
    """Whose report it is: an account's, or a guest's, known by network alone: a browser's name is quickly changed, and
    a few reports hide a comment."""
    return _account(identity) or _guest("reports", household_of(request))


def _account(identity: Identity | None) -> str:
    return f"account {identity.user.pk}" if identity else ""


def _guest(*what: str) -> str:
    return "guest " + salted_hmac("comments.person", "\n".join(what), algorithm="sha256").hexdigest()[:DIGITS]
