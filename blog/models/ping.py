"""News of what changed, for machines that asked to be told: each errand is a row, written with the change.

What such a row says is found when it is sent (see blog/pings.py), so two changes of one thing make one errand.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils import timezone

from blog.models.letter import writes_nothing

LONGEST_ADDRESS = 1000  # characters; the few that are longer, in letters that take six each, stand in the sitemap


class PingQuerySet(models.QuerySet):
    """Reads after "pings"."""

    def waiting(self):
        return self.filter(state=Ping.State.WAITING)

    def due(self):
        """Those whose time has come, the one that waited longest first."""
        return self.waiting().filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def write(self, kind: str, addresses: Iterable[str]) -> None:
        """Have each of the whole `addresses` told of, in the transaction at hand; one that waits already is told once.

        Nothing is written within `without_letters`.
        """
        if writes_nothing():
            return
        short = (address for address in dict.fromkeys(addresses) if len(address) <= LONGEST_ADDRESS)
        self.bulk_create((Ping(kind=kind, address=address) for address in short), ignore_conflicts=True)


class Ping(models.Model):
    """One address to tell of, to one service, and what became of it. Those that arrived are deleted."""

    class Kind(models.TextChoices):
        """Who is told."""

        WEBSUB = "websub", "WebSub hub"
        INDEXNOW = "indexnow", "IndexNow"

    class State(models.TextChoices):
        """SENDING belongs to one process, until `due_at`: whoever finds it later tells it again, which does no harm."""

        WAITING = "waiting", "waiting"
        SENDING = "sending", "being sent"
        FAILED = "failed", "failed"

    kind = models.CharField(max_length=10, choices=Kind)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=500, blank=True)

    objects = PingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["state", "due_at"], name="pings_that_are_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "address"], condition=Q(state="waiting"), name="an_address_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"
