"""Links that show an unpublished story to whoever has them: signed, for some days, and idle while it is blocked."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from blog.models import Post, State

SALT = "blog.preview"
LASTS = timedelta(days=7)  # a lawyer or a source answers within a week
SHOWN = (State.DRAFT, State.IN_REVIEW, State.SCHEDULED)


def share_path(post: Post) -> str:
    """The address under which whoever has it reads `post` as it is saved, for LASTS."""
    return reverse("blog:shared", args=[signing.dumps(post.pk, salt=SALT)])


def shared_in(token: str) -> Post | None:
    """The story of a token of `share_path`, for the article page; None when it is not shown, or not any more.

    A published story has its own address. One under embargo or on legal hold is shown to nobody outside.
    Raises signing.BadSignature, or SignatureExpired.
    """
    key = signing.loads(token, salt=SALT, max_age=LASTS)
    post = Post.objects.filter(state__in=[*SHOWN, State.PUBLISHED]).for_article().filter(pk=key).first()
    return None if post is None or post.blocks else post
