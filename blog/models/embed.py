"""Films, posts and songs on other sites that texts lead to, and what the newsroom has learnt about each."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from blog import embeds
from blog.embeds import Known

LONGEST_TITLE, LONGEST_AUTHOR = 300, 150  # characters; what is longer is cut


class EmbedQuerySet(models.QuerySet):
    """Reads after "embeds"."""

    def due(self):
        """Those whose service is to be asked now, the one that waited longest first; none that no story leads to."""
        used = Exists(Embed.posts.through.objects.filter(embed=OuterRef("pk")))
        return self.filter(used, fetched_at=None, due_at__lte=timezone.now()).order_by("due_at", "pk")


class Embed(models.Model):
    """One work on one service. Readers see it as a card that leads there; nothing of it is shown from there."""

    url = models.URLField("address", max_length=embeds.LONGEST_ADDRESS, unique=True)  # in its proper form
    service = models.CharField(max_length=20)
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    author = models.CharField(max_length=LONGEST_AUTHOR, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, default=timezone.now)  # the next try; null: there will be none
    posts = models.ManyToManyField("blog.Post", related_name="embeds")

    objects = EmbedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["due_at"], condition=Q(fetched_at=None), name="embeds_that_are_due")]

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def known(self) -> Known:
        """What a card may say of it."""
        return Known(self.title, self.author)


class Embedding(models.Model):
    """Keeps the works that a post's text leads to."""

    class Meta:
        abstract = True

    def known_works(self) -> dict[str, Known]:
        """What is known of the works in the text, by address, in one query at most."""
        addresses = [work.address for work in embeds.works_of(self.body)]
        found = Embed.objects.filter(url__in=addresses).exclude(fetched_at=None) if addresses else ()
        return {embed.url: embed.known for embed in found}

    def note_works_of_the_text(self) -> None:
        """Keep the rows in step with the text. A work that is new is asked about later, by a sweep: see oembed.py."""
        works = embeds.works_of(self.body)
        uses, addresses = Embed.posts.through.objects, [work.address for work in works]
        uses.filter(post=self).exclude(embed__url__in=addresses).delete()
        if works:
            new = (Embed(url=work.address, service=work.service) for work in works)
            Embed.objects.bulk_create(new, ignore_conflicts=True)
            keys = Embed.objects.filter(url__in=addresses).values_list("pk", flat=True)
            uses.bulk_create((uses.model(post=self, embed_id=key) for key in keys), ignore_conflicts=True)
