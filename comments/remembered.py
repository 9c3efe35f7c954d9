"""The cookie that a reader may ask for: name, e-mail address and website, kept in their own browser and nowhere else.

A page that is saved for everybody shows none of it: there the script fills the fields in. On pages made for one reader
(a refusal, a preview, a held comment, a reply by plain link) it works without script.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "commenter"  # static/js/reply-form.js reads it by this name
KEPT_FOR = 347 * 24 * 3600  # seconds; WordPress keeps it as long
FIELDS = ("name", "email", "url")
LONGEST = 4000  # characters; browsers keep no more than 4096 bytes


def remembered(request: HttpRequest) -> dict[str, object]:
    """The form's initial values from the cookie, with its box ticked; empty when there is none that can be read."""
    try:
        kept = dict(parse_qsl(unquote(request.COOKIES.get(COOKIE, "")), max_num_fields=len(FIELDS)))
    except ValueError:
        return {}
    details: dict[str, object] = {name: kept[name] for name in FIELDS if name in kept}
    return {**details, "remember": True} if details else {}


def remember(request: HttpRequest, response: HttpResponse, cleaned: dict) -> None:
    """Set the cookie when its box was ticked; take it away when it was not."""
    value = quote(urlencode({name: cleaned.get(name, "") for name in FIELDS}))
    if cleaned.get("remember") and len(value) <= LONGEST:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, value, max_age=KEPT_FOR, secure=secure, samesite="Lax")
    elif COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Lax")
