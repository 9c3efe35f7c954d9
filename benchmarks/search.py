"""What a search costs in an archive of STORIES: QUESTIONS of every kind, each asked ROUNDS times, as readers mix them.

    .venv/bin/python benchmarks/search.py             # on a new SQLite file
    DATABASE_URL=postgres://… .venv/bin/python benchmarks/search.py
    … benchmarks/search.py --plans                    # and how the database goes about each

Each measure is printed as a ratio to its limit; one above 1.00 is over it, and makes the exit status 1. The time is
that of the whole page, from the address to the last byte of the answer, in this process. The words of the stories are
drawn as words of a language are: the commonest stands in all of them, the thousandth in one of thirty. The named
database must be empty, or have been made by an earlier run.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("BYLINE_DATA", tempfile.mkdtemp(prefix="byline-benchmark-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["BYLINE_SWEEP"] = "no"

import django  # noqa: E402

STORIES = int(os.environ.get("STORIES", 100_000))
DICTIONARY, WORDS_OF_A_STORY, WORDS_OF_A_HEADLINE = 60_000, 250, 8
AUTHORS, SECTIONS, YEARS = 40, 8, 12
ROUNDS = 10
P95 = 0.050  # seconds
QUERIES = 8
SECONDS_TO_INDEX_ONE = 0.2  # at the end of "Publish"
SECONDS_TO_COMPARE_ALL = 15.0  # every quarter of an hour, beside the pages; SQLite reads the table of stories for it
SYLLABLES = "ba ko na mi ri ta lu se do fe ga hi jo ka le mo nu pa ro si te vu wa ya ze bam kon nar mir tal ser".split()

random.seed(7)


def dictionary() -> list[str]:
    """Made-up words, the commonest first; each of two to five syllables, so that some begin alike."""
    words: dict[str, None] = {}
    while len(words) < DICTIONARY:
        words["".join(random.choices(SYLLABLES, k=random.randint(2, 5)))] = None
    return list(words)


WORDS = dictionary()
ZIPF = list(accumulate(1 / (rank + 2.7) for rank in range(DICTIONARY)))


def some_words(number: int) -> str:
    return " ".join(random.choices(WORDS, cum_weights=ZIPF, k=number))


def prepare() -> None:
    """A new site with STORIES stories, and its index."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    from django.db import connection
    from django.utils import timezone

    from blog import search
    from blog.models import Author, Byline, Post, Section, State

    if Post.objects.count() == STORIES:
        return
    authors = [Author.objects.create(name=some_words(2).title()) for _ in range(AUTHORS)]
    sections = [Section.objects.create(name=f"Section {n}") for n in range(SECTIONS)]
    now, apart = timezone.now(), timedelta(days=365 * YEARS) / STORIES
    for start in range(0, STORIES, 1000):
        posts = []
        for number in range(start, min(start + 1000, STORIES)):
            body = " ".join(f"<p>{some_words(50)}.</p>" for _ in range(WORDS_OF_A_STORY // 50))
            posts.append(
                Post(
                    headline=some_words(WORDS_OF_A_HEADLINE)[:250],
                    standfirst=some_words(20)[:600],
                    body_html=body,
                    opening=body[3:200],
                    poster=random.choice(authors),
                    section=sections[min(int(random.expovariate(0.7)), SECTIONS - 1)],
                    state=State.PUBLISHED,
                    published_at=now - apart * (STORIES - number),
                    path=f"/story/{number}/",
                    slug=f"story-{number}",
                )
            )
        Post.objects.bulk_create(posts, batch_size=100)
        Byline.objects.bulk_create([Byline(post=post, author=post.poster) for post in posts], batch_size=200)
    began = time.perf_counter()
    search.catch_up()
    print(f"      the whole index: {time.perf_counter() - began:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def questions() -> dict[str, list[str]]:
    """Parts of addresses, by what they are an example of."""
    rare = WORDS[20_000:20_010]
    author = some_words_of_an_author()
    return {
        "the commonest": [f"q={word}" for word in WORDS[:5]],
        "frequent": [f"q={word}" for word in WORDS[20:60:8]],
        "now and then": [f"q={word}" for word in WORDS[500:1000:100]],
        "rare": [f"q={word}" for word in rare],
        "two frequent": [f"q={one}+{other}" for one, other in zip(WORDS[3:8], WORDS[30:35], strict=True)],
        "frequent and rare": [f"q={WORDS[0]}+{word}" for word in rare[:5]],
        "three": [f"q={WORDS[200]}+{WORDS[90 + n]}+{WORDS[40 + n]}" for n in range(5)],
        "phrase": [f"q=%22{WORDS[n]}+{WORDS[n + 2]}%22" for n in (0, 3, 10, 40, 150)],
        "beginning": [f"q={word}*" for word in ("ko", "kon", "barik", "seno", "wa")],
        "left out": [f"q={WORDS[60 + n]}+-{WORDS[n]}" for n in range(5)],
        "misspelt": [f"q={word[:3]}x{word[4:]}" for word in (w for w in WORDS[300:400] if len(w) > 6)][:8],
        "section": [f"q={WORDS[10 + n]}&section=section-{SECTIONS - 1 - n}" for n in range(5)],
        "author": [f"q={WORDS[n * 20]}&author={author}" for n in range(5)],
        "days": [f"q={WORDS[n * 3]}&since=2016-01-01&until=2016-03-01" for n in range(5)],
        "later page": [f"q={WORDS[n * 9]}&page=20" for n in range(5)],
    }


def some_words_of_an_author() -> str:
    from blog.models import Author

    return Author.objects.order_by("pk")[3].name.replace(" ", "+")


def ask(client, question: str) -> float:
    """Seconds; on SQLite the processor's, since all of it works in this process and other programs disturb the rest."""
    from django.db import connection

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    began = clock()
    answer = client.get(f"/search/?{question}")
    assert answer.status_code == 200, question
    return clock() - began


def measures():
    """(what, how much, limit, unit) of each."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from blog import search
    from blog.models import Post

    client = Client(HTTP_HOST="127.0.0.1")
    kinds, everything, most_queries = questions(), [], 0
    for kind, asked in kinds.items():
        times = [ask(client, question) for _round in range(ROUNDS) for question in asked]
        everything += times
        yield f"{kind}, p95", p95(times), P95, "s"
        with CaptureQueriesContext(connection) as queries:
            ask(client, asked[0])
        most_queries = max(most_queries, len(queries))
    yield "all, p95", p95(everything), P95, "s"
    yield "queries", most_queries, QUERIES, ""
    post = Post.objects.published().newest_first().first()
    times = []
    for number in range(20):
        Post.objects.filter(pk=post.pk).update(headline=f"{some_words(8)} {number}")
        began = time.perf_counter()
        search.bring_in_step(post.pk)
        times.append(time.perf_counter() - began)
    yield "one story changed, p95", p95(times), SECONDS_TO_INDEX_ONE, "s"
    began = time.perf_counter()
    search.catch_up()
    yield "to see that nothing is missing", time.perf_counter() - began, SECONDS_TO_COMPARE_ALL, "s"


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def show_plans() -> None:
    """The plan of the one query that searches, for a question of each kind."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="127.0.0.1")
    explain = "EXPLAIN (ANALYZE, COSTS OFF, BUFFERS)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    for kind, asked in questions().items():
        with CaptureQueriesContext(connection) as queries:
            ask(client, asked[0])
        [found] = [query["sql"] for query in queries if " UNION ALL " in query["sql"]][:1]
        with connection.cursor() as cursor:
            cursor.execute(f"{explain} {found}")
            lines = [" | ".join(str(part) for part in row) for row in cursor.fetchall()]
        print(f"\n{kind}: {asked[0]}\n" + "\n".join(f"    {line}" for line in lines))


def main() -> int:
    django.setup()
    prepare()
    worst = 0.0
    for what, amount, limit, unit in measures():
        worst = max(worst, amount / limit)
        print(f"{amount / limit:5.2f}  {what}: {amount:.3g} {unit}".rstrip() + f" (limit {limit:g})", flush=True)
    if "--plans" in sys.argv:
        show_plans()
    return int(worst > 1)


if __name__ == "__main__":
    sys.exit(main())
