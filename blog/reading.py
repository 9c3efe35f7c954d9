"""Counts readers without cookies: in memory, a number for each story, written down every half minute.

A process that is killed forgets at most that half minute. Programs that say they are programs are not counted.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from datetime import date, timedelta

from django.utils import timezone

from blog.models import Post, Reads

PROGRAMS = re.compile(r"bot|crawl|spider|preview|fetch|monitor|curl|wget|python|java/|scan", re.IGNORECASE)
MOST_KEPT = 1_000  # stories before they are written down early: memory stays small whatever is asked for
KEPT_FOR = timedelta(days=90)
LOOKED_AT = 30  # of each of two days, for the list of those most read

_counts: Counter[tuple[int, date]] = Counter()
_lock = threading.Lock()


def count_reading(story: int, request) -> None:
    """Count that somebody reads the post of the key `story`; not a program, nor a browser that only fetches the page
    ahead."""
    agent = request.headers.get("User-Agent", "")
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    if request.method != "GET" or is_ahead or not agent or PROGRAMS.search(agent):
        return
    with _lock:
        _counts[story, timezone.localdate()] += 1
        is_much = len(_counts) >= MOST_KEPT
    if is_much:
        write_down()


def write_down() -> int:
    """Write what this process has counted into the table; the number of stories. Of one deleted meanwhile nothing."""
    with _lock:
        counts = Counter(_counts)
        _counts.clear()
    known = set(Post.objects.filter(pk__in={post for post, _day in counts}).values_list("pk", flat=True))
    counts = Counter({key: number for key, number in counts.items() if key[0] in known})
    Reads.objects.add(counts)
    return len(counts)


def forget_old_days() -> int:
    """Delete the counts of days that are long over; the number."""
    return Reads.objects.filter(day__lt=timezone.localdate() - KEPT_FOR).delete()[0]


def most_read(number: int) -> list[tuple[Post, int]]:
    """The published stories read most yesterday and today, with how often. Two queries, each of LOOKED_AT rows of an
    index, whatever the archive has: what stands lower on both days is not found."""
    today = timezone.localdate()
    sums: Counter[Post] = Counter()
    rows = Reads.objects.filter(post__in=Post.objects.published()).select_related("post").order_by("-count")
    for day in (today, today - timedelta(days=1)):
        for row in rows.filter(day=day).defer("post__body", "post__body_html")[:LOOKED_AT]:
            sums[row.post] += row.count
    return sums.most_common(number)
