"""What stands around every story: the paper's name and look, its sections, its pages. One query, known for a while."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import Error, models, transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import JSONObject
from django.urls import reverse

from blog.models.flat_page import FlatPage
from blog.models.image import Image
from blog.models.section import Section
from blog.models.site_settings import SiteSettings

KNOWN_FOR = 5  # seconds that another process may still show what was changed in this one
MOST_LINKS = 24  # of a kind; more is no way around but an index

OF_A_SECTION = {"name": "name", "slug": "slug", "position": "position"}
OF_A_PAGE = {"name": "title", "path": "path", "position": "footer_position", "policy": "policy"}
# What is needed to show it, as an Image; reading it apart would cost every page a query.
OF_THE_LOGO = (
    *("id", "digest", "width", "height", "average_color", "shown_x", "shown_y", "has_all_sizes"),
    *("alt", "is_decorative", "caption", "credit"),
)


@dataclass(frozen=True)
class Link:
    """A name, and the path it leads to."""

    name: str
    address: str


@dataclass(frozen=True)
class Masthead:
    """`sections` stand under the paper's name, `pages` at the foot, in the order an editor gave them; `policies` are
    the paths of published pages by schema.org's name of the policy they are, such as "ethicsPolicy"."""

    settings: SiteSettings
    sections: tuple[Link, ...] = ()
    pages: tuple[Link, ...] = ()
    policies: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """What the paper is called."""
        return self.settings.newsroom_name

    @classmethod
    def known(cls) -> Masthead:
        """The masthead, from memory or by one query. While the database is away: what was known last, or else the
        defaults, so that a page that only says so can still be shown."""
        if _Memory.masthead and time.monotonic() < _Memory.until:
            return _Memory.masthead
        turn = _Memory.turn
        try:
            found = _read()
        except Error:
            return _Memory.masthead or cls(SiteSettings(pk=1))
        if turn == _Memory.turn:
            _Memory.masthead, _Memory.until = found, time.monotonic() + KNOWN_FOR
        return found


class _Object(JSONObject):
    """Django asks every new connection to SQLite first, in three queries, whether it knows JSON; it does."""

    as_sql = Func.as_sql


class _Memory:
    """What this process knows. `turn` grows with every change, so that what was read before one is not kept after."""

    turn = 0
    until = 0.0
    masthead: Masthead | None = None


def newsroom_name() -> str:
    """What the paper is called, as an editor or the environment says."""
    return Masthead.known().name


def forget() -> None:
    """Ask the database again: now, and once more when what is being saved is there for everybody."""
    _forget()
    transaction.on_commit(_forget)


def forget_known(**kwargs) -> None:
    """Know nothing, as a process that has just begun."""
    _forget()
    _Memory.masthead = None


def _forget() -> None:
    _Memory.turn += 1
    _Memory.until = 0.0


def _read() -> Masthead:
    row, sections, pages, policies = SiteSettings(pk=1), [], [], []
    for found in _rows():
        match found.pop("kind"):
            case "settings":
                row = _settings(found)
            case "section":
                link = Link(found["name"], reverse("blog:section", args=[found["slug"]]))
                sections.append((found["position"], link))
            case _:
                if found["position"]:
                    pages.append((found["position"], Link(found["name"], found["path"])))
                if found["policy"]:
                    policies.append((found["policy"], found["path"]))
    return Masthead(row, _in_order(sections), _in_order(pages), tuple(sorted(policies)))


def _rows() -> list[dict]:
    """One object for each row, of three tables at once."""
    fields = {field.attname: field.attname for field in SiteSettings._meta.concrete_fields if not field.primary_key}
    logo = {f"logo__{name}": f"logo__{name}" for name in OF_THE_LOGO}
    around = Q(footer_position__gt=0) | ~Q(policy="")
    row = _as_object(SiteSettings.objects.filter(pk=1), "settings", **fields, **logo)
    sections = _as_object(Section.objects.filter(position__gt=0), "section", **OF_A_SECTION)
    pages = _as_object(FlatPage.objects.published().filter(around), "page", **OF_A_PAGE)
    return list(row.union(sections, pages, all=True))


def _as_object(rows: models.QuerySet, kind: str, **names: str) -> models.QuerySet:
    said = _Object(kind=Value(kind), **{name: F(field) for name, field in names.items()})
    return rows.order_by().values_list(said, flat=True)


def _settings(found: dict) -> SiteSettings:
    logo = {name: found.pop(f"logo__{name}") for name in OF_THE_LOGO}
    row = SiteSettings(pk=1, **found)
    if row.logo_id:
        row.logo = Image(**logo)
    return row


def _in_order(links: list[tuple[int, Link]]) -> tuple[Link, ...]:
    ordered = sorted(links, key=lambda pair: (pair[0], pair[1].name))
    return tuple(link for _position, link in ordered[:MOST_LINKS])
