"""Several processes, and one that dies half-way: each story is told of to each reader once."""

from datetime import timedelta

import pytest
from django.core import mail

from blog.letters import send_due
from blog.models import Letter
from blog.models.letter import LetterQuerySet
from comments.models import Bulletin, News, Rhythm, Subscription
from tests import factories
from tests.blog.test_letters_racing import at_once
from tests.comments.letterbox import headlines_in, letters_to, reads

PROCESSES, READERS, STORIES = 6, 20, 12
DAY = timedelta(days=1)


def readers():
    for number in range(READERS):
        reads(Rhythm.DAILY, f"reader{number}@example.org")


def told():
    """(address, headline) of all that digests told."""
    digests = [letter for letter in mail.outbox if "List-Unsubscribe" in letter.message()]
    return sorted((letter.to[0], headline) for letter in digests for headline in headlines_in(letter))


def everything(headlines):
    return sorted((f"reader{number}@example.org", headline) for number in range(READERS) for headline in headlines)


def test_several_processes_write_each_digest_once(remy, shared_database, clock):
    at_once(readers, 1)
    at_once(lambda: [factories.published_post(by=remy, headline=f"Story {n}") for n in range(STORIES)], 1)
    clock.shift(DAY)

    counts = at_once(Subscription.objects.write_digests, PROCESSES)
    at_once(send_due, PROCESSES)

    assert sum(counts) == READERS
    assert told() == everything([f"Story {n}" for n in range(STORIES)])


def test_what_is_published_while_digests_are_written_is_in_this_one_or_the_next(remy, shared_database, clock):
    at_once(readers, 1)
    [drafts] = at_once(lambda: [factories.draft(by=remy, headline=f"Story {n}") for n in range(PROCESSES)], 1)
    numbers = iter(range(PROCESSES))
    clock.shift(DAY)

    def publish_or_write():
        number = next(numbers)
        if number % 2:
            Subscription.objects.write_digests()
        drafts[number].publish(by=None)
        Bulletin.close()

    at_once(publish_or_write, PROCESSES)
    for _day in range(2):
        clock.shift(DAY)
        at_once(Subscription.objects.write_digests, PROCESSES)
    at_once(send_due, 1)

    assert told() == everything([f"Story {n}" for n in range(PROCESSES)])


def test_bulletins_closed_at_the_same_moment_leave_no_news_behind(remy, shared_database):
    at_once(lambda: [factories.published_post(by=remy) for _ in range(STORIES)], 1)
    numbers = at_once(Bulletin.close, PROCESSES)
    assert at_once(lambda: set(News.objects.values_list("bulletin", flat=True)), 1) == [{max(numbers)}]


@pytest.mark.django_db
def test_a_process_that_dies_half_way_leaves_the_digest_due(remy, clock, monkeypatch):
    reads(Rhythm.DAILY)
    factories.published_post(by=remy, headline="Told")
    clock.shift(DAY)

    def die(self, *args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(LetterQuerySet, "write_each", die)
        with pytest.raises(KeyboardInterrupt):
            Subscription.objects.write_digests()
    assert not Bulletin.objects.exclude(news=None).exists()
    assert not Letter.objects.filter(kind="digest").exists()
    assert [headlines_in(letter) for letter in letters_to()] == [["Told"]]


@pytest.mark.django_db
def test_digests_that_cannot_be_written_hold_up_no_other_letter(monkeypatch, caplog):
    def fail(self):
        raise RuntimeError("broken")

    Letter.objects.write("confirm", to="flora@example.org")
    Subscription.objects.create(email="flora@example.org")
    monkeypatch.setattr("blog.letters.REGULAR", [lambda: fail(None)])
    assert len(letters_to()) == 1
    assert "Regular letters could not be written." in caplog.text


@pytest.mark.django_db
def test_a_bulletins_number_is_never_given_again(remy):
    first, second = (factories.published_post(by=remy) for _ in range(2))
    News.objects.filter(post=second).delete()
    number = Bulletin.close()
    first.delete()
    assert Bulletin.close() == number
    factories.published_post(by=remy)
    assert Bulletin.close() > number
