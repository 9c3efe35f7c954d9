"""What a feed says, whatever it is written in: plain data, with whole addresses in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

from django.conf import settings

NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed without entries was changed; Atom insists on a moment


def guid(thing: str) -> str:
    """A name that stays the same when what it names moves: tag:paper.example,2026:post/7. RFC 4151.

    `thing` is a kind and a key that is never given again.
    """
    return f"tag:{settings.SITE_HOST},2026:{thing}"


def whole(address: str) -> str:
    """An address of this site, as it is written elsewhere; one that is whole already stays as it is."""
    return urljoin(settings.SITE_ADDRESS + "/", address)


@dataclass(frozen=True)
class Person:
    """Who made something; `address` is their page, or empty."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Enclosure:
    """A file that belongs to an entry; `length` is in bytes."""

    address: str
    length: int
    mime_type: str
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Entry:
    """One story or comment. `html` is all of it; `summary` and `title` are plain text."""

    guid: str
    address: str
    title: str
    html: str
    published: datetime
    updated: datetime
    summary: str = ""
    authors: Sequence[Person] = ()
    contributors: Sequence[Person] = ()
    categories: Sequence[str] = ()
    enclosure: Enclosure | None = None


@dataclass(frozen=True)
class Channel:
    """A feed: what it is called, the page it belongs to, and its entries, newest first.

    `hub` is the WebSub hub that tells subscribers of changes, or empty. https://www.w3.org/TR/websub/
    """

    guid: str
    title: str
    address: str
    description: str
    entries: Sequence[Entry]
    hub: str = ""

    @property
    def updated(self) -> datetime:
        """When the latest of its changes was made."""
        return max((entry.updated for entry in self.entries), default=NOTHING_YET)
