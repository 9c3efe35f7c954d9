"""What a million comments cost the moderation desk, each measure as a ratio to its limit.

    .venv/bin/python benchmarks/moderation_queue.py             # on a new SQLite file
    DATABASE_URL=postgres://… .venv/bin/python benchmarks/moderation_queue.py

Measures the queue's tabs and a writer's history over SMALL comments, lets the same database grow to LARGE, and measures
again: a page must take no more queries, none that reads a whole table, and about the same time. Then it decides about
BATCH comments at once and undoes that. A ratio above 1.00 is over its limit, and makes the exit status 1. `--plans`
prints how the database answers each query of the pages. The named database must be empty.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["BYLINE_DATA"] = tempfile.mkdtemp(prefix="byline-benchmark-")
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["BYLINE_SWEEP"] = "no"

import django  # noqa: E402

SMALL, LARGE = 10_000, 1_000_000
STORIES = 100
COMMENTS_OF_A_WRITER = 50  # as many as a card looks back upon, at both sizes
BUSY = 10  # percent of all comments are by one writer
BATCH = 1_000
QUERIES_PER_PAGE = 10
TIMES_SLOWER = 2.0  # a hundred times as many comments; the machine's own noise is half of it
QUERIES_OF_A_BATCH = 40
ROUNDS = 15
BIG_TABLES = ("comments_comment", "django_comments", "django_comments_xtd_xtdcomment", "rules_commentverdict")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def prepare():
    """A new site with STORIES stories; the moderator's browser, and the key of one comment as the model stores it."""
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    Path(os.environ["BYLINE_DATA"], "static").mkdir()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from django.contrib.auth.models import Group

    from comments.models import Status
    from comments.rules.policy import judge, record
    from tests import factories
    from tests.comments.conversation import comment_on

    remy, grace = factories.user("remy"), factories.user("grace", is_staff=True)
    grace.groups.add(Group.objects.get(name="Editor"))
    stories = [factories.published_post(by=remy) for _ in range(STORIES)]
    pattern = comment_on(stories[0], status=Status.PENDING, ip_address="203.0.113.9")
    record(pattern, judge(pattern))
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(grace)
    return browser, pattern.pk


def grow(pattern: int, amount: int) -> None:
    """Let the site have `amount` comments, made in the database itself after the one with the key `pattern`."""
    from django.db import connection

    from comments.models import Comment

    last = Comment.objects.order_by("-pk").values_list("pk", flat=True).first()
    path = " || ".join(
        f"substr('{DIGITS}', CAST((n / {36**power}) % 36 AS integer) + 1, 1)" for power in range(6, -1, -1)
    )
    status = "CASE WHEN n % 100 < 90 THEN 'approved' WHEN n % 100 < 94 THEN 'spam' WHEN n % 100 < 98 THEN 'trash' "
    status += "ELSE 'pending' END"
    shown = f"({status}) = 'approved'"
    story = f"{_first_story()} + n % {STORIES}"
    others = f"CAST(n % {amount // COMMENTS_OF_A_WRITER} AS varchar(20))"
    writer = f"CASE WHEN n % 100 < {BUSY} THEN 'busy' ELSE {others} END"
    email = f"{writer} || '@example.org'"
    tables = {
        "django_comments": {"id": "n", "user_email": email, "object_pk": story, "is_public": shown},
        "django_comments_xtd_xtdcomment": {"comment_ptr_id": "n", "thread_id": "n", "parent_id": "n"},
        "comments_comment": {
            "xtdcomment_ptr_id": "n",
            "path": path,
            "status": status,
            "is_shown": shown,
            "post_id": story,
            "fingerprint": "NULL",
            "key": "NULL",
            "report_count": "CASE WHEN n % 200 = 1 THEN 2 ELSE 0 END",
        },
        "rules_commentverdict": {"comment_id": "n", "writer": f"'guest:' || {email}"},
    }
    with connection.cursor() as cursor:
        for table, values in tables.items():
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            key = next(column for column in values)
            chosen = ", ".join(values.get(name, f"pattern.{connection.ops.quote_name(name)}") for name in columns)
            names = ", ".join(map(connection.ops.quote_name, columns))
            cursor.execute(
                f"INSERT INTO {table} ({names}) WITH RECURSIVE numbers(n) AS "
                f"(SELECT {last + 1} UNION ALL SELECT n + 1 FROM numbers WHERE n < {amount}) "
                f"SELECT {chosen} FROM numbers, {table} AS pattern WHERE pattern.{key} = {pattern}"
            )
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    _count_anew()


def _first_story() -> int:
    from blog.models import Post

    return Post.objects.order_by("pk").values_list("pk", flat=True).first()


def _count_anew() -> None:
    from django.core.management.color import no_style
    from django.db import connection
    from django_comments.models import Comment as LibraryComment

    from blog.models import Post
    from comments.models import Comment

    for post in Post.objects.only("pk"):
        Post.objects.filter(pk=post.pk).update(comment_count=Comment.objects.visible().on(post).count())
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [LibraryComment]):
            cursor.execute(statement)


def pages(pattern: int) -> dict[str, str]:
    """The addresses that are measured, by what they are."""
    from django.urls import reverse

    from comments.models import Comment
    from comments.rules.models import CommentVerdict

    queue = reverse("admin:comments_comment_changelist")
    busy = CommentVerdict.objects.filter(writer="guest:busy@example.org").values_list("pk", flat=True)[0]
    newest = Comment.objects.order_by("-pk").values_list("pk", flat=True)[0]
    return {
        "the queue's first page": queue,
        **{f"the tab {tab}": f"{queue}?tab={tab}" for tab in ("reported", "approved", "spam", "trash")},
        "a comment's sheet": reverse("admin:comments_comment_change", args=[newest]),
        "the history of a writer of every tenth comment": reverse("admin:comments_comment_writer", args=[busy]),
    }


def measure(browser, path: str) -> tuple[float, list[str]]:
    """The fewest milliseconds of ROUNDS requests, and the queries of one."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(path)
    queries = [query["sql"] for query in captured]  # now: the next request forgets them
    if answer.status_code != 200:
        raise RuntimeError(f"{path} is answered with {answer.status_code}.")
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        browser.get(path)
        times.append((time.perf_counter() - start) * 1000)
    return min(times), queries


def plan_of(sql: str) -> list[str]:
    """How the database answers the query, line by line."""
    from django.db import connection

    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql.replace('%', '%%')}" if connection.vendor == "sqlite" else f"{explain} {sql}")
        return [str(row[-1]) for row in cursor.fetchall()]


def full_scans(sql: str) -> list[str]:
    """The lines of the plan that read all of a table that grows with the archive.

    PostgreSQL may count up to a limit by reading the table itself, where most rows are what is counted: it stops at the
    limit, which stands in the line above.
    """
    names = [f"Seq Scan on {table}" for table in BIG_TABLES]
    names += [f"SCAN {table}" for table in BIG_TABLES]
    lines = plan_of(sql)
    found = [at for at, line in enumerate(lines) if any(name in line for name in names) and "USING" not in line]
    return [lines[at] for at in found if "Limit" not in lines[max(at - 1, 0)]]


def batch_measures(browser):
    """(what, how much, limit) of a decision about BATCH comments, and of its undo."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from blog.models import Post, User
    from comments.models import Comment, Decision, Entry, Status

    grace = User.objects.get(username="grace")
    grace.has_perm("warm.up")
    keys = list(Comment.objects.held().order_by("pk").values_list("pk", flat=True)[:BATCH])
    before = dict(Post.objects.values_list("pk", "comment_count"))
    with CaptureQueriesContext(connection) as deciding:
        start = time.perf_counter()
        Comment.objects.filter(pk__in=keys).approve(by=grace)
        lasted = time.perf_counter() - start
    decision = Decision.objects.latest("pk")
    assert Entry.objects.filter(decision=decision, comment__in=keys).count() == BATCH
    counted = sum(Post.objects.values_list("comment_count", flat=True)) - sum(before.values())
    assert counted == BATCH
    with CaptureQueriesContext(connection) as undoing:
        start = time.perf_counter()
        decision.undo(by=grace)
        undone = time.perf_counter() - start
    assert Comment.objects.filter(pk__in=keys, status=Status.PENDING).count() == BATCH
    assert dict(Post.objects.values_list("pk", "comment_count")) == before
    yield f"queries of a decision about {BATCH:,} comments ({lasted * 1000:.0f} ms)", len(deciding), QUERIES_OF_A_BATCH
    yield f"queries of its undo ({undone * 1000:.0f} ms)", len(undoing), QUERIES_OF_A_BATCH


def measures(browser, pattern: int):
    """(what, how much, limit) of each."""
    grow(pattern, SMALL)
    small = {what: measure(browser, path) for what, path in pages(pattern).items()}
    grow(pattern, LARGE)
    for what, path in pages(pattern).items():
        (quick, few), (slow, many) = small[what], measure(browser, path)
        scans = [line for sql in many if sql.startswith("SELECT") for line in full_scans(sql)]
        if "--plans" in sys.argv:
            _print_plans(what, many)
        yield f"{what}: queries ({len(few)} of {SMALL:,} comments)", len(many), QUERIES_PER_PAGE
        yield f"{what}: {slow:.1f} ms of {LARGE:,} comments, {quick:.1f} ms of {SMALL:,}", slow / quick, TIMES_SLOWER
        yield f"{what}: full scans {scans or ''}", len(scans), 0.5
    yield from batch_measures(browser)


def _print_plans(what: str, queries: list[str]) -> None:
    print(f"\n{what}")
    for sql in queries:
        if sql.startswith("SELECT"):
            print(f"  {sql[:300]}")
            for line in plan_of(sql):
                print(f"      {line}")


def main() -> int:
    worst = 0.0
    for what, amount, limit in measures(*prepare()):
        ratio = amount / limit
        worst = max(worst, ratio)
        print(f"{ratio:5.2f}  {what}: {amount:.3g} (limit {limit:g})", flush=True)
    return int(worst > 1)


if __name__ == "__main__":
    sys.exit(main())
