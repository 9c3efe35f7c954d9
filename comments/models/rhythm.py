"""How often letters about new posts come, and at what hour."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MORNING = time(7)  # by the newsroom's clock: before work, and after those who close the paper have gone home
MONDAY = 0  # as datetime counts days


class Rhythm(models.TextChoices):
    """How often."""

    INSTANT = "instant", _("Each story at once, in a letter of its own")
    DAILY = "daily", _("Once a day, in the morning")
    WEEKLY = "weekly", _("Once a week, on Monday morning")


def next_morning(rhythm: str, after: datetime) -> datetime | None:
    """When the next digest is due, later than `after`; None for who gets none."""
    if rhythm == Rhythm.INSTANT:
        return None
    zone = timezone.get_default_timezone()
    day = after.astimezone(zone).date()
    while (morning := datetime.combine(day, MORNING, zone)) <= after or not _comes_on(
        rhythm, morning
    ):  # the clock may have been changed in between: the hour is the same
        day += timedelta(days=1)
    return morning


def mornings_after(moment: datetime) -> Case:
    """The same in SQL, for each row by its own `rhythm`."""
    digests = [rhythm for rhythm in Rhythm if rhythm != Rhythm.INSTANT]
    cases = [When(rhythm=rhythm, then=Value(next_morning(rhythm, moment))) for rhythm in digests]
    return Case(*cases, default=None, output_field=models.DateTimeField())


def _comes_on(rhythm: str, morning: datetime) -> bool:
    return rhythm == Rhythm.DAILY or morning.weekday() == MONDAY
