"""The door of the desk while it is locked: first the password, then a code sent by letter. Only both open a session."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache

from blog.desk_login import DeskLoginForm
from blog.lockdown.letters import NotSent, are_files, write_code
from blog.models import Lockdown, Passage, User
from blog.models.passage import CODE_DIGITS, CODE_LASTS, MOST_TRIES, TooManyCodes

PASSED = "desk.passed"  # in the session: the key of the lock-down that its owner has passed
WAITS = "desk.waits_for_code"  # in the session of somebody whose password was right
PASSWORD_LASTS = timedelta(minutes=30)  # time for a letter that is slow, and for a second one

log = logging.getLogger(__name__)


def has_passed(request: HttpRequest, lockdown: Lockdown) -> bool:
    """True for somebody who entered by password and code since `lockdown` began."""
    return request.user.is_authenticated and request.session.get(PASSED) == lockdown.pk


class LockedLogin(LoginView):
    """The desk's login, which opens nothing yet: whoever has the password is sent a code."""

    authentication_form = DeskLoginForm
    template_name = "admin/locked_login.html"

    def get_context_data(self, **more):
        titles = {"title": _("The desk is locked"), "subtitle": None, "app_path": self.request.get_full_path()}
        return {**super().get_context_data(**more), **admin.site.each_context(self.request), **titles}

    def form_valid(self, form):
        user, until = form.get_user(), timezone.now() + PASSWORD_LASTS
        self.request.session[WAITS] = {
            "user": user.pk,
            "backend": user.backend,
            "hash": user.get_session_auth_hash(),
            "until": until.timestamp(),
            "next": self.get_success_url(),
        }
        return _send_code(self.request, user)


login_page = LockedLogin.as_view()


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Asks for the code of the letter, and opens the desk to whoever types it."""
    lockdown, user = Lockdown.current(), _who_waits(request)
    if lockdown is None or user is None:
        return redirect("admin:login")
    if "again" in request.POST:
        return _send_code(request, user)
    if request.method != "POST":
        return _ask(request, user)
    if Passage.passes(lockdown, user, request.POST.get("code", "")):
        return _let_in(request, user, lockdown)
    log.warning("A wrong code was typed for %s at the locked desk.", user.get_username())
    return _missed(request, user, lockdown)


def _who_waits(request: HttpRequest) -> User | None:
    """Whose password was typed in this browser, not long ago, and is still theirs."""
    waits = request.session.get(WAITS)
    if not waits or waits["until"] < timezone.now().timestamp():
        return None
    user = User.objects.filter(pk=waits["user"], is_active=True, is_staff=True).first()
    is_same = user is not None and constant_time_compare(user.get_session_auth_hash(), waits["hash"])
    return user if is_same else None


def _send_code(request: HttpRequest, user: User) -> HttpResponse:
    lockdown = Lockdown.current()
    if lockdown is None:  # it was opened this moment
        return redirect("admin:login")
    try:
        write_code(user, lockdown, Passage.begin(lockdown, user)[1] if user.email else "")
    except TooManyCodes:
        problem = _("Several codes were sent already. Type the last one, or try again in an hour.")
        return _ask(request, user, problem, 429)
    except NotSent as reason:
        return _ask(request, user, str(reason), 503)
    return redirect("lockdown:code")


def _missed(request: HttpRequest, user: User, lockdown: Lockdown) -> HttpResponse:
    passage = Passage.objects.open_for(user, lockdown).first()
    if passage is None:
        return _ask(request, user, _("The code is too old. Please have a new one sent."), 410)
    if passage.tries >= MOST_TRIES:
        problem = _("The code was missed too often, and is worth nothing now. Please have a new one sent.")
        return _ask(request, user, problem, 429)
    return _ask(request, user, _("That is not the code of the last letter. Please look at it again."), 400)


def _let_in(request: HttpRequest, user: User, lockdown: Lockdown) -> HttpResponse:
    waits = request.session.pop(WAITS)
    login(request, user, backend=waits["backend"])
    request.session[PASSED] = lockdown.pk
    log.warning("%s passed the locked desk.", user.get_username())
    return redirect(waits["next"])


def _ask(request: HttpRequest, user: User, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _lazy("The code from your letter"),
        "address": _hinted(user.email),
        "are_files": are_files(),
        "digits": CODE_DIGITS,
        "minutes": int(CODE_LASTS.total_seconds()) // 60,
        "problem": problem,
    }
    return TemplateResponse(request, "blog/lockdown/code.html", context, status=status)


def _hinted(email: str) -> str:
    """Enough of an address for its owner: e…@example.org."""
    local, _at, host = email.rpartition("@")
    return f"{local[:1]}…@{host}" if email else ""
