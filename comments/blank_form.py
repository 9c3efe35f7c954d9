"""The form that nobody has begun to fill in, as every saved page has it.

It is the same under all stories but for the story itself, so it is printed once and kept with places left open, which
are filled in for each page. Printing it anew would take a quarter of the time of the whole page.
"""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from comments.forms import CommentForm
from comments.sign_in import letters

MOST_KEPT = 16  # of about 5 kB: one for each language that is in use
SECURITY = ("post", "timestamp", "security_hash")
OPEN_PLACE = "\ue000{}\ue001"  # between private characters, which stand nowhere else

_kept: dict[tuple, str] = {}


def blank_form(form: CommentForm, path: str) -> SafeString | None:
    """The part below the comments of the page at `path`; None when `form` is not as everybody gets it."""
    if form.is_bound or form.identity or form.answers or set(form.initial) > {*SECURITY, "reply_to"} or settings.DEBUG:
        return None
    ways = (tuple(service.key for service in settings.SIGN_IN_SERVICES), letters.are_offered())
    asks = (form.is_open, settings.COMMENT_NAME_REQUIRED, form.asks_to_sign_in)
    kind = (get_language(), str(form.house_rules), *ways, *asks)
    if kind not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[kind] = _with_open_places(form)
    return format_html(_kept[kind], path=path, **{name: form.initial[name] for name in SECURITY})


def _with_open_places(form: CommentForm) -> str:
    names = ("path", *SECURITY)
    opened = CommentForm(form.target_object)
    opened.initial.update({name: OPEN_PLACE.format(name) for name in SECURITY})
    html: str = render_to_string("comments/_respond.html", {"form": opened, "path": OPEN_PLACE.format("path")})
    html = html.replace("{", "{{").replace("}", "}}")
    for name in names:
        html = html.replace(OPEN_PLACE.format(name), f"{{{name}}}")
    return html
