"""What the rules said of a comment when it arrived, and why."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from comments.models import Comment, Status

LATEST = 50  # comments of a writer that are looked back upon


class Action(models.TextChoices):
    """What becomes of a comment that arrives, the mildest first."""

    APPROVE = "approve", "approved"
    HOLD = "hold", "held"
    SPAM = "spam", "put with the spam"
    REFUSE = "refuse", "not taken"


class VerdictQuerySet(models.QuerySet):
    """Reads after "verdicts"."""

    def latest_statuses(self, writer: str) -> list[str]:
        """Where the writer's LATEST comments stand now, the newest first. One look into one index."""
        # The keys first: PostgreSQL, asked for both at once, may walk through everybody's comments from the newest on.
        keys = self.filter(writer=writer).order_by("-comment_id").values("comment_id")[:LATEST]
        return list(Comment.objects.filter(pk__in=keys).order_by("-pk").values_list("status", flat=True))


class CommentVerdict(models.Model):
    """Written with the comment, and anew when its writer changes it. A moderator's own comments have none."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="verdict")
    # Whom trust and mistrust are bound to: comments/identity.py's trust_key, or `guest:` and the typed address.
    writer = models.CharField(max_length=300, editable=False)
    action = models.CharField(max_length=7, choices=Action, editable=False)
    reasons = models.JSONField(default=list, editable=False)
    score = models.FloatField(null=True, editable=False)  # 0 to 1; none before the desk taught enough
    signs = models.JSONField(default=list, editable=False)  # what spoke most for spam
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["writer", "-comment"], name="verdicts_of_a_writer")]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {' '.join(self.reasons)}"


STATUS_AFTER = {Action.APPROVE: Status.APPROVED, Action.HOLD: Status.PENDING, Action.SPAM: Status.SPAM}


def writer_of(comment: Comment) -> str:
    """Whom trust in the writer of `comment` is bound to: the same as their Identity's trust_key, when they signed in.

    What a guest types binds nothing to the owner of the address; it is a key of its own. Empty without any.
    """
    email = comment.user_email.lower()
    if comment.user_id:
        return f"email:{email}" if email else f"account:{comment.user_id}"
    return f"guest:{email}" if email else ""
