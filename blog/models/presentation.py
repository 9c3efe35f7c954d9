"""How a story is shown where its text is not: on lists, in searches, when it is shared."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

from blog.lengths import Length, length_of

LONGEST_ADDRESS = 500  # characters; browsers and search engines take more, no newspaper uses it

# What a story may leave unsaid. A snapshot without one of these names says nothing there, which is also how those made
# before the names existed are read.
UNSAID = ("short_headline", "canonical_address", "search_title", "search_description")

# The same columns as the two indexes by which lists are read, so that a database prefers these where it looks for
# sticky stories: with any other it would look through all that was ever published.
STICKY_INDEXES = [
    models.Index(fields=["state", "-published_at", "-id"], condition=Q(is_sticky=True), name="sticky_posts"),
    models.Index(
        fields=["section", "state", "-published_at", "-id"],
        condition=Q(is_sticky=True),
        name="sticky_posts_of_a_section",
    ),
]

_is_web_address = URLValidator(schemes=["http", "https"])


def refuse_all_but_web_addresses(address: str) -> None:
    """Raises ValidationError unless `address` is a whole http(s) address without a name or password in it."""
    try:
        _is_web_address(address)
        parts = urlsplit(address)
    except (ValidationError, ValueError):
        raise ValidationError("Give the whole address, as in https://agency.example/story.") from None
    if parts.username is not None or parts.password is not None:
        raise ValidationError("Take the name and password out of the address: readers and search engines would see it.")


class Presentable(models.Model):
    """The words and choices by which a story is announced. All of them may be left empty."""

    short_headline = models.CharField(
        max_length=100,
        blank=True,
        help_text="Stands on the front page and in lists. Left empty, the headline does.",
    )
    is_sticky = models.BooleanField(
        "sticky",
        default=False,
        help_text="Stays above newer stories, on the front page and in its section, until you untick it.",
    )
    canonical_address = models.URLField(
        "first published at",
        max_length=LONGEST_ADDRESS,
        blank=True,
        validators=[refuse_all_but_web_addresses],
        help_text="For a story taken over from elsewhere: its address there. Search engines then show that one instead "
        "of ours.",
    )
    search_title = models.CharField(
        max_length=150,
        blank=True,
        help_text="What a search engine and a shared link are headed with. Left empty, the headline is.",
    )
    search_description = models.CharField(
        max_length=400,
        blank=True,
        help_text="What they say beneath it. Left empty: the standfirst, or else the first words of the text.",
    )

    # Empty for a text that was saved before texts were measured.
    word_count = models.PositiveIntegerField(null=True, editable=False)
    reading_seconds = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    @cached_property
    def length(self) -> Length:
        """How long the text is."""
        if self.word_count is None or self.reading_seconds is None:
            return length_of(self.body_html)
        return Length(self.word_count, self.reading_seconds)

    @property
    def minutes_to_read(self) -> int:
        """At least one, rounded as people round; 0 for a story without a text."""
        return max(1, (self.length.seconds + 30) // 60) if self.length.words else 0

    def measure(self) -> None:
        """Learn how long the text is, once it is rendered; the caller saves it."""
        self.__dict__.pop("length", None)
        self.word_count, self.reading_seconds = length_of(self.body_html)

    @property
    def changed_since(self) -> datetime | None:
        """When readers last got other words than those that were published; None when they are the same."""
        later = self.updated_at and self.published_at and self.updated_at > self.published_at
        return self.updated_at if later else None

    @property
    def card_headline(self) -> str:
        """What a list calls the story."""
        return self.short_headline or self.headline

    @property
    def summary(self) -> str:
        """The standfirst, or the first words of the text where there is none."""
        return self.standfirst or self.opening
