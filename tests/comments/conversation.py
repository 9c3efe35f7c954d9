"""Makes conversations for tests: by the form as a browser sends it, by the model, and in bulk."""

import re
from html import unescape
from itertools import count

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django_comments.models import Comment as LibraryComment
from django_comments_xtd.models import XtdComment

from blog.models import Post
from comments.models import Comment, Status
from comments.models.place import keys_of, step_of

GUEST = {"name": "Ruth Reader", "email": "ruth@example.org", "url": ""}
FRAGMENT = "text/vnd.byline.fragment+html"

_numbers = count(1)


def hidden_fields(html: str) -> dict[str, str]:
    """What the form on a page sends besides what a reader types."""
    form = html[html.index("<form method") :]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


def say(client, story, words="A fair point.", *, headers=None, **more):
    """Open the story, fill the form in as a guest, and send it; the answer."""
    page = client.get(story.get_absolute_url()).content.decode()
    return client.post("/comments/post/", {**hidden_fields(page), **GUEST, "comment": words, **more}, headers=headers)


def comment_on(post, parent=None, status=Status.APPROVED, **fields) -> Comment:
    """A comment made as the form makes it, without the form."""
    words = {
        "writer_name": "Ruth Reader",
        "user_email": "ruth@example.org",
        "comment": f"Words number {next(_numbers)}.",
    }
    parent_key = parent.reply_parent_key() if parent else 0
    comment = Comment(post=post, parent_id=parent_key, status=status, **{**words, **fields})
    comment.save()
    return comment


def crowd(post, amount: int, *, replies_to_each: int = 0) -> None:
    """`amount` approved threads, each with that many replies, written straight into the three tables."""
    start = (LibraryComment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    kind, now = ContentType.objects.get_for_model(Post), timezone.now()
    roots = range(start, start + amount * (1 + replies_to_each), 1 + replies_to_each)
    places = [
        (key, step_of(root) + (step_of(key) if key != root else ""))
        for root in roots
        for key in range(root, root + 1 + replies_to_each)
    ]
    flags = {"is_public": True, "is_removed": False}
    who = {"user_name": "Somebody", "user_email": "somebody@example.org", "submit_date": now, "site_id": 1}
    LibraryComment.objects.bulk_create(
        LibraryComment(pk=key, content_type=kind, object_pk=post.pk, comment=f"Number {key}", **flags, **who)
        for key, _ in places
    )
    _write(XtdComment, [_thread_row(key, path, replies_to_each) for key, path in places])
    common = {"post": post, "status": Status.APPROVED, "is_shown": True, "writer_name": "Somebody"}
    own = [
        Comment(
            xtdcomment_ptr_id=key,
            path=path,
            is_root=len(keys_of(path)) == 1,
            body_html=f"<p>Number {key}</p>",
            **common,
        )
        for key, path in places
    ]
    _write(Comment, own)
    Post.objects.filter(pk=post.pk).update(comment_count=F("comment_count") + len(places))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [LibraryComment]):
            cursor.execute(statement)


def _thread_row(key: int, path: str, replies: int) -> XtdComment:
    root = keys_of(path)[0]
    level = len(keys_of(path)) - 1
    return XtdComment(
        comment_ptr_id=key, thread_id=root, parent_id=root, level=level, nested_count=0 if level else replies
    )


def _write(model, rows) -> None:
    """One table's part of a comment; Django itself bulk-creates no model with parents."""
    fields = model._meta.local_concrete_fields
    for start in range(0, len(rows), 500):
        model._base_manager.all()._insert(rows[start : start + 500], fields=fields, using="default")
