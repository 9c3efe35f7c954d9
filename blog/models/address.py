"""Where a post lives. No old address ever dies: a changed slug leaves a redirect."""

from __future__ import annotations

from datetime import datetime
from itertools import chain, count
from typing import cast

from django.db import models
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.text import slugify

SLUG_LENGTH = 200  # WordPress's own limit, so that its addresses can be kept


class AddressTaken(ValueError):
    """Another post already answers, or once answered, at the address."""


def free_slug(model: type[models.Model], words: str) -> str:
    """A slug made of `words` that no row of `model` has yet: mali, mali-2, mali-3 …"""
    room = cast(models.SlugField, model._meta.get_field("slug")).max_length or 50
    room -= 5  # for a number
    stem = slugify(words, allow_unicode=True)[:room].strip("-") or str(model._meta.model_name)
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in chain([stem], (f"{stem}-{n}" for n in count(2))) if slug not in taken)


def post_path(moment: datetime, slug: str) -> str:
    """The canonical path of a post first published at `moment`: /2013/01/10/slug/, in the newsroom's time zone."""
    return f"/{timezone.localtime(moment):%Y/%m/%d}/{slug}/"


class Redirect(models.Model):
    """An address that a post, or a page, once had."""

    old_path = models.CharField(max_length=255, unique=True)
    post = models.ForeignKey("blog.Post", models.CASCADE, null=True, related_name="redirects")
    page = models.ForeignKey("blog.FlatPage", models.CASCADE, null=True, related_name="redirects")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["old_path"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(post__isnull=False, page__isnull=True)
                | models.Q(post__isnull=True, page__isnull=False),
                name="a_redirect_leads_to_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.old_path


class Addressable(models.Model):
    """Gives a post its slug and its path."""

    slug = models.SlugField(
        max_length=SLUG_LENGTH,
        allow_unicode=True,
        blank=True,
        help_text="The last part of the address. Left empty, it is made from the headline when the story is published.",
    )
    path = models.CharField(max_length=255, unique=True, null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return iri_to_uri(self.path) if self.path else ""

    def settle_address(self) -> None:
        """Give the post the path that its date and slug ask for, and leave a redirect where it was before.

        The caller saves `slug` and `path`. Raises AddressTaken when a person chose a slug that another post of that
        day has or had; a slug made from the headline steps aside by itself.
        """
        stem = (
            self.slug or slugify(self.headline, allow_unicode=True)[: SLUG_LENGTH - 5].strip("-") or f"post-{self.pk}"
        )
        steps = [stem] if self.slug else chain([stem], (f"{stem}-{n}" for n in count(2)))
        for slug in steps:
            path = post_path(self.published_at, slug)
            if not self.is_taken(path):
                return self._move_to(slug, path)
        raise AddressTaken(f"Another story already has the address {path}. Change the slug.")

    def is_taken(self, path: str) -> bool:
        """True when another post has `path`, or once had it."""
        others = type(self)._default_manager.exclude(pk=self.pk).filter(path=path)
        return others.exists() or Redirect.objects.exclude(post=self.pk).filter(old_path=path).exists()

    def _move_to(self, slug: str, path: str) -> None:
        if self.path and self.path != path:
            Redirect.objects.get_or_create(old_path=self.path, defaults={"post": self})
        Redirect.objects.filter(old_path=path).delete()
        self.slug, self.path = slug, path
