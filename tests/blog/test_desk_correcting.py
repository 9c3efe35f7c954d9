"""Correcting at the desk: the question on the sheet, and changes for later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import AuditEntry, Correction, PlannedChange, Sheet
from blog.models.planned_change import apply_due
from tests import factories
from tests.blog.desk import address, said, signed_in
from tests.blog.live import BODY, OTHER_BODY, SENTENCE, later, live_story, now, report, save
from tests.blog.sheets import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(remy):
    return live_story(remy)


def test_a_change_of_substance_is_asked_about_and_nothing_is_lost_or_saved(story, edith):
    answer = save(edith, story, body=OTHER_BODY)
    html = answer.content.decode()
    assert "choose one" in html
    assert "all your words are kept" in html
    assert "19 people" in html
    assert "18 people" in now(story).body


def test_a_slip_of_the_keys_is_saved_without_a_question(story, edith):
    save(edith, story, body=BODY.replace("known", "knwon"))
    assert "knwon" in now(story).body
    assert now(story).updated_at is None


def test_a_draft_is_never_asked_about(remy):
    draft = factories.draft(by=remy, body=BODY)
    save(remy, draft, body=OTHER_BODY)
    assert "19" in now(draft).body


def test_typo_update_and_correction_do_what_they_say(client, story, edith, clock):
    clock.shift(timedelta(hours=1))
    save(edith, story, body=OTHER_BODY, change_kind="typo")
    assert now(story).updated_at is None
    save(edith, story, body=OTHER_BODY + "\n\nThe army confirmed 19.", change_kind="update")
    assert now(story).updated_at == timezone.now()
    assert not Correction.objects.exists()
    save(edith, story, body=OTHER_BODY, change_kind="correction", correction=SENTENCE)
    assert SENTENCE in client.get(story.path).content.decode()
    assert Correction.objects.get().made_by == edith


def test_a_correction_without_its_sentence_comes_back(story, edith):
    answer = save(edith, story, body=OTHER_BODY, change_kind="correction", thanks="We thank Ruth.")
    html = answer.content.decode()
    assert "Say in a sentence" in html
    assert "We thank Ruth." in html
    assert "18" in now(story).body


@pytest.mark.parametrize("typed", [{"change_kind": "nonsense"}, {"report": "1e9"}, {"correction": "x" * 1001}])
def test_a_mangled_answer_is_refused_in_words(story, edith, typed):
    answer = save(edith, story, body=OTHER_BODY, **{"change_kind": "update", **typed})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert "18" in now(story).body


def test_restoring_old_words_of_a_live_story_is_asked_about_as_well(story, edith):
    number = story.revisions.first().number
    save(edith, story, body=OTHER_BODY, change_kind="typo")
    desk, restore = signed_in(edith), address("post_restore", story.pk, number)
    assert "choose one" in desk.post(restore).content.decode()
    assert "19" in now(story).body
    desk.post(restore, {"change_kind": "correction", "correction": "It was 18 after all."})
    assert "18 people" in now(story).body
    assert Correction.objects.get().text == "It was 18 after all."


def test_taking_a_story_from_readers_waits_for_no_question(story, edith):
    save(edith, story, body=OTHER_BODY, _move="retract")
    assert now(story).state == "retracted"
    assert "19" in now(story).body


def test_a_kill_that_will_be_refused_is_asked_first(story, edith):
    save(edith, story, body=OTHER_BODY, _move="kill")
    assert (now(story).state, now(story).body) == ("published", BODY)


# Later


def test_a_change_for_later_is_listed_and_leaves_the_live_story_alone(story, edith, clock):
    revisions = story.revisions.count()
    answer = later(story, edith, change_kind="update", tag_names="Mali, Konna", headline="Konna falls")
    assert "Kept for later" in said(answer)
    assert "planned for" in answer.content.decode()
    assert now(story).snapshot() == story.snapshot()
    assert story.revisions.count() == revisions
    clock.shift(timedelta(hours=1))
    assert apply_due() == 1
    post = now(story)
    assert ("19" in post.body, post.headline) == (True, "Konna falls")
    assert set(post.tags.values_list("name", flat=True)) == {"Mali", "Konna"}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"change_at": ""}, "Choose a day and a time"),
        ({"change_at": "2020-01-01T10:00"}, "has passed"),
        ({"change_at": "soon"}, "Enter a valid date"),
        ({"change_kind": ""}, "choose one"),
        ({"change_kind": "correction"}, "Say in a sentence"),
    ],
)
def test_what_is_missing_for_later_is_asked_for_with_all_words_kept(story, edith, typed, reason):
    html = later(story, edith, **{"change_kind": "update", **typed}).content.decode()
    assert reason in html
    assert "19 people" in html
    assert not PlannedChange.objects.exists()


def test_nothing_to_change_later_is_said(story, edith):
    assert "Nothing was changed" in said(later(story, edith, body=BODY))


def test_a_planned_change_is_looked_at_applied_at_once_or_cancelled(story, edith):
    later(story, edith, change_kind="update")
    planned, desk = PlannedChange.objects.get(), signed_in(edith)
    html = desk.get(address("post_planned", story.pk, planned.pk)).content.decode()
    assert "<del>18</del><ins>19</ins>" in html
    desk.post(address("post_decide", story.pk, planned.pk), {"apply": "1"})
    assert "19" in now(story).body
    later(story, edith, change_kind="update", body=BODY)
    desk.post(address("post_decide", story.pk, PlannedChange.objects.last().pk), {"cancel": "1"})
    assert PlannedChange.objects.last().state == "cancelled"


def test_a_missed_change_is_told_on_the_sheet_and_on_the_first_page(story, edith, clock):
    later(story, edith, change_kind="update")
    save(edith, story, body=BODY.replace("18 people", "eighteen people"), change_kind="typo")
    clock.shift(timedelta(hours=1))
    apply_due()
    desk = signed_in(edith)
    assert "was not applied" in desk.get(address("post_change", story.pk)).content.decode()
    assert "1 planned change was not applied" in desk.get("/desk/").content.decode()


def test_who_may_not_change_a_live_story_plans_and_decides_nothing(colin, edith):
    post = factories.published_post(by=colin, editor=edith, body=BODY)
    assert later(post, colin, change_kind="update").status_code == 403
    planned = post.plan_change(
        {**post.snapshot(), "headline": "Other"},
        by=edith,
        at=timezone.now() + timedelta(hours=1),
        kind="update",
        based_on=post.revisions.first(),
    )
    desk = signed_in(colin)
    assert desk.get(address("post_planned", post.pk, planned.pk)).status_code == 403
    assert desk.post(address("post_decide", post.pk, planned.pk), {"apply": "1"}).status_code == 403


def test_a_sheet_whose_words_wait_for_later_is_closed(story, edith):
    sheet = opened(edith, story)
    sheet.autosave(body=OTHER_BODY)
    at = timezone.localtime() + timedelta(hours=1)
    sheet.save(change_kind="update", change_at=f"{at:%Y-%m-%dT%H:%M}", _later="1")
    assert PlannedChange.objects.get().snapshot["body"] == OTHER_BODY
    assert not Sheet.objects.holding_text().exists()
    assert "is kept for you" not in opened(edith, story).page.content.decode()


def test_words_that_wait_for_an_answer_are_kept_on_their_sheet_and_then_saved(story, edith):
    sheet = opened(edith, story)
    assert "choose one" in sheet.save(body=OTHER_BODY).content.decode()
    assert Sheet.objects.holding_text().get().typed["body"] == OTHER_BODY
    sheet.save(change_kind="correction", correction=SENTENCE)
    assert "19 people" in now(story).body
    assert not Sheet.objects.holding_text().exists()


def test_a_correction_and_somebody_else_s_save_are_put_together(story, edith, remy):
    sheet = opened(edith, story)
    opened(remy, story).save(body=BODY.replace("spoke", "spokke"))
    sheet.save(body=OTHER_BODY, change_kind="correction", correction=SENTENCE)
    assert "spokke" in now(story).body
    correction = Correction.objects.get()
    assert "spokke" in correction.before.body
    assert [label for label, _changes in correction.lines()] == [""]


def test_what_is_decided_stands_in_the_audit_log(story, edith):
    found = report(story)
    save(edith, story, body=OTHER_BODY, change_kind="correction", correction=SENTENCE)
    later(story, edith, body=BODY, change_kind="update")
    desk = signed_in(edith)
    desk.post(address("post_decide", story.pk, PlannedChange.objects.get().pk), {"cancel": "1"})
    desk.post(address("errorreport_dismiss", found.pk))
    deeds = set(AuditEntry.objects.about(story).values_list("deed", flat=True))
    assert deeds >= {"corrected", "planned a change", "cancelled a planned change", "dismissed an error report"}


def test_all_planned_changes_are_listed_for_who_may_decide(story, edith, colin):
    later(story, edith, change_kind="update")
    html = signed_in(edith).get(address("plannedchange_changelist")).content.decode()
    assert address("post_planned", story.pk, PlannedChange.objects.get().pk) in html
    assert "Konna" not in signed_in(edith).get(f"{address('plannedchange_changelist')}?state=missed").content.decode()
    assert signed_in(colin).get(address("plannedchange_changelist")).status_code == 403
