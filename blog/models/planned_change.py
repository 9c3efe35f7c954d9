"""Changes to a live story that wait for their moment: until then readers see it as it is."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from blog import snapshots
from blog.models.address import AddressTaken
from blog.models.correction import SENTENCE_LENGTH, THANKS_LENGTH, ChangeKind
from blog.models.moves import MoveRefused
from blog.models.permission import changeable_live_by

REASON_LENGTH = 300
log = logging.getLogger(__name__)


class PlannedChangeQuerySet(models.QuerySet):
    """Reads after "planned changes"."""

    def of(self, user):
        return self.filter(post__in=changeable_live_by(user))

    def due(self):
        return self.filter(state=PlannedChange.State.WAITING, at__lte=timezone.now()).order_by("at", "pk")

    def missed(self):
        return self.filter(state=PlannedChange.State.MISSED).order_by("at", "pk")

    def unsettled(self):
        """Those that wait, and those that were missed and nobody has decided about."""
        return self.filter(state__in=PlannedChange.UNSETTLED).order_by("at", "pk")


class PlannedChange(models.Model):
    """What a live story is to say from `at` on. `snapshot` is all of it; what it was made from is `based_on`."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        APPLIED = "applied", "applied"
        MISSED = "missed", "missed"
        CANCELLED = "cancelled", "cancelled"

    UNSETTLED = (State.WAITING, State.MISSED)

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="planned_changes")
    snapshot = models.JSONField()
    based_on = models.ForeignKey("blog.Revision", models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=10, choices=ChangeKind, default=ChangeKind.UPDATE)
    text = models.TextField(max_length=SENTENCE_LENGTH, blank=True)
    thanks = models.CharField(max_length=THANKS_LENGTH, blank=True)
    report = models.ForeignKey("blog.ErrorReport", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    settled_at = models.DateTimeField(null=True)
    missed_because = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = PlannedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["state", "at"], name="planned_changes_due")]

    def __str__(self) -> str:
        return f"planned {self.kind}"

    def apply(self, *, by=None) -> bool:
        """Make the story say it; by the clock, which leaves `by` out, or at once by a person. True when it was done.

        What others saved meanwhile stays. Where both changed the same, and where the story is not with readers, nothing
        is applied: it is missed, and says why. Several processes may try.
        """
        with transaction.atomic():
            post = type(self)._meta.get_field("post").related_model.objects.select_for_update().get(pk=self.post_id)
            states = [self.State.WAITING] if by is None else self.UNSETTLED
            if not type(self).objects.filter(pk=self.pk, state__in=states):  # read under the lock of its story
                return False
            try:
                with transaction.atomic():
                    self._put_into(post, by or self.made_by)
            except (MoveRefused, AddressTaken, PermissionDenied, snapshots.Contradicted) as refusal:
                self._settle(self.State.MISSED, missed_because=str(refusal)[:REASON_LENGTH])
                return False
            self._settle(self.State.APPLIED, missed_because="")
            return True

    def cancel(self) -> None:
        """Apply it never."""
        if type(self).objects.unsettled().filter(pk=self.pk).exists():
            self._settle(self.State.CANCELLED)

    def _put_into(self, post, by) -> None:
        if not post.is_published:
            raise MoveRefused("The story was not with readers at that moment.")
        if not post.can_edit(by):
            raise PermissionDenied(f"{by} may not change this story any more.")
        post.take_on(snapshots.put_together(self.based_on.snapshot, self.snapshot, post.snapshot()))
        note = f"Planned for {timezone.localtime(self.at):%Y-%m-%d %H:%M}"
        if self.kind == ChangeKind.CORRECTION:
            correction = post.correct(by=by, text=self.text, thanks=self.thanks, note=note)
            if self.report:
                self.report.close_with(correction, by=by)
        else:
            (post.update if self.kind == ChangeKind.UPDATE else post.revise)(by=by, note=note)

    def _settle(self, state: str, **columns) -> None:
        columns |= {"state": state, "settled_at": timezone.now()}
        type(self).objects.filter(pk=self.pk).update(**columns)
        for name, value in columns.items():
            setattr(self, name, value)


class Plannable(models.Model):
    """Lets a change to a live story wait."""

    class Meta:
        abstract = True

    def plan_change(self, snapshot: dict, *, by, at: datetime, kind: str, based_on, **said) -> PlannedChange:
        """Have the story say `snapshot`, made from the revision `based_on`, from the moment `at` on. `said`: text and
        thanks of a correction, and the report it answers. Raises MoveRefused and PermissionDenied."""
        if not self.is_published:
            raise MoveRefused("Only a story that readers see can be changed later; schedule this one.")
        if not self.can_edit(by):
            raise PermissionDenied(f"{by} may not change this story.")
        if at <= timezone.now():
            raise MoveRefused("Cannot change it at a moment that has passed; choose a later one, or save it now.")
        if kind == ChangeKind.CORRECTION and not said.get("text", "").strip():
            raise MoveRefused("Cannot correct without a sentence: say what was wrong, and what is right.")
        return self.planned_changes.create(snapshot=snapshot, based_on=based_on, kind=kind, at=at, made_by=by, **said)


def apply_due() -> int:
    """Apply the planned changes whose moment has come; the number. Whatever is wrong with one, the others are."""
    done = 0
    for change in list(PlannedChange.objects.due().select_related("based_on", "report", "made_by")):
        try:
            done += change.apply()
        except Exception:
            log.exception("The planned change %s could not be applied.", change.pk)
    return done
