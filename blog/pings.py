"""Tells WebSub's hub and the search engines of IndexNow what changed, where the newsroom configured them.

The errands are rows that are written with the change (see blog/receivers.py) and sent afterwards: publishing waits for
no other server. Telling the same twice does no harm, so a process that dies half-way leaves nothing but a second try.
https://www.w3.org/TR/websub/#publishing, https://www.indexnow.org/documentation
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from blog import outward
from blog.feeds.channel import whole
from blog.feeds.formats import FORMATS
from blog.models import Author, Ping, Post, Revision, Section, Tag
from blog.sweeper import stopping

INDEXNOW = "https://api.indexnow.org/indexnow"  # passes it on to all engines that take part
FIRST_PAUSE = timedelta(minutes=1)  # before the second try; each pause after it is twice as long
MOST_TRIES = 10  # with these pauses eight hours; what nobody heard of by then is found as everything else is
A_TURN = timedelta(minutes=1)  # for one errand, several times outward.PATIENCE
KEPT_FOR = timedelta(days=30)  # those that failed, for whoever looks for the reason
AT_A_TIME = 100
LATER = {408, 425, 429, 500, 502, 503, 504}  # answers that say nothing about the errand itself
LONGEST_REASON = 300

Transport = Callable[[str, bytes, dict[str, str]], int]

log = logging.getLogger(__name__)


def tell_of(post: Post, revision: Revision | None = None) -> None:
    """Write the errands that a change of what readers see of a post makes, in the transaction at hand.

    `revision` is what it says now: a section, tag or author that the one before it had, has another feed too.
    """
    if settings.WEBSUB_HUB:
        earlier = post.revisions.filter(number=revision.number - 1).first() if revision else None
        Ping.objects.write(Ping.Kind.WEBSUB, map(whole, _feeds_of(post, earlier)))
    if not post.canonical_address:  # else search engines are to show it where it was first
        tell_of_page(post.get_absolute_url())


def tell_of_page(path: str) -> None:
    """Write the errand for one page: it is new or changed, or leads elsewhere now, or is gone."""
    if settings.INDEXNOW_KEY:
        Ping.objects.write(Ping.Kind.INDEXNOW, [whole(path)])


def send_due(transport: Transport = outward.post) -> Counter:
    """Send all that is due, until it is done or the process is about to stop; how many came to which end: "told",
    "waiting", "failed", "taken" by another process. `transport` gets an address, a body and headers, and returns the
    status of the answer or raises outward.NoAnswer; a service that gives none is left in peace until the next sweep."""
    _take_back_lost_ones()
    outcome: Counter = Counter()
    silent: set[str] = set()
    for ping in Ping.objects.due()[:AT_A_TIME]:
        if stopping.is_set():
            break
        if ping.kind not in silent:
            end = _send(ping, transport, silent) if _claim(ping) else "taken"
            outcome[end] += 1
    return outcome


def forget_old() -> int:
    """Delete errands that failed KEPT_FOR ago; the number."""
    return Ping.objects.filter(state=Ping.State.FAILED, due_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _feeds_of(post: Post, earlier: Revision | None) -> Iterable[str]:
    """The paths of all feeds that have the post, or had it."""
    was = earlier.snapshot if earlier else {"section": None, "tags": [], "bylines": []}
    authors = {post.poster_id, *(author for author, _role in was["bylines"])}
    authors |= set(post.bylines.values_list("author", flat=True))
    tags = {*was["tags"], *post.tags.values_list("pk", flat=True)}
    about = {
        "section_feed": Section.objects.filter(pk__in=[key for key in (post.section_id, was["section"]) if key]),
        "tag_feed": Tag.objects.filter(pk__in=tags),
        "author_feed": Author.objects.filter(pk__in=authors),
    }
    endings = [f"_{form.name}" if form.name else "" for form in FORMATS]
    yield from (reverse(f"blog:feed{ending}") for ending in endings)
    for name, things in about.items():
        for slug in things.values_list("slug", flat=True):
            yield from (reverse(f"blog:{name}{ending}", args=[slug]) for ending in endings)


def _take_back_lost_ones() -> None:
    for ping in Ping.objects.filter(state=Ping.State.SENDING, due_at__lt=timezone.now())[:AT_A_TIME]:
        _wait(ping, timezone.now(), "The process stopped before it was answered.")


def _claim(ping: Ping) -> bool:
    """Take the errand, as it was read, for this process alone; False when another one has it."""
    as_read = Ping.objects.waiting().filter(pk=ping.pk, tries=ping.tries, due_at=ping.due_at)
    due_at = timezone.now() + A_TURN
    if not as_read.update(state=Ping.State.SENDING, tries=F("tries") + 1, due_at=due_at):
        return False
    ping.state, ping.tries, ping.due_at = Ping.State.SENDING, ping.tries + 1, due_at
    return True


def _send(ping: Ping, transport: Transport, silent: set[str]) -> str:
    request = REQUESTS[Ping.Kind(ping.kind)](ping.address)
    if request is None:  # nobody is to be told any more
        _mine(ping).delete()
        return "dropped"
    address, body, kind = request
    headers = {"Content-Type": kind, "User-Agent": f"Byline (+{settings.SITE_ADDRESS})", "Connection": "close"}
    try:
        status = transport(address, body, headers)
    except outward.NoAnswer as silence:
        silent.add(ping.kind)
        return _put_off(ping, str(silence))
    if 200 <= status < 300:
        _mine(ping).delete()
        return "told"
    reason = f"It was answered with status {status}."
    return _put_off(ping, reason) if status in LATER else _give_up(ping, reason)


def _to_the_hub(address: str) -> tuple[str, bytes, str] | None:
    words = urlencode({"hub.mode": "publish", "hub.url": address, "hub.topic": address})
    return (settings.WEBSUB_HUB, words.encode(), "application/x-www-form-urlencoded") if settings.WEBSUB_HUB else None


def _to_indexnow(address: str) -> tuple[str, bytes, str] | None:
    if not settings.INDEXNOW_KEY:
        return None
    key_file = whole(reverse("blog:indexnow_key", args=[settings.INDEXNOW_KEY]))
    words = {"host": settings.SITE_HOST, "key": settings.INDEXNOW_KEY, "keyLocation": key_file, "urlList": [address]}
    return INDEXNOW, json.dumps(words).encode(), "application/json; charset=utf-8"


REQUESTS = {Ping.Kind.WEBSUB: _to_the_hub, Ping.Kind.INDEXNOW: _to_indexnow}


def _put_off(ping: Ping, reason: str) -> str:
    if ping.tries >= MOST_TRIES:
        return _give_up(ping, reason)
    _wait(ping, timezone.now() + FIRST_PAUSE * 2 ** (ping.tries - 1), reason)
    return "waiting"


def _wait(ping: Ping, due_at, reason: str) -> None:
    """Have it tried again; or let it go when a later change of the same address waits by now."""
    try:
        with transaction.atomic():
            _mine(ping).update(state=Ping.State.WAITING, due_at=due_at, last_error=reason[:LONGEST_REASON])
    except IntegrityError:
        _mine(ping).delete()


def _give_up(ping: Ping, reason: str) -> str:
    log.error("%s was not told of %s: %s", ping.get_kind_display(), ping.address, reason)
    _mine(ping).update(state=Ping.State.FAILED, due_at=timezone.now(), last_error=reason[:LONGEST_REASON])
    return "failed"


def _mine(ping: Ping):
    """The row, unless another process has taken it since."""
    return Ping.objects.filter(pk=ping.pk, state=Ping.State.SENDING, tries=ping.tries)
