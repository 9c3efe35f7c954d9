"""Pages that are no story: About, the ethics, the policies. They have no date and no author, and change in place."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString
from django.utils.text import slugify

from blog import markup, plain_text
from blog.models.address import Redirect
from blog.models.image import Image
from blog.models.policy import Policy

PARTS = re.compile(r"[\w-]+(/[\w-]+)*")  # letters of any script, digits, hyphens; WordPress nests pages as folders
OPENING_WORDS = 30  # what a search engine shows of a page
PATH_LENGTH = 200  # characters


class FlatPageQuerySet(models.QuerySet):
    """Reads after "pages"."""

    def published(self):
        """Those that readers see."""
        return self.filter(is_published=True)

    def once_at(self, path: str):
        return self.filter(redirects__old_path=path)


class FlatPage(models.Model):
    """A page at an address of its own."""

    title = models.CharField(max_length=120)
    path = models.CharField(
        "address",
        max_length=PATH_LENGTH,
        unique=True,
        blank=True,
        error_messages={"unique": "Another page has this address."},
        help_text="Such as /about/ or /about/ethics/. Left empty, it is made from the title.",
    )
    body = models.TextField(
        "text",
        blank=True,
        help_text="Markdown. Leave an empty line between paragraphs. Pictures of the library as in stories: "
        "![What it shows](image:7).",
    )
    body_html = models.TextField(editable=False, blank=True)
    pictures = models.ManyToManyField(Image, through="blog.PagePicture", related_name="pages", editable=False)
    is_published = models.BooleanField(
        "published", default=False, help_text="Unticked, it is a draft: readers get 404."
    )
    footer_position = models.PositiveSmallIntegerField(
        "place at the foot of every page", default=0, help_text="From the lowest number on. 0: it does not stand there."
    )
    policy = models.CharField(
        "is the policy on", max_length=40, choices=Policy, blank=True, help_text="Search engines are told so."
    )
    published_at = models.DateTimeField(null=True, editable=False)  # for the first time
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FlatPageQuerySet.as_manager()

    class Meta:
        verbose_name = "page"
        ordering = ["path"]
        default_permissions = ()  # who may publish any story keeps them
        constraints = [
            models.UniqueConstraint(
                fields=["policy"],
                condition=~Q(policy=""),
                name="one_page_for_each_policy",
                violation_error_message="Another page is this policy already.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @transaction.atomic
    def save(self, **kwargs) -> None:
        """Render it, and leave a redirect where readers could find it until now."""
        before = FlatPage.objects.select_for_update().filter(pk=self.pk).first() if self.pk else None
        self.body_html, self.changed_at = self.rendered_body(), timezone.now()
        if self.is_published and not self.published_at:
            self.published_at = self.changed_at
        super().save(**kwargs)
        self.pictures.set(Image.objects.filter(pk__in=markup.image_keys(self.body)))
        Redirect.objects.filter(old_path=self.path).delete()  # its own: `clean` refuses those of others
        if before and before.published_at and before.path != self.path:
            Redirect.objects.create(old_path=before.path, page=self)

    def get_absolute_url(self) -> str:
        return iri_to_uri(self.path)

    def print_anew(self) -> None:
        """Show its pictures as the library has them now. To readers it is the same page: its date stays."""
        FlatPage.objects.filter(pk=self.pk, body=self.body).update(body_html=self.rendered_body())

    def rendered_body(self) -> str:
        """The text as HTML that is safe to show, with the library's pictures."""
        return markup.render(self.body, Image.finder_for(self.body))

    @property
    def text(self) -> SafeString:
        """The rendered body, for a template to print."""
        return markup.trusted(self.body_html)

    @property
    def opening(self) -> str:
        """Its first words."""
        return plain_text.first_words(self.body_html, OPENING_WORDS)

    def clean(self) -> None:
        """Raises ValidationError for a text that cannot be shown, and an address that is none."""
        self.path = "/" + (self.path or slugify(self.title, allow_unicode=True)).strip().strip("/") + "/"
        faults: dict[str, str] = {}
        if not PARTS.fullmatch(self.path.strip("/")) or len(self.path) > PATH_LENGTH:
            faults["path"] = (
                "Write letters, digits and hyphens, with slashes between the parts, such as /about/ethics/."
            )
        elif self._belongs_to_something_else():
            faults["path"] = "Something else of this site is at that address. Choose another one."
        elif Redirect.objects.exclude(page=self.pk).filter(old_path=self.path).exists():
            faults["path"] = "Another page or story once had this address, and readers still come by it."
        try:
            markup.check(self.body)
        except markup.TextRefused as refusal:
            faults["body"] = str(refusal)
        if missing := Image.missing_of(markup.image_keys(self.body)):
            faults["body"] = f"The library has no picture with the number {missing[0]}. Take it out, or choose another."
        if faults:
            raise ValidationError(faults)

    def _belongs_to_something_else(self) -> bool:
        """True when another view answers there: pages come last."""
        if self.path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return True
        try:
            return resolve(self.path).view_name != "page"
        except Resolver404:
            return False
