"""One page of one post's conversation: flat, from top to bottom, in a number of queries that no thread changes.

Pages count threads, as WordPress's do: the oldest first, and the first page is the one a reader meets.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q, QuerySet

from comments.models import Comment
from comments.models.address import MOST_ON_A_PAGE, page_path
from comments.models.place import STEP, keys_of, step_of

HIGHEST_PAGE = 1_000_000  # above any that exists, below what a database takes for a number
HIGHEST_KEY = 2**31 - 1  # of the library's own key column

# What a page shows of each comment: all but the text as it was typed, and what only moderators read.
SHOWN_COLUMNS = ("path", "status", "writer_name", "body_html", "post", "user_url", "submit_date", "edited_at")


@dataclass(frozen=True)
class Entry:
    """One comment on a page. Before it, a template opens a list (`opens`) or closes an item and `closes` lists."""

    comment: Comment
    is_first: bool
    opens: bool
    closes: range
    is_held: bool

    @property
    def is_removed(self) -> bool:
        """Only its place is left, above replies that readers still see."""
        return not self.is_held and not self.comment.is_visible


@dataclass
class Discussion:
    """A page: `number` counted from 1, its `path`, its `entries`, and the paths of the pages around it, where there are
    any. `closes` is how many lists are open at the end, besides the outermost."""

    number: int
    path: str
    entries: list[Entry] = field(default_factory=list)
    closes: range = range(0)
    older: str = ""
    newer: str = ""
    more: str = ""


def discussion_of(post, number: int = 1, *, after: str = "", held: Comment | None = None) -> Discussion:
    """The page `number` of the conversation under `post`; a number past the end gives the last page.

    `after` is the key of the last comment of the part above, on a page too long for one. `held` is a comment that
    waits for a moderator, shown in its place to the one who wrote it.
    """
    everything = _shown(post, held)
    number = max(1, min(number, HIGHEST_PAGE))
    threads, number = _threads(everything.filter(is_root=True), number)
    page = Discussion(number, page_path(post, number))
    if not threads:
        return page
    size = settings.COMMENT_PAGE_SIZE
    page.older = page_path(post, number - 1) if number > 1 else ""
    page.newer = page_path(post, number + 1) if len(threads) > size else ""
    comments = _comments(everything, threads[:size], after)
    if len(comments) > MOST_ON_A_PAGE:
        page.more = f"{page.path}?after={comments[MOST_ON_A_PAGE - 1].pk}"
    page.entries, page.closes = _nested(comments[:MOST_ON_A_PAGE], held)
    return page


def reply_target(post, key: str) -> Comment | None:
    """The comment under `post` that `key`, whatever it may be, allows to answer; None when there is none."""
    if not (key.isascii() and key.isdigit() and len(key) <= len(str(HIGHEST_KEY)) and int(key) <= HIGHEST_KEY):
        return None
    return Comment.objects.visible().on(post).filter(pk=int(key)).first()


def _shown(post, held: Comment | None) -> QuerySet[Comment]:
    shown = Q(is_shown=True)
    if held:  # and what it answers, though that may be gone meanwhile
        shown |= Q(pk__in=keys_of(held.path))
    return Comment.objects.filter(shown, post=post).order_by("path")


def _threads(roots: QuerySet[Comment], number: int) -> tuple[list[str], int]:
    """The paths of the page's threads and of one more where there is one, and the page's number."""
    size = settings.COMMENT_PAGE_SIZE
    paths = list(roots.values_list("path", flat=True)[(number - 1) * size : number * size + 1])
    if paths or number == 1:
        return paths, number
    return _threads(roots, max(1, -(-roots.count() // size)))


def _comments(everything: QuerySet[Comment], threads: list[str], after: str) -> list[Comment]:
    end = step_of(keys_of(threads[-1])[0] + 1)
    comments = everything.filter(path__gte=threads[0], path__lt=end)
    if after.isascii() and after.isdigit() and len(after) < len(str(HIGHEST_KEY)):
        above = comments.filter(pk=int(after)).values_list("path", flat=True).first()
        comments = comments.filter(path__gt=above) if above else comments
    return list(comments.only(*SHOWN_COLUMNS)[: MOST_ON_A_PAGE + 1])


def _nested(comments: list[Comment], held: Comment | None) -> tuple[list[Entry], range]:
    """Where lists open and close. A page can start in the middle of a thread, and a thread can lack a step, so the open
    levels are kept on a stack."""
    entries: list[Entry] = []
    levels: list[int] = []
    for comment in comments:
        level = min(len(comment.path) // STEP - 1, settings.COMMENTS_XTD_MAX_THREAD_LEVEL)
        before = len(levels)
        while len(levels) > 1 and levels[-1] > level:
            levels.pop()
        closes = range(before - len(levels))
        opens = bool(levels) and level > levels[-1]
        if opens or not levels:
            levels.append(level)
        else:
            levels[-1] = level
        is_held = held is not None and comment.pk == held.pk
        entries.append(Entry(comment, not before, opens, closes, is_held))
    return entries, range(len(levels) - 1)
