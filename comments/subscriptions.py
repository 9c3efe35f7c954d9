"""The pages that letters lead to: confirming a wish, and leaving.

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

from comments.models import Subscription
from comments.notifications import leave_path, subscription_in, wish_in

EVERYTHING = "everything"  # the name of the button that ends all subscriptions of an address


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
    """The buttons that end the subscription of a letter, and all those of its address."""
    try:
        key = subscription_in(token)
    except BadSignature:
        return _unknown_link(request)
    subscription = Subscription.objects.select_related("post").filter(pk=key).first()
    if subscription is None:
        return _left(request)
    if request.method != "POST":
        return _page(request, "_leave", subscription=subscription, everything=EVERYTHING)
    return _leave(request, subscription)


def _ask(request, wishes, problem="", status=200):
    return _page(request, "", wishes=wishes, problem=problem, status=status)


def _confirmed(request, wishes):
    ticked = [key for key in request.POST.getlist("wish") if key.isascii() and key.isdigit()]
    chosen = [wish for wish in wishes if str(wish.pk) in ticked]
    if not chosen:
        return _ask(request, wishes, _("Please tick what you want to be told about, or close this page."), 400)
    Subscription.objects.filter(pk__in=[wish.pk for wish in chosen]).confirm()
    words = _("You will get letters from now on. Each has a link that ends them.")
    return _done(request, _("Thank you, that is confirmed"), words)


def _nothing_waits(request, asked):
    if not asked.confirmed_at:
        return _too_late(request)
    words = _("You get these letters already. Each has a link that ends them.")
    return _done(request, _("That is confirmed"), words)


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
    words = _("Nothing was confirmed. Tick the box again when you write your next comment, and a new link is sent.")
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
