"""The small parts of every printed comment: face, name and moments.

They are the same wherever a comment is printed, so those printed lately are kept, as many as the bounds allow.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.core.files.storage import default_storage
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from comments.discussion import Shown
from comments.identicon import identicon

FACES_KEPT = 4000  # of about 500 bytes
MOMENTS_KEPT = 10_000  # of about 200 bytes
COUNTS_KEPT = 1000
NOTHING = format_html("{}", "")  # an empty piece that need not be escaped again and again

PORTRAIT = '<img class="face" src="{}" width="40" height="40" alt="" loading="lazy">'
NAME = '<bdi class="comment__name">{}</bdi>'
LINKED_NAME = '<bdi class="comment__name"><a href="{}" rel="nofollow ugc noopener">{}</a></bdi>'
EDITED = ' <span class="comment__edited">{} {}</span>'
MOMENT = '<time datetime="{}">{}</time>'

_drawn = lru_cache(FACES_KEPT)(identicon)


def face(comment: Shown) -> str:
    """Our own copy of the writer's portrait, or a pattern; the same one beside all that they say."""
    if comment.portrait:
        return format_html(PORTRAIT, default_storage.url(comment.portrait))
    if comment.user_id:
        return _drawn(f"user {comment.user_id}")
    return _drawn(f"guest {comment.face or comment.writer_name}")


def writer(comment: Shown) -> str:
    """The name, leading to the writer's website where they have one."""
    if comment.user_url:
        return format_html(LINKED_NAME, comment.user_url, comment.name)
    return format_html(NAME, comment.name)


def edited(comment: Shown, zone: str, language: str) -> str:
    """That it was edited, by whom, and when, as `moment` says it; nothing for what still says what it said at first."""
    if comment.amended_at:  # after that its writer cannot
        return format_html(EDITED, _("Edited by the newsroom"), moment(comment.amended_at, zone, language))
    return format_html(EDITED, _("edited"), moment(comment.edited_at, zone, language)) if comment.edited_at else NOTHING


@lru_cache(COUNTS_KEPT)
def times(count: int) -> str:
    """How many recommend it; nothing for nobody."""
    return format_html(" <span>{}</span>", count) if count else NOTHING


@lru_cache(MOMENTS_KEPT)
def moment(when: datetime, zone: str, language: str) -> str:
    """Date and time as readers of the newsroom's own place say them, and exactly for programs. `zone` and `language`
    are those in force: what is kept is kept for them."""
    return format_html(MOMENT, f"{when:%Y-%m-%dT%H:%M:%SZ}", date_format(localtime(when), "DATETIME_FORMAT"))
