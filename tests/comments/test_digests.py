"""Digests tell of each story once, in the morning, whatever happens in between."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.letters import send_due
from blog.models import Letter, without_letters
from comments.digests import MOST_STORIES
from comments.models import News, Rhythm, Subscription
from tests import factories
from tests.comments.letterbox import follow, headlines_in, letters_to, on_the_morning_of, reads

pytestmark = pytest.mark.django_db

DAILY, WEEKLY, INSTANT = Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.INSTANT
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def publish(by, headline, **more):
    return factories.published_post(by=by, headline=headline, **more)


# What is told, and when


def test_a_daily_digest_tells_in_the_morning_of_what_appeared_since_the_last_one(remy, clock):
    reads(DAILY)
    publish(remy, "Older", standfirst="What was <agreed> & signed.")
    clock.shift(HOUR)
    newer = publish(remy, "Newer", section=factories.section())
    clock.move_to(on_the_morning_of(5, 6, 59))
    assert letters_to() == []
    clock.move_to(on_the_morning_of(5))
    [letter] = letters_to()
    assert letter.subject == "Newer, and 1 more story"
    assert headlines_in(letter) == ["Newer", "Older"]
    assert "World, 4 March 2026" in letter.body
    assert "What was <agreed> & signed." in letter.body
    assert "What was &lt;agreed&gt; &amp; signed." in letter.alternatives[0].content
    assert f"http://127.0.0.1:8000{newer.get_absolute_url()}" in letter.body
    clock.shift(HOUR)
    publish(remy, "Next")
    clock.move_to(on_the_morning_of(6))
    assert headlines_in(letters_to()[-1]) == ["Next"]
    assert len(mail.outbox) == 2


def test_a_weekly_digest_comes_on_monday(remy, clock):
    reads(WEEKLY)
    for day in (4, 5, 6):  # from a Wednesday on
        clock.move_to(on_the_morning_of(day, 12))
        publish(remy, f"Of the {day}th")
        assert letters_to() == []
    clock.move_to(on_the_morning_of(9))
    [letter] = letters_to()
    assert headlines_in(letter) == ["Of the 6th", "Of the 5th", "Of the 4th"]


def test_no_letter_is_empty(remy, edith, clock):
    reads(DAILY)
    clock.shift(DAY)
    assert letters_to() == []
    story = publish(remy, "Withdrawn")
    story.retract(by=edith)
    clock.shift(DAY)
    assert letters_to() == []
    assert not Letter.objects.filter(kind="digest").exists()


def test_a_digest_names_the_newest_and_counts_the_others(remy, clock):
    reads(DAILY)
    for number in range(MOST_STORIES + 3):
        publish(remy, f"Story {number:02}")
        clock.shift(1)
    clock.move_to(on_the_morning_of(5))
    [letter] = letters_to()
    assert headlines_in(letter) == [f"Story {number:02}" for number in reversed(range(3, MOST_STORIES + 3))]
    assert "And 3 more stories in the archive:\nhttp://127.0.0.1:8000/archive/" in letter.body
    assert letter.subject == f"Story 22, and {MOST_STORIES + 2} more stories"


def test_a_digest_ends_with_one_click_and_leads_to_what_changes_it(remy, client, clock):
    reads(DAILY)
    publish(remy, "Told")
    clock.shift(DAY)
    [letter] = letters_to()
    way_out = letter.message()["List-Unsubscribe"].strip("<>")
    assert letter.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert way_out in letter.body
    assert way_out in letter.alternatives[0].content
    client.post(way_out.removeprefix("http://127.0.0.1:8000"), {"List-Unsubscribe": "One-Click"})
    assert not Subscription.objects.exists()


def test_whoever_left_gets_no_digest_that_waits(remy, clock):
    reads(DAILY)
    publish(remy, "Told")
    clock.shift(DAY)
    Subscription.objects.write_digests()
    Subscription.objects.all().delete()
    assert letters_to() == []


# Nothing is told twice, or withdrawn


def test_a_story_withdrawn_after_the_digest_was_written_is_not_in_it(remy, edith, clock):
    reads(DAILY)
    reads(DAILY, "fred@example.org")
    publish(remy, "Stays")
    leaves = publish(remy, "Leaves")
    clock.shift(DAY)
    Subscription.objects.write_digests()
    Letter.objects.filter(recipient="fred@example.org").update(due_at=timezone.now() + HOUR)
    assert headlines_in(letters_to()[-1]) == ["Leaves", "Stays"]
    leaves.retract(by=edith)  # what was said of it is remembered from the first letter
    clock.shift(HOUR)
    assert headlines_in(letters_to("fred@example.org")[-1]) == ["Stays"]


def test_a_story_changed_after_the_first_letter_is_told_as_it_is(remy, edith, clock):
    reads(DAILY)
    reads(DAILY, "fred@example.org")
    story = publish(remy, "Teh mayor")
    clock.shift(DAY)
    Subscription.objects.write_digests()
    Letter.objects.filter(recipient="fred@example.org").update(due_at=timezone.now() + HOUR)
    letters_to()
    story.headline = "The mayor"
    story.save()
    story.revise(by=edith)
    clock.shift(HOUR)
    assert [letter.subject for letter in letters_to()] == ["Teh mayor", "The mayor"]


def test_a_story_published_twice_is_told_of_once(remy, edith, clock):
    reads(DAILY)
    story = publish(remy, "Twice")
    clock.shift(DAY)
    assert len(letters_to()) == 1
    story.retract(by=edith)
    story.reopen(by=edith)
    story.publish(by=edith)
    clock.shift(DAY)
    assert len(letters_to()) == 1


@pytest.mark.parametrize(("days", "is_told"), [(3, True), (9, False)])
def test_a_story_withdrawn_before_its_digest_is_told_of_when_it_comes_back_soon(remy, edith, clock, days, is_told):
    reads(DAILY)
    story = publish(remy, "Withdrawn at first")
    story.retract(by=edith)
    clock.shift(days * DAY)
    assert letters_to() == []
    story.reopen(by=edith)
    story.publish(by=edith)
    clock.shift(DAY)
    assert [headlines_in(letter) for letter in letters_to()] == ([["Withdrawn at first"]] if is_told else [])


def test_what_is_imported_or_appeared_elsewhere_is_in_no_digest(remy, clock):
    reads(DAILY)
    with without_letters():
        publish(remy, "Imported")
    publish(remy, "Old", at=timezone.now() - timedelta(days=2))
    clock.shift(DAY)
    assert letters_to() == []
    assert not News.objects.exists()


def test_a_digest_begins_when_its_reader_does(remy, clock):
    publish(remy, "Before")
    clock.shift(HOUR)
    reads(WEEKLY)
    publish(remy, "After")
    clock.move_to(on_the_morning_of(9))
    assert headlines_in(letters_to()[0]) == ["After"]


def test_after_a_long_outage_there_is_one_digest_with_everything(remy, clock):
    reads(DAILY)
    reads(WEEKLY, "wera@example.org")
    for _day in range(20):
        publish(remy, f"Story of {timezone.now():%d %B}")
        clock.shift(DAY)
    letters = letters_to()
    assert sorted(letter.to[0] for letter in letters) == ["flora@example.org", "wera@example.org"]
    assert all("and 19 more stories" in letter.subject for letter in letters)
    assert letters_to() == letters
    clock.shift(DAY)
    assert letters_to() == letters  # nothing has appeared since


# What it costs


def queries_of(work):
    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def test_a_thousand_digests_are_written_in_as_many_queries_as_ten(remy, clock):
    costs = {}
    for amount in (10, 1000):
        emails = [f"reader{amount}.{number}@example.org" for number in range(amount)]
        Subscription.objects.bulk_create(Subscription(email=email) for email in emails)
        Subscription.objects.filter(email__in=emails).confirm(DAILY)
        publish(remy, f"For {amount}")
        clock.shift(DAY)
        costs[amount] = queries_of(Subscription.objects.write_digests)
        assert Letter.objects.filter(kind="digest", recipient__startswith=f"reader{amount}.").count() == amount
    assert costs[10] == costs[1000] <= 12


def test_while_none_is_due_it_costs_one_query_by_the_index(remy):
    reads(DAILY)
    publish(remy, "Waits")
    with CaptureQueriesContext(connection) as queries:
        assert Subscription.objects.write_digests() == 0
    [query] = queries.captured_queries
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " ".join(row[-1] for row in cursor.fetchall())
        assert "digests_that_are_due" in plan


def test_what_a_digest_says_is_looked_up_once_for_all_who_get_it(remy, clock):
    for number in range(20):
        reads(DAILY, f"reader{number}@example.org")
    for number in range(10):
        publish(remy, f"Story {number}")
    clock.shift(DAY)
    with CaptureQueriesContext(connection) as queries:
        send_due()
    assert len(mail.outbox) == 20 + len([letter for letter in mail.outbox if "/desk/" in letter.body])
    heavy = [query["sql"] for query in queries.captured_queries if re.search(r'"standfirst"', query["sql"])]
    assert len(heavy) == 1
    assert len(queries) <= 20 * 7 + 20


def test_followers_of_one_storys_comments_get_no_digest(remy, post, clock):
    follow(post)
    publish(remy, "New")
    clock.shift(DAY)
    assert letters_to() == []
