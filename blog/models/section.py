"""The paper's desks: World, Business, Opinion."""

from django.db import models
from django.urls import reverse

from blog.models.address import free_slug


class Section(models.Model):
    """A part of the paper. A post belongs to one, or to none."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True, blank=True)
    description = models.CharField(max_length=300, blank=True, help_text="One sentence, shown at the top of its page.")
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Its place under the masthead, from the lowest number on. 0: it does not stand there."
    )

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.slug = self.slug or free_slug(Section, self.name)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("blog:section", args=[self.slug])
