"""What stands around a story on its page: tags, links, corrections, the stories before and after it, and related ones.

All of it is read in one query; see nearness.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from django.db import models
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from blog.models.nearness import (
    CORRECTION,
    LINK,
    MOST_RELATED,
    NEXT,
    PARTS,
    PREVIOUS,
    TAG,
    parts_of_neighbours,
    rows_of,
)


@dataclass(frozen=True)
class Way:
    """A tag or a story: what it is called, and its path."""

    name: str
    address: str


@dataclass(frozen=True)
class Elsewhere:
    """One of the poster's addresses on other sites."""

    label: str
    url: str


@dataclass(frozen=True)
class Corrected:
    """A correction as the story's page tells it; `address` is the path of the page that shows what was changed."""

    number: int
    text: str
    thanks: str
    made_at: datetime
    address: str

    @property
    def anchor(self) -> str:
        return f"correction-{self.number}"


@dataclass
class Around:
    """Corrections newest first; related stories nearest first, neither the story itself nor its neighbours in time."""

    tags: list[Way] = field(default_factory=list)
    links: list[Elsewhere] = field(default_factory=list)
    corrections: list[Corrected] = field(default_factory=list)
    previous: Way | None = None
    next: Way | None = None
    related: list[Way] = field(default_factory=list)


class Surrounded(models.Model):
    """Knows what stands around it."""

    class Meta:
        abstract = True

    @cached_property
    def around(self) -> Around:
        """One query; tags and links that were loaded before are not asked for again. A story that readers do not see
        has no neighbours."""
        found, known = Around(), getattr(self, "_prefetched_objects_cache", {})
        parts = [(PARTS[CORRECTION], [self.pk])] if self.correction_count else []
        if "links" not in getattr(self.poster, "_prefetched_objects_cache", {}):
            parts.append((PARTS[LINK], [self.poster_id]))
        else:
            found.links = [Elsewhere(link.label, link.url) for link in self.poster.links.all()]
        if "tags" not in known:
            parts.append((PARTS[TAG], [self.pk]))
        else:
            found.tags = [Way(tag.name, tag.get_absolute_url()) for tag in self.tags.all()]
        for row in rows_of(parts + (parts_of_neighbours(self) if self.is_published else [])):
            self._put(found, *row)
        return found

    def _put(self, found: Around, kind: int, place: int, first: str, second: str, third: str, moment: str) -> None:
        if kind == CORRECTION:
            address = f"{self.get_absolute_url()}corrections/{place}/"
            found.corrections.insert(0, Corrected(place, first, second, _moment(moment), address))
        elif kind == LINK:
            found.links.append(Elsewhere(first, second))
        elif kind == TAG:
            found.tags.append(Way(first, reverse("blog:tag", args=[second])))
        else:
            way = Way(third or first, iri_to_uri(second))
            if kind == PREVIOUS:
                found.previous = way
            elif kind == NEXT:
                found.next = way
            elif way not in (found.previous, found.next) and len(found.related) < MOST_RELATED:
                found.related.append(way)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)  # Python reads what either database writes
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
