"""The states of a post, the one table of legal moves between them, and the record of those that were made."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.dispatch import Signal
from django.utils import timezone

from blog.signals import post_published, post_withdrawn


class State(models.TextChoices):
    """Where a post stands. PUBLISHED is the only truth about visibility."""

    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    SCHEDULED = "scheduled", "scheduled"
    PUBLISHED = "published", "published"
    RETRACTED = "retracted", "retracted"
    KILLED = "killed", "killed"
    TRASHED = "trashed", "in the trash"


class MoveRefused(ValueError):
    """The post cannot make this move now. The message says why, and what to do."""


@dataclass(frozen=True)
class Move:
    """One row of the table: from which states, to which, and the right it takes ("edit", "publish", "publish_any")."""

    sources: tuple[str, ...]
    target: str
    right: str
    needs_note: bool = False
    announces: Signal | None = None


TRANSITIONS: dict[str, Move] = {
    "submit": Move((State.DRAFT,), State.IN_REVIEW, "edit"),
    "send_back": Move((State.IN_REVIEW, State.SCHEDULED), State.DRAFT, "publish_any", needs_note=True),
    "schedule": Move((State.DRAFT, State.IN_REVIEW), State.SCHEDULED, "publish"),
    "unschedule": Move((State.SCHEDULED,), State.DRAFT, "publish"),
    "publish": Move(
        (State.DRAFT, State.IN_REVIEW, State.SCHEDULED), State.PUBLISHED, "publish", announces=post_published
    ),
    "retract": Move((State.PUBLISHED,), State.RETRACTED, "publish", announces=post_withdrawn),
    "reopen": Move((State.RETRACTED,), State.DRAFT, "publish"),
    "kill": Move(
        (State.PUBLISHED, State.RETRACTED), State.KILLED, "publish_any", needs_note=True, announces=post_withdrawn
    ),
    "reinstate": Move((State.KILLED,), State.DRAFT, "publish_any"),
    "trash": Move((State.DRAFT, State.IN_REVIEW, State.RETRACTED), State.TRASHED, "edit"),
    "restore": Move((State.TRASHED,), State.DRAFT, "edit"),
}

# What it takes to change the words of a story, by its state; elsewhere "edit". What was checked, or is with the
# readers, is not changed by who could not have published it.
RIGHT_TO_CHANGE = {State.SCHEDULED: "publish", State.PUBLISHED: "publish", State.KILLED: "publish_any"}

# What a refused move is called, and what would make it possible.
STANDING = {
    State.DRAFT: ("a draft", "submit or publish it first"),
    State.IN_REVIEW: ("a story in review", "send it back first"),
    State.SCHEDULED: ("a scheduled story", "unschedule it first"),
    State.PUBLISHED: ("a published story", "retract it first"),
    State.RETRACTED: ("a retracted story", "reopen it as a draft first"),
    State.KILLED: ("a killed story", "reinstate it as a draft first"),
    State.TRASHED: ("a story in the trash", "restore it first"),
}


class Transition(models.Model):
    """One move that was made: who, when, and what they said. Never changed afterwards."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="transitions")
    verb = models.CharField(max_length=20)
    source = models.CharField("from", max_length=12, choices=State)
    target = models.CharField("to", max_length=12, choices=State)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["source", "made_at"], name="moves_from_a_state")]

    def __str__(self) -> str:
        return f"{self.verb} ({self.source} → {self.target})"
