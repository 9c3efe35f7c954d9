"""How a revision comes to be: its number, what it is, and when it takes the place of the one before."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

COALESCED = timedelta(minutes=10)  # of somebody's uninterrupted writing becomes one revision, from its first autosave


class Kind(models.TextChoices):
    """What made a revision."""

    SAVED = "saved", "saved"
    AUTOSAVED = "autosaved", "saved by itself"
    ASIDE = "aside", "kept aside"  # what somebody wrote where another had saved first: the story never said it


def latest_of(post):
    """The revision that says what the story says; None before the first save."""
    return post.revisions.exclude(kind=Kind.ASIDE).first()


def record(post, snapshot: dict, *, by, note: str, kind: str, replaces=None):
    """Keep `snapshot` as the post's next revision, or in the place of `replaces`. The caller holds the post's lock."""
    if replaces:
        moment = timezone.now()
        post.revisions.filter(pk=replaces.pk).update(snapshot=snapshot, made_at=moment, note=note)
        replaces.snapshot, replaces.made_at, replaces.note = snapshot, moment, note
        return replaces
    last = post.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    return post.revisions.create(number=last + 1, snapshot=snapshot, made_by=by, note=note, kind=kind)


def can_be_replaced(revision, by) -> bool:
    """True for a revision that `by`, still writing, made less than ten minutes ago without pressing Save."""
    return (
        revision is not None
        and revision.kind == Kind.AUTOSAVED
        and by is not None
        and revision.made_by_id == by.pk
        and timezone.now() - revision.begun_at < COALESCED
    )
