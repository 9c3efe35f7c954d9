"""The address of one's own held comment: signed, so that it works without a cookie and for nobody who guesses."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from comments.models import Comment

SALT = "comments.held"
LASTS = 31 * 24 * 3600  # seconds; a newsroom decides sooner


def held_path(comment: Comment) -> str:
    """Where the writer of `comment`, and nobody else, sees it while it waits."""
    return f"{reverse('comments:held', args=[signing.dumps(comment.pk, salt=SALT)])}#{comment.anchor}"


def key_in(token: str) -> int | None:
    """The comment's key in a token of ours, however old; None when the token was not made here."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None


def has_expired(token: str) -> bool:
    """True for a token of ours that is older than LASTS."""
    try:
        signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired:
        return True
    return False
