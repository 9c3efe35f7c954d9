"""Asks services what the works are called that stories lead to: YouTube, Vimeo, X and the like, by oEmbed.

Only the server asks, beside the saving, and only the hosts named here; what comes back is taken as plain words, never
as HTML, however it is dressed. https://oembed.com/
"""

from __future__ import annotations

import json
import logging
import re
import time
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from html import unescape
from urllib.parse import quote, urlsplit

import requests
import urllib3
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from blog.embeds import Known
from blog.models import Embed, Post
from blog.models.embed import LONGEST_AUTHOR, LONGEST_TITLE
from blog.signals import post_changed
from blog.sweeper import stopping

ENDPOINTS = {
    "YouTube": "https://www.youtube.com/oembed?format=json&url={}",
    "Vimeo": "https://vimeo.com/api/oembed.json?url={}",
    "X": "https://publish.x.com/oembed?omit_script=true&url={}",
    "TikTok": "https://www.tiktok.com/oembed?url={}",
    "Spotify": "https://open.spotify.com/oembed?url={}",
    "SoundCloud": "https://soundcloud.com/oembed?format=json&url={}",
    # Instagram answers only those who registered with it.
}
# Anybody may run a Mastodon server, so anybody could have us ask one of theirs. These are the largest.
MASTODON = "https://{}/api/oembed?url={{}}"
MASTODON_HOSTS = set(
    "mastodon.social mastodon.online mstdn.social mas.to mastodon.world techhub.social infosec.exchange hachyderm.io "
    "fosstodon.org newsie.social journa.host social.vivaldi.net piaille.fr troet.cafe".split()
)
HOSTS = {urlsplit(endpoint).hostname for endpoint in ENDPOINTS.values()} | MASTODON_HOSTS

PATIENCE = 6  # seconds for a whole answer; silence between two bytes may last as long
LARGEST_ANSWER = 64 * 2**10  # bytes; real ones have one to five thousand
PIECE = 2**12
FIRST_PAUSE = timedelta(minutes=1)  # before the second try; each pause after it is four times as long
MOST_TRIES = 7  # with these pauses in the course of four days: until then a film that was announced is public
AT_A_TIME = 20
# Bidirectional controls would turn the words around them; line and paragraph separators fold to spaces.
TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")

Transport = Callable[[str], bytes]

log = logging.getLogger(__name__)


class NoAnswer(ValueError):
    """The service said nothing that can be used; the message says why."""


def fetch_due(transport: Transport | None = None) -> int:
    """Ask about every work that is due, put what was learnt into the stories that show it, and tell of them; the number
    of works learnt about. `transport` gets an address and gives the answer's body, or raises NoAnswer.

    Any number of processes may do it at once: who moves a row's next try has the row.
    """
    if not settings.EMBEDS:
        return 0
    learnt = 0
    for embed in Embed.objects.due()[:AT_A_TIME]:
        if stopping.is_set():
            break
        if _take(embed) and _learn(embed, transport or over_https):
            learnt += 1
    return learnt


def endpoint_of(embed: Embed) -> str:
    """The address to ask about a work, or nothing when its service cannot be asked."""
    host = urlsplit(embed.url).hostname
    if embed.service == "Mastodon":
        endpoint = MASTODON.format(host) if host in MASTODON_HOSTS else ""
    else:
        endpoint = ENDPOINTS.get(embed.service, "")
    return endpoint.format(quote(embed.url, safe=""))


def read_answer(body: bytes) -> Known:
    """What a service's answer says of a work, as plain words. Raises NoAnswer for what is no such answer."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise NoAnswer("It is no JSON.") from None
    if not isinstance(told, dict):
        raise NoAnswer("It is no JSON object.")
    known = Known(_words(told.get("title"), LONGEST_TITLE), _words(told.get("author_name"), LONGEST_AUTHOR))
    if known == Known():
        raise NoAnswer("It has neither a title nor an author.")
    return known


def over_https(address: str, session: requests.Session | None = None) -> bytes:
    """The body at an address of a known host, over https. A redirect is no answer: it could lead anywhere.

    Raises NoAnswer when there is none, when it is too large, or when it takes too long.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" or parts.hostname not in HOSTS:
        raise NoAnswer("This host is not asked.")
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": f"Byline ({_us()})"}
    started = time.monotonic()
    try:
        with (
            session or requests.Session() as line,
            line.get(address, headers=headers, timeout=PATIENCE, stream=True, allow_redirects=False) as answer,
        ):
            if answer.status_code != requests.codes.ok:
                raise NoAnswer(f"It was answered with status {answer.status_code}.")
            return _read(answer.raw, started)
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as failure:
        raise NoAnswer(f"It was not reached: {type(failure).__name__}.") from failure


def _take(embed: Embed) -> bool:
    """Set the row's next try; True when no other process did so first."""
    tries = embed.tries + 1
    pause = FIRST_PAUSE * 4 ** (tries - 1)
    due_at = timezone.now() + pause if endpoint_of(embed) and tries < MOST_TRIES else None
    return bool(Embed.objects.filter(pk=embed.pk, tries=embed.tries).update(tries=tries, due_at=due_at))


def _learn(embed: Embed, transport: Transport) -> bool:
    endpoint = endpoint_of(embed)
    if not endpoint:
        return False
    try:
        known = read_answer(transport(endpoint))
    except NoAnswer as reason:
        log.info("Nothing was learnt about %s: %s", embed.url, reason)
        return False
    words = {"title": known.title, "author": known.author}
    Embed.objects.filter(pk=embed.pk).update(**words, fetched_at=timezone.now(), due_at=None)
    _print_anew(embed)
    return True


def _print_anew(embed: Embed) -> None:
    """Make the text of every story that shows the work again, one by one, so that nobody waits for all of them."""
    for key in list(embed.posts.values_list("pk", flat=True)):
        with transaction.atomic():
            post = Post.objects.select_for_update().filter(pk=key).first()
            if post is None:
                continue
            post.save(update_fields=["body"])
            if post.is_published:
                transaction.on_commit(partial(post_changed.send, sender=Post, post=post), robust=True)


def _words(value: object, most: int) -> str:
    """At most `most` characters of a plain line; nothing of what is no text."""
    if not isinstance(value, str):
        return ""
    text = TURNING.sub("", unescape(value[: 10 * most]))
    kept = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") else letter for letter in text)
    line = " ".join(kept.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _us() -> str:
    return f"+{settings.SITE_ADDRESS}"


def _read(body, started: float) -> bytes:
    read, size = [], 0
    while piece := body.read1(PIECE):
        read.append(piece)
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise NoAnswer(f"It has more than {LARGEST_ANSWER} bytes.")
        if time.monotonic() - started > PATIENCE:
            raise NoAnswer(f"It took longer than {PATIENCE} seconds.")
    return b"".join(read)
