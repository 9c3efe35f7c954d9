"""The buttons that move a story: one for each verb open to the person at the desk, pressed on the sheet itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import format_html

from blog.admin.preflight import HeldBack, pressed, refuse_what_is_found
from blog.models import AddressTaken, MoveRefused, Post, State
from blog.models.blocking import RIGHT as BLOCKING

MOMENT = "%Y-%m-%dT%H:%M"  # as browsers send it
TYPED_LENGTH = 1000  # characters of a note that come back after a refusal


@dataclass(frozen=True)
class Button:
    """What a verb's button says, what the desk says once it is done, and what the history calls it afterwards.

    `is_apart`: it takes something away.
    """

    label: str
    done: str
    past: str
    is_apart: bool = False


BUTTONS = {
    "submit": Button("Submit for review", "Saved and handed to the editors.", "Submitted for review"),
    "send_back": Button("Send back with a note", "Sent back to its author, with your note.", "Sent back"),
    "schedule": Button("Schedule", "Scheduled.", "Scheduled"),
    "unschedule": Button("Unschedule", "It is a draft again, and appears by itself no more.", "Unscheduled"),
    "publish": Button("Publish now", "Published.", "Published"),
    "retract": Button(
        "Retract", "Retracted: readers no longer see it. Its words stay here.", "Retracted", is_apart=True
    ),
    "reopen": Button("Reopen as a draft", "It is a draft again.", "Reopened"),
    "kill": Button(
        "Kill", "Killed: readers find your note in its place.", "Killed, and replaced by this notice", is_apart=True
    ),
    "reinstate": Button("Reinstate as a draft", "It is a draft again.", "Reinstated"),
    "trash": Button("Move to trash", "In the trash. Restore takes it out again.", "Moved to the trash", is_apart=True),
    "restore": Button("Restore", "Taken out of the trash: it is a draft again.", "Restored"),
}

# What does not move a story but decides whether, and when, something else may.
HOLDING = {
    "retract_later": Button("Set", "Kept: it leaves at that moment, or stays where no moment is set.", "Set to leave"),
    "embargo": Button("Embargo", "Nothing publishes it before that moment.", "Put under embargo"),
    "lift_embargo": Button("Lift the embargo", "The embargo is lifted.", "Embargo lifted"),
    "hold": Button("Legal hold", "On legal hold: nothing publishes it.", "Put on legal hold", is_apart=True),
    "lift_hold": Button("Lift the legal hold", "The legal hold is lifted.", "Legal hold lifted"),
}
# The field of the sheet that a verb reads a moment from, and what the verb calls it.
MOMENTS = {
    "schedule": ("publish_at", "at"),
    "retract_later": ("retract_at", "at"),
    "embargo": ("embargo_until", "until"),
}


def buttons_for(post: Post, user) -> list[tuple[str, Button]]:
    """The (verb, button) pairs open to `user`, those that take something away last. A new story has nothing to take."""
    pairs = [(verb, BUTTONS[verb]) for verb in post.moves_open_to(user)]
    return sorted((p for p in pairs if post.pk or not p[1].is_apart), key=lambda pair: pair[1].is_apart)


def holding_for(post: Post, user) -> list[str]:
    """The verbs of HOLDING open to `user`, as the story stands."""
    verbs = ["retract_later"] if post.state in (State.SCHEDULED, State.PUBLISHED) and post.may("publish", user) else []
    if post.pk and not post.is_published and post.may(BLOCKING, user):
        verbs += ["lift_embargo"] if post.embargo_until else ["embargo"]
        verbs += ["lift_hold"] if post.is_on_hold else ["hold"]
    return verbs


def moments_for(post: Post, request: HttpRequest) -> dict[str, str]:
    """What stands in the fields of the moments: what was typed and refused, or what is set."""
    fields = [field for field, _name in MOMENTS.values()]
    return {name: request.GET.get(name) or _as_field(getattr(post, name)) for name in fields}


class MovesMixin:
    """What happens after the sheet was saved: a move, the preview, or simply on with the writing."""

    def response_add(self, request, obj, post_url_continue=None):
        return self._after_saving(request, obj)

    def response_change(self, request, obj):
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, post: Post) -> HttpResponseRedirect:
        if "_preview" in request.POST:
            return HttpResponseRedirect(reverse("admin:blog_post_preview", args=[post.pk]))
        verb, seen = pressed(request.POST)
        if verb:
            return self._move(request, post, verb, seen)
        now = time_format(timezone.localtime(), "H:i")
        messages.success(request, f"Saved at {now}.")
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[post.pk]))

    def _move(self, request: HttpRequest, post: Post, verb: str, seen: set[str]) -> HttpResponseRedirect:
        """Make the move, or say why not. Either way the text is saved already, and what was typed beside it is kept."""
        change = reverse("admin:blog_post_change", args=[post.pk])
        button = BUTTONS.get(verb) or HOLDING.get(verb)
        if button is None:
            messages.error(request, "The text is saved. There is no such button; nothing else was done.")
            return HttpResponseRedirect(change)
        try:
            _make(post, verb, request, seen)
        except HeldBack as found:
            messages.warning(request, str(found))
            return HttpResponseRedirect(f"{change}?{urlencode({'check': verb, **self._typed(request, post)})}#check")
        except (MoveRefused, AddressTaken, PermissionDenied, ValidationError) as refusal:
            why = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else refusal
            messages.error(request, f"The text is saved, but: {why}")
            return HttpResponseRedirect(f"{change}?{urlencode(self._typed(request, post))}")
        done = button.done
        if verb == "publish":
            done = format_html('{} <a href="{}">See it as readers do</a>', done, post.get_absolute_url())
        messages.success(request, done)
        return HttpResponseRedirect(change)

    def _typed(self, request: HttpRequest, post: Post) -> dict[str, str]:
        """What was typed beside the sheet, to stand there again."""
        typed = {name: request.POST.get(name, "")[:TYPED_LENGTH] for name in ("note", *moments_for(post, request))}
        return {name: value for name, value in typed.items() if value}


def moment_typed(verb: str, data: QueryDict) -> datetime | None:
    """The moment that the verb asks for. Raises ValidationError for what is none."""
    reader = forms.DateTimeField(
        required=verb != "retract_later",
        input_formats=[MOMENT],
        error_messages={"required": "Choose a day and a time first."},
    )
    return reader.clean(data.get(MOMENTS[verb][0], ""))


def _make(post: Post, verb: str, request: HttpRequest, seen: set[str]) -> None:
    """Call the verb with what it asks for, unless the check finds what was not `seen`.

    Raises what it raises, HeldBack, and ValidationError for what is no moment.
    """
    more: dict[str, Any] = {MOMENTS[verb][1]: moment_typed(verb, request.POST)} if verb in MOMENTS else {}
    refuse_what_is_found(post, verb, by=request.user, at=more.get("at"), seen=seen)
    if verb != "retract_later":
        more["note"] = request.POST.get("note", "").strip()
    getattr(post, verb)(by=request.user, **more)


def _as_field(moment) -> str:
    return timezone.localtime(moment).strftime(MOMENT) if moment else ""
