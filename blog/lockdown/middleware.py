"""Stands before every address of the desk, so that no view of it can be forgotten. Readers' pages ask nothing of it."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from blog.lockdown import entering
from blog.models import Lockdown

# Where one goes to enter and to leave, and where the signed link locks.
ALWAYS_OPEN = {"lockdown:code", "lockdown:link", "admin:logout"}


class DeskLockMiddleware:
    """While the desk is locked, leads to the login whoever did not pass it since. One query, for the desk alone.

    The views find what is going on, a Lockdown or None, in `request.lockdown`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, arguments, more):
        """The login page, the way to it, or None to go on."""
        if not (request.path.startswith(self.desk) or "admin" in request.resolver_match.app_names):
            return None
        request.lockdown = Lockdown.current()
        name = request.resolver_match.view_name
        if request.lockdown is None or name in ALWAYS_OPEN or entering.has_passed(request, request.lockdown):
            return None
        if name == "admin:login":
            return entering.login_page(request)
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))

    @cached_property
    def desk(self) -> str:
        """The address below which all of the desk is."""
        return reverse("admin:index")
