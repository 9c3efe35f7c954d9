"""What a million stories cost the pages readers meet, each measure as a ratio to its limit.

    .venv/bin/python benchmarks/paper.py             # on a new SQLite file
    DATABASE_URL=postgres://… .venv/bin/python benchmarks/paper.py

Measures every kind of list, the article, the feeds and the sitemaps over SMALL stories, lets the same paper grow to
LARGE, and measures again: a page must take as many queries, none that reads a whole table, and about the same time. A
ratio above 1.00 is over its limit, and makes the exit status 1. `--plans` prints how the database answers each query.
What takes longest to make is the archive: see benchmarks/archive.py. The named database must be empty.
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
os.environ["BYLINE_SAVE_PAGES"] = "no"  # what a page costs that is made anew
os.environ["BYLINE_LOG_LEVEL"] = "ERROR"  # a page that is not found is asked for on purpose

import django  # noqa: E402

SMALL, LARGE = 100, int(os.environ.get("STORIES", 1_000_000))
QUERIES_PER_PAGE = 8
TIMES_SLOWER = 2.0  # ten thousand times as many stories; the machine's own noise is half of it
ROUNDS = 15
PATIENCE = 10_000  # milliseconds; what takes longer is far over its limit, and asked for no more
SECONDS_OF_A_SITEMAP = 3.0  # a part has 10,000 stories, is sent while it is written, and read by crawlers alone
SECONDS_OF_THE_INDEX = 2.0  # once in five minutes


def prepare():
    """A new site, and a browser of nobody's."""
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    Path(os.environ["BYLINE_DATA"], "static").mkdir()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return Client(SERVER_NAME="127.0.0.1")


def pages(archive) -> dict[str, str]:
    """The addresses that are measured, by what they are. A new kind of page joins with one line.

    What a small paper has none of is compared with what is nearest to it there.
    """
    old_section, old_tag, few_tag, old_author, number = (
        ("obituaries", "konna", "tag-77", "retired", archive.amount // 5)
        if archive.is_large
        else ("world", "mali", "mali", "busy", 30)
    )
    deep, in_the_year = (f"?before={archive.place(n)}" for n in (number, min(number, 30_000)))
    day = f"/{archive.now:%Y/%m/%d}/"
    return {
        "front page": "/",
        "front page, deep down": f"/{deep}",
        "section": "/section/world/",
        "section, deep down": f"/section/world/{deep}",
        "section whose stories are all old": f"/section/{old_section}/",
        "tag of every third story": "/tag/mali/",
        "tag of every third story, deep down": f"/tag/mali/{deep}",
        "tag whose stories are all old": f"/tag/{old_tag}/",
        "tag of few stories": f"/tag/{few_tag}/",
        "author of every third story": "/author/busy/",
        "author of every third story, deep down": f"/author/busy/{deep}",
        "author named on every third story": "/author/named/",
        "author whose stories are all old": f"/author/{old_author}/",
        "year": day[:6],
        "year, deep down": f"{day[:6]}{in_the_year}",
        "month": day[:9],
        "day": day,
        "archive": "/archive/",
        "corrections": "/corrections/",
        "search": "/search/?q=minister",
        "search for two words": "/search/?q=minister+road",
        "search, narrowed": "/search/?q=road&section=world&author=busy",
        "article": archive.story.path,
        "article of the archive": archive.path(number),
        "an old address": archive.old_path(),
        "a correction": f"{archive.story.path}corrections/1/",
        "feed": "/feed/",
        "feed of a section": "/section/world/feed/atom/",
        "feed of a tag": "/tag/mali/feed/json/",
        "feed of an author": "/author/busy/feed/",
        "feed of corrections": "/corrections/feed/",
        "news sitemap": "/sitemap-news.xml",
        "page not found": "/2013/01/10/nothing/",
    }


def measure(browser, path: str) -> tuple[float, list[str]]:
    """The fewest milliseconds of ROUNDS requests that find nothing cached, and the queries of one.

    On SQLite they are the processor's: all of it works in this process, and other programs do not disturb that.
    """
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    browser.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(path)
        answer.getvalue()
    queries = [query["sql"] for query in captured]  # now: the next request forgets them
    if answer.status_code not in (200, 301) and "nothing" not in path:
        raise RuntimeError(f"{path} is answered with {answer.status_code}.")
    times = []
    for _ in range(ROUNDS):
        cache.clear()
        start = clock()
        browser.get(path).getvalue()
        times.append((clock() - start) * 1000)
        if sum(times) > PATIENCE:
            break
    return min(times), queries


def measures(browser):
    """(what, how much, limit) of each."""
    from benchmarks.archive import Archive
    from benchmarks.reading_plans import print_plans, whole_reads

    archive = Archive(SMALL)
    small = {what: measure(browser, path) for what, path in pages(archive).items()}
    began = time.perf_counter()
    archive.grow(LARGE)
    print(f"      an archive of {LARGE:,} stories: {time.perf_counter() - began:.0f} s", flush=True)
    for what, path in pages(archive).items():
        (quick, few), (slow, many) = small[what], measure(browser, path)
        yield f"{what}: queries ({len(few)} of {SMALL:,} stories)", len(many), min(len(few), QUERIES_PER_PAGE)
        yield f"{what}: {slow:.1f} ms of {LARGE:,} stories, {quick:.1f} ms of {SMALL:,}", slow / quick, TIMES_SLOWER
        found = [line for sql in many if sql.startswith("SELECT") for line in whole_reads(sql)]
        yield f"{what}: reads of a whole table {found or ''}", len(found), 0.5
        if "--plans" in sys.argv:
            print_plans(what, many)
    for what, path, limit in (
        ("sitemap index", "/sitemap.xml", SECONDS_OF_THE_INDEX),
        ("sitemap of 10,000 stories", "/sitemap-2.xml", SECONDS_OF_A_SITEMAP),
        ("sitemap of pages", "/sitemap-pages.xml", SECONDS_OF_A_SITEMAP),
    ):
        lasted, queries = measure(browser, path)
        yield f"{what}, {len(queries)} queries: seconds", lasted / 1000, limit


def main() -> int:
    worst = 0.0
    for what, amount, limit in measures(prepare()):
        ratio = amount / limit
        worst = max(worst, ratio)
        print(f"{ratio:5.2f}  {what}: {amount:.3g} (limit {limit:g})", flush=True)
    return int(worst > 1)


if __name__ == "__main__":
    sys.exit(main())
