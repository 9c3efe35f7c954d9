"""The pictures beside names: our own copy of a portrait, or a pattern. One query, however many comments there are."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.storage import default_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comments.identicon import identicon
from comments.models import Comment
from comments.readers.models import Reader


def faces_of(comments: Sequence[Comment]) -> dict[int, SafeString]:
    """For the key of each comment the picture of its writer, to be printed by a template.

    Reads `user_id`, `user_email` and `writer_name` of each.
    """
    users = {comment.user_id for comment in comments if comment.user_id}
    kept = Reader.objects.filter(pk__in=users).exclude(portrait="").values_list("pk", "portrait") if users else []
    portraits = {key: _portrait(name) for key, name in kept}
    return {comment.pk: portraits.get(comment.user_id or 0) or identicon(_owner(comment)) for comment in comments}


def _portrait(name: str) -> SafeString:
    words = '<img class="face" src="{}" width="40" height="40" alt="" loading="lazy">'
    return format_html(words, default_storage.url(name))


def _owner(comment: Comment) -> str:
    if comment.user_id:
        return f"user {comment.user_id}"
    return f"guest {comment.user_email.lower() or comment.writer_name}"
