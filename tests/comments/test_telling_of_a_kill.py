"""Who was told of a story by letter hears that it was killed, and nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Letter
from comments.models import Rhythm, Subscription
from tests import factories
from tests.comments.letterbox import crowd_of_followers, follow, letters_to, reads

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOTICE = "Our source <made> it up & we are sorry."


def story_by(remy):
    return factories.published_post(by=remy, headline="Mayor stole millions", standfirst="So we said.")


def letters_about_the_kill():
    return [letter for letter in letters_to() if letter.subject == "A story was withdrawn"]


def test_whoever_was_told_of_it_is_told_what_stands_in_its_place(remy, edith):
    follow()
    story = story_by(remy)
    letters_to()
    story.kill(by=edith, note=NOTICE)
    [letter] = letters_about_the_kill()
    assert letter.to == ["flora@example.org"]
    assert "appeared on 4 March 2026" in letter.body
    assert NOTICE in letter.body
    assert "Our source &lt;made&gt; it up &amp; we are sorry." in letter.alternatives[0].content
    assert f"http://127.0.0.1:8000{story.get_absolute_url()}" in letter.body
    assert "List-Unsubscribe-Post" in letter.message()
    for words in ("Mayor", "stole", "So we said"):
        assert words not in letter.subject + letter.body.replace(story.get_absolute_url(), "")


def test_whose_letter_still_waits_hears_of_neither(remy, edith):
    follow()
    story = story_by(remy)
    story.kill(by=edith, note=NOTICE)
    assert letters_to() == []
    assert not Letter.objects.filter(kind__in=["new-post", "withdrawn"]).exists()


def test_whoever_was_told_by_a_digest_hears_of_it(remy, edith, clock):
    reads(Rhythm.DAILY)
    reads(Rhythm.WEEKLY, "wera@example.org")
    factories.published_post(by=remy)
    clock.shift(DAY)
    letters_to()
    story = story_by(remy)
    clock.shift(DAY)
    letters_to()
    story.kill(by=edith, note=NOTICE)
    assert [letter.to for letter in letters_about_the_kill()] == [["flora@example.org"]]


@pytest.mark.parametrize("days", [1, 2])
def test_a_digest_about_other_stories_is_no_reason(remy, edith, clock, days):
    reads(Rhythm.DAILY)
    told = [factories.published_post(by=remy)]
    clock.shift(DAY)
    letters_to()
    story = story_by(remy)
    story.retract(by=edith)
    for _day in range(days):
        told.append(factories.published_post(by=remy))
        clock.shift(DAY)
        letters_to()
    story.kill(by=edith, note=NOTICE)
    assert letters_about_the_kill() == []


def test_whoever_has_left_or_was_told_long_ago_hears_nothing(remy, edith, clock):
    follow()
    follow(email="fred@example.org")
    story = story_by(remy)
    letters_to()
    Subscription.objects.of("fred@example.org").delete()
    clock.shift(31 * DAY)
    story.kill(by=edith, note=NOTICE)
    assert letters_about_the_kill() == []


def test_a_story_killed_after_it_was_retracted_is_told_of(remy, edith):
    follow()
    story = story_by(remy)
    letters_to()
    story.retract(by=edith)
    assert letters_about_the_kill() == []
    story.kill(by=edith, note=NOTICE)
    assert len(letters_about_the_kill()) == 1


def test_a_kill_that_is_taken_back_before_its_letters_leave_is_not_told_of(remy, edith):
    follow()
    story = story_by(remy)
    letters_to()
    story.kill(by=edith, note=NOTICE)
    story.reinstate(by=edith)
    assert letters_about_the_kill() == []


def test_a_thousand_letters_about_a_kill_are_one_query(remy, edith):
    costs = []
    for amount in (1, 10, 1000):  # the first may look up what a process then remembers
        crowd_of_followers(None, amount)
        story = story_by(remy)
        Letter.objects.filter(kind="new-post", about=story.pk).update(state="sent")
        with CaptureQueriesContext(connection) as queries:
            story.kill(by=edith, note=NOTICE)
        costs.append(len(queries))
        assert Letter.objects.filter(kind="withdrawn", about=story.pk).count() == amount
        Subscription.objects.all().delete()
    assert costs[1] == costs[2]
