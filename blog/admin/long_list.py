"""Lists that answer as quickly with a hundred thousand rows as with a hundred: paged by key, counted up to a bound."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db.models import IntegerField, QuerySet, Subquery
from django.http import HttpRequest

BEFORE, AFTER = "before", "after"
MOST_COUNTED = 1000  # nobody reads further; a number beyond it would cost a walk over all rows


class BoundedCount(Subquery):
    """How many rows a queryset has, as an expression that stops one after MOST_COUNTED."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet, **extra: Any):
        super().__init__(rows.order_by().values("pk")[: MOST_COUNTED + 1], **extra)


class LongList(ChangeList):
    """The newest first, always. `before` and `after` in the address are keys: a page is found by the index however far
    back it lies, and nothing slips from one page to another when something new comes in."""

    newer: str = ""  # the address of the page before this one, and of the one behind it; empty where there is none
    older: str = ""
    count_in_words: str = ""

    def __init__(self, request: HttpRequest, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self._forget_the_page()  # a filter chosen now begins with the newest

    def get_filters_params(self, params=None):
        self._forget_the_page()
        return super().get_filters_params(params)

    def get_ordering(self, request, queryset):
        return ["-pk"]

    def get_results(self, request: HttpRequest) -> None:
        """Read one page, and one row more to know whether another follows."""
        rows, size = self.queryset.annotate(counted=BoundedCount(self.queryset)), self.list_per_page
        before, after = _key(request, BEFORE), _key(request, AFTER)
        page = list(rows.filter(pk__lt=before)[: size + 1]) if before else []
        if after and not before:
            newer = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
            page = newer[:size][::-1] if len(newer) > size else []  # else they are the first page, which is full
        is_first = not page
        page = page or list(rows[: size + 1])
        self.result_list = page[:size]
        self.result_count = len(self.result_list)
        self.count_in_words = in_words(page[0].counted if page else 0)
        self._name_neighbours(is_first, after, len(page) > size)
        # What Django's own templates and actions look at: everything there is stands on this page.
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions = bool(page)
        self.can_show_all = self.multi_page = False
        self.paginator = None

    def _name_neighbours(self, is_first: bool, after: int | None, more_follow: bool) -> None:
        if not self.result_list:
            return
        if not is_first:
            self.newer = self._address(AFTER, self.result_list[0].pk)
        if more_follow or (after and not is_first):
            self.older = self._address(BEFORE, self.result_list[-1].pk)

    def _address(self, name: str, key: int) -> str:
        return self.get_query_string({name: key})

    def _forget_the_page(self) -> None:
        for name in (BEFORE, AFTER):
            self.params.pop(name, None)
            self.filter_params.pop(name, None)


def in_words(count: int) -> str:
    """A count that stops one after MOST_COUNTED, as people read it: "12", "more than 1,000"."""
    return f"more than {MOST_COUNTED:,}" if count > MOST_COUNTED else f"{count:,}"


def in_figures(count: int) -> int | str:
    """The same where there is little room: 12, "1,000+"."""
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else count


def _key(request: HttpRequest, name: str) -> int | None:
    """The key in the address; None for none, or for what is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
