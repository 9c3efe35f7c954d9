"""Stories that appear and leave at a moment set before, and what truly blocks them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import MoveRefused, Post, State
from blog.models.schedule import publish_due
from tests import factories
from tests.comments.test_rules_racing import at_once

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def in_(**time):
    return timezone.now() + timedelta(**time)


@pytest.fixture
def story(remy):
    return factories.draft(by=remy, headline="Floods in Mopti", slug="floods")


def again(post):
    return Post.objects.get(pk=post.pk)


def test_a_scheduled_story_appears_at_its_moment_and_not_before(story, edith, client, clock):
    story.schedule(by=edith, at=in_(hours=1))
    assert (again(story).state, again(story).published_at) == (State.SCHEDULED, None)
    clock.shift(HOUR - timedelta(seconds=1))
    assert publish_due(Post) == 0
    assert client.get("/2026/03/04/floods/").status_code == 404
    clock.shift(timedelta(seconds=31))
    assert publish_due(Post) == 1
    found = again(story)
    assert found.published_at == datetime(2026, 3, 4, 13, 0, tzinfo=UTC)
    assert (found.publish_at, found.transitions.last().made_by) == (None, None)
    assert client.get("/2026/03/04/floods/").status_code == 200
    assert publish_due(Post) == 0


def test_a_schedule_missed_while_the_site_was_down_is_kept_late_and_dated_truly(story, edith, clock):
    story.schedule(by=edith, at=in_(hours=1))
    clock.shift(timedelta(hours=5))
    assert publish_due(Post) == 1
    assert again(story).published_at == timezone.now()


def test_an_embargo_that_ended_meanwhile_dates_the_story_and_never_earlier(story, edith, clock):
    story.schedule(by=edith, at=in_(minutes=5))
    story.embargo(by=edith, until=in_(minutes=10))
    clock.shift(timedelta(minutes=10))
    assert publish_due(Post) == 1
    assert again(story).published_at == timezone.now()


def test_a_story_that_was_published_before_keeps_its_first_date_and_address(post, edith, clock):
    first = (post.published_at, post.path)
    post.retract(by=edith)
    post.reopen(by=edith)
    clock.shift(timedelta(days=3))
    post.schedule(by=edith, at=in_(hours=1))
    clock.shift(HOUR)
    assert publish_due(Post) == 1
    assert (again(post).published_at, again(post).path) == first


@pytest.mark.parametrize("back", ["unschedule", "send_back", "late"])
def test_a_moment_to_leave_that_was_meant_for_an_earlier_time_takes_nothing_away(story, edith, clock, back):
    story.schedule(by=edith, at=in_(hours=1))
    story.retract_later(by=edith, at=in_(hours=2))
    if back == "late":
        clock.shift(timedelta(days=1))
        assert publish_due(Post) == 1
    else:
        getattr(story, back)(by=edith, note="Not yet.")
        clock.shift(timedelta(days=1))
        story.publish(by=edith)
    assert publish_due(Post) == 0
    assert again(story).is_published


def test_a_clock_set_back_publishes_nothing_twice_and_takes_nothing_back(story, edith, clock):
    story.schedule(by=edith, at=in_(hours=1))
    clock.shift(HOUR)
    publish_due(Post)
    clock.shift(-2 * HOUR)
    assert publish_due(Post) == 0
    assert again(story).state == State.PUBLISHED
    assert again(story).transitions.filter(verb="publish").count() == 1


@pytest.mark.parametrize(
    "moment", [datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
)
def test_daylight_saving_moves_no_schedule(story, edith, clock, settings, moment):
    settings.TIME_ZONE = "Europe/Paris"
    with timezone.override("Europe/Paris"):
        story.schedule(by=edith, at=moment)
        clock.move_to(moment - timedelta(seconds=1))
        assert publish_due(Post) == 0
        clock.move_to(moment)
        assert publish_due(Post) == 1
    assert again(story).published_at == moment


def test_a_story_leaves_at_the_moment_set_for_it(story, edith, client, clock):
    story.schedule(by=edith, at=in_(hours=1))
    story.retract_later(by=edith, at=in_(hours=2))
    clock.shift(HOUR)
    publish_due(Post)
    assert client.get("/2026/03/04/floods/").status_code == 200
    clock.shift(HOUR)
    assert publish_due(Post) == 1
    assert (again(story).state, again(story).retract_at) == (State.RETRACTED, None)
    assert client.get("/2026/03/04/floods/").status_code == 404


def test_who_may_not_publish_schedules_nothing(story, colin, edith):
    own = factories.draft(by=colin)
    for post in (own, story):
        with pytest.raises(PermissionDenied):
            post.schedule(by=colin, at=in_(hours=1))
        with pytest.raises(PermissionDenied):
            post.retract_later(by=colin, at=in_(hours=1))
        with pytest.raises(PermissionDenied):
            post.hold(by=colin, note="Because")
        with pytest.raises(PermissionDenied):
            post.embargo(by=colin, until=in_(hours=1))
    own.schedule(by=edith, at=in_(hours=1))
    assert not again(own).can_edit(colin)  # what an editor has seen is what appears


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=-1)])
def test_nothing_is_scheduled_for_what_has_passed(story, edith, late):
    for act in (
        lambda: story.schedule(by=edith, at=timezone.now() + late),
        lambda: story.embargo(by=edith, until=timezone.now() + late),
        lambda: story.retract_later(by=edith, at=timezone.now() + late),
    ):
        with pytest.raises(MoveRefused):
            act()
    with pytest.raises(MoveRefused, match="headline"):
        factories.draft(by=edith, headline=" ").schedule(by=edith, at=in_(hours=1))


def test_an_embargo_blocks_every_way_of_publishing_until_its_moment(story, edith, clock, client):
    story.schedule(by=edith, at=in_(hours=1))
    story.embargo(by=edith, until=in_(hours=3))
    for by in (edith, None):
        with pytest.raises(MoveRefused, match=r"under embargo until 4 Mar 2026, 15:00 \(UTC\)"):
            again(story).publish(by=by)
        with pytest.raises(MoveRefused, match="under embargo"):
            again(story).publish(by=by, at=in_(days=-9))  # as an import does
    with pytest.raises(MoveRefused, match="under embargo"):
        factories_story(edith, embargo=in_(hours=3)).schedule(by=edith, at=in_(hours=2))
    clock.shift(2 * HOUR)
    assert publish_due(Post) == 0
    assert list(Post.objects.missed()) == [story]
    clock.shift(HOUR)
    assert publish_due(Post) == 1
    assert again(story).embargo_until is None


def factories_story(by, *, embargo):
    post = factories.draft(by=by)
    post.embargo(by=by, until=embargo)
    return post


def test_a_legal_hold_blocks_until_somebody_lifts_it(story, edith, clock):
    with pytest.raises(MoveRefused, match="who asked for it"):
        story.hold(by=edith)
    story.schedule(by=edith, at=in_(hours=1))
    stale = again(story)
    story.hold(by=edith, note="Counsel reads it.")
    with pytest.raises(MoveRefused, match="legal hold"):
        stale.publish(by=edith)  # as somebody's page still shows it
    clock.shift(2 * HOUR)
    assert publish_due(Post) == 0
    story.lift_hold(by=edith, note="Cleared.")
    assert publish_due(Post) == 1
    assert [t.verb for t in story.transitions.all()] == ["schedule", "hold", "lift_hold", "publish"]
    with pytest.raises(MoveRefused, match="there is none"):
        again(story).lift_hold(by=edith)


def test_the_database_itself_refuses_to_publish_what_is_blocked(story, edith):
    story.hold(by=edith, note="Counsel reads it.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=story.pk).update(state="published", published_at=timezone.now(), path="/x/")


def test_what_readers_see_cannot_be_blocked(post, edith):
    for act in (
        lambda: post.hold(by=edith, note="Late."),
        lambda: post.embargo(by=edith, until=in_(hours=1)),
    ):
        with pytest.raises(MoveRefused, match="retract it first"):
            act()


def test_a_story_whose_address_was_taken_says_why_it_is_missing_and_holds_up_no_other(story, edith, remy, clock):
    other = factories.draft(by=remy)
    for post in (story, other):
        post.schedule(by=edith, at=in_(hours=1))
    factories.published_post(by=remy, slug="floods")
    clock.shift(HOUR)
    assert publish_due(Post) == 1
    assert "Change the slug" in again(story).missed_because
    assert again(other).is_published
    Post.objects.filter(pk=story.pk).update(slug="more-floods")
    call_command("publish_due")
    assert (again(story).is_published, again(story).missed_because) == (True, "")


def test_an_unscheduled_story_is_a_draft_and_stays_one(story, edith, clock):
    story.schedule(by=edith, at=in_(hours=1))
    story.unschedule(by=edith)
    clock.shift(2 * HOUR)
    assert publish_due(Post) == 0
    assert (again(story).state, again(story).publish_at) == (State.DRAFT, None)


def test_a_killed_story_leaves_a_notice_where_it_was_and_nothing_else(post, edith, client, remy):
    old = post.path
    post.slug = "another-slug"
    post.save()
    post.revise(by=remy)
    with pytest.raises(MoveRefused, match="readers will find in its place"):
        post.kill(by=edith, note=" ")
    with pytest.raises(PermissionDenied):
        post.kill(by=remy, note="Mine.")
    post.kill(by=edith, note="We withdrew this story: it was not true.")
    for path in (old, post.path):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "it was not true" in answer.content.decode()
        assert post.headline not in answer.content.decode()
    assert post.headline not in client.get("/").content.decode()
    assert post.headline not in client.get("/feed/atom/").content.decode()
    assert not again(post).can_edit(remy)
    post.reinstate(by=edith)
    post.publish(by=edith)
    assert client.get(post.path).status_code == 200


def test_three_clocks_at_once_publish_each_story_once(remy, edith, shared_database, clock):
    def prepare():
        for number in range(6):
            factories.draft(by=remy, headline=f"Story {number}").schedule(by=edith, at=in_(hours=1))

    at_once(prepare)
    clock.shift(2 * HOUR)
    at_once(*[lambda: publish_due(Post)] * 3)
    found = []
    at_once(lambda: found.extend(post.transitions.filter(verb="publish").count() for post in Post.objects.all()))
    assert found == [1] * 6
    connections.close_all()


def test_what_is_due_is_found_in_as_many_queries_among_few_as_among_many(remy, edith, clock):
    numbers = []
    for amount in (2, 60):
        for _ in range(amount):
            factories.draft(by=remy).schedule(by=edith, at=in_(days=9))
        factories.draft(by=remy).schedule(by=edith, at=in_(hours=1))
        clock.shift(HOUR)
        with CaptureQueriesContext(connection) as queries:
            assert publish_due(Post) == 1
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
