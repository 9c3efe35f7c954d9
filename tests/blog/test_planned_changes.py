"""Changes to a live story that wait for their moment, and what happens when somebody else was there before."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from blog.models import Correction, MoveRefused, PlannedChange, Post
from blog.models.planned_change import apply_due
from tests import factories
from tests.blog.test_letters_racing import at_once

pytestmark = pytest.mark.django_db

BODY = "The mayor spoke.\n\nOn Friday 18 people died there.\n\nMore is not known."
SENTENCE = "An earlier version said that 18 people died. It was 19."


@pytest.fixture
def story(remy):
    post = factories.published_post(by=remy, headline="Konna", body=BODY)
    post.revise(by=remy)
    return post


def plan(story, by, *, hours=1, kind="update", **said):
    snapshot = {**story.snapshot(), "body": BODY.replace("18", "19")}
    at = timezone.now() + timedelta(hours=hours)
    return story.plan_change(snapshot, by=by, at=at, kind=kind, based_on=story.revisions.first(), **said)


def now(story):
    return Post.objects.get(pk=story.pk)


def edit(story, by, before, after):
    post = now(story)
    post.body = post.body.replace(before, after)
    post.save()
    post.revise(by=by)


def test_the_live_text_stays_until_the_moment_and_then_changes_as_one_revision(client, story, edith, clock):
    plan(story, edith)
    assert apply_due() == 0
    assert "18 people" in client.get(story.path).content.decode()
    before = story.revisions.count()
    clock.shift(timedelta(hours=1))
    assert apply_due() == 1
    assert apply_due() == 0
    assert "19 people" in client.get(story.path).content.decode()
    assert story.revisions.count() == before + 1
    assert story.revisions.first().made_by == edith
    assert now(story).updated_at == timezone.now()


def test_a_planned_typo_moves_nothing_that_readers_see(story, edith, clock):
    plan(story, edith, kind="typo")
    clock.shift(timedelta(hours=1))
    apply_due()
    assert "19" in now(story).body
    assert now(story).updated_at is None


def test_a_planned_correction_is_a_correction(story, edith, clock):
    plan(story, edith, kind="correction", text=SENTENCE)
    clock.shift(timedelta(hours=1))
    apply_due()
    correction = Correction.objects.get()
    assert (correction.text, correction.made_by) == (SENTENCE, edith)
    assert "18" in correction.before.body
    assert "19" in correction.after.body


def test_what_others_saved_meanwhile_in_other_paragraphs_stays(story, edith, remy, clock):
    plan(story, edith)
    edit(story, remy, "The mayor spoke", "The mayor spoke at noon")
    clock.shift(timedelta(hours=1))
    assert apply_due() == 1
    assert "spoke at noon" in now(story).body
    assert "19 people" in now(story).body


def test_where_both_changed_the_same_nothing_is_applied_and_nothing_lost(story, edith, remy, clock):
    planned = plan(story, edith)
    edit(story, remy, "18 people", "eighteen people")
    clock.shift(timedelta(hours=1))
    assert apply_due() == 0
    planned.refresh_from_db()
    assert planned.state == "missed"
    assert "in the text" in planned.missed_because
    assert "19 people" in planned.snapshot["body"]
    assert "eighteen" in now(story).body
    assert apply_due() == 0


@pytest.mark.parametrize("verb", ["retract", "kill"])
def test_to_a_story_that_left_nothing_is_applied(story, edith, clock, verb):
    planned = plan(story, edith)
    getattr(story, verb)(by=edith, note="Source withdrew.")
    clock.shift(timedelta(hours=1))
    assert apply_due() == 0
    planned.refresh_from_db()
    assert planned.state == "missed"
    assert "18" in now(story).body


def test_who_lost_the_right_meanwhile_changes_nothing(story, remy, clock):
    planned = plan(story, remy)
    remy.groups.clear()
    clock.shift(timedelta(hours=1))
    assert apply_due() == 0
    planned.refresh_from_db()
    assert "may not change" in planned.missed_because


def test_it_can_be_cancelled_or_applied_at_once(story, edith, clock):
    cancelled, applied = plan(story, edith), plan(story, edith, hours=2)
    cancelled.cancel()
    assert applied.apply(by=edith)
    assert "19" in now(story).body
    clock.shift(timedelta(hours=3))
    assert apply_due() == 0
    assert set(PlannedChange.objects.values_list("state", flat=True)) == {"cancelled", "applied"}
    applied.cancel()
    assert PlannedChange.objects.get(pk=applied.pk).state == "applied"


def test_what_was_missed_is_applied_at_once_when_nothing_contradicts_it_any_more(story, edith, remy, clock):
    planned = plan(story, edith)
    edit(story, remy, "18 people", "eighteen people")
    clock.shift(timedelta(hours=1))
    apply_due()
    planned.refresh_from_db()
    assert not planned.apply(by=edith)
    edit(story, remy, "eighteen people", "18 people")
    assert planned.apply(by=edith)
    assert "19 people" in now(story).body


def test_what_cannot_be_planned_is_refused_in_words(story, edith, colin, remy):
    with pytest.raises(MoveRefused, match="has passed"):
        plan(story, edith, hours=-1)
    with pytest.raises(MoveRefused, match="sentence"):
        plan(story, edith, kind="correction")
    with pytest.raises(PermissionDenied):
        plan(story, colin)
    draft = factories.draft(by=remy)
    with pytest.raises(MoveRefused, match="schedule this one"):
        plan(draft, remy)


def test_one_that_breaks_holds_up_no_other(story, remy, edith, clock, monkeypatch):
    broken, other = plan(story, edith), factories.published_post(by=remy)
    other.revise(by=remy)
    later = other.plan_change(
        {**other.snapshot(), "headline": "Another"},
        by=edith,
        at=timezone.now() + timedelta(hours=1),
        kind="update",
        based_on=other.revisions.first(),
    )
    PlannedChange.objects.filter(pk=broken.pk).update(snapshot=["no story at all"])
    clock.shift(timedelta(hours=1))
    assert apply_due() == 1
    later.refresh_from_db()
    assert later.state == "applied"


def test_many_processes_apply_it_once(edith, shared_database):
    def begin():
        story = factories.published_post(by=edith, headline="Konna", body=BODY)
        story.revise(by=edith)
        plan(story, edith)
        PlannedChange.objects.update(at=timezone.now())
        return story.revisions.count()

    [before] = at_once(begin, 1)
    assert sum(at_once(apply_due, 4)) == 1
    assert at_once(lambda: Post.objects.get().revisions.count(), 1) == [before + 1]
