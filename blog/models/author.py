"""Who wrote it, as readers see it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blog.models.address import free_slug


class Author(models.Model):
    """A name that can stand above a story or post it; a login is optional."""

    name = models.CharField(max_length=120, help_text="As it should appear: Serge Daniel.")
    slug = models.SlugField(
        max_length=120,
        unique=True,
        allow_unicode=True,
        blank=True,
        help_text="The last part of the address of their page. Left empty, it is made from the name.",
    )
    bio = models.TextField(blank=True, help_text="One or two sentences for the “About” box under their stories.")
    picture = models.ForeignKey("blog.Image", models.SET_NULL, null=True, blank=True, related_name="pictured_authors")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name="login",
        help_text="Only for people who sign in here. A reporter of an agency needs none.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.slug = self.slug or free_slug(Author, self.name)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("blog:author", args=[self.slug])

    @classmethod
    def of(cls, user) -> "Author":
        """The author this user posts as, made on first use from the user's name."""
        author = cls.objects.filter(user=user).first()
        return author or cls.objects.create(user=user, name=str(user))


class AuthorLink(models.Model):
    """One of an author's addresses elsewhere, shown under the bio."""

    author = models.ForeignKey(Author, models.CASCADE, related_name="links")
    label = models.CharField(max_length=60, help_text="What the link says, for example Mastodon.")
    url = models.URLField("address", max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class Byline(models.Model):
    """One author's part in one post. Their order is the order in which they are named."""

    class Role(models.TextChoices):
        BY = "by", pgettext_lazy("before a writer’s name", "by")
        REPORTING = "reporting", _("additional reporting by")
        PHOTOGRAPHS = "photographs", _("photographs by")

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines")
    role = models.CharField(max_length=12, choices=Role, default=Role.BY)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "author", "role"], name="an_author_is_named_once_in_each_role"),
            models.CheckConstraint(
                condition=Q(role__in=["by", "reporting", "photographs"]), name="byline_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.author}"
