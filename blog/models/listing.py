"""Under whom and under what a published story is listed: a row for each of its authors, and for each of its tags.

Each row repeats the moment of publication, so that a page of one author's 300,000 stories is one stretch of an index,
however deep in the archive. Whether readers may see a story is not said here: lists ask `published()` as all do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from blog.models.author import Byline
from blog.models.post import Post

AT_A_TIME = 500  # stories; nobody who writes waits long

Place = tuple[int, int | None, int | None]  # the keys of a story, and of an author or a tag


class ListingQuerySet(models.QuerySet):
    """Reads after "listings"."""

    def public(self):
        """Those of published stories; a database asks it of each that it meets."""
        return self.filter(Exists(Post.objects.published().filter(pk=OuterRef("post"))))

    def bring_in_step(self, *posts: int) -> None:
        """Make the rows of the stories with these keys what the stories ask for: none while readers do not see them."""
        with transaction.atomic():
            # In one order, and one at a time for each: nobody goes by a state, an author or a tag that is no more.
            list(Post.objects.filter(pk__in=posts).order_by("pk").select_for_update().values_list("pk"))
            wanted = _wanted(posts)
            known = {_place(listing): listing for listing in Listing.objects.filter(post__in=posts)}
            gone = {place for place, listing in known.items() if wanted.get(place) != listing.published_at}
            if gone:
                self.filter(pk__in=[known[place].pk for place in gone]).delete()
            new = [place for place in wanted if place not in known or place in gone]
            self.bulk_create(
                Listing(post_id=post, author_id=author, tag_id=tag, published_at=wanted[post, author, tag])
                for post, author, tag in new
            )

    def catch_up(self) -> int:
        """Bring in step the published stories that are not listed under who posted them, at their moment: those that
        were written in bulk, or changed by hand. How many they were."""
        in_step = self.filter(post=OuterRef("pk"), author=OuterRef("poster"), published_at=OuterRef("published_at"))
        keys = list(Post.objects.published().filter(~Exists(in_step)).order_by().values_list("pk", flat=True))
        for start in range(0, len(keys), AT_A_TIME):
            self.bring_in_step(*keys[start : start + AT_A_TIME])
        return len(keys)


class Listing(models.Model):
    """One story's place in the list of one author, or of one tag."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="listings", db_index=False)
    author = models.ForeignKey("blog.Author", models.CASCADE, related_name="+", null=True, db_index=False)
    tag = models.ForeignKey("blog.Tag", models.CASCADE, related_name="+", null=True, db_index=False)
    published_at = models.DateTimeField()

    objects = ListingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["post", "author"], name="a_story_is_listed_once_under_an_author"),
            models.UniqueConstraint(
                fields=["post", "tag"], condition=Q(tag__isnull=False), name="a_story_is_listed_once_under_a_tag"
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False, tag__isnull=True) | Q(author__isnull=True, tag__isnull=False),
                name="a_listing_is_under_an_author_or_a_tag",
            ),
        ]
        indexes = [
            models.Index(
                fields=["author", "-published_at", "-post"],
                condition=Q(author__isnull=False),
                name="stories_of_an_author",
            ),
            models.Index(
                fields=["tag", "-published_at", "-post"], condition=Q(tag__isnull=False), name="stories_of_a_tag"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} under {self.author_id or self.tag_id}"


def _wanted(posts: Iterable[int]) -> dict[Place, datetime]:
    """The moment for each place that those of the stories have which readers see; a query, and two more for them."""
    rows = list(Post.objects.published().filter(pk__in=posts).values_list("pk", "published_at", "poster"))
    if not rows:
        return {}
    moments = {key: moment for key, moment, _poster in rows}
    named = Byline.objects.filter(post__in=moments).order_by().values_list("post", "author")
    tagged = Post.tags.through.objects.filter(post__in=moments).values_list("post", "tag")
    places: set[Place] = {(post, author, None) for post, author in named}
    places |= {(post, poster, None) for post, _moment, poster in rows}
    places |= {(post, None, tag) for post, tag in tagged}
    return {place: moments[place[0]] for place in places}


def _place(listing: Listing) -> Place:
    return listing.post_id, listing.author_id, listing.tag_id
