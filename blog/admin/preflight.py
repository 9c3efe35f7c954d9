"""The check before publishing, at the buttons: what blocks is refused, what warns is asked about once."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict

from blog.models import Post
from blog.preflight import examine

CHECKED = {"publish": "Publish anyway", "schedule": "Schedule anyway"}  # by verb, what goes on past warnings


class HeldBack(ValueError):
    """The check holds the move back. The message says what it found, in one sentence."""


def pressed(data: QueryDict) -> tuple[str, set[str]]:
    """The verb of the pressed button, and the keys of the warnings that its presser has seen."""
    verb, *seen = data.get("_anyway", "").split() or [data.get("_move", "")]
    return verb, set(seen)


def refuse_what_is_found(post: Post, verb: str, *, by, at: datetime | None, seen: set[str]) -> None:
    """Raises HeldBack when something blocks, or warns and was not `seen`. Whatever the verb refuses is left to it."""
    if verb not in CHECKED or post.blocks or verb not in post.moves_open_to(by):
        return
    report = examine(post, at)
    done = "scheduled" if verb == "schedule" else "published"
    if blocks := len(report.blocks):
        things = "one thing" if blocks == 1 else f"{blocks} things"
        raise HeldBack(f"The text is saved, but not {done}: {things} must be put right first. See the list.")
    if unseen := len(report.unseen(seen)):
        things = "one thing" if unseen == 1 else f"{unseen} things"
        raise HeldBack(f"The text is saved, but not {done} yet: look at {things} first. See the list.")
