"""The orders in which threads can be read. Within a thread the oldest always comes first."""

from __future__ import annotations

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from comments.models.place import STEP, keys_of, step_of

OLDEST, NEWEST, RECOMMENDED = "oldest", "newest", "recommended"

# Of threads, and of all comments in them; a thread's key is that of its first comment.
THREADS_BY = {OLDEST: ["path"], NEWEST: ["-path"], RECOMMENDED: ["-recommendation_count", "path"]}
COMMENTS_BY = {
    OLDEST: ["path"],
    NEWEST: ["-thread_id", "path"],
    RECOMMENDED: ["-recommendations_of_thread", "thread_id", "path"],
}


def order_named(name: str) -> str:
    """`name` if it is an order; else the newsroom's own."""
    return name if name in THREADS_BY else settings.COMMENT_ORDER


def threads(comments: QuerySet, post, order: str) -> QuerySet:
    """The first comments of the threads under `post` among `comments`, in that order."""
    return comments.filter(post=post, is_root=True).order_by(*THREADS_BY[order])


def on_page(threads_in_order: QuerySet, number: int) -> QuerySet:
    """Those on the page with that number, counted from 1, and one more where there is a next page."""
    size = settings.COMMENT_PAGE_SIZE
    return threads_in_order[(number - 1) * size : number * size + 1]


def before(root: str, recommendations: int, order: str) -> Q:
    """Of threads: those read before the one whose first comment has the path `root` and so many recommendations."""
    if order == NEWEST:
        return Q(path__gt=root)
    if order == RECOMMENDED:
        more, as_many = Q(recommendation_count__gt=recommendations), Q(recommendation_count=recommendations)
        return more | as_many & Q(path__lt=root)
    return Q(path__lt=root)


def in_threads(comments: QuerySet, post, order: str, roots: list[str], after: str = "") -> QuerySet:
    """Those of `comments` that stand in the threads under `post` whose first comments have the paths `roots`, as they
    are read; where the path `after` is in these threads, only what is read after it."""
    if after[:STEP] in roots:
        thread, rest = keys_of(after)[0], roots[roots.index(after[:STEP]) + 1 :]
        later = Q(thread_id__in=_keys(rest)) | Q(thread_id=thread, path__gt=after)
        return _in_order(comments.filter(later), order)
    if order == RECOMMENDED:
        # The post is not named: databases would then look through all of its comments for these threads.
        return _in_order(comments.filter(thread_id__in=_keys(roots)), order)
    first, last = sorted([roots[0], roots[-1]])  # the paths of all lie side by side
    side_by_side = comments.filter(post=post, path__gte=first, path__lt=step_of(keys_of(last)[0] + 1))
    return _in_order(side_by_side, order)


def up_to(comments: QuerySet, order: str, roots: list[str], path: str) -> QuerySet:
    """Those of `comments` that are read before the comment with `path`, in these threads, one of which is its own."""
    earlier = _keys(roots[: roots.index(path[:STEP])])
    return _in_order(comments.filter(Q(thread_id__in=earlier) | Q(thread_id=keys_of(path)[0], path__lt=path)), order)


def _keys(roots: list[str]) -> list[int]:
    return [keys_of(root)[0] for root in roots]


def _in_order(comments: QuerySet, order: str) -> QuerySet:
    if order == RECOMMENDED:
        root = comments.model._base_manager.filter(pk=OuterRef("thread_id")).order_by()
        comments = comments.annotate(recommendations_of_thread=Subquery(root.values("recommendation_count")))
    return comments.order_by(*COMMENTS_BY[order])
