"""The policy: what becomes of a comment that was just written."""

from __future__ import annotations

from comments.models import Comment, Status
from comments.models.queryset import MODERATE


def verdict(comment: Comment) -> Status:
    """The status that a new comment gets, before it is stored.

    A moderator's own is approved at once; everybody else's is held until a moderator has read it.
    """
    if comment.user and comment.user.has_perm(MODERATE):
        return Status.APPROVED
    return Status.PENDING
