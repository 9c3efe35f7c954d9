"""What truly blocks a story: an embargo until its moment has come, and a legal hold until somebody lifts it.

While either stands, nothing publishes the story: no button, no schedule, no import. The database refuses it as well.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format

from blog.models.moves import MoveRefused, State

RIGHT = "publish_any"


class Blockable(models.Model):
    """The verbs of who holds a story back. Each takes `by`, and keeps the `note` with the moves; each raises
    PermissionDenied, and MoveRefused where it would change nothing or the story is with the readers already."""

    embargo_until = models.DateTimeField(
        "embargo", null=True, blank=True, editable=False, help_text="Nothing publishes the story before."
    )
    is_on_hold = models.BooleanField("legal hold", default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def is_under_embargo(self) -> bool:
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    @property
    def blocks(self) -> list[str]:
        """Why nothing may publish it now, in sentences; empty when nothing stands in the way."""
        return self.blocks_at(timezone.now())

    def blocks_at(self, moment: datetime) -> list[str]:
        """Why nothing may publish it at `moment`, as far as is known today."""
        found = []
        if self.is_on_hold:
            found.append("It is on legal hold; an editor must lift that first.")
        if self.embargo_until and self.embargo_until > moment:
            local = timezone.localtime(self.embargo_until)
            when = f"{date_format(local, 'j M Y, H:i')} ({local.tzname()})"
            found.append(f"It is under embargo until {when}; an editor can lift it earlier.")
        return found

    def embargo(self, *, by, until: datetime, note: str = "") -> None:
        """Let nothing publish it before `until`, an aware moment in the future."""
        if until <= timezone.now():
            raise MoveRefused("Cannot embargo a story until a moment that has passed; choose a later one.")
        self._block("embargo", by, note, embargo_until=until)

    def lift_embargo(self, *, by, note: str = "") -> None:
        """Let it be published."""
        if not self.embargo_until:
            raise MoveRefused("Cannot lift an embargo: there is none.")
        self._block("lift_embargo", by, note, embargo_until=None)

    def hold(self, *, by, note: str = "") -> None:
        """Let nothing publish it until the hold is lifted."""
        if not note.strip():
            raise MoveRefused("Cannot put a story on legal hold without a note: say who asked for it.")
        if self.is_on_hold:
            raise MoveRefused("Cannot put it on hold: it is on hold already.")
        self._block("hold", by, note, is_on_hold=True)

    def lift_hold(self, *, by, note: str = "") -> None:
        """Let it be published."""
        if not self.is_on_hold:
            raise MoveRefused("Cannot lift a legal hold: there is none.")
        self._block("lift_hold", by, note, is_on_hold=False)

    def _block(self, verb: str, by, note: str, **columns) -> None:
        if by is not None and not self.may(RIGHT, by):
            raise PermissionDenied(f"{by} may not {verb.replace('_', ' ')}.")
        with transaction.atomic():
            rows = type(self)._base_manager.select_for_update()
            state = rows.values_list("state", flat=True).get(pk=self.pk)
            if state == State.PUBLISHED:
                raise MoveRefused("Readers see this story already; retract it first.")
            rows.filter(pk=self.pk).update(**columns)
            self.transitions.create(verb=verb, source=state, target=state, made_by=by, note=note)
        for name, value in columns.items():
            setattr(self, name, value)
