"""The page where letters about new stories can be asked for without a comment: whole without script, cookie or session.

Anybody can type anybody's address. So the answer is the same for each, whether it is known here or not; nothing is sent
to one but a letter that asks, as seldom as comments/models/consent.py says; and a network can ask for few.
"""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blog.limits import is_over
from blog.visiting import comes_from_our_own_page, household_of
from comments.forms import EMAIL_LENGTH
from comments.models import Rhythm, Subscription

SALT = "comments.asking"
QUICKEST = timedelta(seconds=2)  # nobody types an address sooner; programs do
FORM_LASTS = timedelta(days=1)
MOST_FROM_A_NETWORK = 10  # in an hour: a family or an office, not a list of addresses
AN_HOUR = 3600  # seconds


class LettersForm(forms.Form):
    """Where to, and how often. `token` says when the form was made, signed."""

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("For these letters alone. Nobody else is given it."),
        max_length=EMAIL_LENGTH,
        error_messages={
            "required": gettext_lazy("Please enter your e-mail address."),
            "invalid": gettext_lazy("Please enter an e-mail address such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        choices=Rhythm.choices,
        error_messages={
            "required": gettext_lazy("Please choose how often."),
            "invalid_choice": gettext_lazy("Please choose one of these."),
        },
        widget=forms.RadioSelect,
    )
    honeypot = forms.CharField(required=False, label=gettext_lazy("Leave this field empty"))

    def __init__(self, data=None):
        super().__init__(data, label_suffix="", initial={"rhythm": Rhythm.DAILY, "token": _token()})
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["aria-invalid"] = "true"


@csrf_exempt  # there is no cookie to protect; whether the form is ours is seen in the token and the browser's headers
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request):
    """The form; to a POST, on to what happens next."""
    if request.method != "POST":
        return _page(request, LettersForm(), 200)
    form = LettersForm(request.POST)
    if status := _refusal(request, form):
        form.data = {**request.POST.dict(), "token": _token()}  # what was typed, to be sent again
        return _page(request, form, status)
    if not form.cleaned_data["honeypot"]:  # whoever fills that is thanked, and not heard
        said = form.cleaned_data
        Subscription.ask(said["email"], network=_network(request), rhythm=said["rhythm"])
    return HttpResponseRedirect(reverse("letters_asked"), status=303)


@require_safe
def asked(request):
    """What happens next."""
    headline = _("Please look into your mailbox")
    words = _(
        "If the address is new to us, a letter is on its way to it. Open the link in it to confirm: without that "
        "nothing more is sent. If it gets our letters already, each has a link at its end that changes how often they "
        "come."
    )
    response = render(request, "comments/subscription_done.html", {"headline": headline, "words": words})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _refusal(request, form: LettersForm) -> int | None:
    """The status under which the form goes back, the reason in it; None when it is taken."""
    if not form.is_valid():
        return 400
    if not comes_from_our_own_page(request):
        form.add_error(None, _("Your browser did not say that this came from our own page. Please send it again."))
        return 403
    if words := _what_is_wrong_with(form.cleaned_data["token"]):
        form.add_error(None, words)
        return 400
    if is_over({f"letters:{_network(request)}": MOST_FROM_A_NETWORK}, seconds=AN_HOUR):
        form.add_error(None, _("Many letters were asked for from your network just now. Please try again in an hour."))
        return 429
    return None


def _what_is_wrong_with(token: str) -> str:
    """A sentence about a token that is no good; empty for one that is."""
    try:
        made_at = signing.loads(token, salt=SALT, max_age=FORM_LASTS)
    except signing.BadSignature:
        return _("The form had been open for long, or was not ours. Please look at it and send it again.")
    if timezone.now().timestamp() < made_at + QUICKEST.total_seconds():
        return _("That was quicker than anybody types. Please look at it and send it again.")
    return ""


def _token() -> str:
    return signing.dumps(timezone.now().timestamp(), salt=SALT)


def _network(request) -> str:
    return salted_hmac("comments.wish", household_of(request), algorithm="sha256").hexdigest()


def _page(request, form: LettersForm, status: int) -> HttpResponse:
    response = render(request, "comments/letters.html", {"form": form}, status=status)
    response.headers["Cache-Control"] = "private, no-store"  # it has a moment in it, and perhaps somebody's address
    return response
