"""How a comment comes before readers and leaves them again: one table of legal moves, one verb for each."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import models

MODERATE = "django_comments.can_moderate"


class Status(models.TextChoices):
    """Where a comment stands. APPROVED is the only truth about visibility."""

    PENDING = "pending", "pending"
    APPROVED = "approved", "approved"
    SPAM = "spam", "spam"
    TRASH = "trash", "in the trash"
    WITHDRAWN = "withdrawn", "withdrawn by its writer"


# What the library's own columns (is_public, is_removed) say of each.
LIBRARY_FLAGS = {
    Status.PENDING: (False, False),
    Status.APPROVED: (True, False),
    Status.SPAM: (False, True),
    Status.TRASH: (False, True),
    Status.WITHDRAWN: (False, True),
}


class MoveRefused(ValueError):
    """The comment cannot make this move now. The message says why, and what to do."""


@dataclass(frozen=True)
class Move:
    """One row of the table: from which statuses, to which."""

    sources: frozenset[str]
    target: Status


def _from(*statuses: str) -> frozenset[str]:
    return frozenset(statuses)


# Those of moderators. Its writer alone withdraws a comment (comments/models/own.py), and nobody brings it back.
MOVES: dict[str, Move] = {
    "approve": Move(_from(Status.PENDING, Status.SPAM, Status.TRASH), Status.APPROVED),
    "hold": Move(_from(Status.APPROVED), Status.PENDING),
    "spam": Move(_from(Status.PENDING, Status.APPROVED, Status.TRASH), Status.SPAM),
    "trash": Move(_from(Status.PENDING, Status.APPROVED, Status.SPAM), Status.TRASH),
    "restore": Move(_from(Status.SPAM, Status.TRASH), Status.PENDING),
    "keep": Move(_from(Status.APPROVED), Status.APPROVED),
}

STATUS_FIELDS = ["status", "status_changed_at", "status_changed_by", "decision", "is_shown", "is_public", "is_removed"]

# What a refused move is called, and what would make it possible.
STANDING = {
    Status.PENDING: ("a comment that is pending", "approve it, or mark it as spam, or trash it"),
    Status.APPROVED: ("a comment that is approved", "hold it first"),
    Status.SPAM: ("a comment that is marked as spam", "restore it first"),
    Status.TRASH: ("a comment that is in the trash", "restore it first"),
    Status.WITHDRAWN: ("a comment that is withdrawn by its writer", "nobody can bring it back"),
}


class Moderated(models.Model):
    """The verbs. Each takes `by`, the user who asks, or None for the newsroom's own rules, and the `reason` that the
    journal keeps; each raises MoveRefused when the table has no such move from here, and PermissionDenied when `by` may
    not moderate."""

    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING, editable=False)
    status_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    status_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # The one that its status follows from; None for what the rules made of it when it arrived.
    decision = models.ForeignKey(
        "comments.Decision", models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )
    is_shown = models.BooleanField(default=False, editable=False)  # approved, or with approved replies below it
    report_count: int

    class Meta:
        abstract = True

    def approve(self, *, by, reason: str = "") -> None:
        """Let readers see it."""
        self.move("approve", by=by, reason=reason)

    def hold(self, *, by, reason: str = "") -> None:
        """Take it from readers until it is looked at again."""
        self.move("hold", by=by, reason=reason)

    def spam(self, *, by, reason: str = "") -> None:
        """Put it with the spam."""
        self.move("spam", by=by, reason=reason)

    def trash(self, *, by, reason: str = "") -> None:
        """Put it in the trash."""
        self.move("trash", by=by, reason=reason)

    def restore(self, *, by, reason: str = "") -> None:
        """Take it out of the spam or the trash, to be looked at again."""
        self.move("restore", by=by, reason=reason)

    def keep(self, *, by, reason: str = "") -> None:
        """Leave it before readers, and answer the reports about it."""
        self.move("keep", by=by, reason=reason)

    @property
    def is_visible(self) -> bool:
        return self.status == Status.APPROVED

    @property
    def moves(self) -> list[str]:
        """The verbs that are possible from where it stands."""
        possible = [verb for verb, move in MOVES.items() if self.status in move.sources]
        return [verb for verb in possible if verb != "keep" or self.report_count]

    def take_status_from_library_flags(self) -> None:
        """Code of the library's writes is_public and is_removed alone: make the move that this amounts to."""
        if (self.is_public, self.is_removed) != LIBRARY_FLAGS[Status(self.status)]:
            target = Status.TRASH if self.is_removed else Status.APPROVED if self.is_public else Status.PENDING
            sources = set(Status) - {target, Status.WITHDRAWN}
            type(self).objects.filter(pk=self.pk).settle(sources, target, by=None)
            self._read_status()

    def move(self, verb: str, *, by, reason: str = "", seen: str | None = None) -> None:
        """Make the move called `verb`, a key of MOVES. `seen` is the status that `by` saw it with."""
        statuses = None if seen is None else {seen}
        moved = type(self).objects.filter(pk=self.pk).move(verb, by=by, reason=reason, seen=statuses)
        self._read_status()
        if not moved:
            thing, remedy = STANDING[Status(self.status)]
            raise MoveRefused(f"Cannot {verb} {thing}; {remedy}.")

    def _read_status(self) -> None:
        self.refresh_from_db(fields=STATUS_FIELDS)
