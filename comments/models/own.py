"""What a writer may do with a comment of their own, for some minutes after posting it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import tally
from comments.models.workflow import STATUS_FIELDS, MoveRefused, Status
from comments.signals import comment_changed

CHANGEABLE = frozenset({Status.PENDING, Status.APPROVED})


def changeable_until(submit_date: datetime) -> datetime:
    """When the time is over in which the writer of a comment posted then may change it."""
    return submit_date + timedelta(minutes=settings.COMMENT_EDIT_MINUTES)


def is_changeable(status: str, submit_date: datetime) -> bool:
    """True while the writer of a comment with that status, posted then, may edit or withdraw it."""
    return status in CHANGEABLE and timezone.now() < changeable_until(submit_date)


class Owned(models.Model):
    """Gives a comment the verbs of its writer. Who that is, the caller knows. Both raise MoveRefused when it is too
    late, or when the comment is not there to be changed any more."""

    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    amended_at: datetime | None
    fingerprint: str | None

    class Meta:
        abstract = True

    @property
    def is_changeable(self) -> bool:
        """True while the writer may edit or withdraw it."""
        return not self.amended_at and is_changeable(self.status, self.submit_date)

    def edit(self, words: str, *, verdict: Status, fingerprint: str) -> None:
        """Say `words` instead. `verdict` is what the policy says of them: they may be held like any others.

        What waits because a moderator, or reports, made it wait is not let go by an edit.
        """
        with transaction.atomic():
            self._hold_changeable()
            self.comment, self.fingerprint, self.edited_at = words, fingerprint, timezone.now()
            self.save(update_fields={"comment", "fingerprint", "edited_at"})
            waits_for_somebody = self.status == Status.PENDING and self.status_changed_at is not None
            if verdict != self.status and not waits_for_somebody:
                type(self).objects.filter(pk=self.pk).settle({self.status}, verdict, by=None)
                self._read_status()
            elif self.is_visible:
                transaction.on_commit(partial(comment_changed.send, sender=type(self), comment=self), robust=True)

    def withdraw(self) -> None:
        """Take it back, for good."""
        with transaction.atomic():
            self._hold_changeable()
            type(self).objects.filter(pk=self.pk).settle(CHANGEABLE, Status.WITHDRAWN, by=None)
            self._read_status()
            self.fingerprint = None  # they may say it again
            self.save(update_fields={"fingerprint"})

    def _hold_changeable(self) -> None:
        """Lock what a verb will change, and look at it as it is now."""
        tally.hold_posts([self.post_id])
        self.refresh_from_db(fields=[*STATUS_FIELDS, "amended_at"])
        if self.amended_at:
            raise MoveRefused(_("The newsroom has edited this comment; it can be changed no more."))
        if not self.is_changeable:
            words = ngettext(
                "A comment can be changed for %(minutes)s minute after it is posted.",
                "A comment can be changed for %(minutes)s minutes after it is posted.",
                settings.COMMENT_EDIT_MINUTES,
            )
            raise MoveRefused(words % {"minutes": settings.COMMENT_EDIT_MINUTES})
