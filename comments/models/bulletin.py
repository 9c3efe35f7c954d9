"""Which stories are news, in the order in which digests tell of them.

A story becomes news once, in the transaction that publishes it, and then waits for the next bulletin. Bulletins follow
one another: a story that is committed while one is being closed is in the next, whatever its date says. So a number is
all it takes to know what somebody was told of: everything up to that bulletin.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from blog.models import Post

AT_A_TIME = 500  # stories whose keys are held
# A story that was withdrawn before its bulletin and comes back within this time is news yet to those who get digests.
STILL_NEWS = timedelta(days=8)  # a week, and a day


class NewsQuerySet(models.QuerySet):
    """Reads after "news"."""

    def add(self, post: Post) -> None:
        """`post` is news from now on, unless it is or was already."""
        News.objects.bulk_create([News(post=post)], ignore_conflicts=True)

    def drop(self, post: Post) -> None:
        """It comes back so late that it is none any more."""
        if post.published_at and post.published_at < timezone.now() - STILL_NEWS:
            self.filter(post=post, bulletin=None).delete()

    def told_of(self, after: int, up_to: int):
        """That of the bulletins which come after one, up to another."""
        return self.filter(bulletin__gt=after, bulletin__lte=up_to)


class Bulletin(models.Model):
    """What became news between two moments."""

    closed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"bulletin {self.pk}"

    @classmethod
    def close(cls) -> int:
        """Put all news that readers see by now into a bulletin, if there is any; the number of the latest one.

        Whoever closes one waits for another who does so at the same moment, by the rows of the news itself: both see
        all that is committed, so they reach for the same ones. Hence a later number never stands on earlier news.
        """
        bulletin = None
        with transaction.atomic():
            seen = News.objects.filter(bulletin=None, post__in=Post.objects.published())
            waiting = seen.select_for_update().order_by("pk").values_list("pk", flat=True)
            while keys := list(waiting[:AT_A_TIME]):
                bulletin = bulletin or cls.objects.create()
                News.objects.filter(pk__in=keys).update(bulletin=bulletin)
            return bulletin.pk if bulletin else cls.objects.aggregate(latest=Max("pk"))["latest"] or 0


class News(models.Model):
    """That a story is news, and in which bulletin; in none yet while that is empty."""

    post = models.OneToOneField("blog.Post", models.CASCADE, related_name="+")
    bulletin = models.ForeignKey(Bulletin, models.PROTECT, null=True, related_name="news")

    objects = NewsQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.post_id} in {self.bulletin_id}"
