"""Whether a conversation is open."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from blog.models import Post


def is_open(post: Post) -> bool:
    """True while readers may comment on `post`.

    Asked when a page is made and again when a comment arrives: a saved page may show its form a day too long.
    """
    days = settings.COMMENTS_CLOSE_AFTER_DAYS
    if not post.accepts_comments or not days or post.published_at is None:
        return post.accepts_comments
    return timezone.now() < post.published_at + timedelta(days=days)
