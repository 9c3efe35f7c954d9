"""What a story said before, said again."""

from __future__ import annotations

from typing import cast

from django.apps import apps
from django.db import models, transaction

from blog.models.revision import WORDS, Revision


class Restorable(models.Model):
    """Lets a post say what a snapshot of it says."""

    class Meta:
        abstract = True

    def revert_to(self, revision: Revision, *, by, record=None) -> Revision | None:
        """Make the post say again what `revision` said; recorded as a new revision, so it can be undone as well.

        `record` is the verb that records it, for a story that readers see: see correction.py.
        """
        with transaction.atomic():
            self.take_on(revision.snapshot)
            return (record or self.revise)(by=by, note=f"Restored revision {revision.number}")

    def take_on(self, snapshot: dict) -> None:
        """Make the post say what `snapshot` says; the caller records it.

        A section, tag, author or picture that is gone by now is left out. Whether the story is sticky stays as it is:
        that belongs to the paper of the day, and not everybody who may restore may decide it.
        """
        authors, lead = {author for author, _role in snapshot["bylines"]}, snapshot["lead"]
        with transaction.atomic():
            for name in WORDS:
                setattr(self, name, snapshot.get(name, ""))
            self.section_id = next(iter(self._still_there("section", [snapshot["section"]])), None)
            self.save()
            self.tags.set(self._still_there("tags", snapshot["tags"]))
            known = self._still_there("authors", authors)
            self.bylines.all().delete()
            for position, (author, role) in enumerate(snapshot["bylines"]):
                if author in known:
                    self.bylines.create(author_id=author, role=role, position=position)
            if lead and apps.get_model("blog.Image").objects.filter(pk=lead["image"]).exists():
                self.lead_with(**lead)
            else:
                self.placements.filter(role="lead").delete()

    def _still_there(self, field: str, keys) -> set[int]:
        """Those of `keys` that the rows of a relation's other side still have."""
        other = cast(type[models.Model], self._meta.get_field(field).related_model)
        return set(other._default_manager.filter(pk__in=[k for k in keys if k]).values_list("pk", flat=True))
