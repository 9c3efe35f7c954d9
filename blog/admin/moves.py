"""The buttons that move a story: one for each verb open to the person at the desk, pressed on the sheet itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import format_html

from blog.models import AddressTaken, MoveRefused, Post


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
    "publish": Button("Publish now", "Published.", "Published"),
    "retract": Button(
        "Retract", "Retracted: readers no longer see it. Its words stay here.", "Retracted", is_apart=True
    ),
    "reopen": Button("Reopen as a draft", "It is a draft again.", "Reopened"),
    "trash": Button("Move to trash", "In the trash. Restore takes it out again.", "Moved to the trash", is_apart=True),
    "restore": Button("Restore", "Taken out of the trash: it is a draft again.", "Restored"),
}


def buttons_for(post: Post, user) -> list[tuple[str, Button]]:
    """The (verb, button) pairs open to `user`, those that take something away last. A new story has nothing to take."""
    pairs = [(verb, BUTTONS[verb]) for verb in post.moves_open_to(user)]
    return sorted((p for p in pairs if post.pk or not p[1].is_apart), key=lambda pair: pair[1].is_apart)


class MovesMixin:
    """What happens after the sheet was saved: a move, the preview, or simply on with the writing."""

    def response_add(self, request, obj, post_url_continue=None):
        return self._after_saving(request, obj)

    def response_change(self, request, obj):
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, post: Post) -> HttpResponseRedirect:
        if "_preview" in request.POST:
            return HttpResponseRedirect(reverse("admin:blog_post_preview", args=[post.pk]))
        if verb := request.POST.get("_move"):
            self._move(request, post, verb)
        else:
            now = time_format(timezone.localtime(), "H:i")
            messages.success(request, f"Saved at {now}.")
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[post.pk]))

    def _move(self, request: HttpRequest, post: Post, verb: str) -> None:
        """Make the move, or say why not. Either way the text is saved already."""
        if verb not in BUTTONS:
            messages.error(request, "The text is saved. There is no such button; nothing else was done.")
            return
        try:
            getattr(post, verb)(by=request.user, note=request.POST.get("note", "").strip())
        except (MoveRefused, AddressTaken, PermissionDenied) as refusal:
            messages.error(request, f"The text is saved, but: {refusal}")
            return
        done = BUTTONS[verb].done
        if verb == "publish":
            done = format_html('{} <a href="{}">See it as readers do</a>', done, post.get_absolute_url())
        messages.success(request, done)
