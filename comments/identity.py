"""Who is commenting. The only place that asks."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings


@dataclass(frozen=True)
class Identity:
    """Somebody signed in: the `user`, and the name and e-mail address their comments carry."""

    user: object
    name: str
    email: str


def identity_of(request) -> Identity | None:
    """The person signed in, or None for a guest. Without a session cookie no session is looked at, so that an anonymous
    reader's page depends on nothing but its address."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    user = request.user
    return Identity(user, user.get_full_name() or user.get_username(), user.email)


def comes_from_our_own_page(request) -> bool:
    """True when a browser says that the request was made by a page of this site.

    Sec-Fetch-Site cannot be set by a page's script; browsers that do not send it send Origin, or Referer, with a POST.
    https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin") or _origin(request.headers.get("Referer", ""))
    return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
