"""Several processes sweep the outbox at the same moment."""

import threading

from django.core import mail
from django.db import connections

from blog import letters
from blog.letters import Words, send_due
from blog.models import Letter

SWEEPERS = 6
AMOUNT = 60


def at_once(work, count):
    """What `work` returned in `count` threads that began at the same moment."""
    results, failures, start = [], [], threading.Barrier(count)

    def run():
        try:
            start.wait()
            results.append(work())
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return results


def write_many():
    for number in range(AMOUNT):
        Letter.objects.write("greeting", to=f"reader{number}@example.org")


def test_letters_that_several_sweeps_reach_for_are_sent_once(shared_database, monkeypatch):
    words = Words("Hello", "Hello.", "<p>Hello.</p>")
    monkeypatch.setitem(letters.WRITERS, "greeting", lambda letter: words)
    at_once(write_many, 1)

    outcomes = at_once(send_due, SWEEPERS)

    assert sorted(to for message in mail.outbox for to in message.to) == sorted(
        f"reader{number}@example.org" for number in range(AMOUNT)
    )
    assert sum(outcome[Letter.State.SENT] for outcome in outcomes) == AMOUNT
    assert at_once(lambda: set(Letter.objects.values_list("state", "tries")), 1) == [{("sent", 1)}]


def test_a_cause_that_several_processes_see_makes_one_letter(shared_database):
    at_once(write_many, SWEEPERS)
    assert at_once(Letter.objects.count, 1) == [AMOUNT]
