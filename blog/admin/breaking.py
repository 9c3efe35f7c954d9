"""The line of breaking news, as an editor types it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote, urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import timezone

from blog.admin.change_form import MOMENT
from blog.models import FrontPage, Post, State
from blog.models.presentation import refuse_all_but_web_addresses

LASTS = timedelta(hours=6)  # unless somebody says otherwise
LONGEST = timedelta(days=7)  # what is news for longer is a story that stands first


class BreakingForm(forms.Form):
    """The line, where it leads, and how long it stands. `seen` is the version that the one who types has seen."""

    breaking = forms.CharField(
        label="The line", max_length=200, widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto"})
    )
    leads_to = forms.CharField(
        label="It leads to",
        required=False,
        max_length=500,
        help_text="The address of a story or page of ours, or of another site. It may stay empty.",
        widget=forms.TextInput(attrs={"class": "vTextField", "inputmode": "url", "autocomplete": "off"}),
    )
    until = forms.DateTimeField(
        label="It stands until",
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages={"invalid": "Write the day and the time, as in 2026-03-05T07:00."},
    )
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data=None, *, front: FrontPage):
        stands = front.is_breaking
        story = front.breaking_story
        initial = {
            "breaking": front.breaking if stands else "",
            "leads_to": (story.path or "" if story else front.breaking_address) if stands else "",
            "until": front.breaking_until if stands else timezone.now() + LASTS,
            "seen": front.version,
        }
        super().__init__(data, initial=initial, label_suffix="")
        self.fields["until"].help_text = f"It is gone then by itself. {timezone.get_current_timezone_name()}"

    def clean_until(self):
        """Raises ValidationError for a moment that has passed, or is too far away."""
        until, now = self.cleaned_data["until"], timezone.now()
        if until <= now:
            raise ValidationError("This moment has passed. Choose a later one.")
        if until > now + LONGEST:
            raise ValidationError(
                f"At most {LONGEST.days} days are possible. What stays longer is a story for the top."
            )
        return until

    def clean(self) -> dict:
        """Find the story that the address is of, so that the line follows it when its address changes."""
        data = super().clean() or self.cleaned_data
        data["breaking_story"], data["breaking_address"] = None, ""
        if said := data.get("leads_to", ""):
            try:
                data["breaking_story"], data["breaking_address"] = _target(said)
            except ValidationError as fault:
                self.add_error("leads_to", fault)
        return data

    def is_outdated(self, front: FrontPage) -> None:
        """Say that another editor was faster, with what `front` says by now, and let the next try replace that."""
        now = f"It says “{front.breaking}” now." if front.is_breaking else "It is taken down now."
        self.data = {**self.data.dict(), "seen": str(front.version)}
        self.add_error(None, f"Somebody else has changed the line meanwhile. {now} Save again to put yours there.")

    @property
    def line(self) -> dict:
        """What FrontPage.announce saves."""
        said = self.cleaned_data
        return {
            "breaking": said["breaking"],
            "breaking_until": said["until"],
            "breaking_story": said["breaking_story"],
            "breaking_address": said["breaking_address"],
        }


def _target(said: str) -> tuple[Post | None, str]:
    """The story, or else the address, that was meant. Raises ValidationError where nothing can be."""
    ours = said.removeprefix(settings.SITE_ADDRESS) or "/"
    if not ours.startswith("/") or ours.startswith(("//", "/\\")):
        refuse_all_but_web_addresses(said)
        return None, said
    path = unquote(urlsplit(ours).path)
    there = Post.objects.filter(Q(path=path) | Q(redirects__old_path=path))
    if story := there.filter(state__in=[State.PUBLISHED, State.SCHEDULED]).first():
        return story, ""
    try:
        name = resolve(path).view_name
    except Resolver404:
        name = "blog:article"
    if name == "blog:article":
        raise ValidationError("Readers find no story at this address.")
    return None, ours
