"""How often something was done within a time, counted once for all processes and machines: in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

MOST_AT_ONCE = 1000  # rows that one transaction deletes: SQLite lets nobody else write meanwhile

# One statement, so that two who count at the same moment count two. A count that has ended begins again at one.
COUNT_ONE_MORE = """
    INSERT INTO blog_pace (name, count, ends_at) VALUES {rows}
    ON CONFLICT (name) DO UPDATE SET
        count = CASE WHEN blog_pace.ends_at <= %s THEN 1 ELSE blog_pace.count + 1 END,
        ends_at = CASE WHEN blog_pace.ends_at <= %s THEN excluded.ends_at ELSE blog_pace.ends_at END
    RETURNING name, count, ends_at
"""


class PaceQuerySet(models.QuerySet["Pace"]):
    """Counts, and forgets."""

    def count_one_more(self, names: Iterable[str], *, seconds: int) -> list[Pace]:
        """Add one to each of `names`; the counts with it. A count ends `seconds` after its first.

        One statement that commits by itself and holds its locks no longer than that; so call it outside any
        transaction, or what is counted there is undone with it.
        """
        now, in_order = timezone.now(), sorted(set(names))  # in one order, so that no two wait for each other
        values = [value for name in in_order for value in (name, 1, now + timedelta(seconds=seconds))]
        rows = ", ".join(["(%s, %s, %s)"] * len(in_order))
        return list(self.raw(COUNT_ONE_MORE.format(rows=rows), [*values, now, now]))

    def count_one_less(self, names: Iterable[str]) -> None:
        """Take one from each of `names` that is being counted."""
        for name in sorted(set(names)):
            self.filter(name=name, count__gt=0).update(count=models.F("count") - 1)

    def forget_ended(self) -> int:
        """Delete the counts that have ended; their number. Those that somebody is counting just now are let be."""
        number = 0
        while True:
            with transaction.atomic():
                ended = self.filter(ends_at__lte=timezone.now()).select_for_update(skip_locked=True)
                keys = list(ended.values_list("pk", flat=True)[:MOST_AT_ONCE])
                number += self.filter(pk__in=keys).delete()[0]
            if len(keys) < MOST_AT_ONCE:
                return number


class Pace(models.Model):
    """That what `name` stands for was done `count` times, and until when these are counted together.

    `name` is a digest, made with the site's secret key: who it stands for, a person or a network, is not in the table.
    """

    name = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    objects = PaceQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at:%H:%M:%S}"
