"""A change of how often letters come tells no story twice and leaves none out; nor does a change of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from blog.letters import send_due
from blog.models import Letter
from comments.models import Rhythm, Subscription
from comments.models.rhythm import next_morning
from tests import factories
from tests.comments.letterbox import headlines_in, letters_to, on_the_morning_of, reads

pytestmark = pytest.mark.django_db

DAILY, WEEKLY, INSTANT = Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.INSTANT
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def publish(by, headline, **more):
    return factories.published_post(by=by, headline=headline, **more)


def test_from_instant_to_daily_nothing_is_told_again(remy, clock):
    subscription = reads(INSTANT)
    publish(remy, "Told at once")
    assert len(letters_to()) == 1
    clock.shift(HOUR)
    subscription.come(DAILY)
    clock.shift(HOUR)
    publish(remy, "For the digest")
    clock.move_to(on_the_morning_of(5))
    assert headlines_in(letters_to()[-1]) == ["For the digest"]
    assert len(letters_to()) == 2


def test_from_instant_to_daily_what_still_waits_comes_once(remy, clock):
    subscription = reads(INSTANT)
    publish(remy, "Waits")
    subscription.come(DAILY)
    clock.shift(DAY)
    [letter] = letters_to()
    assert letter.subject == "Waits"


def test_a_letter_that_was_written_as_somebody_changed_to_daily_is_not_repeated(remy, clock):
    """It was committed after the change, by a process that had read what was before it."""
    subscription = reads(INSTANT)
    subscription.come(DAILY)
    story = publish(remy, "Told at once")
    Letter.objects.write("new-post", to=subscription.email, about=story.pk)
    clock.shift(DAY)
    assert [letter.subject for letter in letters_to()] == ["Told at once"]


def test_from_daily_to_instant_what_the_digest_would_have_told_comes_at_once(remy, clock):
    subscription = reads(DAILY)
    publish(remy, "For the digest")
    subscription.come(INSTANT)
    publish(remy, "Told at once")
    letters_to()
    clock.shift(2 * timedelta(minutes=1))
    assert [letter.subject for letter in letters_to()] == ["Told at once", "For the digest"]
    clock.shift(30 * DAY)
    assert len(letters_to()) == 2
    subscription.refresh_from_db()
    assert subscription.due_at is None


def test_there_and_back_nothing_is_lost(remy, clock):
    subscription = reads(DAILY)
    publish(remy, "One")
    for rhythm in (INSTANT, WEEKLY, INSTANT, DAILY):
        subscription.come(rhythm)
    publish(remy, "Two")
    clock.shift(DAY)
    assert [headlines_in(letter) for letter in letters_to()] == [["Two", "One"]]


def test_from_daily_to_weekly_and_back_each_story_is_told_of_once(remy, clock):
    subscription, told = reads(DAILY), []
    publish(remy, "Wednesday")
    clock.move_to(on_the_morning_of(5, 8))
    letters_to()
    publish(remy, "Thursday")
    subscription.come(WEEKLY)
    clock.move_to(on_the_morning_of(6, 8))
    publish(remy, "Friday")
    assert len(letters_to()) == 1
    clock.move_to(on_the_morning_of(9))
    letters_to()
    subscription.come(DAILY)
    publish(remy, "Monday")
    clock.move_to(on_the_morning_of(10))
    for letter in letters_to():
        told += headlines_in(letter)
    assert told == ["Wednesday", "Friday", "Thursday", "Monday"]


def test_a_change_to_what_is_already_so_changes_nothing(clock):
    subscription = reads(DAILY)
    before = Subscription.objects.values().get()
    clock.shift(HOUR)
    subscription.come(DAILY)
    assert Subscription.objects.values().get() == before


def test_a_wish_that_is_not_confirmed_changes_to_nothing():
    wish = Subscription.objects.create(email="flora@example.org")
    wish.come(DAILY)
    assert Subscription.objects.values_list("rhythm", "due_at").get() == (INSTANT, None)


# The hour


@pytest.mark.parametrize(
    ("after", "morning"),
    [
        ("2026-03-28T06:59:59", "2026-03-28T07:00:00+01:00"),
        ("2026-03-28T07:00:00", "2026-03-29T07:00:00+02:00"),  # the night in which an hour is left out
        ("2026-03-29T12:00:00", "2026-03-30T07:00:00+02:00"),
        ("2026-10-24T12:00:00", "2026-10-25T07:00:00+01:00"),  # the night in which one comes twice
        ("2026-12-31T23:00:00", "2027-01-01T07:00:00+01:00"),
    ],
)
def test_the_morning_is_by_the_newsrooms_clock(settings, after, morning):
    settings.TIME_ZONE = "Europe/Berlin"
    moment = datetime.fromisoformat(after).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    assert next_morning(DAILY, moment) == datetime.fromisoformat(morning)


def test_the_days_of_two_clock_changes_bring_a_digest_each(settings, remy, clock):
    settings.TIME_ZONE = "America/New_York"  # clocks go forward on 8 March 2026
    reads(DAILY)
    for _time in range(4 * 8):
        publish(remy, f"At {timezone.now():%d %H}")
        for _step in range(6):
            clock.shift(HOUR)
            send_due()
    digests = [letter for letter in letters_to() if "List-Unsubscribe" in letter.message()]
    assert len(digests) == 8
    moments = Letter.objects.filter(kind="digest").order_by("pk").values_list("created_at", flat=True)
    assert {timezone.localtime(moment, ZoneInfo("America/New_York")).hour for moment in moments} == {7}
    told = [headline for letter in digests for headline in headlines_in(letter)]
    assert sorted(told) == sorted(set(told))
    assert len(told) >= 4 * 7
