"""The list of stories: what stands in it, and by what it is narrowed."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from blog.admin.long_list import BoundedCount, LongList, in_figures
from blog.models import Byline, Post, State


class StateFilter(admin.SimpleListFilter):
    """Where stories stand, with how many there are. Without a choice: all but the trash."""

    title = "state"
    parameter_name = "state"
    template = "blog/admin/state_filter.html"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        if self.value() in State.values:
            return queryset.filter(state=self.value())
        return queryset.exclude(state=State.TRASHED)

    def choices(self, changelist):
        counts = self._counts(changelist.root_queryset)
        link = changelist.get_query_string
        yield {
            "selected": self.value() not in State.values,
            "query_string": link(remove=[self.parameter_name]),
            "display": "all",
            "count": in_figures(counts["all"]),
        }
        for state, label in State.choices:
            yield {
                "selected": self.value() == state,
                "query_string": link({self.parameter_name: state}),
                "display": label,
                "count": in_figures(counts[state]),
            }

    def _counts(self, stories: QuerySet[Post]) -> dict[str, int]:
        """How many stories stand in each state, and in "all" but the trash, in one query that counts up to a bound."""
        wanted = {state: stories.filter(state=state) for state in State.values}
        wanted["all"] = stories.exclude(state=State.TRASHED)
        counts = Post.objects.order_by("pk").values_list(*(BoundedCount(rows) for rows in wanted.values()))
        return dict(zip(wanted, next(iter(counts[:1]), [0] * len(wanted)), strict=True))


class WhoseFilter(admin.SimpleListFilter):
    """One's own stories, for those who see everybody's."""

    title = "whose"
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", "Mine")] if request.user.has_perm("blog.edit_any_post") else []

    def queryset(self, request, queryset):
        if self.value() != "mine":
            return queryset
        own = Byline.objects.filter(author__user=request.user).values("post")
        return queryset.filter(Q(poster__user=request.user) | Q(pk__in=own))


class PostList(LongList):
    """The list reads what it shows in a constant number of queries, and never the text."""

    def get_queryset(self, request, exclude_parameters=None):
        found = super().get_queryset(request, exclude_parameters)
        return found.defer("body", "body_html").select_related("section", "poster").prefetch_related("bylines__author")


class ListMixin:
    """The list's columns."""

    list_display = ["title", "standing", "section", "names", "moment"]
    list_display_links = ["title"]
    list_filter = [StateFilter, WhoseFilter, "section"]
    list_per_page = 50
    ordering = ["-pk"]
    sortable_by = ()
    change_list_template = "blog/admin/long_list.html"
    search_fields = ["headline"]
    search_help_text = "Finds words of the headline."
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    def get_changelist(self, request, **kwargs):
        return PostList

    @admin.display(description="headline")
    def title(self, post: Post) -> str:
        return str(post)

    @admin.display(description="state")
    def standing(self, post: Post) -> str:
        state = format_html('<span class="desk-state desk-state--{}">{}</span>', post.state, post.get_state_display())
        return format_html('{} <span class="desk-quiet">sticky</span>', state) if post.is_sticky else state

    @admin.display(description="by")
    def names(self, post: Post) -> str:
        named = [line.author.name for line in post.bylines.all() if line.role == Byline.Role.BY]
        return ", ".join(named) or post.poster.name

    @admin.display(description="when")
    def moment(self, post: Post) -> str:
        word, moment = ("published", post.published_at) if post.is_published else ("changed", post.changed_at)
        local = timezone.localtime(moment)
        words = date_format(local, "j M Y, H:i")
        return format_html(
            '<span class="desk-word">{}</span> <time datetime="{}">{}</time>', word, local.isoformat(), words
        )
