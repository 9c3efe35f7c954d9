"""Changes to a story that readers have seen: typos mended quietly, updates dated, mistakes corrected in the open."""

from __future__ import annotations

from functools import partial
from typing import NoReturn

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from blog import wirecopy
from blog.models.audit import AuditEntry
from blog.models.moves import MoveRefused, State
from blog.models.recording import latest_of
from blog.signals import post_changed

SENTENCE_LENGTH, THANKS_LENGTH = 1000, 200


class ChangeKind(models.TextChoices):
    """What a change to a live story is. The last two move the moment that readers see as "Updated"."""

    TYPO = "typo", "Typo"
    UPDATE = "update", "Update"
    CORRECTION = "correction", "Correction"


class CorrectionIsForGood(TypeError):
    """A correction was about to be changed or deleted."""


class CorrectionQuerySet(models.QuerySet):
    """Reads after "corrections"."""

    def public(self):
        """Those that readers may see: of published stories. A database asks it of each correction that it meets; of a
        list of all published stories it would begin with that."""
        posts = self.model.post.field.related_model.objects.published()
        return self.filter(models.Exists(posts.filter(pk=models.OuterRef("post"))))

    def newest_first(self):
        return self.order_by("-made_at", "-pk")

    def from_place(self, moment, key):
        """Those that come after the place in `newest_first` of a correction with that moment and key."""
        return self.filter(Q(made_at__lt=moment) | Q(pk__lt=key), made_at__lte=moment)

    def for_lists(self):
        """With the story that each is about, without its text."""
        return self.select_related("post").defer("post__body", "post__body_html")


class Correction(models.Model):
    """One mistake, put right in the open. It is neither changed nor deleted: another one may follow."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="corrections")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=SENTENCE_LENGTH)
    thanks = models.CharField(max_length=THANKS_LENGTH, blank=True)
    before = models.ForeignKey("blog.Revision", models.RESTRICT, related_name="+")
    after = models.ForeignKey("blog.Revision", models.RESTRICT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["-made_at", "-id"], name="corrections_newest_first")]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="corrections_of_a_post_are_numbered")]

    def __str__(self) -> str:
        return f"correction {self.number}"

    def save(self, **kwargs) -> None:
        if self.pk:
            raise CorrectionIsForGood("A correction is never changed; make another one.")
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        """The page that shows what was changed."""
        return f"{self.post.get_absolute_url()}corrections/{self.number}/"

    def delete(self, *args, **kwargs) -> NoReturn:
        raise CorrectionIsForGood("A correction is never deleted.")

    @property
    def anchor(self) -> str:
        return f"correction-{self.number}"

    def lines(self) -> list[tuple[str, list[wirecopy.Change]]]:
        """The (name, word-level changes) of everything that readers had read otherwise; the text's name is empty."""
        names = {"headline": "Headline", "standfirst": "Standfirst", "dateline": "Dateline", "body": ""}
        pairs = ((name, self.before.snapshot[field], self.after.snapshot[field]) for field, name in names.items())
        return [(name, wirecopy.changes(old, new)) for name, old, new in pairs if old != new]


class Correctable(models.Model):
    """The verbs for a live story. Each records what it says now, as `revise` does, which is the one for typos; each
    raises MoveRefused for a story that readers do not see, and PermissionDenied."""

    updated_at = models.DateTimeField(null=True, blank=True, editable=False)
    correction_count = models.PositiveIntegerField(default=0, editable=False)  # so that most pages ask for none

    class Meta:
        abstract = True

    def update(self, *, by, note: str = "") -> None:
        """Record new words that add to the story: readers see when."""
        with transaction.atomic():
            self._refuse_unless_live("update", by)
            if self.revise(by=by, note=note or "Update"):
                self._mark_updated()

    def correct(self, *, by, text: str, thanks: str = "", note: str = "") -> Correction:
        """Record new words that put something right. `text` says what was wrong, for readers; so does `thanks` to whom
        they owe it. The words may be the same as before: then the sentence is what is added."""
        with transaction.atomic():
            self._refuse_unless_live("correct", by)
            if not text.strip():
                raise MoveRefused("Cannot correct without a sentence: say what was wrong, and what is right.")
            before, number = latest_of(self), self.corrections.count() + 1
            after = self.revise(by=by, note=note or f"Correction {number}")
            if after is None:
                transaction.on_commit(partial(post_changed.send, sender=type(self), post=self), robust=True)
            correction = self.corrections.create(
                number=number,
                text=text.strip(),
                thanks=thanks.strip(),
                before=before or after,
                after=after or before,
                made_by=by,
            )
            self._mark_updated(correction_count=number)
            AuditEntry.note_down("corrected", by=by, about=self, note=correction.text)
            return correction

    def _refuse_unless_live(self, verb: str, by) -> None:
        rows = type(self)._base_manager.select_for_update()
        if rows.values_list("state", flat=True).get(pk=self.pk) != State.PUBLISHED:
            raise MoveRefused(f"Cannot {verb} a story that readers do not see; publish it first.")
        if by is not None and not self.can_edit(by):
            raise PermissionDenied(f"{by} may not {verb} this story.")

    def _mark_updated(self, **columns) -> None:
        for name, value in {"updated_at": timezone.now(), **columns}.items():
            setattr(self, name, value)
        self.save(update_fields=["updated_at", *columns])
