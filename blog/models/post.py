"""A story: what it says, and the list of what it can do."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from blog import markup, plain_text
from blog.models.address import Addressable
from blog.models.around import Surrounded
from blog.models.blocking import Blockable
from blog.models.conversation import Discussable
from blog.models.correcting import Correctable
from blog.models.embed import Embedding
from blog.models.error_report import Reportable
from blog.models.image import Image
from blog.models.moves import State
from blog.models.permission import Permitted
from blog.models.placement import Illustrated
from blog.models.planned_change import Plannable
from blog.models.posts import PostQuerySet
from blog.models.presentation import STICKY_INDEXES, Presentable
from blog.models.restoring import Restorable
from blog.models.revision import Revisable
from blog.models.schedule import Schedulable
from blog.models.sourcing import Sourced
from blog.models.workflow import Publishable

OF_THE_TEXT = ("body_html", "opening", "word_count", "reading_seconds")  # what follows from it
OPENING_WORDS = 40  # what a card or a feed shows of a story without a standfirst


class Post(
    Publishable,
    Schedulable,
    Blockable,
    Revisable,
    Restorable,
    Correctable,
    Plannable,
    Reportable,
    Addressable,
    Illustrated,
    Permitted,
    Presentable,
    Embedding,
    Discussable,
    Sourced,
    Surrounded,
):
    """A story, from first draft to the archive."""

    headline = models.CharField(max_length=250, blank=True)
    standfirst = models.TextField(
        blank=True, max_length=600, help_text="One or two sentences that say why to read on. Shown under the headline."
    )
    dateline = models.CharField(
        max_length=120, blank=True, help_text="Where and when it was written: BAMAKO, 10 January."
    )
    agency_credit = models.CharField(max_length=120, blank=True, help_text="The agency whose copy this is: AFP.")
    body = models.TextField("text", blank=True, help_text="Markdown. Leave an empty line between paragraphs.")
    body_html = models.TextField(editable=False, blank=True)
    opening = models.TextField(editable=False, blank=True)  # its first words, for lists that do not load the text
    section = models.ForeignKey("blog.Section", models.PROTECT, null=True, blank=True, related_name="posts")
    tags = models.ManyToManyField("blog.Tag", blank=True, related_name="posts")
    authors = models.ManyToManyField("blog.Author", through="blog.Byline", related_name="stories")
    poster = models.ForeignKey("blog.Author", models.PROTECT, related_name="posts_posted")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "story", "stories"
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("edit_own_post", "Can edit own posts before they are published"),
            ("edit_any_post", "Can edit any post"),
            ("publish_own_post", "Can publish, edit and retract own posts"),
            ("publish_any_post", "Can publish, edit and retract any post"),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="posts_newest_first"),
            models.Index(fields=["state", "publish_at"], name="posts_due"),
            models.Index(fields=["retract_at"], condition=Q(retract_at__isnull=False), name="posts_due_to_leave"),
            models.Index(fields=["section", "state", "-published_at", "-id"], name="posts_of_a_section"),
            models.Index(fields=["state", "id", "changed_at", "published_at"], name="posts_by_key"),
            *STICKY_INDEXES,
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, path__isnull=False),
                name="a_published_post_has_a_moment_and_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(embargo_until__isnull=True, is_on_hold=False),
                name="nothing_blocked_is_published",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False), name="a_scheduled_post_has_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.headline or "(no headline yet)"

    def save(self, *, update_fields=None, **kwargs) -> None:
        says_something_new = update_fields is None or "body" in update_fields
        if says_something_new:
            self.body_html = self.rendered_body()
            self.opening = plain_text.first_words(self.body_html, OPENING_WORDS)
            self.measure()
            update_fields = update_fields and {*update_fields, *OF_THE_TEXT}
        super().save(update_fields=update_fields, **kwargs)
        if says_something_new:
            self.place_pictures_of_the_text()
            self.note_works_of_the_text()

    def rendered_body(self) -> str:
        """The text as HTML that is safe to show, with the library's pictures and what is known of films and songs."""
        return markup.render(self.body, Image.finder_for(self.body), self.known_works().get)

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def text(self) -> SafeString:
        """The rendered body, for a template to print."""
        return markup.trusted(self.body_html)
