"""What a change to a story that readers have seen can be; and a mistake that was put right in the open."""

from __future__ import annotations

from typing import NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from blog import wirecopy

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
