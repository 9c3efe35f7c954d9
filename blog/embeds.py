"""Addresses of films, posts and songs on other sites: which service one belongs to, and its one proper form. Pure.

A page never fetches anything from these services; it shows a card of plain words that leads there. What an address
carries to recognise the reader by (`si=`, `utm_…`, `igsh=`) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

LONGEST_ADDRESS = 300  # characters, in its proper form as well
MOST_IN_A_TEXT = 100  # whose words are asked for; the others are cards with their address

HOST = re.compile(r"(?=.{4,100}$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
SAME_SITE = re.compile(r"^(?:www|m|mobile)\.")  # the same place, for other screens
START = re.compile(r"(\d{1,6})s?")  # seconds into a film

YOUTUBE = "https://www.youtube.com/watch?v={id}"
TIKTOK_SHORT = "https://{host}/{id}/"

# The service; its hosts, without www (none: any host); the path and query; the proper form. The first that fits is it.
FORMS = [
    (service, set(hosts.split()), re.compile(rf"(?a:{path})/*(?:\?.*)?"), proper)
    for service, hosts, path, proper in (
        ("YouTube", "youtu.be", r"/(?P<id>[\w-]{11})", YOUTUBE),
        (
            "YouTube",
            "youtube.com music.youtube.com youtube-nocookie.com",
            r"/(?:shorts|embed|live|v)/(?P<id>[\w-]{11})",
            YOUTUBE,
        ),
        ("YouTube", "youtube.com music.youtube.com", r"/watch/?\?(?:[^#]*&)?v=(?P<id>[\w-]{11})(?:&.*)?", YOUTUBE),
        (
            "YouTube",
            "youtube.com music.youtube.com",
            r"/playlist\?(?:[^#]*&)?list=(?P<id>[\w-]{10,64})(?:&.*)?",
            "https://www.youtube.com/playlist?list={id}",
        ),
        ("Vimeo", "vimeo.com", r"/(?:channels/[\w-]+/)?(?P<id>\d{3,12}(?:/[0-9a-f]{6,20})?)", "https://vimeo.com/{id}"),
        ("Vimeo", "player.vimeo.com", r"/video/(?P<id>\d{3,12})", "https://vimeo.com/{id}"),
        (
            "X",
            "x.com twitter.com",
            r"/(?P<id>(?:\w{1,15}|i/web)/status)(?:es)?/(?P<of>\d{1,20})(?:/(?:photo|video)/\d)?",
            "https://x.com/{id}/{of}",
        ),
        (
            "Instagram",
            "instagram.com",
            r"/(?:[\w.]{1,30}/)?(?P<id>p|reel|tv)/(?P<of>[\w-]{5,40})",
            "https://www.instagram.com/{id}/{of}/",
        ),
        ("TikTok", "tiktok.com", r"/(?P<id>@[\w.]{1,30}/(?:video|photo)/\d{5,20})", "https://www.tiktok.com/{id}"),
        ("TikTok", "vm.tiktok.com vt.tiktok.com", r"/(?P<id>\w{5,20})", TIKTOK_SHORT),
        (
            "Spotify",
            "open.spotify.com",
            r"/(?:intl-[a-z]{2}/)?(?:embed/)?(?P<id>(?:track|album|playlist|artist|episode|show)/[A-Za-z0-9]{10,40})",
            "https://open.spotify.com/{id}",
        ),
        (
            "SoundCloud",
            "soundcloud.com",
            r"/(?P<id>[\w-]{1,60}/(?:sets/)?[\w-]{1,120}(?:/s-\w{5,20})?)",
            "https://soundcloud.com/{id}",
        ),
        ("SoundCloud", "on.soundcloud.com", r"/(?P<id>\w{5,30})", "https://on.soundcloud.com/{id}"),
        # Anybody may run a server of this kind; only the shape of the address tells.
        ("Mastodon", "", r"/(?P<id>@\w{1,60}(?:@[\w.-]{4,100})?/\d{10,20})", "https://{host}/{id}"),
    )
]

ALONE = re.compile(r"^ {0,3}(?:<(?P<angled>https?://[^\s<>]+)>|(?P<bare>https?://[^\s<>]+))[ \t]*$")
NAMED = re.compile(
    r"^ {0,3}\[(?P<words>[^\[\]<]+)\]\(\s*<?(?P<address>https?://[^\s<>()]+)>?\s*(?:\"[^\"]*\"\s*)?\)[ \t]*$"
)
PICTURED = re.compile(
    r"^ {0,3}\[!\[(?P<alt>[^\[\]]*)\]\(\s*image:(?P<image>\d{1,18})\s*(?:\"(?P<words>[^\"]*)\"\s*)?\)\]"
    r"\(\s*<?(?P<address>https?://[^\s<>()]+)>?\s*\)[ \t]*$"
)


@dataclass(frozen=True)
class Work:
    """What an address leads to: `service` by name; `address`, the same however it was typed; `link` leads a reader to
    the moment that the author chose."""

    service: str
    address: str
    link: str


@dataclass(frozen=True)
class Known:
    """What the newsroom has learnt about a work; either may be empty."""

    title: str = ""
    author: str = ""


@dataclass(frozen=True)
class Line:
    """A line that holds the address of a work and nothing else: what the author wrote about it, perhaps nothing, and
    the library's key of the picture chosen for it."""

    work: Work
    words: str = ""
    image: int | None = None
    alt: str = ""


FindKnown = Callable[[str], Known | None]


def recognise(address: str) -> Work | None:
    """The film, post or song that an address leads to, or None."""
    if len(address) > LONGEST_ADDRESS:
        return None
    try:
        parts = urlsplit(address)
        has_more = parts.port is not None or parts.username is not None
    except ValueError:
        return None
    host = SAME_SITE.sub("", (parts.hostname or "").lower())
    if parts.scheme not in ("http", "https") or has_more or not HOST.fullmatch(host):
        return None
    rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
    for service, hosts, form, proper in FORMS:
        if (not hosts or host in hosts) and (match := form.fullmatch(rest)):
            plain = proper.format(host=host, **match.groupdict())
            return Work(service, plain, plain + _start(service, parts.query))
    return None


def read_line(line: str) -> Line | None:
    """What a line of a text says when it is an address of a work, bare, as `[Title](address)`, or around a picture of
    the library as `[![alt](image:7 "Title")](address)`; else None."""
    if match := ALONE.match(line):
        work = recognise(match["angled"] or match["bare"])
        return Line(work) if work else None
    match = PICTURED.match(line) or NAMED.match(line)
    work = recognise(match["address"]) if match else None
    if match is None or work is None:
        return None
    found = match.groupdict()
    image = int(found["image"]) if found.get("image") else None
    return Line(work, (found["words"] or "").strip(), image, found.get("alt") or "")


def works_of(source: str) -> list[Work]:
    """The works whose title a text does not say itself, each once, in order, MOST_IN_A_TEXT at most."""
    lines = (read_line(line) for line in source.splitlines() if "http" in line)
    works = {line.work.address: line.work for line in lines if line and not line.words}
    return list(works.values())[:MOST_IN_A_TEXT]


def _start(service: str, query: str) -> str:
    """Where in a film to begin, as it is written in an address of YouTube: "&t=75s"."""
    if service != "YouTube":
        return ""
    told = parse_qs(query, max_num_fields=50)
    match = START.fullmatch((told.get("t") or told.get("start") or [""])[0])
    return f"&t={match[1]}s" if match else ""
