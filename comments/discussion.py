"""One page of one post's conversation: flat, from top to bottom, in a number of queries that no thread changes.

Pages count threads, as WordPress's do, and the first page is the one a reader meets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, F, Q, QuerySet, Subquery

from blog.models import Post
from comments.models import Comment, ConversationRules, Kind, order
from comments.models.address import MOST_ON_A_PAGE, page_path
from comments.models.apart import MOST_PICKS
from comments.models.place import STEP, keys_of
from comments.models.workflow import Status

HIGHEST_PAGE = 1_000_000  # above any that exists, below what a database takes for a number
HIGHEST_KEY = 2**31 - 1  # of the library's own key column
MOST_PINGBACKS = 100


class Shown(NamedTuple):
    """What a page shows of a comment: all but the text as it was typed, and what only moderators read. Made from
    columns alone; a model's instance would cost several times as much as printing it."""

    pk: int
    path: str
    status: str
    writer_name: str
    body_html: str
    user_url: str
    submit_date: datetime
    edited_at: datetime | None
    amended_at: datetime | None
    face: str
    answered_key: int | None
    recommendation_count: int
    user_id: int | None
    is_staff: bool | None
    portrait: str | None

    @property
    def is_visible(self) -> bool:
        return self.status == Status.APPROVED

    @property
    def name(self) -> str:
        return self.writer_name or "Anonymous"


COLUMNS = (*Shown._fields[:-2], "user__is_staff", "user__reader__portrait")


@dataclass(frozen=True, slots=True)
class Entry:
    """One comment on a page. Before it, a list is opened (`opens`), or an item is closed and `closes` lists."""

    comment: Shown
    is_first: bool = True
    opens: bool = False
    closes: int = 0
    is_held: bool = False

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
    order: str = order.OLDEST
    entries: list[Entry] = field(default_factory=list)
    closes: int = 0
    previous: str = ""
    next: str = ""
    more: str = ""
    picks: list[Shown] = field(default_factory=list)
    pingbacks: list[Shown] = field(default_factory=list)


def discussion_of(
    post, number: int = 1, *, after: str = "", held: Comment | None = None, order_name: str = ""
) -> Discussion:
    """The page `number` of the conversation under `post`; a number past the end gives the last page.

    `after` is the key of the last comment of the part above, on a page too long for one. `held` is a comment that
    waits for a moderator, shown in its place to the one who wrote it. `order_name` is one of models/order.py, or else
    the newsroom's own is meant.
    """
    shown, ordered = _shown(held), order.order_named(order_name)
    roots, has_apart, number = _roots(shown, post, ordered, max(1, min(number, HIGHEST_PAGE)))
    page = Discussion(number, path_of(post, number, ordered), ordered)
    size = settings.COMMENT_PAGE_SIZE
    page.previous = path_of(post, number - 1, ordered) if number > 1 else ""
    page.next = path_of(post, number + 1, ordered) if len(roots) > size else ""
    rows = _rows(shown, post, ordered, roots[:size], after) if roots else []
    if len(rows) > MOST_ON_A_PAGE:
        mark = "&" if "?" in page.path else "?"
        page.more = f"{page.path}{mark}after={rows[MOST_ON_A_PAGE - 1].pk}"
    page.entries, page.closes = _nested(rows[:MOST_ON_A_PAGE], held)
    if has_apart and number == 1:
        page.picks, page.pingbacks = _apart(post)
    return page


def reply_target(post, key: str) -> Comment | None:
    """The comment under `post` that `key`, whatever it may be, allows to answer; None when there is none."""
    if not (key.isascii() and key.isdigit() and len(key) <= len(str(HIGHEST_KEY)) and int(key) <= HIGHEST_KEY):
        return None
    return Comment.objects.visible().on(post).filter(pk=int(key), kind=Kind.COMMENT).first()


def entry_of(comment: Comment) -> Entry:
    """The comment alone, as its writer sees it."""
    row = Comment.objects.filter(pk=comment.pk).values_list(*COLUMNS).get()
    return Entry(Shown._make(row), is_held=row[2] == Status.PENDING)


def _shown(held: Comment | None) -> QuerySet[Comment]:
    """What readers see of all conversations."""
    if not held:
        return Comment.objects.filter(is_shown=True)
    # And what it answers, though that may be gone meanwhile.
    return Comment.objects.filter(Q(is_shown=True) | Q(pk__in=keys_of(held.path)))


def _roots(shown: QuerySet[Comment], post, ordered: str, number: int) -> tuple[list[str], bool, int]:
    """The paths of the page's threads, and of one more where there is one; whether anything stands apart; and the
    page's number. It brings the house rules along where they are not known, since that costs no query."""
    threads = order.threads(shown, post, ordered)
    columns: dict[str, Exists | Subquery] = {"has_apart": Exists(_all_apart(post))}
    if not ConversationRules.is_known():
        columns["rules"] = Subquery(ConversationRules.objects.values("html")[:1])
    rows = list(order.on_page(threads.annotate(**columns).values_list("path", *columns), number))
    if rows and "rules" in columns:
        ConversationRules.keep(rows[0][-1] or "")
    if not rows and number == 1:  # nothing brought them along
        rows = list(Post.objects.filter(pk=post.pk).annotate(**columns).values_list("pk", *columns))
        if rows and "rules" in columns:
            ConversationRules.keep(rows[0][-1] or "")
        return [], bool(rows and rows[0][1]), number
    if rows:
        return [row[0] for row in rows], rows[0][1], number
    last = -(-threads.count() // settings.COMMENT_PAGE_SIZE)
    return _roots(shown, post, ordered, max(1, last))


def _rows(shown: QuerySet[Comment], post, ordered: str, roots: list[str], after: str) -> list[Shown]:
    """The page's comments and one more where there is one."""
    above = _path_of(shown.filter(post=post), after) if after else None
    comments = order.in_threads(shown, post, ordered, roots, above or "")
    rows = comments.values_list(*COLUMNS)[: MOST_ON_A_PAGE + 1]
    return list(map(Shown._make, rows)) or (_rows(shown, post, ordered, roots, "") if after else [])


def _path_of(comments: QuerySet[Comment], key: str) -> str | None:
    if not (key.isascii() and key.isdigit() and len(key) < len(str(HIGHEST_KEY))):
        return None
    return comments.filter(pk=int(key)).values_list("path", flat=True).first()


def path_of(post, number: int, ordered: str) -> str:
    """The path of one page of a conversation in that order."""
    path = page_path(post, number)
    return path if ordered == settings.COMMENT_ORDER else f"{path}?order={ordered}"


def _apart(post) -> tuple[list[Shown], list[Shown]]:
    """The editors' picks, the newest first, and the pingbacks that nobody answered in the conversation."""
    newest_picks_first = F("picked_at").desc(nulls_last=True)
    comments = _all_apart(post).order_by(newest_picks_first, "path")
    rows = list(comments.values_list(*COLUMNS, "picked_at", "is_shown")[: MOST_PINGBACKS + MOST_PICKS])
    picks = [Shown._make(row[:-2]) for row in rows[:MOST_PICKS] if row[-2]]
    return picks, [Shown._make(row[:-2]) for row in rows if not row[-1]]


def _all_apart(post) -> QuerySet[Comment]:
    return Comment.objects.visible().filter(post=post, is_apart=True)


def _nested(comments: Sequence[Shown], held: Comment | None) -> tuple[list[Entry], int]:
    """Where lists open and close. A page can start in the middle of a thread, and a thread can lack a step, so the open
    levels are kept on a stack."""
    entries: list[Entry] = []
    levels: list[int] = []
    held_key = held.pk if held is not None and not held.is_visible else None
    for comment in comments:
        level = min(len(comment.path) // STEP - 1, settings.COMMENTS_XTD_MAX_THREAD_LEVEL)
        before = len(levels)
        while len(levels) > 1 and levels[-1] > level:
            levels.pop()
        closes = before - len(levels)
        opens = bool(levels) and level > levels[-1]
        if opens or not levels:
            levels.append(level)
        else:
            levels[-1] = level
        entries.append(Entry(comment, not before, opens, closes, comment.pk == held_key))
    return entries, max(0, len(levels) - 1)
