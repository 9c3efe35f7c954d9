"""64 readers and editors post at the same moment, over real HTTP, and nothing is lost, doubled or miscounted.

    .venv/bin/python benchmarks/storm.py                     # on a new SQLite file
    DATABASE_URL=postgres://… .venv/bin/python benchmarks/storm.py

Starts the site on a free port of this machine alone, with a data folder of its own, which it deletes again. A database
that DATABASE_URL names must be empty, and is left with what the storm wrote. Takes less than two minutes, or stops.
Exits with 1 when an answer was a 5xx, or when any answer and the database do not agree.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
DATA = tempfile.mkdtemp(prefix="byline-storm-")
os.environ.update(
    BYLINE_DATA=DATA,
    BYLINE_SWEEP="no",
    DJANGO_SETTINGS_MODULE="config.settings",
)

CLIENTS = 64
COMMENTS_OF_EACH = 5
SEEDS = 4  # comments that half of the others answer
SECONDS_TO_START, SECONDS_FOR_AN_ANSWER, SECONDS_FOR_ALL = 30, 30, 120
FORM = "application/x-www-form-urlencoded"


class Client(threading.Thread):
    """Somebody who posts COMMENTS_OF_EACH comments, sends every second one twice, and recommends one of the seeds."""

    def __init__(self, number: int, port: int, story: Story, start: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.number, self.port, self.story, self.start_together = number, port, story, start
        self.answers: list[tuple[int, str, str]] = []  # status, what was said, where that led
        self.recommended: list[int] = []
        self.seconds: list[float] = []
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            self.start_together.wait(SECONDS_FOR_ALL)
            for comment in range(COMMENTS_OF_EACH):
                words = f"Client {self.number} says comment {comment}."
                for _ in range(2 if comment % 2 else 1):
                    status, place = self.ask("/comments/post/", self.form(comment, words))
                    self.answers.append((status, words, place))
            status, _ = self.ask(f"/comments/{self.story.seeds[0]}/recommend/", {})
            self.recommended.append(status)
        except (OSError, http.client.HTTPException, threading.BrokenBarrierError) as failure:
            self.failure = failure

    def form(self, comment: int, words: str) -> dict[str, str]:
        answers = self.story.seeds[comment % SEEDS] if (self.number + comment) % 2 else 0
        who = {"name": f"Client Number {self.number}", "email": f"client{self.number}-{comment}@example.org", "url": ""}
        key = f"storm-{self.number:08}-{comment:08}"
        return {**self.story.hidden, **who, "comment": words, "reply_to": str(answers), "key": key}

    def ask(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        headers = {
            "Content-Type": FORM,
            "Origin": f"http://127.0.0.1:{self.port}",
            "User-Agent": f"Client {self.number}",
        }
        if self.number % 2:  # an editor, whose comments are approved at once
            headers["Cookie"] = f"sessionid={self.story.session}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_FOR_AN_ANSWER)
        started = time.monotonic()
        connection.request("POST", path, urlencode(form), headers)
        answer = connection.getresponse()
        answer.read()
        self.seconds.append(time.monotonic() - started)
        connection.close()
        return answer.status, answer.headers.get("Location", "")


class Story:
    """What the storm is about: a published story with SEEDS comments, and an editor's session."""

    def __init__(self) -> None:
        from importlib import import_module

        from django.conf import settings
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.auth.models import Group

        from comments.rules.models import ModerationRules
        from tests import factories
        from tests.comments.conversation import comment_on

        ModerationRules(most_per_network=0).save()  # all come from this machine
        editor = factories.user(is_staff=True)
        editor.groups.add(Group.objects.get(name="Editor"))
        self.post = factories.published_post(by=editor, editor=editor)
        self.seeds = [comment_on(self.post).pk for _ in range(SEEDS)]
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store[SESSION_KEY] = str(editor.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = editor.get_session_auth_hash()
        store.save()
        self.session = store.session_key
        self.hidden: dict[str, str] = {}

    def read_form(self, port: int) -> None:
        """Open the story as a reader does, and keep what its form sends besides what is typed."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_FOR_AN_ANSWER)
        connection.request("GET", self.post.path)
        html = connection.getresponse().read().decode()
        connection.close()
        fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html[html.index("<form method") :])
        self.hidden = {name: unescape(value) for name, value in fields}


def prepare() -> Story:
    """A new site with the story."""
    import django

    django.setup()
    from django.core.management import call_command

    Path(DATA, "static").mkdir()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return Story()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(port: int) -> subprocess.Popen:
    """The site, as run.py starts it, with two processes; raises TimeoutError when it does not answer."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "2", "--log-level", "warning"]
    server = subprocess.Popen([*command, "config.wsgi:application"], cwd=ROOT)
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return server
        except OSError:
            time.sleep(0.1)
    stop(server)
    raise TimeoutError("The site did not start.")


def stop(server: subprocess.Popen) -> None:
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()


def storm(story: Story, port: int) -> list[Client]:
    """Let all clients loose at once; they, when the last has done."""
    start = threading.Barrier(CLIENTS)
    clients = [Client(number, port, story, start) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    deadline = time.monotonic() + SECONDS_FOR_ALL
    for client in clients:
        client.join(max(0.0, deadline - time.monotonic()))
    return clients


def faults(story: Story, clients: list[Client]) -> list[str]:
    """Where the answers and the database do not agree."""
    from comments.models import Comment

    found = [f"client {c.number} was not answered: {c.failure}" for c in clients if c.failure or c.is_alive()]
    stored = dict(Comment.objects.filter(post=story.post).values_list("pk", "comment"))
    said: dict[str, set[int]] = {}
    for client in clients:
        for status, words, place in client.answers:
            if status >= 500:
                found.append(f"{words!r} was answered with {status}")
            elif status < 400:
                said.setdefault(words, set()).add(int(place.rpartition("#comment-")[2]))
    for words, keys in said.items():
        if len(keys) != 1 or stored.get(next(iter(keys))) != words:
            found.append(f"{words!r} led to {sorted(keys)}, where it does not stand once")
    if len(stored) != len(said) + SEEDS:
        found.append(f"{len(stored)} comments are stored, {len(said) + SEEDS} were answered with success")
    return found + miscounted(story, clients)


def miscounted(story: Story, clients: list[Client]) -> list[str]:
    """Counts and places that are not what counting gives."""
    from comments.models import Comment

    story.post.refresh_from_db()
    comments = list(Comment.objects.filter(post=story.post))
    visible = [comment for comment in comments if comment.is_visible]
    found = [f"{path} is a place twice" for path, n in Counter(c.path for c in comments).items() if n > 1]
    if story.post.comment_count != len(visible):
        found.append(f"the story counts {story.post.comment_count} comments of {len(visible)}")
    for comment in comments:
        below = sum(other.path.startswith(comment.path) for other in visible if other.pk != comment.pk)
        if comment.nested_count != below:
            found.append(f"comment {comment.pk} counts {comment.nested_count} replies of {below}")
    recommended = sum(status == 303 for client in clients for status in client.recommended)
    seed = Comment.objects.get(pk=story.seeds[0])
    people = seed.recommendations.count()
    if not seed.recommendation_count == people <= recommended:
        found.append(f"{seed.recommendation_count} recommendations, by {people} people, of {recommended} answered")
    return found


def main() -> int:
    story, port = prepare(), free_port()
    server = serve(port)
    try:
        story.read_form(port)
        started = time.monotonic()
        clients = storm(story, port)
        took = time.monotonic() - started
    finally:
        stop(server)
    found = faults(story, clients)
    from django.db import connection

    statuses = Counter(status for client in clients for status, _, _ in client.answers)
    seconds = sorted(second for client in clients for second in client.seconds)
    print(f"{connection.vendor}: {sum(statuses.values())} comments sent by {CLIENTS} clients in {took:.1f} s")
    slowest, middle = seconds[-1], seconds[len(seconds) // 2]
    print(f"answers: {dict(statuses)}; the slowest took {slowest:.2f} s, the middle one {middle:.2f} s")
    print("\n".join(found) or "Every answer is true: nothing lost, nothing doubled, every count exact.")
    shutil.rmtree(DATA, ignore_errors=True)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
