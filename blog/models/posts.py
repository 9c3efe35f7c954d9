"""Many stories at once: which of them readers see, and what is loaded with them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Prefetch, Q

from blog.models.author import Byline
from blog.models.moves import State
from blog.models.placement import Placement
from blog.models.schedule import ScheduledQuerySet

LISTED = ("listed_at", "listed_key")  # see PostQuerySet.order


class PostQuerySet(ScheduledQuerySet):
    """Reads after "posts": posts published, posts in a section."""

    def published(self):
        """What readers may see. The only reading of visibility, for pages, feeds, search and mail alike."""
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, user):
        """What `user` may open at the desk: everything for those who edit any story; else their own."""
        if user.has_perm("blog.edit_any_post"):
            return self
        # Each half by its own index: a database that is asked for one or the other reads every story.
        posted = self.model._base_manager.filter(poster__user=user).order_by().values("pk")
        return self.filter(pk__in=posted.union(Byline.objects.filter(author__user=user).order_by().values("post")))

    def in_section(self, section):
        return self.filter(section=section)

    def tagged(self, tag):
        """Those that readers see, and that are about `tag`."""
        return self._listed(tag=tag)

    def by(self, author):
        """Those that readers see, posted by `author` or with `author` in a byline."""
        return self._listed(author=author)

    def _listed(self, **where):
        """By their rows in the table of listings, and in its order: see listing.py."""
        found = self.filter(**{f"listings__{name}": value for name, value in where.items()})
        return found.alias(listed_at=F("listings__published_at"), listed_key=F("listings__post_id"))

    def once_at(self, path):
        return self.filter(redirects__old_path=path)

    def killed_at(self, path):
        """Those that were killed, and had `path` or have it still: readers find a notice there."""
        # Two looks into an index, one after the other: for "this or that" a database reads all that were killed.
        once = self.model._base_manager.filter(redirects__old_path=path).order_by().values("pk")
        here = self.model._base_manager.filter(path=path).order_by().values("pk")
        return self.filter(pk__in=once.union(here), state=State.KILLED)

    def whereabouts_of(self, old_path: str) -> tuple[str, str] | None:
        """What became of the story of an address, in one query: (the path that it has now, ""), or ("", the notice in
        its place) of one that was killed; None where there was none that readers may hear of."""
        moved = self.published().once_at(old_path).order_by().values_list("path", models.Value(""))
        killed = self.killed_at(old_path).order_by().values_list(models.Value(""), "kill_notice")
        return max(moved.union(killed), default=None)  # a path, where there is one, comes after none

    def newest_first(self):
        return self.order_by(*(f"-{name}" for name in self.order))

    def from_place(self, moment, key):
        """Those that come after the place in `newest_first` of a story with that moment and key."""
        when, which = self.order
        # The first condition says where a database begins to read; the others alone it would try on every row above.
        return self.filter(Q(**{f"{when}__lte": moment}), Q(**{f"{when}__lt": moment}) | Q(**{f"{which}__lt": key}))

    @property
    def order(self) -> tuple[str, str]:
        """The columns by which they follow each other: those of the index that has them."""
        return LISTED if LISTED[0] in self.query.annotations else ("published_at", "pk")

    def for_cards(self):
        """With what a list shows of each, in a constant number of queries; without the text."""
        return self._with_credits().select_related("section", "poster").defer("body", "body_html")

    def for_article(self):
        """With what the article page shows of each, in a constant number of queries."""
        return self.for_feeds().prefetch_related("poster__links")

    def for_feeds(self):
        """With what feeds and the search's index have of each."""
        return self.for_page().prefetch_related("tags")

    def for_page(self):
        """With what the page of one story shows, but for what `around` reads of it in a query of its own."""
        return self._with_credits().select_related("section", "poster__picture")

    def _with_credits(self):
        return self.prefetch_related(
            Prefetch("bylines", Byline.objects.select_related("author")),
            Prefetch("placements", Placement.objects.select_related("image")),
        )
