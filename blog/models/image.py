"""Pictures, and where each stands in a post."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import default_storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from blog import markup, renditions
from blog.renditions import Picture


def originals():
    """The private storage of uploaded files; a callable, so that migrations do not freeze where it is."""
    return storages["originals"]


def original_name(image: Image, _filename: str) -> str:
    """Where an upload is kept: by its content, never by the name somebody gave it."""
    return f"{image.digest[:2]}/{image.digest}.{image.file_format.lower()}"


_fraction = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class Image(models.Model):
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
    taken_on = models.DateField("date taken", null=True, blank=True)
    focal_x = models.FloatField("focal point across", default=0.5, validators=_fraction)
    focal_y = models.FloatField("focal point down", default=0.5, validators=_fraction)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "picture"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1)) & Q(focal_y__range=(0, 1)),
                name="the_focal_point_is_in_the_picture",
            )
        ]

    def __str__(self) -> str:
        return self.caption[:60] or self.alt[:60] or f"picture {self.pk}"

    def picture(self, crop: str | None = None, *, alt: str = "", caption: str = "") -> Picture:
        """Everything a page needs to show it: sources, size, words. `alt` and `caption` override the library's own."""
        return renditions.picture(
            self,
            url=default_storage.url,
            crop=crop,
            alt="" if self.is_decorative and not alt else alt or self.alt,
            caption=caption or self.caption,
            credit=self.credit,
        )


class Placement(models.Model):
    """One picture's place in one post, with its own words where the story asks for other ones."""

    class Role(models.TextChoices):
        LEAD = "lead", "lead picture"
        BODY = "body", "in the text"

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="placements")
    image = models.ForeignKey(Image, models.PROTECT, related_name="placements")
    role = models.CharField(max_length=4, choices=Role, default=Role.LEAD)
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField("alternative text here", max_length=500, blank=True)
    caption = models.TextField("caption here", blank=True, max_length=1000)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(role="lead"), name="a_post_has_one_lead_picture"),
        ]

    def __str__(self) -> str:
        return f"{self.image} ({self.get_role_display()})"

    @property
    def picture(self) -> Picture:
        return self.image.picture(alt=self.alt, caption=self.caption)


class Illustrated(models.Model):
    """A post's pictures: one lead, and those its text names as `![alt](image:7 "caption")`."""

    class Meta:
        abstract = True

    @property
    def lead(self) -> Placement | None:
        """The lead picture's placement, read from the prefetched placements."""
        return next((p for p in self.placements.all() if p.role == Placement.Role.LEAD), None)

    def lead_with(self, image: Image | int, *, alt: str = "", caption: str = "") -> None:
        """Put `image` (or the image of that key) at the top; `alt` and `caption` override its own there."""
        key = image if isinstance(image, int) else image.pk
        words = {"image_id": key, "alt": alt, "caption": caption}
        self.placements.update_or_create(role=Placement.Role.LEAD, defaults=words)

    def place_pictures_of_the_text(self) -> None:
        """Keep the placements in step with the pictures that the text names, so that the library knows their use."""
        wanted = list(Image.objects.filter(pk__in=markup.image_keys(self.body)).values_list("pk", flat=True))
        current = self.placements.filter(role=Placement.Role.BODY)
        current.exclude(image__in=wanted).delete()
        placed = set(current.values_list("image", flat=True))
        Placement.objects.bulk_create(
            Placement(post=self, image_id=key, role=Placement.Role.BODY) for key in wanted if key not in placed
        )
