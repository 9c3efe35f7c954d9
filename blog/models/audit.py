"""Who did what to stories, pictures, people and settings. Rows are only ever added."""

from __future__ import annotations

from typing import NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

THING_LENGTH = 200
NOTE_LENGTH = 1000


class AuditIsForGood(TypeError):
    """An entry was about to be changed or deleted."""


class AuditQuerySet(models.QuerySet):
    """Reads after "entries". What it holds is neither changed nor deleted."""

    def update(self, **kwargs) -> NoReturn:
        raise AuditIsForGood("An entry of the audit log is never changed.")

    def delete(self) -> NoReturn:
        raise AuditIsForGood("An entry of the audit log is never deleted.")

    def about(self, thing: models.Model):
        """Those of one row, the newest first."""
        return self.filter(kind=thing._meta.label_lower, key=str(thing.pk)).order_by("-pk")


class AuditEntry(models.Model):
    """One deed. `by` is None for the newsroom's own clock; of an account that is gone the name stays."""

    made_at = models.DateTimeField("when", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    by_name = models.CharField("who", max_length=THING_LENGTH, blank=True)
    deed = models.CharField("did what", max_length=40)
    kind = models.CharField(max_length=60, blank=True)  # the model, as "blog.post"
    key = models.CharField(max_length=40, blank=True)
    thing = models.CharField("to what", max_length=THING_LENGTH, blank=True)  # as it was called then
    note = models.TextField(max_length=NOTE_LENGTH, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "entry of the audit log", "audit log"
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["kind", "key", "-id"], name="audit_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.by_name or 'the clock'}: {self.deed} {self.thing}".strip()

    def save(self, **kwargs) -> None:
        if self.pk:
            raise AuditIsForGood("An entry of the audit log is never changed.")
        super().save(**kwargs)

    def delete(self, using=None, keep_parents=False) -> NoReturn:
        raise AuditIsForGood("An entry of the audit log is never deleted.")

    @classmethod
    def note_down(cls, deed: str, *, by, about: models.Model | None = None, thing: str = "", note: str = "") -> None:
        """Keep that `by`, a user or None, did `deed` to the row `about`, or to `thing` where it is no row."""
        kind, key = (about._meta.label_lower, str(about.pk)) if about is not None else ("", "")
        cls.objects.create(
            by=by,
            by_name=str(by or "")[:THING_LENGTH],
            deed=deed[:40],
            kind=kind,
            key=key,
            thing=(thing or str(about if about is not None else ""))[:THING_LENGTH],
            note=note[:NOTE_LENGTH],
        )
