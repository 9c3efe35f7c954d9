"""How often a story was read, by day: a number without names, cookies or addresses."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db import connections, models, router


class ReadsQuerySet(models.QuerySet):
    """Reads after "reads"."""

    def add(self, counts: Counter[tuple[int, date]]) -> None:
        """Count each (key of a post, day) so many times more, in one statement; several processes may do so at once."""
        if not counts:
            return
        connection = connections[router.db_for_write(self.model)]
        table = connection.ops.quote_name(self.model._meta.db_table)
        rows = [(post, day, number) for (post, day), number in sorted(counts.items())]
        places = ", ".join(["(%s, %s, %s)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (post_id, day, count) VALUES {places} "  # noqa: S608  (a name of our own)
                f"ON CONFLICT (post_id, day) DO UPDATE SET count = {table}.count + excluded.count",
                [
                    value
                    for post, day, number in rows
                    for value in (post, connection.ops.adapt_datefield_value(day), number)
                ],
            )


class Reads(models.Model):
    """The readings of one story on one day of the newsroom's."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="reads", db_index=False)
    day = models.DateField()
    count = models.PositiveIntegerField()

    objects = ReadsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "reads"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["post", "day"], name="a_day_of_a_story_is_counted_once")]
        indexes = [models.Index(fields=["day", "-count"], name="most_read_of_a_day")]

    def __str__(self) -> str:
        return f"{self.post_id} on {self.day}: {self.count}"
