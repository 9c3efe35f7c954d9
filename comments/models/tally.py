"""The counts that follow from what is approved: of the post, and of each comment that has replies.

Written in the transaction of the move, by differences, for the rows concerned alone: the ancestors of what moved.
"""

from __future__ import annotations

from collections import Counter

from django.apps import apps
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q, Value, When
from django_comments_xtd.models import XtdComment

from comments.models.place import keys_of


def hold_posts(keys) -> list[int]:
    """Lock the posts with these keys until the transaction ends, always in the same order; the keys."""
    posts = apps.get_model("blog.Post")._base_manager.filter(pk__in=list(keys)).order_by("pk")
    return list(posts.select_for_update(no_key=True).values_list("pk", flat=True))


def count(model, rows: list[dict], one: int) -> None:
    """Add `one` (+1 or -1) to all that counts each of `rows`, comments of `model` as {"pk", "post_id", "path", "kind"}.

    A comment's `nested_count` is the number of approved replies below it; it `is_shown` when it is approved or has any.
    Pingbacks are not counted, and are shown in the conversation only when somebody answered them.
    """
    rows = [row for row in rows if row["kind"] == "comment"]
    if not rows:
        return
    ancestors = Counter(key for row in rows for key in keys_of(row["path"])[:-1])
    _add(XtdComment._base_manager, "nested_count", ancestors, one)
    _add(apps.get_model("blog.Post")._base_manager, "comment_count", Counter(row["post_id"] for row in rows), one)
    has_replies = Exists(XtdComment._base_manager.filter(pk=OuterRef("pk"), nested_count__gt=0))
    shown = ExpressionWrapper(Q(status="approved", kind="comment") | Q(has_replies), output_field=BooleanField())
    model._base_manager.filter(pk__in=[*ancestors, *(row["pk"] for row in rows)]).update(is_shown=shown)


def _add(manager, column: str, amounts: Counter, sign: int) -> None:
    """One statement, however many rows and amounts."""
    keys_by_amount: dict[int, list[int]] = {}
    for key, amount in amounts.items():
        keys_by_amount.setdefault(amount, []).append(key)
    cases = [When(pk__in=keys, then=Value(sign * amount)) for amount, keys in keys_by_amount.items()]
    if cases:
        difference = Case(*cases, default=Value(0), output_field=IntegerField())
        manager.filter(pk__in=list(amounts)).update(**{column: F(column) + difference})
