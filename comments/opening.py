"""Which story a form belongs to, whether the conversation under it is open, and to whom."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from blog.models import Post

LONGEST_KEY = 18  # digits: what a database takes for a number


def story_in(values) -> Post | None:
    """The published post whose key is the `post` of a query or of a form; None when there is none."""
    key = values.get("post", "")
    if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
        return None
    return Post.objects.published().for_page().filter(pk=int(key)).first()


def is_open(post: Post) -> bool:
    """True while readers may comment on `post`.

    Asked when a page is made and again when a comment arrives: a saved page may show its form a day too long.
    """
    days = settings.COMMENTS_CLOSE_AFTER_DAYS
    if not post.accepts_comments or not days or post.published_at is None:
        return post.accepts_comments
    return timezone.now() < post.published_at + timedelta(days=days)


def asks_to_sign_in(post: Post) -> bool:
    """True where guests must sign in before they comment: on this story, or everywhere."""
    return settings.COMMENT_SIGN_IN_REQUIRED or post.is_for_the_signed_in
