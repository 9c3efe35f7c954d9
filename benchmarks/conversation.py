"""What a long conversation costs, each measure as a ratio to its limit.

    .venv/bin/python benchmarks/conversation.py             # on a new SQLite file
    DATABASE_URL=postgres://… .venv/bin/python benchmarks/conversation.py

Prints one line for each measure; a ratio above 1.00 is over its limit, and makes the exit status 1. A request goes
through the whole WSGI application, in this process, and what is counted is the processor's time; on PostgreSQL that is
without the server's own. With `--profile` it prints instead where that time goes. The named database must be empty.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["BYLINE_DATA"] = tempfile.mkdtemp(prefix="byline-benchmark-")
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["BYLINE_SWEEP"] = "no"  # what is sent in the background is not the page's

import django  # noqa: E402

MILLISECONDS_PER_PAGE = 6.0  # of processor time, for the article with 50 comments
QUERIES_PER_PAGE = 8
WRITES_PER_REPLY = 6
COMMENTS = 10_000
REQUESTS, ROUNDS = 60, 5
WORDS = "The road to Konna was open on Tuesday, whatever the ministry says; I drove it with my brother, and we met one "
WORDS += "lorry with fuel, two with grain, and nobody in uniform. Has *anybody* asked the drivers? "


def prepare():
    """A new site with one story of COMMENTS comments in as many threads; the story."""
    django.setup()
    from django.core.management import call_command

    Path(os.environ["BYLINE_DATA"], "static").mkdir()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from tests import factories

    story = new_story(factories)
    fill(story, COMMENTS)
    return story


def new_story(factories):
    """A published story with a section and tags, of 600 words."""
    user = factories.user()
    post = factories.published_post(by=user, section=factories.section(), body=f"{WORDS * 12}\n\n" * 2)
    post.tags.add(factories.tag(), factories.tag("Konna"))
    return post


def fill(story, amount: int) -> None:
    """So many threads under `story`, by as many writers, a minute apart."""
    from django.utils import timezone
    from django_comments.models import Comment as LibraryComment

    from blog.markup import render_comment
    from comments.models import Comment
    from tests.comments.conversation import crowd

    crowd(story, amount)
    now, body = timezone.now(), render_comment(WORDS)
    rows = list(Comment.objects.filter(post=story).only("pk"))
    for number, row in enumerate(rows):
        row.writer_name, row.face, row.body_html = f"Reader <{number}>", f"{number:016x}", body
        row.recommendation_count = number % 7
    Comment.objects.bulk_update(rows, ["writer_name", "face", "body_html", "recommendation_count"], batch_size=100)
    dates = [LibraryComment(pk=row.pk, submit_date=now - timedelta(minutes=row.pk)) for row in rows]
    LibraryComment.objects.bulk_update(dates, ["submit_date"], batch_size=100)


def ask(path: str) -> bytes:
    """The body of the site's answer to a GET of `path`, through the whole WSGI application."""
    from config.wsgi import application

    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": sys.stdin.buffer,
        "wsgi.errors": sys.stderr,
    }
    said = []
    answer = application(environ, lambda status, headers: said.append(status))
    body = b"".join(answer)
    answer.close()
    if said != ["200 OK"]:
        raise RuntimeError(f"{path} is answered with {said}.")
    return body


def milliseconds(path: str) -> float:
    """Of processor time for one request: of ROUNDS means of REQUESTS the one that other programs disturbed least."""
    means = []
    ask(path)
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(REQUESTS):
            ask(path)
        means.append((time.process_time() - start) / REQUESTS * 1000)
    return min(means)


def queries(path: str) -> int:
    """How many the page takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask(path)
    with CaptureQueriesContext(connection) as captured:
        ask(path)
    return len(captured)


def writes_of_a_reply(story) -> int:
    """How many statements write when somebody answers the story's newest thread; a statement writes a row or two."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from comments.models import Comment
    from tests.comments.conversation import comment_on

    root = Comment.objects.filter(post=story, is_root=True).order_by("-path").first()
    with CaptureQueriesContext(connection) as captured:
        comment_on(story, root)
    writes = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE"))]
    return sum("blog_letter" not in sql for sql in writes)  # letters to followers are counted with them


def measures(story):
    """(what, how much, limit, unit) of each."""
    from tests import factories
    from tests.comments.conversation import crowd

    last = f"{story.path}comment-page-{COMMENTS // 50}/"
    for what, path in {
        "page 1 of 200": story.path,
        "page 200 of 200": last,
        "page 1, newest first": f"{story.path}?order=newest",
        "page 1, most recommended first": f"{story.path}?order=recommended",
    }.items():
        assert ask(path).count(b'<li class="comment"') == 50
        yield f"article with 50 of {COMMENTS:,} comments, {what}", milliseconds(path), MILLISECONDS_PER_PAGE, "ms"
    for amount in (100, 1000, COMMENTS):
        other = new_story(factories) if amount != COMMENTS else story
        if other != story:
            fill(other, amount)
        yield f"queries with {amount:,} comments", queries(other.path), QUERIES_PER_PAGE, ""
    for amount in (10, COMMENTS):
        other = new_story(factories)
        crowd(other, 1, replies_to_each=amount)
        yield f"writes of a reply in a thread of {amount:,}", writes_of_a_reply(other), WRITES_PER_REPLY, ""


def profile(path: str) -> None:
    """Print where the time of REQUESTS requests goes."""
    ask(path)
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(REQUESTS):
        ask(path)
    profiler.disable()
    statistics_of = pstats.Stats(profiler)
    statistics_of.sort_stats("cumulative").print_stats(70)
    statistics_of.sort_stats("tottime").print_stats(40)


def main() -> int:
    story = prepare()
    if "--profile" in sys.argv:
        profile(story.path)
        return 0
    worst = 0.0
    for what, amount, limit, unit in measures(story):
        ratio = amount / limit
        worst = max(worst, ratio)
        print(f"{ratio:5.2f}  {what}: {amount:.3g} {unit}".rstrip() + f" (limit {limit:g})")
    return int(worst > 1)


if __name__ == "__main__":
    sys.exit(main())
