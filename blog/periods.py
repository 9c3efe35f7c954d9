"""A year, a month or a day of the paper, in the newsroom's own time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from blog.models.post import PostQuerySet

MOST_YEARS = 200  # that the overview has; earlier ones are reached from the earliest of these
FIRST_YEAR, LAST_YEAR = 2, 9998  # what this program can name in every time zone, with a day before and after it


class NoSuchPeriod(ValueError):
    """The calendar has no such month or day, or this program no such year."""


@dataclass(frozen=True)
class Period:
    """A year, a month of it, or a day of that."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        try:
            date(*[*self.numbers, 1, 1][:3])
        except ValueError:
            raise NoSuchPeriod(self.numbers) from None
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise NoSuchPeriod(self.numbers)

    @property
    def numbers(self) -> list[int]:
        """One to three: year, month, day."""
        return [number for number in (self.year, self.month, self.day) if number is not None]

    @property
    def kind(self) -> str:
        """What it is: "year", "month" or "day"."""
        return ("year", "month", "day")[len(self.numbers) - 1]

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return _midnight(self.first_day)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        if self.day:
            return _midnight(self.first_day + timedelta(days=1))
        if self.month:
            return _midnight(date(self.year + self.month // 12, self.month % 12 + 1, 1))
        return _midnight(date(self.year + 1, 1, 1))

    @property
    def name(self) -> str:
        """As the page's language says it: "2026", "March 2026", "4 March 2026"."""
        return date_format(self.first_day, {"year": "Y", "month": "YEAR_MONTH_FORMAT", "day": "DATE_FORMAT"}[self.kind])

    @property
    def short_name(self) -> str:
        """Beside its like: "2026", "March", "4"."""
        return date_format(self.first_day, {"year": "Y", "month": "F", "day": "j"}[self.kind])

    @property
    def wider(self) -> Period | None:
        """The month of a day, the year of a month."""
        *wider, _last = self.numbers
        return Period(*wider) if wider else None

    @property
    def wider_ones(self) -> list[Period]:
        """The year, then the month, that it is in."""
        return [*self.wider.wider_ones, self.wider] if self.wider else []

    @property
    def parts(self) -> list[Period]:
        """The months of a year, the days of a month."""
        if self.kind == "year":
            return [Period(self.year, month) for month in range(1, 13)]
        if self.kind == "month":
            days = (self.end.date() - self.first_day).days
            return [Period(self.year, self.month, day) for day in range(1, days + 1)]
        return []

    def get_absolute_url(self) -> str:
        return reverse(f"blog:{self.kind}", args=self.numbers)

    def of(self, posts: PostQuerySet) -> PostQuerySet:
        """Those of the posts that were published in it."""
        return posts.filter(published_at__gte=self.start, published_at__lt=self.end)

    def before(self, posts: PostQuerySet) -> Period | None:
        """The nearest earlier period of its kind that has any of the posts."""
        return self._like(posts.filter(published_at__lt=self.start).newest_first())

    def after(self, posts: PostQuerySet) -> Period | None:
        """The nearest later one."""
        return self._like(posts.filter(published_at__gte=self.end).newest_first().reverse())

    def _like(self, posts: PostQuerySet) -> Period | None:
        moment = _dated(posts).values_list("published_at", flat=True).first()
        return period_at(moment, self.kind) if moment else None


def period_at(moment: datetime, kind: str) -> Period:
    """The period of that kind ("year", "month" or "day") which has the moment."""
    day = timezone.localtime(moment)
    return Period(*(day.year, day.month, day.day)[: ("year", "month", "day").index(kind) + 1])


def with_stories(periods: list[Period], posts: PostQuerySet) -> list[Period]:
    """Those of the periods that have any of the posts: one query, one look into the index for each period."""
    looks = {f"has_{number}": Exists(period.of(posts)) for number, period in enumerate(periods)}
    found = posts.order_by().annotate(**looks).values_list(*looks).first() if looks else None
    return [period for period, has_any in zip(periods, found or (), strict=False) if has_any]


def years_of(posts: PostQuerySet) -> list[Period]:
    """The years that have any of the posts, the latest first, in three queries. However many posts there are, none is
    counted: a count reads them all."""
    moments = _dated(posts).newest_first().values_list("published_at", flat=True)
    newest, oldest = moments.first(), moments.reverse().first()
    if newest is None or oldest is None:
        return []
    last = period_at(newest, "year").year
    first = max(period_at(oldest, "year").year, last - MOST_YEARS + 1)
    return with_stories([Period(year) for year in range(last, first - 1, -1)], posts)


def _dated(posts: PostQuerySet) -> PostQuerySet:
    """Without what an import dated before all calendars."""
    return posts.filter(published_at__gte=_midnight(date(FIRST_YEAR, 1, 1)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
