"""Where readers find a comment: the page of the conversation that holds it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from comments.models.place import STEP

# A page holds PAGE_SIZE threads with all their replies; of those it shows at most this many comments, and then a link
# to the rest, so that one endless quarrel cannot make a page of megabytes.
MOST_ON_A_PAGE = 500


class Addressed(models.Model):
    """Gives a comment its public addresses."""

    class Meta:
        abstract = True

    def get_absolute_url(self, anchor_pattern: str = "#comment-%(id)s") -> str:
        """The path of the page that holds it, and its anchor, which the library's callers may name otherwise."""
        return page_path(self.post, self.page_number) + self._part() + anchor_pattern % {"id": self.pk}

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    @property
    def permalink(self) -> str:
        """An address that stays, wherever the pages of the conversation begin and end."""
        return reverse("comments:permalink", args=[self.pk])

    @property
    def reply_path(self) -> str:
        """Where the form answers it, without script as well."""
        return f"{page_path(self.post, self.page_number)}?replytocom={self.pk}#respond"

    @property
    def page_number(self) -> int:
        """The page of its post's conversation that holds it, counted from 1."""
        threads = type(self)._base_manager.filter(post=self.post_id, is_root=True, is_shown=True)
        return threads.filter(path__lt=self.path[:STEP]).count() // settings.COMMENT_PAGE_SIZE + 1

    def _part(self) -> str:
        """The query string of the part of a long page that holds it; empty for the first part."""
        comments = type(self)._base_manager.filter(post=self.post_id, is_shown=True)
        first = self._first_of_page()
        before = comments.filter(path__gte=first, path__lt=self.path).order_by("path")
        full_parts = before.count() // MOST_ON_A_PAGE
        if not full_parts:
            return ""
        return f"?after={before.values_list('pk', flat=True)[full_parts * MOST_ON_A_PAGE - 1]}"

    def _first_of_page(self) -> str:
        threads = type(self)._base_manager.filter(post=self.post_id, is_root=True, is_shown=True).order_by("path")
        start = (self.page_number - 1) * settings.COMMENT_PAGE_SIZE
        return next(iter(threads.values_list("path", flat=True)[start : start + 1]), self.path)


def page_path(post, number: int = 1) -> str:
    """The path of one page of a post's conversation; the first is the post's own."""
    return post.get_absolute_url() if number <= 1 else f"{post.get_absolute_url()}comment-page-{number}/"
