"""Work that is done again and again beside the pages."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from blog import sweeper
from blog.sweeper import Sweep

ROOT = Path(__file__).resolve().parent.parent.parent
SERVE = "import config.wsgi, threading; print(*sorted(thread.name for thread in threading.enumerate()), sep='\\n')"

WORKER = """
import multiprocessing, threading, time
import django
django.setup()
from blog import sweeper

begun = threading.Event()

def work():
    begun.set()
    time.sleep(0.5)
    print("finished", flush=True)

def serve():
    sweeper.autodiscover_modules = lambda name: None
    sweeper.sweep("letters", every=0.01, work=work)
    sweeper.start()
    begun.wait()

worker = multiprocessing.get_context("fork").Process(target=serve)
worker.start()
worker.join()
"""


@pytest.fixture
def sweeps(monkeypatch):
    """The list of sweeps, empty; whatever the apps enlist meanwhile is not taken up."""
    monkeypatch.setattr(sweeper, "SWEEPS", [])
    monkeypatch.setattr(sweeper, "autodiscover_modules", lambda name: None)
    monkeypatch.setattr(sweeper, "stopping", threading.Event())
    monkeypatch.setattr(sweeper, "Finalize", lambda *call, **more: None)
    return sweeper.SWEEPS


def said_by(program, **environment):
    """The lines that a Python of its own prints."""
    names = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=names, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_sweep_is_repeated_until_the_process_ends(db, sweeps):
    done = threading.Semaphore(0)
    sweeper.sweep("counting", every=0.01, work=done.release)
    threads = sweeper.start()
    assert all(done.acquire(timeout=10) for _ in range(3))
    sweeper.stop(threads)
    assert not any(thread.is_alive() for thread in threads)


def test_a_sweep_that_fails_is_logged_and_done_again(db, sweeps, caplog):
    done = threading.Semaphore(0)

    def fail():
        done.release()
        raise ValueError("something is broken")

    sweeper.sweep("breaking", every=0.01, work=fail)
    threads = sweeper.start()
    assert all(done.acquire(timeout=10) for _ in range(3))
    sweeper.stop(threads)
    assert "The sweep “breaking” failed." in caplog.text


def test_a_slow_sweep_holds_up_no_other(db, sweeps):
    done, end = threading.Semaphore(0), threading.Event()
    sweeper.sweep("slow", every=0.01, work=end.wait)
    sweeper.sweep("quick", every=0.01, work=done.release)
    threads = sweeper.start()
    assert all(done.acquire(timeout=10) for _ in range(3))
    end.set()
    sweeper.stop(threads)


def test_a_process_that_ends_waits_for_the_letter_at_hand(db, sweeps):
    begun, finished = threading.Event(), []

    def work():
        begun.set()
        sweeper.stopping.wait()
        finished.append("the letter at hand")

    sweeper.sweep("letters", every=0.01, work=work)
    threads = sweeper.start()
    assert begun.wait(timeout=10)
    sweeper.stop(threads)
    assert finished == ["the letter at hand"]


def test_what_a_sweep_raises_reaches_nobody(db):
    Sweep("breaking", 1, lambda: 1 / 0).run()


def test_a_server_sweeps_by_itself_and_not_where_it_is_told_not_to(tmp_path):
    swept = said_by(SERVE, BYLINE_DATA=str(tmp_path))
    assert {"letters", "old letters", "unconfirmed wishes"} < set(swept)
    assert said_by(SERVE, BYLINE_DATA=str(tmp_path), BYLINE_SWEEP="no") == ["MainThread"]


def test_a_servers_worker_ends_with_what_it_was_at(tmp_path):
    assert said_by(WORKER, BYLINE_DATA=str(tmp_path))[:1] == ["finished"]
