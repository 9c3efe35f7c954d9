"""Where each picture stands in a post, and which of them a page shows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from blog import markup
from blog.models.image import Image
from blog.renditions import Picture


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


class PagePicture(models.Model):
    """A picture that the text of a page that is no story names, so that the library knows its use."""

    page = models.ForeignKey("blog.FlatPage", models.CASCADE)
    image = models.ForeignKey(Image, models.PROTECT)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "image"], name="a_page_names_a_picture_once")]

    def __str__(self) -> str:
        return f"{self.image} ({self.page})"


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
