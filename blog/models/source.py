"""Where a story's facts come from: a private ledger, of which only the public words ever leave the newsroom."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.audit import AuditEntry

# What an editor signs off. Who reaches the source, and by which number, may change without being read again.
ESSENTIAL = ("name", "how", "passage", "is_unnamed", "why_unnamed", "is_public", "public_words")
PASSAGE_LENGTH = 1000


class SignOffRefused(ValueError):
    """The source cannot be signed off now. The message says why."""


class Source(models.Model):
    """One source of one story. Private, but for `public_words` and how it was reached, and these only if `is_public`.

    A sign-off holds for the words that were signed: whoever changes them, in whatever way, takes it back.
    """

    class How(models.TextChoices):
        AGENCY = "agency", _("agency report")
        PHONE = "phone", _("phone interview")
        IN_PERSON = "in_person", _("interview in person")
        EMAIL = "email", _("e-mail")
        STATEMENT = "statement", _("official statement")
        DOCUMENT = "document", _("document")
        WIRE = "wire", _("reposted wire copy")
        SOCIAL_MEDIA = "social", _("social media")
        OTHER = "other", _("another way")

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="sources")
    name = models.CharField("who or what", max_length=200, help_text="A name, or what you call the source among you.")
    how = models.CharField("how reached", max_length=10, choices=How)
    contact = models.TextField("contact note", max_length=2000, blank=True, help_text="How to reach it again.")
    passage = models.TextField(
        max_length=PASSAGE_LENGTH,
        blank=True,
        help_text="The words of the story that rest on it, copied from the text. Empty: the whole story.",
    )
    is_unnamed = models.BooleanField("unnamed", default=False, help_text="Readers are not told who it is.")
    why_unnamed = models.TextField("why unnamed", max_length=1000, blank=True, help_text="For the editor who signs.")
    is_public = models.BooleanField(
        "tell readers", default=False, help_text="In the box “How we know”, under the story."
    )
    public_words = models.CharField(
        "words for readers",
        max_length=300,
        blank=True,
        help_text="What they may know of it: AFP’s bureau in Bamako. Besides these words they learn how it was "
        "reached, and nothing else.",
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    signed_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True)
    signed_words = models.CharField(max_length=64, blank=True)  # their digest: what the sign-off is about

    class Meta:
        ordering = ["entered_at", "pk"]
        default_permissions = ()  # who sees which of them: blog/models/sourcing.py
        constraints = [
            models.CheckConstraint(
                condition=Q(is_unnamed=False) | ~Q(why_unnamed=""), name="an_unnamed_source_says_why"
            ),
            models.CheckConstraint(
                condition=Q(signed_words="", signed_off_at=None, signed_off_by=None)
                | (~Q(signed_words="") & Q(signed_off_at__isnull=False, signed_off_by__isnull=False, is_unnamed=True)),
                name="a_sign_off_has_a_person_a_moment_and_words",
            ),
        ]

    def __str__(self) -> str:
        return f"source {self.pk}"  # nothing of it: this stands in logs and lists

    def save(self, **kwargs) -> None:
        """Saves the whole row; an essential word that has changed takes the sign-off back."""
        if not self.is_signed_off:
            self.signed_off_by, self.signed_off_at, self.signed_words = None, None, ""
        with transaction.atomic():
            super().save(**kwargs)
            self.post.tell_how_we_know()

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            gone = super().delete(*args, **kwargs)
            self.post.tell_how_we_know()
            return gone

    @property
    def essence(self) -> str:
        """A digest of the essential words, 64 hexadecimal digits."""
        return hashlib.sha256(json.dumps([getattr(self, name) for name in ESSENTIAL]).encode()).hexdigest()

    @property
    def is_signed_off(self) -> bool:
        return bool(self.signed_words) and self.signed_words == self.essence

    @property
    def is_told(self) -> bool:
        """True when readers are told of it; of an unnamed one only after an editor has read what they are told."""
        return self.is_public and (self.is_signed_off or not self.is_unnamed)

    def sign_off(self, *, by, seen: str = "") -> None:
        """An editor knows who it is, and agrees. `seen` is the `essence` that was read, where a page showed it.

        Raises PermissionDenied, and SignOffRefused for a named source or one that was changed meanwhile.
        """
        self._refuse_all_but_editors(by)
        if not self.is_unnamed:
            raise SignOffRefused("Only an unnamed source is signed off; this one has a name.")
        with transaction.atomic():
            row = type(self).objects.select_for_update().get(pk=self.pk)
            if row.essence != (seen or self.essence):
                raise SignOffRefused("The source was changed meanwhile. Read it again before you sign it off.")
            self.signed_off_by, self.signed_off_at, self.signed_words = by, timezone.now(), self.essence
            self.save()
            AuditEntry.note_down("signed off a source", by=by, about=self.post)

    def take_back_sign_off(self, *, by) -> None:
        """The editors do not agree any more. Raises PermissionDenied."""
        self._refuse_all_but_editors(by)
        self.signed_words = ""
        with transaction.atomic():
            self.save()
            AuditEntry.note_down("took back a sign-off", by=by, about=self.post)

    def _refuse_all_but_editors(self, by) -> None:
        if not self.post.may("publish_any", by):
            raise PermissionDenied(f"{by} may not sign off sources.")
