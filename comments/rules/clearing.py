"""Takes from readers what a banned writer wrote before."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from comments.models import Comment, Status
from comments.rules.models import Ban
from comments.rules.subjects import Kind, subjects_of

NETWORK_REACHES_BACK = timedelta(days=30)  # earlier, the address was perhaps somebody else's
AT_A_TIME = 1000


def clear_past_comments(ban: Ban, *, by) -> int:
    """Put in the trash what those whom `ban` is against wrote and readers see, or may yet see; the number.

    Of a network only what came in the last NETWORK_REACHES_BACK. It looks through many rows: a person asks for it,
    once. Raises PermissionDenied when `by` may not moderate.
    """
    rows = _candidates(ban).values_list("pk", "user_id", "user_email", "ip_address")
    keys = [pk for pk, *writer in rows.iterator() if ban.key in subjects_of(*writer)]
    parts = [keys[start : start + AT_A_TIME] for start in range(0, len(keys), AT_A_TIME)] or [[]]
    return sum(Comment.objects.filter(pk__in=part).trash(by=by) for part in parts)


def _candidates(ban: Ban) -> QuerySet:
    comments = Comment.objects.filter(status__in=(Status.PENDING, Status.APPROVED)).order_by()
    if ban.kind == Kind.ACCOUNT:
        return comments.filter(user=ban.subject)
    if ban.kind in (Kind.NETWORK, Kind.HOUSEHOLD):
        return comments.filter(submit_date__gt=timezone.now() - NETWORK_REACHES_BACK, ip_address__isnull=False)
    host = ban.subject.rpartition("@")[2]
    # The address may be kept in the script that it was typed in.
    return comments.exclude(user_email="") if "xn--" in host else comments.filter(user_email__iendswith=host)
