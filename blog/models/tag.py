"""What a story is about, across sections."""

from django.db import models
from django.urls import reverse

from blog.models.address import free_slug


class Tag(models.Model):
    """A subject, a place or a person that stories share."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.slug = self.slug or free_slug(Tag, self.name)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("blog:tag", args=[self.slug])
