"""Where readers find a comment: the page of the conversation that holds it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from comments.models import order
from comments.models.place import STEP

# A page holds PAGE_SIZE threads with all their replies; of those it shows at most this many comments, and then a link
# to the rest, so that one endless quarrel cannot make a page of megabytes.
MOST_ON_A_PAGE = 500


class Addressed(models.Model):
    """Gives a comment its public addresses, in the newsroom's own order of threads."""

    class Meta:
        abstract = True

    def get_absolute_url(self, anchor_pattern: str = "#comment-%(id)s") -> str:
        """The path of the page that holds it, and its anchor, which the library's callers may name otherwise."""
        number = self.page_number
        return page_path(self.post, number) + self._part(number) + anchor_pattern % {"id": self.pk}

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
        path, comments = self.path[:STEP], type(self)._base_manager.filter(is_shown=True)
        loved = 0
        if settings.COMMENT_ORDER == order.RECOMMENDED:
            root = comments.filter(post=self.post_id, path=path)
            loved = root.values_list("recommendation_count", flat=True).first() or 0
        threads = order.threads(comments, self.post_id, settings.COMMENT_ORDER)
        earlier = threads.filter(order.before(path, loved, settings.COMMENT_ORDER)).count()
        return earlier // settings.COMMENT_PAGE_SIZE + 1

    def _part(self, number: int) -> str:
        """The query string of the part of a long page that holds it; empty for the first part."""
        shown, by = type(self)._base_manager.filter(is_shown=True), settings.COMMENT_ORDER
        threads = order.threads(shown, self.post_id, by).values_list("path", flat=True)
        roots = list(order.on_page(threads, number))
        if self.path[:STEP] not in roots:
            return ""
        above = order.up_to(shown, by, roots, self.path)
        full_parts = above.count() // MOST_ON_A_PAGE
        if not full_parts:
            return ""
        return f"?after={above.values_list('pk', flat=True)[full_parts * MOST_ON_A_PAGE - 1]}"


def page_path(post, number: int = 1) -> str:
    """The path of one page of a post's conversation; the first is the post's own."""
    return post.get_absolute_url() if number <= 1 else f"{post.get_absolute_url()}comment-page-{number}/"
