"""What locks the desk: its own page there, and a signed link for the day on which nobody gets there."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import logout
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.models import Lockdown, User
from blog.models.lockdown import LockdownRefused, may_lock

WORDS = "lock down"  # what is typed to confirm
SALT = "blog.lockdown.link"
MOST_SHOWN = 50  # of each list


def lock(request):
    """What it would mean to lock the desk, and the button; while it is locked, who asked to enter and who did."""
    if not may_lock(request.user):
        raise PermissionDenied
    if request.method != "POST" or request.lockdown is not None:
        return _page(request)
    if " ".join(request.POST.get("words", "").split()).lower() != WORDS:
        problem = _("Nothing was locked. Type “%(words)s” to confirm.") % {"words": WORDS}
        return _page(request, problem, 400)
    with suppress(LockdownRefused):  # somebody was faster; this session has ended like all others
        Lockdown.begin(way=Lockdown.Way.DESK, by=request.user)
    logout(request)
    return redirect("admin:login")


def lock_path() -> str:
    """The path of the signed link. It has no date, and ends when the desk is locked by whatever way."""
    return reverse("lockdown:link", args=[signing.dumps(Lockdown.latest_key(), salt=SALT)])


def lock_link() -> str:
    """The address of the signed link, to be kept in a safe place."""
    return f"{settings.SITE_ADDRESS}{lock_path()}"


@csrf_exempt  # the token in the address is what no other site can know
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request, token):
    """Asks whether the desk shall be locked, and locks it when the button is pressed. No login is needed."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        words = _("It may have been cut off. Please copy the whole of it.")
        return _link_page(request, _("This link is not one of ours"), words, status=404)
    if request.lockdown is not None:
        return _link_page(request, _("The desk is locked"), _("It is locked already. Nothing was changed."))
    if key != Lockdown.latest_key():
        words = _("The desk was locked since it was made. Whoever runs the site can make a new one.")
        return _link_page(request, _("This link was used up"), words, status=410)
    if "lock" not in request.POST:
        return _link_page(request, _("Lock down the desk?"), asks=True)
    with suppress(LockdownRefused):  # somebody pressed it at the same moment
        Lockdown.begin(way=Lockdown.Way.LINK)
    words = _("Everybody was logged out. Whoever works here logs in with the password and a code sent by letter.")
    return _link_page(request, _("The desk is locked"), words)


def _page(request, problem: str = "", status: int = 200):
    people = User.objects.filter(Q(is_staff=True) | Q(is_superuser=True), is_active=True)
    lockdown = request.lockdown
    context = {
        **admin.site.each_context(request),
        "title": _("The desk is locked") if lockdown else _("Lock down the desk"),
        "lockdown": lockdown,
        "passages": lockdown.passages.all()[:MOST_SHOWN] if lockdown else [],
        "past": Lockdown.objects.filter(is_on=False)[:MOST_SHOWN],
        "count": people.count(),
        "unreachable": people.filter(email="")[:MOST_SHOWN],
        "confirm_with": WORDS,
        "problem": problem,
    }
    return TemplateResponse(request, "blog/lockdown/lock.html", context, status=status)


def _link_page(request, headline: str, words: str = "", *, asks: bool = False, status: int = 200):
    """A page for whoever holds the link, and nobody else: its address is the key."""
    context = {"headline": headline, "words": words, "asks": asks}
    response = render(request, "blog/lockdown/link.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
