"""The desk's lists with a thousand and with a hundred thousand stories and pictures: queries, plans and time.

    .venv/bin/python benchmarks/desk_lists.py

On an SQLite file of its own, or on the empty PostgreSQL database that DATABASE_URL names (the rows stay there). Prints
the queries of each default view, the plan of each query that touches a large table, and how much longer the view takes
with a hundred times the rows, which is to be about as long: a ratio above its limit makes the exit status 1.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

FEW, MANY = 1_000, 100_000
MOST_QUERIES = 12
MOST_TIMES = 3.0  # as long as with few rows: a walk over all would be some fifty times as long
RUNS = 7
IN_BULK = 5_000
LARGE = re.compile(r'(?:FROM|JOIN) "blog_(?:post|image|placement|byline|likeness)"')
WORDS = "ferry bridge market soldiers hills clinic river school election harvest".split()


def fill(number: int) -> None:
    """Bring stories and pictures to `number` each, in bulk: bylines, placements and fingerprints as well."""
    from django.utils import timezone

    from blog.models import Author, Byline, Image, Likeness, Placement, Post, State

    authors = list(Author.objects.order_by("pk"))
    begun, now = Post.objects.count(), timezone.now()
    for start in range(begun, number, IN_BULK):
        places = range(start, min(start + IN_BULK, number))
        images = Image.objects.bulk_create(
            Image(
                digest=f"{place:064x}",
                width=1600,
                height=1067,
                byte_size=1,
                file_format="JPEG",
                has_all_sizes=True,
                alt="" if place % 50 == 0 else f"A {WORDS[place % 10]}",
                caption=f"The {WORDS[place * 7 % 10]} in {place}",
                files_due_at=None,
            )
            for place in places
        )
        posts = Post.objects.bulk_create(
            Post(
                headline=f"The {WORDS[place % 10]}, number {place}",
                poster=authors[place % len(authors)],
                body="Words. " * 300,
                state=State.PUBLISHED if place % 10 else State.DRAFT,
                published_at=now - timedelta(minutes=place) if place % 10 else None,
                path=f"/2026/1/1/{place}/" if place % 10 else None,
            )
            for place in places
        )
        Byline.objects.bulk_create(Byline(post=post, author=authors[post.pk * 3 % len(authors)]) for post in posts)
        Placement.objects.bulk_create(
            Placement(post=post, image=image) for post, image in zip(posts, images, strict=True) if post.pk % 2
        )
        Likeness.objects.bulk_create(
            Likeness(
                image=image,
                **{band: image.pk * factor * 2654435761 % 65536 for factor, band in enumerate(BANDS, start=1)},
            )
            for image in images
        )


BANDS = ("first", "second", "third", "fourth")


def views(editor, author) -> dict[str, tuple]:
    """Every default view, as (client, address)."""
    from django.test import Client
    from django.urls import reverse

    from blog.models import Image

    clients = {}
    for user in (editor, author):
        clients[user] = Client(SERVER_NAME="127.0.0.1")
        clients[user].force_login(user)
    newest = Image.objects.order_by("-pk").first()
    return {
        "stories, an editor's": (clients[editor], reverse("admin:blog_post_changelist")),
        "stories, an author's": (clients[author], reverse("admin:blog_post_changelist")),
        "stories, far back": (clients[editor], reverse("admin:blog_post_changelist") + "?before=500"),
        "pictures": (clients[editor], reverse("admin:blog_image_changelist")),
        "pictures, far back": (clients[editor], reverse("admin:blog_image_changelist") + "?before=500"),
        "pictures, a search": (clients[editor], reverse("admin:blog_image_changelist") + "?q=harvest"),
        "pictures that want words": (clients[editor], reverse("admin:blog_image_words")),
        "one picture": (clients[editor], reverse("admin:blog_image_change", args=[newest.pk])),
    }


def measure(client, address: str) -> tuple[float, list[str]]:
    """The best time of RUNS answers, in seconds, and the queries of one."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    asked = [query["sql"] for query in captured]  # before the next request empties the log
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - started)
    return min(times), asked


def main() -> int:
    """Fill, measure, fill further, measure again; print and compare."""
    from django.contrib.auth.models import Group
    from django.core.management import call_command
    from django.db import connection

    from blog.models import Author, User
    from tests.blog.plans import plan_of, scans

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    editor = User.objects.create_superuser("the-editor")
    author = User.objects.create_user("the-author", is_staff=True)
    author.groups.set(Group.objects.filter(name="Contributor"))
    own = Author.of(author)
    Author.objects.bulk_create(Author(name=f"Author {number}", slug=f"author-{number}") for number in range(300))
    fill(FEW)
    few = {name: measure(*view)[0] for name, view in views(editor, author).items()}
    fill(MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{connection.vendor}: {MANY:,} stories, {own.bylines.count():,} with the author's byline, {MANY:,} pictures")
    over = False
    for name, view in views(editor, author).items():
        seconds, asked = measure(*view)
        ratio, is_default = seconds / few[name], "search" not in name
        read_whole = [sql for sql in asked if scans(sql)]
        over |= is_default and (len(asked) > MOST_QUERIES or ratio > MOST_TIMES or bool(read_whole))
        print(
            f"\n{name}: {len(asked)} queries (at most {MOST_QUERIES}), {seconds * 1000:.0f} ms, {ratio:.2f} times as "
            f"long as with {FEW:,} (limit {MOST_TIMES:g}), {len(read_whole)} that read a whole table"
        )
        for sql in (sql for sql in asked if LARGE.search(sql) or sql in read_whole):
            print("   ", sql[:90].replace("\n", " "), "…")
            print(*(f"        {line}" for line in plan_of(sql)), sep="\n")
    return int(over)


if __name__ == "__main__":
    import django

    with tempfile.TemporaryDirectory() as folder:
        os.environ["BYLINE_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        sys.exit(main())
