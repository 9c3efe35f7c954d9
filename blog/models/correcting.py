"""Changes to a story that readers have seen: typos mended quietly, updates dated, mistakes corrected in the open."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from blog.models.audit import AuditEntry
from blog.models.correction import Correction
from blog.models.moves import MoveRefused, State
from blog.models.recording import latest_of
from blog.signals import post_changed


class Correctable(models.Model):
    """The verbs for a live story. Each records what it says now, as `revise` does, which is the one for typos; each
    raises MoveRefused for a story that readers do not see, and PermissionDenied."""

    updated_at = models.DateTimeField(null=True, blank=True, editable=False)
    correction_count = models.PositiveIntegerField(default=0, editable=False)  # so that most pages ask for none

    class Meta:
        abstract = True

    def update(self, *, by, note: str = "") -> None:
        """Record new words that add to the story: readers see when."""
        with transaction.atomic():
            self._refuse_unless_live("update", by)
            if self.revise(by=by, note=note or "Update"):
                self._mark_updated()

    def correct(self, *, by, text: str, thanks: str = "", note: str = "") -> Correction:
        """Record new words that put something right. `text` says what was wrong, for readers; so does `thanks` to whom
        they owe it. The words may be the same as before: then the sentence is what is added."""
        with transaction.atomic():
            self._refuse_unless_live("correct", by)
            if not text.strip():
                raise MoveRefused("Cannot correct without a sentence: say what was wrong, and what is right.")
            before, number = latest_of(self), self.corrections.count() + 1
            after = self.revise(by=by, note=note or f"Correction {number}")
            if after is None:
                transaction.on_commit(partial(post_changed.send, sender=type(self), post=self), robust=True)
            correction = self.corrections.create(
                number=number,
                text=text.strip(),
                thanks=thanks.strip(),
                before=before or after,
                after=after or before,
                made_by=by,
            )
            self._mark_updated(correction_count=number)
            AuditEntry.note_down("corrected", by=by, about=self, note=correction.text)
            return correction

    def _refuse_unless_live(self, verb: str, by) -> None:
        rows = type(self)._base_manager.select_for_update()
        if rows.values_list("state", flat=True).get(pk=self.pk) != State.PUBLISHED:
            raise MoveRefused(f"Cannot {verb} a story that readers do not see; publish it first.")
        if by is not None and not self.can_edit(by):
            raise PermissionDenied(f"{by} may not {verb} this story.")

    def _mark_updated(self, **columns) -> None:
        for name, value in {"updated_at": timezone.now(), **columns}.items():
            setattr(self, name, value)
        self.save(update_fields=["updated_at", *columns])
