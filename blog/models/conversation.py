"""What a story says about the conversation under it, which the blog itself does not hold."""

from __future__ import annotations

from django.db import models


class CommentsMode(models.TextChoices):
    """Who may comment on a story, and whether readers see it at once."""

    OPEN = "open", "open"
    PREMODERATED = "premoderated", "premoderated"
    SIGNED_IN = "signed-in", "signed-in only"
    CLOSED = "closed", "closed"


class Discussable(models.Model):
    """Says who may comment, and knows how many comments readers see."""

    CommentsMode = CommentsMode

    comments_mode = models.CharField(
        "comments",
        max_length=20,
        choices=CommentsMode,
        default=CommentsMode.OPEN,
        help_text="Open: as the newsroom’s rules decide. Premoderated: each comment waits for a moderator. Signed-in "
        "only: guests are asked to sign in first. Closed: no new comments; those that are there stay.",
    )
    comment_count = models.PositiveIntegerField(default=0, editable=False)  # written by the comments app alone

    class Meta:
        abstract = True

    @property
    def accepts_comments(self) -> bool:
        """True while readers see the story and its conversation is not closed."""
        return self.is_published and self.comments_mode != CommentsMode.CLOSED

    @property
    def is_premoderated(self) -> bool:
        """True when each comment waits for a moderator, whoever wrote it."""
        return self.comments_mode == CommentsMode.PREMODERATED

    @property
    def is_for_the_signed_in(self) -> bool:
        """True when nobody comments as a guest."""
        return self.comments_mode == CommentsMode.SIGNED_IN
