"""What a post said, at every save. A revision is never changed and never deleted by an author."""

from __future__ import annotations

from functools import partial
from typing import cast

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from blog import wirecopy
from blog.models.presentation import UNSAID
from blog.models.recording import Kind, can_be_replaced, latest_of, record
from blog.signals import post_changed

WORDS = ("headline", "standfirst", "dateline", "agency_credit", "body", "slug", *UNSAID)


class RevisionIsImmutable(TypeError):
    """A revision was about to be changed after it was made."""


class Revision(models.Model):
    """An immutable snapshot of a post: its words, section, tags, bylines and lead picture."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(default=timezone.now)  # earlier than made_at where autosaves became one
    note = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVED)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revisions_of_a_post_are_numbered")]

    def __str__(self) -> str:
        return f"revision {self.number}"

    def save(self, **kwargs) -> None:
        if self.pk:
            raise RevisionIsImmutable("A revision is never changed; revise the post instead.")
        super().save(**kwargs)

    @property
    def body(self) -> str:
        """The Markdown text as it was."""
        return self.snapshot["body"]

    def diff(self, older: Revision) -> list[wirecopy.Change]:
        """What changed in the body since `older`, word by word."""
        return wirecopy.changes(older.body, self.body)


class Revisable(models.Model):
    """Keeps what a post said."""

    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def revise(self, *, by, note: str = "", kind: str = Kind.SAVED) -> Revision | None:
        """Record what the post says now, once it and its bylines are saved; None when nothing differs from the last.

        An autosave takes the place of one that the same person made in the last ten minutes; any other save has a
        revision of its own. A published post's readers see the change, so it is announced.
        """
        with transaction.atomic():
            self.lock()
            latest, snapshot = latest_of(self), self.snapshot()
            if latest and latest.snapshot == snapshot:
                if kind == Kind.SAVED != latest.kind:  # from now on no autosave takes its place
                    self.revisions.filter(pk=latest.pk).update(kind=kind)
                return None
            self.changed_at = timezone.now()
            self._keep_address_of_the_day()
            self.save(update_fields=["changed_at", "slug", "path"])
            replaces = latest if kind == Kind.AUTOSAVED and can_be_replaced(latest, by) else None
            revision = record(self, snapshot, by=by, note=note, kind=kind, replaces=replaces)
            if self.is_published:
                transaction.on_commit(partial(post_changed.send, sender=type(self), post=self), robust=True)
            return revision

    def lock(self) -> None:
        """Let one writer at a time decide what the post says, until the transaction ends."""
        type(self)._base_manager.select_for_update().only("pk").get(pk=self.pk)

    def keep_aside(self, words: dict[str, str], *, by, note: str) -> None:
        """Keep `words`, some of WORDS, that lost to somebody else's save; once, however often they come."""
        with transaction.atomic():
            self.lock()
            snapshot = {**self.snapshot(), **{name: words[name] for name in WORDS if words.get(name)}}
            last = self.revisions.filter(kind=Kind.ASIDE, made_by=by).first()
            if last is None or last.snapshot != snapshot:
                record(self, snapshot, by=by, note=note[:200], kind=Kind.ASIDE)

    def snapshot(self) -> dict:
        """The post's content as plain data, fit for JSON."""
        lead = self.placements.filter(role="lead").first()
        return {
            **{name: words for name in WORDS if (words := getattr(self, name)) or name not in UNSAID},
            **({"is_sticky": True} if self.is_sticky else {}),
            "section": self.section_id,
            "tags": sorted(self.tags.values_list("pk", flat=True)),
            "bylines": [[b.author_id, b.role] for b in self.bylines.all()],
            "lead": {"image": lead.image_id, "alt": lead.alt, "caption": lead.caption} if lead else None,
        }

    def revert_to(self, revision: Revision, *, by) -> Revision | None:
        """Make the post say again what `revision` said; recorded as a new revision, so it can be undone as well.

        A section, tag, author or picture that is gone by now is left out. Whether the story is sticky stays as it is:
        that belongs to the paper of the day, and not everybody who may restore may decide it.
        """
        old = revision.snapshot
        authors, lead = {author for author, _role in old["bylines"]}, old["lead"]
        with transaction.atomic():
            for name in WORDS:
                setattr(self, name, old.get(name, ""))
            self.section_id = next(iter(self._still_there("section", [old["section"]])), None)
            self.save()
            self.tags.set(self._still_there("tags", old["tags"]))
            known = self._still_there("authors", authors)
            self.bylines.all().delete()
            for position, (author, role) in enumerate(old["bylines"]):
                if author in known:
                    self.bylines.create(author_id=author, role=role, position=position)
            if lead and apps.get_model("blog.Image").objects.filter(pk=lead["image"]).exists():
                self.lead_with(**lead)
            else:
                self.placements.filter(role="lead").delete()
            return self.revise(by=by, note=f"Restored revision {revision.number}")

    def _still_there(self, field: str, keys) -> set[int]:
        """Those of `keys` that the rows of a relation's other side still have."""
        other = cast(type[models.Model], self._meta.get_field(field).related_model)
        return set(other._default_manager.filter(pk__in=[k for k in keys if k]).values_list("pk", flat=True))

    def _keep_address_of_the_day(self) -> None:
        """A published post whose slug was edited moves, and leaves a redirect."""
        if self.is_published:
            self.settle_address()
