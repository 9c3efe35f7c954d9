"""Leads to the stand-in what this server asks a service, and a browser that is sent to one. No service's code knows."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect

from comments.transport import KnownHosts


class OnLoopback(KnownHosts):
    """`https://host/path` of an allowed host becomes `/host/path` of the stand-in; nothing leaves this machine."""

    def destination(self, url: str) -> str:
        """The same place at the stand-in."""
        from comments.stand_in.server import running  # a real site never loads it

        parts = urlsplit(url)
        return f"{running().address}/{parts.hostname}{parts.path}" + (f"?{parts.query}" if parts.query else "")

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        """As KnownHosts's, by no proxy of the environment: it would lead away again."""
        return super().send(request, stream, timeout, verify, cert, proxies={})


def led_to_the_stand_in(response: HttpResponse) -> HttpResponse:
    """The redirect to a service, or where the stand-in is on, to its question instead."""
    if not settings.STAND_IN_SIGN_IN or "Location" not in response:
        return response
    parts = urlsplit(response["Location"])
    return HttpResponseRedirect(f"{settings.STAND_IN_ADDRESS}/{parts.hostname}{parts.path}?{parts.query}")
