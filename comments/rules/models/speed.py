"""How fast people may comment, as an editor sets it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models

MOST = 10_000  # a minute: more is no limit


class SpeedLimits(models.Model):
    """How many comments a minute are taken; what comes faster goes back to its writer, with the text kept."""

    most_per_person = models.PositiveSmallIntegerField(
        "comments a minute from one person",
        default=4,  # a quick exchange, not a flood
        validators=[MaxValueValidator(MOST)],
        help_text="A person is an account, or the name and the e-mail address that a guest types. 0: no limit.",
    )
    most_per_network = models.PositiveSmallIntegerField(
        "comments a minute from one network",
        default=20,  # a school or an office shares one address
        validators=[MaxValueValidator(MOST)],
        help_text="All who share one address are counted together: a household, a school, many telephones. 0: no "
        "limit.",
    )

    class Meta:
        abstract = True
