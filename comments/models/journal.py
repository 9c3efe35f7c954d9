"""The journal of moderation: what was decided, by whom, when and why; kept for good, and undone for ten minutes.

One press of a button is one Decision, of one comment or of thousands; each comment it moved has an Entry.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Value
from django.utils import timezone

from blog.models.inserting import insert_from
from comments.models import tally
from comments.models.undoing import put_back
from comments.models.workflow import MODERATE, MoveRefused, Status

UNDO_WITHIN = timedelta(minutes=10)  # until then letters about what was approved wait as well
REASON_LENGTH = 500
NAME_LENGTH = 150

UNDO, AMEND, WITHDRAW = "undo", "amend", "withdraw"
VERB_TO = {
    Status.PENDING: "hold",
    Status.APPROVED: "approve",
    Status.SPAM: "spam",
    Status.TRASH: "trash",
    Status.WITHDRAWN: WITHDRAW,
}


class DecisionQuerySet(models.QuerySet):
    """Reads after "decisions"."""

    def undoable(self, by):
        """Those of `by` that can still be taken back, the latest first."""
        since = timezone.now() - UNDO_WITHIN
        recent = self.filter(by=by, made_at__gt=since, undone_by=None).exclude(verb__in=[UNDO, AMEND, WITHDRAW])
        return recent.order_by("-pk")


class Decision(models.Model):
    """What was done with one or more comments at once. `by` is None for the newsroom's rules, its readers' reports, and
    a comment's own writer; of an account that is gone the name stays."""

    verb = models.CharField(max_length=10)  # a key of MOVES, or UNDO, AMEND, WITHDRAW
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    count = models.PositiveIntegerField(default=0)  # of comments
    is_told = models.BooleanField(default=False)  # the reason; to the writer, where their comment is in the trash
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["by", "-id"], name="decisions_of_a_person")]

    def __str__(self) -> str:
        return f"{self.verb}: {self.count}"

    @property
    def undoable_until(self) -> datetime:
        """When the time is over in which it can be taken back."""
        return self.made_at + UNDO_WITHIN

    def write(self, comments: models.QuerySet, count: int, target: str, *, words_before: str = "") -> None:
        """Note that it moves these comments, `count` as they are before, to `target`. Two statements, of however many
        they are."""
        if self.pk:
            Decision.objects.filter(pk=self.pk).update(count=F("count") + count)
            self.count += count
        else:
            self.by_name = (self.by.get_full_name() or self.by.get_username())[:NAME_LENGTH] if self.by else ""
            self.reason, self.count = self.reason[:REASON_LENGTH], count
            self.save()
        insert_from(
            comments,
            Entry,
            decision_id=Value(self.pk),
            comment_id=F("pk"),
            source=F("status"),
            target=Value(target),
            earlier_id=F("decision_id"),
            words_before=Value(words_before),
        )

    def undo(self, *, by) -> int:
        """Put back the comments it moved to where they stood before, but for those that were decided anew since; the
        number. Letters it caused are not sent, and reports it answered are open again.

        Raises PermissionDenied when `by` may not moderate, and MoveRefused when it is too late, or undone already.
        """
        if not by.has_perm(MODERATE):
            raise PermissionDenied(f"{by} may not undo decisions.")
        with transaction.atomic():
            self._refuse_to_undo()
            entries = self.entries.filter(comment__decision=self).order_by("comment")
            # Whoever decides holds the posts first: nobody decides anew while this goes on.
            tally.hold_posts(self.entries.values_list("comment__post", flat=True).distinct())
            undoing = Decision(verb=UNDO, by=by, undoes=self)
            count = put_back(list(entries.values("comment", "source", "target")), undoing)
            if not count:
                raise MoveRefused("Nothing is left to undo: each of these comments was decided anew since.")
            return count

    def _refuse_to_undo(self) -> None:
        held = Decision.objects.select_for_update().get(pk=self.pk)
        if held.verb in (UNDO, AMEND, WITHDRAW):
            raise MoveRefused("This cannot be undone; decide anew.")
        if Decision.objects.filter(undoes=held).exists():
            raise MoveRefused("This was undone already.")
        if timezone.now() > held.undoable_until:
            minutes = UNDO_WITHIN // timedelta(minutes=1)
            raise MoveRefused(f"A decision can be undone for {minutes} minutes; decide anew.")


class Entry(models.Model):
    """One comment in a decision: where it stood, and where it was moved to."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="entries", db_index=False)
    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="journal")
    source = models.CharField(max_length=10, choices=Status)
    target = models.CharField(max_length=10, choices=Status)
    # The decision that had brought it to where it stood: what an undo puts in force again.
    earlier = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+", db_index=False)
    words_before = models.TextField(blank=True)  # of an amendment

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["decision", "comment"], name="a_decision_moves_a_comment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
