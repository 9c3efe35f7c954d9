"""Stories that are published, and taken away again, at a moment set before."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from blog.models.address import AddressTaken
from blog.models.moves import MoveRefused, State

ON_TIME = timedelta(minutes=10)  # later, and a story bears the moment it really appeared: the site was down
MISSED_LENGTH = 300
NO_MOMENTS: dict[str, Any] = {"publish_at": None, "retract_at": None, "missed_because": ""}  # of what is a draft again

log = logging.getLogger(__name__)


class ScheduledQuerySet(models.QuerySet):
    """Reads after "posts": posts due, posts missed."""

    def due(self):
        """Those whose moment to be published has come, and nothing blocks; the one that waited longest first."""
        now = timezone.now()
        free = Q(embargo_until=None) | Q(embargo_until__lte=now)
        return self.filter(free, state=State.SCHEDULED, publish_at__lte=now, is_on_hold=False).order_by(
            "publish_at", "pk"
        )

    def due_to_leave(self):
        """Those whose moment to be taken from readers has come."""
        return self.filter(state=State.PUBLISHED, retract_at__lte=timezone.now()).order_by("retract_at", "pk")

    def missed(self):
        """Those that should be with readers by now, and are not: something blocks them, or refuses."""
        return self.filter(state=State.SCHEDULED, publish_at__lte=timezone.now()).order_by("publish_at", "pk")


class Schedulable(models.Model):
    """Gives a story its moments. The clock uses the same verbs as people, with nobody as `by`."""

    publish_at = models.DateTimeField(null=True, blank=True, editable=False)
    retract_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Why the clock could not publish it, for the desk.
    missed_because = models.CharField(max_length=MISSED_LENGTH, blank=True, editable=False)

    class Meta:
        abstract = True

    def schedule(self, *, by, at: datetime, note: str = "") -> None:
        """Have it published at `at`, an aware moment in the future. Raises MoveRefused while it could not be."""
        if at <= timezone.now():
            raise MoveRefused("Cannot schedule for a moment that has passed; choose a later one, or publish now.")
        if not self.headline.strip():
            raise MoveRefused("Cannot schedule without a headline; write one first.")
        if blocks := self.blocks_at(at):
            raise MoveRefused(f"Cannot schedule it then. {' '.join(blocks)}")
        self._move("schedule", by, f"{_said(at)} {note}".strip(), publish_at=at, missed_because="")

    def unschedule(self, *, by, note: str = "") -> None:
        """Make a scheduled story a draft again."""
        self._move("unschedule", by, note, **NO_MOMENTS)

    def retract_later(self, *, by, at: datetime | None) -> None:
        """Have it taken from readers at `at`, once it is with them; None for never. Raises MoveRefused for a moment
        that has passed, or before it is published at all."""
        if by is not None and not self.may("publish", by):
            raise PermissionDenied(f"{by} may not retract this story.")
        if at and at <= max(timezone.now(), self.publish_at or timezone.now()):
            raise MoveRefused("Cannot retract it then: the moment must come after it is published.")
        type(self)._base_manager.filter(pk=self.pk).update(retract_at=at)
        self.retract_at = at

    @property
    def moment_of_publishing(self) -> datetime:
        """What it is dated when the clock publishes it now: its first date, if it has one; else the moment it was
        promised for, or its embargo ended, unless that is long ago."""
        if self.published_at:
            return self.published_at
        now = timezone.now()
        promised = max((moment for moment in (self.publish_at, self.embargo_until) if moment), default=now)
        return promised if now - promised < ON_TIME else now


def publish_due(model) -> int:
    """Publish all stories of `model` that are due, and retract those due to leave; the number of moves made.

    Several processes may do so at once: each move is made by one of them. A story that cannot be published stays where
    it is, says why at the desk, and is tried again; the others are published.
    """
    done = 0
    for key in list(model.objects.due().values_list("pk", flat=True)):
        done += _publish(model, key)
    for key in list(model.objects.due_to_leave().values_list("pk", flat=True)):
        done += _retract(model, key)
    return done


def _publish(model, key: int) -> bool:
    post = model.objects.due().filter(pk=key).first()
    if post is None:  # another process was faster
        return False
    try:
        post.publish(by=None, note="As scheduled.", at=post.moment_of_publishing)
    except (MoveRefused, AddressTaken) as refusal:
        rows = model._base_manager.filter(pk=key, state=State.SCHEDULED)
        rows.update(missed_because=str(refusal)[:MISSED_LENGTH])
        return False
    except Exception:  # whatever is wrong with one story, the others are published
        log.exception("The story %s could not be published as scheduled.", key)
        return False
    return True


def _retract(model, key: int) -> bool:
    post = model.objects.due_to_leave().filter(pk=key).first()
    if post is None:
        return False
    try:
        post.retract(by=None, note="As scheduled.")
    except MoveRefused:
        return False
    return True


def _said(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"For {date_format(local, 'j M Y, H:i')} ({local.tzname()})."
