"""Links that show an unpublished story to whoever has them: signed, for some days, and idle while it is blocked."""

from __future__ import annotations

import re
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from blog.models import Lockdown, Post, State

SALT = "blog.preview"
LASTS = timedelta(days=7)  # a lawyer or a source answers within a week
FILE = re.compile(rf"{re.escape(settings.MEDIA_URL)}r/[\w./-]+")
SHOWN = (State.DRAFT, State.IN_REVIEW, State.SCHEDULED)


def share_path(post: Post) -> str:
    """The address under which whoever has it reads `post` as it is saved, for LASTS, or until the desk is locked."""
    return reverse("blog:shared", args=[signing.dumps([post.pk, Lockdown.latest_key()], salt=SALT)])


def shared_in(token: str) -> Post | None:
    """The story of a token of `share_path`, for the article page; None when it is not shown, or not any more.

    A published story has its own address. One under embargo or on legal hold is shown to nobody outside.
    Raises signing.BadSignature, or SignatureExpired.
    """
    key, lockdown = signing.loads(token, salt=SALT, max_age=LASTS)
    post = Post.objects.filter(state__in=[*SHOWN, State.PUBLISHED]).for_page().filter(pk=key).first()
    return None if post is None or post.blocks or lockdown != Lockdown.latest_key() else post


def with_pictures(html: str, token: str) -> str:
    """The page of a shared story, with the token at the addresses of its pictures, which nobody sees without it."""
    return FILE.sub(lambda address: f"{address[0]}?preview={token}", html)
