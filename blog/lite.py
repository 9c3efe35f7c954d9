"""Reading without pictures: who wants it, and how that is remembered.

A reader asks for it with `?lite=1`, and a browser that saves data with `Save-Data: on`. Chromium sends that by itself
where the phone saves data: it is a hint of low entropy, so nothing has to be asked for with Accept-CH.
https://wicg.github.io/savedata/, https://wicg.github.io/client-hints-infrastructure/#low-entropy-hint-table
"""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import patch_vary_headers

NAME = "lite"  # of the cookie, and of what stands in an address
# What else of an address is part of the page; anybody can write anything behind it.
KEPT = ("q", "section", "author", "since", "until", "page", "before", "after", "order", "replytocom")
MEANS = {"1": True, "0": False}  # anything else says nothing
KEPT_FOR = 365 * 24 * 3600  # seconds; Chromium keeps no cookie longer than 400 days
VARIES_BY = ("Save-Data", "Cookie")

# A way to another page of ours, or to another part of this list; not to a file, a feed or the desk.
WAY = re.compile(r'(<a\s(?:[^"<>]|"[^"]*")*?\bhref=")(/(?!/|media/|static/|desk/)[^"#]*|\?[^"#]*)')
NO_PAGE = re.compile(r"/feed/|[?;]lite=")
FORM = re.compile(r'<form\b[^>]*\bmethod="get"[^>]*>')


def wants_lite(request: HttpRequest) -> bool:
    """True for a reader to whom no picture is to be sent unasked. It asks the request alone, and no database.

    The address goes before the cookie, and the cookie, which is the reader's own choice, before the browser's header.
    """
    asked = _asked(request)
    return _would_get_lite(request) if asked is None else asked


def lite_matters(request: HttpRequest) -> bool:
    """The same, for what is printed of it: the answer then says what it depends on."""
    request.lite_mattered = True  # type: ignore[attr-defined]
    return wants_lite(request)


def switch(request: HttpRequest) -> str:
    """The query of the same page in the other way of reading, with the "?"."""
    asked = _query(request)
    query = QueryDict(mutable=True)
    for name in KEPT:
        query.setlist(name, asked.getlist(name)[-1:])
    query[NAME] = "0" if wants_lite(request) else "1"
    return f"?{query.urlencode()}"


class LiteMiddleware:
    """Remembers what a reader asked for, and tells caches what a page depends on.

    The one page must not be given to who is to have the other. A cache that takes no notice of Vary could do that: so
    a page without pictures is for the reader's own cache alone, and the worst that can come of it is a picture.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        asked, it_mattered = _asked(request), getattr(request, "lite_mattered", False)
        if it_mattered:
            patch_vary_headers(response, VARIES_BY)
            if asked is not None or wants_lite(request):
                response.headers.setdefault("Cache-Control", "private, no-cache")
        elif not 300 <= response.status_code < 400:
            return response
        if asked is not None:
            _remember(request, response, asked)
            if it_mattered and asked != _would_get_lite(request):
                response.content = _carried(response.text, asked)
        return response


def _asked(request: HttpRequest) -> bool | None:
    """What the address asks for; None where it says nothing."""
    return MEANS.get(_query(request).get(NAME, ""))


def _would_get_lite(request: HttpRequest) -> bool:
    """What the reader gets where no address says anything."""
    kept = MEANS.get(request.COOKIES.get(NAME, ""))
    return _saves_data(request) if kept is None else kept


def _saves_data(request: HttpRequest) -> bool:
    tokens = re.split(r"[;,]", request.headers.get("Save-Data", "").lower())
    return "on" in (token.strip() for token in tokens)


def _query(request: HttpRequest) -> QueryDict:
    """What stands behind the "?"; nothing where Django refuses to read that."""
    try:
        return request.GET
    except SuspiciousOperation:
        return QueryDict()


def _remember(request: HttpRequest, response: HttpResponse, asked: bool) -> None:
    """Keep the choice, with nothing in it that tells one reader from another. "No" is what a reader has who kept
    nothing, unless the browser saves data."""
    if asked or _saves_data(request):
        secure = settings.SESSION_COOKIE_SECURE
        value = "1" if asked else "0"
        response.set_cookie(NAME, value, max_age=KEPT_FOR, secure=secure, httponly=True, samesite="Lax")
    elif NAME in request.COOKIES:
        response.delete_cookie(NAME, samesite="Lax")


def _carried(html: str, asked: bool) -> str:
    """The page with the choice in its ways to other pages. Only the first after a choice has it, and every one of a
    reader whose browser keeps no cookie: for others the cookie carries it, and addresses stay as they are."""
    value = int(asked)

    def carried(way: re.Match) -> str:
        if NO_PAGE.search(way[2]):
            return way[0]
        return f"{way[0]}{'&amp;' if '?' in way[2] else '?'}{NAME}={value}"

    return FORM.sub(rf'\g<0><input type="hidden" name="{NAME}" value="{value}">', WAY.sub(carried, html))
