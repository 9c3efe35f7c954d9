"""How a decision is taken back: each comment to where it stood, and to the decision that had brought it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

AT_A_TIME = 1000  # comments in one statement


def put_back(rows: Sequence[Mapping[str, Any]], undoing) -> int:
    """Move the comments of `rows`, {"comment", "source", "target"} of a decision's entries, back to their source; the
    number. `undoing`, a Decision that is not stored yet, becomes the journal's record of it.

    Only for Decision.undo, which holds the posts. A bounded number of queries for every thousand comments.
    """
    comments = apps.get_model("comments.Comment")
    count = 0
    for source, target in sorted({(row["source"], row["target"]) for row in rows}):
        keys = [row["comment"] for row in rows if (row["source"], row["target"]) == (source, target)]
        for start in range(0, len(keys), AT_A_TIME):
            part = comments.objects.filter(pk__in=keys[start : start + AT_A_TIME])
            count += part.settle({target}, source, undoing.by, decision=undoing)
    if count:
        _put_earlier_decisions_in_force(undoing)
        _open_reports_again(undoing)
    return count


def _put_earlier_decisions_in_force(undoing) -> None:
    """The status of a comment follows from the decision before again: its maker and its moment count."""
    comments, entries = apps.get_model("comments.Comment"), apps.get_model("comments.Entry")
    own = entries.objects.filter(decision=undoing.undoes_id, comment=OuterRef("pk"))
    moved = entries.objects.filter(decision=undoing.pk).values("comment")
    comments._base_manager.filter(pk__in=moved).update(
        decision=Subquery(own.values("earlier")[:1]),
        status_changed_by=Subquery(own.values("earlier__by")[:1]),
        status_changed_at=Subquery(own.values("earlier__made_at")[:1]),
    )


def _open_reports_again(undoing) -> None:
    comments, reports = apps.get_model("comments.Comment"), apps.get_model("comments.Report")
    moved = apps.get_model("comments.Entry").objects.filter(decision=undoing.pk).values("comment")
    closed = reports.objects.filter(closed_in=undoing.undoes_id, comment__in=moved)
    keys = list(closed.values_list("comment", flat=True).distinct())
    if not keys:
        return
    closed.update(is_open=True, closed_in=None)
    counts = reports.objects.filter(comment=OuterRef("pk"), is_open=True).order_by().values("comment")
    open_ones = Subquery(counts.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    comments._base_manager.filter(Q(pk__in=keys)).update(report_count=Coalesce(open_ones, F("report_count")))
