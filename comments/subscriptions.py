"""The pages that letters lead to: confirming a wish, changing how often they come, and leaving.

They work without cookie, login and script: who holds the link holds the letter. To open one changes nothing, because
programs that look through mail open every link; the button on it does. No page asks where the press comes from: nobody
else knows the address, and mail programs press the button too (RFC 8058).
"""

from __future__ import annotations

from django.core.signing import BadSignature, SignatureExpired
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.models import Rhythm, Subscription
from comments.notifications import leave_path, subscription_in, wish_in

# The names of the buttons. Without one, as mail programs press it, the letter's own subscription ends.
EVERYTHING = "everything"  # ends all subscriptions of an address
CHANGE = "change"  # how often letters come


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """What waits to be confirmed by the owner of an address; the button confirms what is ticked."""
    try:
        asked = Subscription.objects.filter(pk=wish_in(token)).first()
    except SignatureExpired:
        asked = None
    except BadSignature:
        return _unknown_link(request)
    if asked is None:
        return _too_late(request)
    wishes = Subscription.objects.of(asked.email).unconfirmed().select_related("post").order_by("pk")
    if request.method == "POST" and wishes:
        return _confirmed(request, wishes)
    return _ask(request, wishes) if wishes else _nothing_waits(request, asked)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, token):
    """Letters to you: the buttons that change how often they come, and end them, or all those of the address."""
    try:
        key = subscription_in(token)
    except BadSignature:
        return _unknown_link(request)
    subscription = Subscription.objects.select_related("post").filter(pk=key).first()
    if subscription is None:
        return _left(request)
    if request.method != "POST":
        return _choose(request, subscription)
    if CHANGE in request.POST and subscription.post is None:
        return _change(request, subscription)
    return _leave(request, subscription)


def _ask(request, wishes, problem="", status=200):
    return _page(request, "", wishes=wishes, problem=problem, rhythms=Rhythm.choices, status=status)


def _confirmed(request, wishes):
    ticked = [key for key in request.POST.getlist("wish") if key.isascii() and key.isdigit()]
    chosen = [wish for wish in wishes if str(wish.pk) in ticked]
    if not chosen:
        return _ask(request, wishes, _("Please tick what you want to be told about, or close this page."), 400)
    rhythm = request.POST.get("rhythm", "")
    if rhythm and rhythm not in Rhythm.values:
        return _ask(request, wishes, _("Please choose how often."), 400)
    Subscription.objects.filter(pk__in=[wish.pk for wish in chosen]).confirm(rhythm)
    words = _("You will get letters from now on. Each has a link that ends them.")
    return _done(request, _("Thank you, that is confirmed"), words)


def _nothing_waits(request, asked):
    if not asked.confirmed_at:
        return _too_late(request)
    words = _("You get these letters already. Each has a link that ends them.")
    return _done(request, _("That is confirmed"), words)


def _choose(request, subscription, *, status=200, **said):
    """The page of the letters of `subscription`; of another's comments it leads on to those about new stories."""
    about_stories = Subscription.objects.of(subscription.email).confirmed().to_new_posts()
    other = about_stories.exclude(pk=subscription.pk).first()
    ways = {"everything": EVERYTHING, "change": CHANGE, "rhythms": Rhythm.choices}
    way_to_other = leave_path(other) if other else ""
    return _page(request, "_leave", subscription=subscription, way_to_other=way_to_other, **ways, **said, status=status)


def _change(request, subscription):
    rhythm = request.POST.get("rhythm", "")
    if rhythm not in Rhythm.values:
        return _choose(request, subscription, problem=_("Please choose how often."), status=400)
    subscription.come(rhythm)
    subscription.refresh_from_db()
    return _choose(request, subscription, is_changed=True)


def _leave(request, subscription):
    own = Subscription.objects.of(subscription.email)
    if EVERYTHING in request.POST:
        own.delete()
        return _left(request)
    own.filter(pk=subscription.pk).delete()
    return _left(request, own.first())


def _left(request, another=None):
    """It has ended. `another` is a subscription that the address still has."""
    words = _("No more of these letters will be sent to you.")
    way_out = leave_path(another) if another else ""
    return _done(request, _("You have left"), words, way_out=way_out, everything=EVERYTHING)


def _too_late(request):
    words = _(
        "Nothing was confirmed. Tick the box again when you write your next comment, or ask for letters on the page "
        "that is at the foot of this one, and a new link is sent."
    )
    return _done(request, _("This link is too old"), words, status=410)


def _unknown_link(request):
    words = _("It may have been cut off on its way. Please copy the whole of it from the letter.")
    return _done(request, _("This link is not one of ours"), words, status=404)


def _done(request, headline, words, *, status=200, **context):
    return _page(request, "_done", status=status, headline=headline, words=words, **context)


def _page(request, part, *, status=200, **context):
    """A page for whoever holds the link, and nobody else: its address is the key."""
    response = render(request, f"comments/subscription{part}.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
