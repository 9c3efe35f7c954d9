"""Many stories at once: which of them readers see, and what is loaded with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Prefetch, Q

from blog.models.author import Byline
from blog.models.moves import State
from blog.models.placement import Placement
from blog.models.schedule import ScheduledQuerySet


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
        return self.filter(tags=tag)

    def by(self, author):
        """Posted by `author`, or with `author` in a byline."""
        return self.filter(Q(poster=author) | Q(pk__in=Byline.objects.filter(author=author).values("post")))

    def once_at(self, path):
        return self.filter(redirects__old_path=path)

    def killed_at(self, path):
        """Those that were killed, and had `path` or have it still: readers find a notice there."""
        return self.filter(Q(path=path) | Q(redirects__old_path=path), state=State.KILLED)

    def whereabouts_of(self, old_path: str) -> tuple[str, str] | None:
        """What became of the story of an address, in one query: (the path that it has now, ""), or ("", the notice in
        its place) of one that was killed; None where there was none that readers may hear of."""
        moved = self.published().once_at(old_path).order_by().values_list("path", models.Value(""))
        killed = self.killed_at(old_path).order_by().values_list(models.Value(""), "kill_notice")
        return max(moved.union(killed), default=None)  # a path, where there is one, comes after none

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_cards(self):
        """With what a list shows of each, in a constant number of queries; without the text."""
        return self._with_credits().select_related("section", "poster").defer("body", "body_html")

    def for_article(self):
        """With what the article page and the feeds show of each, in a constant number of queries."""
        return self.for_page().prefetch_related("tags", "poster__links")

    def for_page(self):
        """With what the page of one story shows, but for what `around` reads of it in a query of its own."""
        return self._with_credits().select_related("section", "poster__picture")

    def _with_credits(self):
        return self.prefetch_related(
            Prefetch("bylines", Byline.objects.select_related("author")),
            Prefetch("placements", Placement.objects.select_related("image")),
        )
