"""What colleagues say to each other about a passage of a story. Never public, and no part of any revision."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone

PASSAGE_LENGTH = 1000
WORDS_LENGTH = 2000


class EditorialNote(models.Model):
    """A note on a passage, or on the whole story where `passage` is empty. It is resolved, never deleted."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="notes", db_index=False)
    passage = models.TextField(max_length=PASSAGE_LENGTH, blank=True)
    words = models.TextField("note", max_length=WORDS_LENGTH)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        default_permissions = ()  # who sees the story at the desk sees its notes
        indexes = [models.Index(fields=["post", "resolved_at", "made_at"], name="notes_of_a_story")]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @property
    def is_there(self) -> bool:
        """True while the story still has the passage, however its lines are broken; and for a note on the whole."""
        return " ".join(self.passage.split()) in " ".join(self.post.body.split())

    def resolve(self, *, by) -> bool:
        """It is dealt with; False when somebody said so before. Raises PermissionDenied for who does not see it."""
        return self._settle(by, was_open=True, resolved_by=by, resolved_at=timezone.now())

    def reopen(self, *, by) -> bool:
        """It is not; False when it is open. Raises PermissionDenied for who does not see it."""
        return self._settle(by, was_open=False, resolved_by=None, resolved_at=None)

    def _settle(self, by, *, was_open: bool, **columns) -> bool:
        if not type(self.post).objects.visible_to(by).filter(pk=self.post_id).exists():
            raise PermissionDenied(f"{by} does not see this story.")
        rows = type(self).objects.filter(pk=self.pk, resolved_at__isnull=was_open)
        changed = bool(rows.update(**columns))
        self.refresh_from_db(fields=list(columns))
        return changed
