"""Whose picture a public file shows, so that the files of a story that nobody may see are shown to nobody."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.db.models import Q

from blog.renditions import TAG_LENGTH, tags_of


class PublicFileQuerySet(models.QuerySet):
    """Reads after "files"."""

    def seen_by_readers(self):
        """Those of pictures that stand in a published story or page, show an author, or are the paper's own logo."""
        stories = apps.get_model("blog.Post").objects.published()
        pages = apps.get_model("blog.FlatPage").objects.published()
        ours = Q(image__pictured_authors__isnull=False) | Q(image__logo_of__isnull=False)
        return self.filter(Q(image__placements__post__in=stories) | Q(image__pages__in=pages) | ours)

    def remember(self, image) -> None:
        """Keep whose picture the files of `image` show, at every focal point they are made for."""
        tags = {tag for printed in image.everything_printed for tag in tags_of(printed)}
        self.bulk_create([PublicFile(tag=tag, image=image) for tag in sorted(tags)], ignore_conflicts=True)


class PublicFile(models.Model):
    """All files of a picture in one crop, at one focal point: their names begin with `tag`."""

    tag = models.CharField(max_length=TAG_LENGTH, primary_key=True)
    image = models.ForeignKey("blog.Image", models.CASCADE, related_name="public_files")

    objects = PublicFileQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.tag
