"""Scheduling, embargo and legal hold from the sheet."""

from datetime import UTC, datetime

import pytest

from blog.models import Post, State
from tests import factories
from tests.blog.desk import address, said, sheet, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(remy):
    return factories.draft(by=remy, headline="Floods in Mopti")


def press(user, post, verb, **typed):
    answer = signed_in(user).post(address("post_change", post.pk), sheet(post, _move=verb, **typed), follow=True)
    post.refresh_from_db()
    return answer


def test_the_moment_is_typed_in_the_newsrooms_own_time(story, edith, settings):
    settings.TIME_ZONE = "Africa/Lagos"
    answer = press(edith, story, "schedule", publish_at="2026-03-05T07:00")
    assert (story.state, story.publish_at) == (State.SCHEDULED, datetime(2026, 3, 5, 6, 0, tzinfo=UTC))
    page = answer.content.decode()
    assert "Africa/Lagos" in page
    assert 'value="2026-03-05T07:00"' not in page  # it is told above, and may be unscheduled
    assert "5 Mar 2026, 07:00" in page
    assert "(WAT)" in story.transitions.last().note


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"publish_at": ""}, "Choose a day and a time"),
        ({"publish_at": "soon"}, "valid date"),
        ({"publish_at": "2026-03-04T11:59"}, "has passed"),
        ({"publish_at": "2026-03-29T02:30"}, "may not exist"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_with_a_sentence_and_nothing_is_lost(story, edith, settings, typed, why):
    settings.TIME_ZONE = "Europe/Paris"
    answer = press(edith, story, "schedule", body="Typed just now.", note="Kept note", **typed)
    assert why in said(answer)
    assert (story.state, story.body) == (State.DRAFT, "Typed just now.")
    page = answer.content.decode()
    assert "Kept note" in page
    assert f'value="{typed["publish_at"]}"' in page


def test_an_embargo_and_a_hold_are_set_told_and_lifted_on_the_sheet(story, edith, remy):
    press(edith, story, "embargo", embargo_until="2026-03-05T07:00")
    answer = press(edith, story, "hold", note="Counsel reads it.")
    page = answer.content.decode()
    assert "It is under embargo until 5 Mar 2026, 07:00" in page
    assert "It is on legal hold" in page
    assert "/preview/" not in page.replace(f"{story.pk}/preview/", "")
    assert "legal hold" in said(press(edith, story, "publish"))
    assert "may not" in said(press(remy, story, "lift_hold"))
    for verb in ("lift_hold", "lift_embargo", "publish"):
        press(edith, story, verb)
    assert story.is_published


def test_a_moment_to_leave_is_set_and_taken_back(edith, remy):
    story = factories.published_post(by=remy)
    press(edith, story, "retract_later", retract_at="2026-03-05T07:00")
    assert story.retract_at == datetime(2026, 3, 5, 7, 0, tzinfo=UTC)
    press(edith, story, "retract_later", retract_at="")
    assert story.retract_at is None


def test_the_link_for_others_stands_on_the_sheet(story, edith, client):
    page = signed_in(edith).get(address("post_change", story.pk)).content.decode()
    link = page.split('<a href="/preview/')[1].split('"')[0]
    assert "Floods in Mopti" in client.get(f"/preview/{link}").content.decode()


def test_an_unknown_button_does_nothing(story, edith):
    assert "no such button" in said(press(edith, story, "_move_to"))
    assert Post.objects.get().state == State.DRAFT
