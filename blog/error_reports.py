"""Readers report an error: a page of its own under each story, whole without script, cookie or session."""

from __future__ import annotations

from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from blog.models import ErrorReport, Post, Revision
from blog.models.error_report import MESSAGE_LENGTH, NAME_LENGTH
from blog.models.recording import latest_of
from blog.views import elsewhere, private
from blog.visiting import comes_from_our_own_page, household_of

SALT = "blog.error_reports"
FORM_LASTS = timedelta(days=7)
PER_NETWORK, WITHIN = 10, timedelta(hours=1)  # an office that reads together, not a flood
SHOWN = 280  # characters of a paragraph: enough to know it by


class ErrorReportForm(forms.Form):
    """What is wrong, and where. Made for one revision of a story; `token` says which, signed."""

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    number = forms.ChoiceField(
        label=gettext_lazy("Where is the error?"),
        error_messages={
            "required": gettext_lazy("Please choose the paragraph."),
            "invalid_choice": gettext_lazy("Please choose the paragraph again: the story was changed meanwhile."),
        },
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=gettext_lazy("What is wrong, and what is right?"),
        help_text=gettext_lazy("A source helps us most."),
        max_length=MESSAGE_LENGTH,
        error_messages={"required": gettext_lazy("Please say what is wrong.")},
        widget=forms.Textarea(attrs={"rows": 6, "cols": False}),
    )
    name = forms.CharField(label=gettext_lazy("Your name, if you like"), required=False, max_length=NAME_LENGTH)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, for a reply"),
        required=False,
        help_text=gettext_lazy("Only the newsroom sees it."),
        error_messages={"invalid": gettext_lazy("This is no e-mail address. Mend it, or leave it out.")},
    )
    may_thank = forms.BooleanField(label=gettext_lazy("You may thank me by name"), required=False)
    honeypot = forms.CharField(required=False, label=gettext_lazy("Leave this field empty"))

    def __init__(self, data=None, *, paragraphs: list[str], **kwargs):
        super().__init__(data, label_suffix="", **kwargs)
        numbered = [(str(place), _short(words)) for place, words in enumerate(paragraphs, start=1) if words]
        places = cast(forms.ChoiceField, self.fields["number"])
        places.choices = [*numbered, ("0", _("Somewhere else: the headline, a picture, a list"))]

    def clean(self) -> dict:
        """Thanks need a name."""
        said = super().clean() or self.cleaned_data
        if said.get("may_thank") and not said.get("name") and "name" not in self.errors:
            self.add_error("name", _("Please write the name under which we may thank you, or take the tick away."))
        return said


@csrf_exempt  # there is no cookie to protect; whether the form is ours is seen in the token and the browser's headers
def report_an_error(request, year, month, day, slug):
    """The form; to a POST, on to thanks."""
    path = f"/{year}/{month}/{day}/{slug}/"
    post = Post.objects.published().filter(path=path).first()
    if post is None:
        return elsewhere(request, path, request.path.removeprefix(path))
    if request.method == "POST":
        return _take(request, post)
    return _page(request, post, _blank(post, {"number": request.GET.get("p", "")}), 200)


def thanks(request, year, month, day, slug):
    """That the report has arrived."""
    path = f"/{year}/{month}/{day}/{slug}/"
    post = Post.objects.published().filter(path=path).defer("body", "body_html").first()
    if post is None:
        return elsewhere(request, path, request.path.removeprefix(path))
    return private(render(request, "blog/report_an_error.html", {"post": post, "is_done": True}))


def _take(request, post: Post) -> HttpResponse:
    """Keep the report; or the form again, with all that was typed and what is wrong with it."""
    try:
        revision, key = _read(post, request.POST.get("token", ""))
    except signing.BadSignature:
        form = _again(request, post)
        form.add_error(
            None, _("The form had been open for long, or was not ours. Please look at it and send it again.")
        )
        return _page(request, post, form, 400)
    form = ErrorReportForm(request.POST, paragraphs=post.paragraphs_in(revision))
    status = _refusal(request, form)
    if status:
        return _page(request, post, form, status)
    said = {name: form.cleaned_data[name] for name in ("message", "name", "email", "may_thank")}
    if not form.cleaned_data["honeypot"]:  # whoever fills that is thanked, and not heard
        number = int(form.cleaned_data["number"])
        post.report_error(revision=revision, number=number, key=key, network=_digest(request), **said)
    return HttpResponseRedirect(f"{post.get_absolute_url()}report-an-error/thanks/", status=303)


def _refusal(request, form: ErrorReportForm) -> int | None:
    """The status under which the form goes back, the reason in it; None when the report is taken."""
    if not comes_from_our_own_page(request):
        form.add_error(None, _("Your browser did not say that this came from our own page. Please send it again."))
        return 403
    if not form.is_valid():
        return 400
    if ErrorReport.objects.from_network(_digest(request), since=timezone.now() - WITHIN).count() >= PER_NETWORK:
        form.add_error(None, _("Many reports came from your network just now. Please send this one again in an hour."))
        return 429
    return None


def _page(request, post: Post, form: ErrorReportForm, status: int) -> HttpResponse:
    context = {"post": post, "form": form}
    return private(render(request, "blog/report_an_error.html", context, status=status))


def _blank(post: Post, initial: dict) -> ErrorReportForm:
    return ErrorReportForm(paragraphs=post.paragraphs, initial={**initial, "token": _token(post)})


def _again(request, post: Post) -> ErrorReportForm:
    """What was typed, with a new token, about the story as it is now."""
    data = request.POST.copy()
    data["token"] = _token(post)
    return ErrorReportForm(data, paragraphs=post.paragraphs)


def _token(post: Post) -> str:
    latest = latest_of(post)
    return signing.dumps([post.pk, latest.number if latest else 0, uuid4().hex], salt=SALT)


def _read(post: Post, token: str) -> tuple[Revision, UUID]:
    """The revision that the reader had before them, and the key of their form. Raises BadSignature."""
    key, number, form = signing.loads(token, salt=SALT, max_age=FORM_LASTS)
    revision = post.revisions.filter(number=number).first()
    if key != post.pk or revision is None:
        raise signing.BadSignature("The form is another story's.")
    return revision, UUID(form)


def _digest(request) -> str:
    return salted_hmac(SALT, household_of(request), algorithm="sha256").hexdigest()


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rsplit(' ', 1)[0]} …"
