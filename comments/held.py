"""The address of one's own comment: signed, so that it works without a cookie and for nobody who guesses.

There its writer sees it while it waits, and changes it while there is time; what there is time for, the comment knows.
"""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from comments.models import Comment, Status

SALT = "comments.held"
LASTS = 31 * 24 * 3600  # seconds; a newsroom decides sooner


def token_for(comment: Comment) -> str:
    """What proves that somebody is the writer of `comment`; only they may be told."""
    return signing.dumps(comment.pk, salt=SALT)


def held_path(comment: Comment) -> str:
    """Where the writer of `comment`, and nobody else, sees it while it waits."""
    return f"{reverse('comments:held', args=[token_for(comment)])}#{comment.anchor}"


def way_to_change(token: str) -> str:
    """Where the writer who has `token` edits or withdraws the comment."""
    return reverse("comments:edit_held", args=[token])


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


def was_refused(comment: Comment) -> bool:
    """True when a moderator put it in the trash. Of spam nobody learns what became of it."""
    return comment.status == Status.TRASH and comment.decision is not None and bool(comment.decision.by_name)
