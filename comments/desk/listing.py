"""One place in the queue: a tab, what it is narrowed to, its order, and where its page begins. The address says it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse

from comments.desk.tabs import PENDING, TABS, Tab
from comments.models import Comment

PAGE_SIZE = 20
MOST_SEARCHED = 10_000  # comments: a search reads words that no index knows, so it looks at the newest of the tab alone
LONGEST_SEARCH, MOST_WORDS = 60, 6  # characters, and words of them
SEARCHED = ("writer_name", "user_email", "comment")
DIGITS_OF_A_KEY = 18  # more would not fit into the database's numbers
OLDEST, NEWEST = "oldest", "newest"


@dataclass(frozen=True)
class Listing:
    """`post` is the key of a story, `words` are searched for; `after` and `before` are keys of comments: the page
    begins after the one, or ends before the other, whatever is decided meanwhile."""

    tab: Tab = TABS[PENDING]
    post: int | None = None
    words: str = ""
    newest_first: bool = False
    after: int | None = None
    before: int | None = None

    @classmethod
    def read(cls, query: QueryDict) -> Listing:
        """What an address asks for. What makes no sense there is left out."""
        tab = TABS.get(query.get("tab", ""), TABS[PENDING])
        order = query.get("order", "")
        return cls(
            tab=tab,
            post=key_in(query.get("post", "")),
            words=" ".join(query.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH].strip(),
            newest_first=order == NEWEST if order in (OLDEST, NEWEST) else tab.begins_with_newest,
            after=key_in(query.get("after", "")),
            before=key_in(query.get("before", "")),
        )

    @property
    def address(self) -> str:
        """The path that leads here, always written in the same way."""
        order = NEWEST if self.newest_first else OLDEST
        asked = {
            "tab": "" if self.tab.key == PENDING else self.tab.key,
            "post": self.post,
            "q": self.words,
            "order": "" if self.newest_first == self.tab.begins_with_newest else order,
            "after": self.after,
            "before": self.before,
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        return reverse("admin:comments_comment_changelist") + (f"?{query}" if query else "")

    @property
    def is_narrowed(self) -> bool:
        return bool(self.post or self.words)

    @property
    def start(self) -> Listing:
        """Its first page."""
        return replace(self, after=None, before=None)

    def turned(self) -> Listing:
        """The same in the other order."""
        return replace(self.start, newest_first=not self.newest_first)

    def at(self, tab: Tab) -> Listing:
        """Another tab, narrowed alike."""
        return Listing(tab, self.post, self.words, tab.begins_with_newest)

    def narrowed_to(self, *, post: int | None, words: str) -> Listing:
        """The same tab and order, narrowed otherwise."""
        return replace(self.start, post=post, words=words)

    def of_story(self, tab: Tab) -> QuerySet[Comment]:
        """Those of a tab that are on the story asked for; all, when none is."""
        return tab.comments().filter(post=self.post) if self.post else tab.comments()

    def matching(self) -> QuerySet[Comment]:
        """All that match, on every page, in no order.

        Each word is to be found in the name, the address or the text, as the database compares letters (SQLite takes
        only A and a for the same, not É and é). The newest MOST_SEARCHED comments are looked at: a bounded scan.
        """
        comments = self.of_story(self.tab)
        if not self.words:
            return comments
        edge = comments.order_by("-pk").values("pk")[MOST_SEARCHED - 1 : MOST_SEARCHED]
        found = (
            Q(*[(f"{field}__icontains", word) for field in SEARCHED], _connector=Q.OR)
            for word in self.words.split()[:MOST_WORDS]
        )
        return comments.filter(reduce(and_, found), pk__gte=Coalesce(Subquery(edge), Value(0)))

    @property
    def is_backwards(self) -> bool:
        """True when the page is found from its end."""
        return self.before is not None and self.after is None

    def keys(self) -> QuerySet[Comment, Any]:
        """The keys of the page's comments, the ones beside its edge first, and one more where there are more."""
        falls = self.newest_first != self.is_backwards
        comments = self.matching()
        if (edge := self.after or self.before) is not None:
            comments = comments.filter(**{"pk__lt" if falls else "pk__gt": edge})
        # By its own column, where "pk" would mean that of the library's table.
        ordered = comments.order_by("-xtdcomment_ptr_id" if falls else "xtdcomment_ptr_id")
        return ordered.values("pk")[: PAGE_SIZE + 1]


def key_in(text: str) -> int | None:
    """The key that `text` says; None when it says none that there could be."""
    is_key = text.isascii() and text.isdecimal() and len(text) <= DIGITS_OF_A_KEY
    return int(text) or None if is_key else None
