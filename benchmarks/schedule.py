"""What a full schedule costs: SCHEDULED stories, of which DUE are due, and RACERS processes that publish them at once.

    .venv/bin/python benchmarks/schedule.py             # on a new SQLite file
    DATABASE_URL=postgres://… .venv/bin/python benchmarks/schedule.py

Each measure is printed as a ratio to its limit; one above 1.00 is over it, and makes the exit status 1. Every story
must be published exactly once. The named database must be empty.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("BYLINE_DATA", tempfile.mkdtemp(prefix="byline-benchmark-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["BYLINE_SWEEP"] = "no"

import django  # noqa: E402

SCHEDULED, DUE, RACERS = 10_000, 100, 3
SECONDS = 45.0  # and 15 between two rounds of the clock: within a minute of the moment
QUERIES_OF_A_STORY = 30  # its row and address, the journal, the audit log, the search, pings and letters
QUERIES_TO_FIND = 2


def prepare() -> None:
    """A new site with SCHEDULED stories; DUE of them are due."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from django.utils import timezone

    from blog.models import Author, Post, State
    from tests import factories

    poster = Author.of(factories.user())
    now = timezone.now()
    rows = [
        Post(
            headline=f"Story {number}",
            poster=poster,
            state=State.SCHEDULED,
            publish_at=now - timedelta(seconds=1) if number % (SCHEDULED // DUE) == 0 else now + timedelta(days=number),
        )
        for number in range(SCHEDULED)
    ]
    Post.objects.bulk_create(rows, batch_size=500)


def race(start, told) -> None:
    """What one process does; it tells how many stories it moved, and how long that took."""
    django.setup()
    from blog.models import Post
    from blog.models.schedule import publish_due

    start.wait()
    began = time.perf_counter()
    told.put((publish_due(Post), time.perf_counter() - began))


def measures():
    """(what, how much, limit) of each."""
    from django.db import connection, connections
    from django.test.utils import CaptureQueriesContext

    from blog.models import Post, Transition
    from blog.models.schedule import publish_due

    connections.close_all()
    processes = multiprocessing.get_context("spawn")
    start, told = processes.Barrier(RACERS), processes.Queue()
    racers = [processes.Process(target=race, args=[start, told]) for _ in range(RACERS)]
    for racer in racers:
        racer.start()
    results = [told.get(timeout=300) for _ in racers]
    for racer in racers:
        racer.join()
    moves = Transition.objects.filter(verb="publish")
    assert sum(count for count, _seconds in results) == DUE, results
    assert moves.count() == moves.values("post").distinct().count() == DUE
    assert Post.objects.published().count() == DUE
    shares = ", ".join(str(count) for count, _seconds in results)
    yield f"{DUE} due of {SCHEDULED:,}, {RACERS} processes ({shares})", max(s for _count, s in results), SECONDS, "s"
    with CaptureQueriesContext(connection) as nothing_due:
        publish_due(Post)
    yield "queries when nothing is due", len(nothing_due), QUERIES_TO_FIND, ""
    waiting = Post.objects.filter(state="scheduled").order_by("pk").values_list("pk", flat=True)[0]
    Post.objects.filter(pk=waiting).update(publish_at="2020-01-01T00:00Z")
    with CaptureQueriesContext(connection) as one_due:
        assert publish_due(Post) == 1
    yield "queries of one story", len(one_due) - QUERIES_TO_FIND, QUERIES_OF_A_STORY, ""


def main() -> int:
    django.setup()
    prepare()
    worst = 0.0
    for what, amount, limit, unit in measures():
        worst = max(worst, amount / limit)
        print(f"{amount / limit:5.2f}  {what}: {amount:.3g} {unit}".rstrip() + f" (limit {limit:g})", flush=True)
    return int(worst > 1)


if __name__ == "__main__":
    sys.exit(main())
