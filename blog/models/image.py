"""Pictures: what is known of each, and what readers are shown of it."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import default_storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from blog import markup, renditions
from blog.figures import FindPicture
from blog.models.rendered import Rendered, RenderedQuerySet
from blog.renditions import Picture


def originals():
    """The private storage of uploaded files; a callable, so that migrations do not freeze where it is."""
    return storages["originals"]


def original_name(image: Image, _filename: str) -> str:
    """Where an upload is kept: by its content, never by the name somebody gave it."""
    return f"{image.digest[:2]}/{image.digest}.{image.file_format.lower()}"


_fraction = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class Image(Rendered):
    """A picture in the library. The original is private; readers get renditions without any metadata."""

    original = models.FileField("picture", upload_to=original_name, storage=originals, max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    byte_size = models.PositiveBigIntegerField(editable=False)
    file_format = models.CharField(max_length=8, editable=False)
    average_color = models.CharField(max_length=7, editable=False, default="#808080")

    alt = models.CharField(
        "alternative text",
        max_length=500,
        blank=True,
        help_text="What the picture shows, for those who cannot see it. Not the same as the caption.",
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="It only adorns; readers who cannot see it miss nothing."
    )
    caption = models.TextField(blank=True, max_length=1000, help_text="What readers see under it.")
    credit = models.CharField(max_length=200, blank=True, help_text="Who took or drew it.")
    source = models.CharField(max_length=200, blank=True, help_text="Where it came from, if not from the one credited.")
    licence = models.CharField(max_length=120, blank=True, help_text="On what terms it may be used.")
    taken_on = models.DateField("date taken", null=True, blank=True, help_text="The day the picture shows.")
    # What the file says besides, for the desk alone: none of it is in any file that readers get.
    file_headline = models.CharField("headline", max_length=250, blank=True, editable=False)
    file_keywords = models.CharField("keywords", max_length=500, blank=True, editable=False)
    file_place = models.CharField("place", max_length=250, blank=True, editable=False)
    file_rights = models.CharField("rights", max_length=300, blank=True, editable=False)
    focal_x = models.FloatField("focal point across", default=0.5, validators=_fraction)
    focal_y = models.FloatField("focal point down", default=0.5, validators=_fraction)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RenderedQuerySet.as_manager()

    class Meta:
        verbose_name = "picture"
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(fields=["-id"], condition=Q(alt="", is_decorative=False), name="pictures_that_want_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1)) & Q(focal_y__range=(0, 1)),
                name="the_focal_point_is_in_the_picture",
            )
        ]

    def __str__(self) -> str:
        return self.caption[:60] or self.alt[:60] or f"picture {self.pk}"

    @classmethod
    def finder_for(cls, text: str) -> FindPicture:
        """What gives the Picture for each key that the text names; one query, now."""
        images = cls._default_manager.in_bulk(markup.image_keys(text))
        return lambda key: images[key].picture() if key in images else None

    @classmethod
    def missing_of(cls, keys: set[int]) -> list[int]:
        """The keys that the library does not have."""
        return sorted(keys - set(cls._default_manager.filter(pk__in=keys).values_list("pk", flat=True)))

    def picture(self, crop: str | None = None, *, alt: str = "", caption: str = "", **more) -> Picture:
        """Everything a page needs to show it: sources, size, words. `alt` and `caption` override the library's own;
        `more` is for blog.renditions."""
        return renditions.picture(
            self.printed,
            url=default_storage.url,
            has_all_sizes=self.has_all_sizes,
            crop=crop,
            alt="" if self.is_decorative and not alt else alt or self.alt,
            caption=caption or self.caption,
            credit=self.credit,
            is_decorative=self.is_decorative and not alt,
            **more,
        )
