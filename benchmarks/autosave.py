"""An autosave of a 5,000-word story with 500 revisions, on the embedded default: server time and queries.

    .venv/bin/python benchmarks/autosave.py

On an SQLite file of its own. Measures the whole request inside the server, from the form that arrives to the answer,
for a draft (the text goes into the story and into a revision) and for a live story (it is kept for its writer), and the
opening of the sheet. A median of the autosaves above the limit makes the exit status 1.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

MOST_MILLISECONDS = 50.0
WORDS, REVISIONS, RUNS = 5_000, 500, 40
VOCABULARY = "the of army troops Konna minister said on Friday that nobody had left (officials “quoted” *and*".split()


def text(words: int = WORDS) -> str:
    """A story in paragraphs of fifty words, the same at every run."""
    chance = random.Random(1)
    return "\n\n".join(" ".join(chance.choices(VOCABULARY, k=50)) for _ in range(words // 50))


def revise_to(post, number: int) -> None:
    """Give the story revisions up to `number`."""
    from blog.models import Revision

    have, snapshot = post.revisions.count(), post.snapshot()
    Revision.objects.bulk_create(Revision(post=post, number=n + 1, snapshot=snapshot) for n in range(have, number))


def measure(work) -> tuple[float, float]:
    """The median and the best of RUNS runs of `work`, in milliseconds."""
    times = []
    for run in range(RUNS):
        started = time.perf_counter()
        work(run)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times), min(times)


def main() -> int:
    """Write the stories, measure, print and compare."""
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    from blog.models import User
    from tests import factories
    from tests.blog.desk import address, signed_in
    from tests.blog.sheets import OpenSheet

    setup_test_environment()  # an answer remembers what its page was made from: the sheet's marks are read there
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    writer = User.objects.create_superuser("the-writer")
    client, over = signed_in(writer), False
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    stories = {
        "a draft": factories.draft(by=writer, body=text()),
        "a live story": factories.published_post(by=writer, body=text()),
    }
    for name, post in stories.items():
        revise_to(post, REVISIONS)
        sheet = OpenSheet(client, post)
        median, best = measure(lambda run: sheet.autosave(body=f"{text()}\n\nTyped {run}."))  # noqa: B023
        with CaptureQueriesContext(connection) as captured:
            assert sheet.autosave(body=f"{text()}\n\nThe end.").status_code == 200
        over |= median > MOST_MILLISECONDS
        print(
            f"autosave of {name}: {median:.0f} ms (limit {MOST_MILLISECONDS:g}), best {best:.0f} ms, "
            f"{len(captured)} queries"
        )
        place = address("post_change", post.pk)
        median, best = measure(lambda run: client.get(place))  # noqa: B023
        print(f"opening the sheet of {name}: {median:.0f} ms, best {best:.0f} ms")
    return int(over)


if __name__ == "__main__":
    import django

    with tempfile.TemporaryDirectory() as folder:
        os.environ["BYLINE_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        sys.exit(main())
