"""What stands apart from the conversation: the editors' picks above it, and other sites' pingbacks below."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from comments.models import tally
from comments.models.workflow import MODERATE, MoveRefused, Status
from comments.signals import comment_changed

MOST_PICKS = 3  # under one story: more would be a second conversation


class Kind(models.TextChoices):
    """What it is. Readers write comments; the others were sent by other sites, and come with an import."""

    COMMENT = "comment", "comment"
    PINGBACK = "pingback", "pingback"
    TRACKBACK = "trackback", "trackback"


class Apart(models.Model):
    """Gives a comment its kind, and the verbs of an editor who picks it. Both raise PermissionDenied."""

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COMMENT, editable=False)
    picked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # A pick, or what is no comment: one column, so that one index finds both.
    is_apart = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    def pick(self, *, by) -> None:
        """Show it above the conversation. Raises MoveRefused when readers do not see it, or MOST_PICKS are shown."""
        _check(by)
        with transaction.atomic():
            tally.hold_posts([self.post_id])
            if not self._row().filter(status=Status.APPROVED, kind=Kind.COMMENT).exists():
                raise MoveRefused("Only a comment that readers see can be picked; approve it first.")
            others = type(self).objects.visible().filter(post=self.post_id, picked_at__isnull=False)
            if others.exclude(pk=self.pk).count() >= MOST_PICKS:
                raise MoveRefused(f"{MOST_PICKS} comments are picked under this story; unpick one first.")
            self._set_apart(timezone.now())

    def unpick(self, *, by) -> None:
        """Show it in the conversation alone."""
        _check(by)
        with transaction.atomic():
            self._set_apart(None)

    def _set_apart(self, picked_at) -> None:
        self.picked_at, self.is_apart = picked_at, bool(picked_at) or self.kind != Kind.COMMENT
        self._row().update(picked_at=self.picked_at, is_apart=self.is_apart)
        transaction.on_commit(partial(comment_changed.send, sender=type(self), comment=self), robust=True)

    def _row(self):
        return type(self)._base_manager.filter(pk=self.pk)


def _check(by) -> None:
    if not by.has_perm(MODERATE):
        raise PermissionDenied(f"{by} may not pick comments.")
