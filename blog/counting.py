"""How many rows a query finds, exact up to a bound, as one column among others."""

from __future__ import annotations

from django.db.models import IntegerField, QuerySet, Subquery

MOST_COUNTED = 10_000


class CountUpTo(Subquery):
    """How many rows a query finds, MOST_COUNTED + 1 when there are more than MOST_COUNTED."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet):
        super().__init__(rows.order_by().values("pk")[: MOST_COUNTED + 1])
