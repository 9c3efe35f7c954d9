"""Two snapshots of a story side by side: what each field said, word by word."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from blog.models import Author, Image, Section, Tag
from blog.models.author import Byline
from blog.models.revision import WORDS
from blog.wirecopy import Change, changes

ROLES = dict(Byline.Role.choices)


@dataclass(frozen=True)
class Line:
    """One field: its name, and its words as changes from the older snapshot to the newer."""

    name: str
    changes: list[Change]

    @property
    def differs(self) -> bool:
        return any(change.kind != "same" for change in self.changes)


def lines_between(older: dict, newer: dict) -> list[Line]:
    """A line for each field besides the text that says something in one of the two. Costs at most four queries."""
    names = Names([older, newer])
    said_before, said = names.words_of(older), names.words_of(newer)
    return [
        Line(name, changes(said_before.get(name, ""), said[name]))
        for name in said
        if said_before.get(name) or said[name]
    ]


class Names:
    """What the rows that snapshots name by number are called."""

    def __init__(self, snapshots: list[dict]):
        self.sections = _called(Section, [old.get("section") for old in snapshots])
        self.tags = _called(Tag, [key for old in snapshots for key in old.get("tags", [])])
        self.authors = _called(Author, [key for old in snapshots for key, _role in old.get("bylines", [])])
        self.images = _called(Image, [(old.get("lead") or {}).get("image") for old in snapshots])

    def words_of(self, snapshot: dict) -> dict[str, str]:
        """The fields by their names, in words."""
        lead = snapshot.get("lead") or {}
        image = self.images.get(lead.get("image", 0), "a picture that is gone")
        bylines = [f"{ROLES.get(role, role)} {self._author(key)}" for key, role in snapshot.get("bylines", [])]
        section = snapshot.get("section")
        return {
            **{name.replace("_", " "): str(snapshot.get(name, "")) for name in WORDS if name != "body"},
            "sticky": "yes" if snapshot.get("is_sticky") else "",
            "section": self.sections.get(section, "a section that is gone") if section else "",
            "tags": ", ".join(sorted(self.tags.get(key, "a tag that is gone") for key in snapshot.get("tags", []))),
            "bylines": ", ".join(bylines),
            "lead picture": " · ".join(filter(None, [image, lead.get("alt"), lead.get("caption")])) if lead else "",
        }

    def _author(self, key: int) -> str:
        return self.authors.get(key, "somebody who is gone")


def _called(model: type[models.Model], keys: list) -> dict[int, str]:
    wanted = {key for key in keys if key}
    return {row.pk: str(row) for row in model._default_manager.filter(pk__in=wanted)} if wanted else {}
