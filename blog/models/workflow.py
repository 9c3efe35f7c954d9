"""How a post moves from draft to the public and back: one verb for each row of the table in moves.py."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from blog.models.moves import STANDING, TRANSITIONS, Move, MoveRefused, State
from blog.models.schedule import NO_MOMENTS


class Publishable(models.Model):
    """The verbs. Each takes `by`, the user who asks, or None for the newsroom's own clock; each raises MoveRefused
    when the table has no such move from here, and PermissionDenied when `by` may not make it."""

    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    kill_notice = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True

    def submit(self, *, by, note: str = "") -> None:
        """Hand the draft to the editors."""
        self._move("submit", by, note)

    def send_back(self, *, by, note: str) -> None:
        """Return it to its author; `note` says what is missing."""
        self._move("send_back", by, note, **NO_MOMENTS)

    def publish(self, *, by, note: str = "", at: datetime | None = None) -> None:
        """Let readers see it. `at` dates a story that first appeared elsewhere; a story keeps its first date.

        Raises AddressTaken when its slug belongs to another story of that day.
        """
        if at and at > timezone.now():
            raise MoveRefused("Cannot publish with a date in the future.")
        if by and not self.headline.strip():
            raise MoveRefused("Cannot publish without a headline; write one first.")
        with transaction.atomic():
            self._refuse_blocked()
            # A moment to leave that has passed was meant for an earlier time before readers.
            leaves = self.retract_at if self.retract_at and self.retract_at > timezone.now() else None
            moments = {**NO_MOMENTS, "retract_at": leaves}
            self._move("publish", by, note, at=at, embargo_until=None, kill_notice="", **moments)

    def retract(self, *, by, note: str = "") -> None:
        """Take it away from readers; its words stay with the newsroom."""
        self._move("retract", by, note, retract_at=None)

    def reopen(self, *, by, note: str = "") -> None:
        """Make a retracted story a draft again."""
        self._move("reopen", by, note)

    def kill(self, *, by, note: str) -> None:
        """Replace it, for readers, by `note`: what they find where it was. Its words stay with the newsroom."""
        self._move("kill", by, note, retract_at=None, kill_notice=note.strip())

    def reinstate(self, *, by, note: str = "") -> None:
        """Make a killed story a draft again."""
        self._move("reinstate", by, note)

    def trash(self, *, by, note: str = "") -> None:
        """Put it in the trash."""
        self._move("trash", by, note)

    def restore(self, *, by, note: str = "") -> None:
        """Take it out of the trash, as a draft."""
        self._move("restore", by, note)

    def moves_open_to(self, user) -> list[str]:
        """The verbs that `user` may use on the post as it stands."""
        return [verb for verb, move in TRANSITIONS.items() if self.state in move.sources and self.may(move.right, user)]

    def _refuse_blocked(self) -> None:
        """Look at what blocks it, and its moment to leave, as they are now and not as they were read: whoever set them
        meanwhile is heard."""
        now = type(self)._base_manager.select_for_update().values("embargo_until", "is_on_hold", "retract_at")
        for name, value in now.get(pk=self.pk).items():
            setattr(self, name, value)
        if blocks := self.blocks:
            raise MoveRefused(f"Cannot publish it now. {' '.join(blocks)}")

    def _move(self, verb: str, by, note: str, at: datetime | None = None, **columns) -> None:
        """Make the move; `columns` are what else it writes."""
        with transaction.atomic():
            source = type(self)._base_manager.select_for_update().values_list("state", flat=True).get(pk=self.pk)
            move = self._legal_move(verb, source, by, note)
            self.state = move.target
            for name, value in columns.items():
                setattr(self, name, value)
            if move.target == State.PUBLISHED:
                self.published_at = at or self.published_at or timezone.now()
                self.settle_address()
            self.save(update_fields=["state", "published_at", "slug", "path", *columns])
            self.transitions.create(verb=verb, source=source, target=move.target, made_by=by, note=note)
            if move.announces:
                transaction.on_commit(partial(move.announces.send, sender=type(self), post=self), robust=True)

    def _legal_move(self, verb: str, source: str, by, note: str) -> Move:
        move, words = TRANSITIONS[verb], verb.replace("_", " ")
        if source not in move.sources:
            thing, remedy = STANDING[State(source)]
            raise MoveRefused(f"Cannot {words} {thing}; {remedy}.")
        if by is not None and not self.may(move.right, by):
            raise PermissionDenied(f"{by} may not {words} this story.")
        if move.needs_note and not note.strip():
            what = "readers will find in its place" if verb == "kill" else "the author should do"
            raise MoveRefused(f"Cannot {words} without a note: say what {what}.")
        return move
