"""What readers report, at the desk: a queue, each with its paragraph then and now, and the way to a correction."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import ErrorReport
from blog.models.planned_change import apply_due
from tests import factories
from tests.blog.desk import address, signed_in
from tests.blog.live import BODY, OTHER_BODY, SENTENCE, later, live_story, report, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(remy):
    return live_story(remy)


def test_a_report_waits_with_its_paragraph_then_and_now(story, edith):
    found = report(story)
    save(edith, story, body="New.\n\n" + BODY.replace("died", "perished"), change_kind="update")
    desk = signed_in(edith)
    assert "1 reader reports an error" in desk.get("/desk/").content.decode()
    assert "It was 19" in desk.get(address("errorreport_changelist")).content.decode()
    html = desk.get(address("errorreport_change", found.pk)).content.decode()
    assert "On Friday 18 people died there." in html
    assert "<del>died</del><ins>perished</ins>" in html
    assert f"revisions/{found.revision.number}/" in html


def test_one_click_drafts_the_correction_and_saving_it_closes_the_report(client, story, edith):
    found, desk = report(story, may_thank=True), signed_in(edith)
    html = desk.get(f"{address('post_change', story.pk)}?report={found.pk}").content.decode()
    assert "It was 19, says the hospital." in html
    assert "We thank Ruth, who told us." in html
    typed = {"change_kind": "correction", "correction": SENTENCE, "thanks": found.thanks, "report": found.pk}
    save(edith, story, body=OTHER_BODY, **typed)
    found.refresh_from_db()
    assert (found.state, found.settled_by, found.correction.text) == ("corrected", edith, SENTENCE)
    assert "We thank Ruth, who told us." in client.get(story.path).content.decode()
    assert "reports an error" not in desk.get("/desk/").content.decode()


def test_a_planned_correction_closes_its_report_when_it_is_applied(story, edith, clock):
    found = report(story)
    later(story, edith, change_kind="correction", correction=SENTENCE, report=found.pk)
    found.refresh_from_db()
    assert found.state == "open"
    clock.shift(timedelta(hours=1))
    apply_due()
    found.refresh_from_db()
    assert found.state == "corrected"


def test_a_reader_who_did_not_agree_is_not_thanked(story, edith):
    found = report(story)
    html = signed_in(edith).get(f"{address('post_change', story.pk)}?report={found.pk}").content.decode()
    assert "We thank Ruth" not in html


def test_a_report_is_dismissed_and_stays_to_be_found(story, edith):
    found, desk = report(story), signed_in(edith)
    desk.post(address("errorreport_dismiss", found.pk))
    found.refresh_from_db()
    assert (found.state, found.settled_by) == ("dismissed", edith)
    assert "It was 19" not in desk.get(address("errorreport_changelist")).content.decode()
    assert "It was 19" in desk.get(f"{address('errorreport_changelist')}?state=dismissed").content.decode()


def test_only_who_may_change_a_live_story_sees_its_reports(story, remy, colin, edith, ruth):
    other = factories.published_post(by=colin, editor=edith, body=BODY)
    theirs, own = report(other), report(story)
    for user, seen in ((edith, {theirs, own}), (remy, {own}), (colin, set()), (ruth, set())):
        assert set(ErrorReport.objects.visible_to(user)) == seen
    assert signed_in(remy).get(address("errorreport_change", own.pk)).status_code == 200
    assert signed_in(remy).get(address("errorreport_change", theirs.pk)).status_code == 404
    assert signed_in(remy).post(address("errorreport_dismiss", theirs.pk)).status_code == 404
    assert signed_in(colin).get(address("errorreport_changelist")).status_code == 403
    assert signed_in(colin).get(address("errorreport_change", theirs.pk)).status_code == 404
    assert "reports an error" in signed_in(remy).get("/desk/").content.decode()
    assert "reports an error" not in signed_in(colin).get("/desk/").content.decode()


def test_a_report_of_another_story_prefills_nothing(story, remy, edith):
    found = report(factories.published_post(by=remy, body=BODY))
    html = signed_in(edith).get(f"{address('post_change', story.pk)}?report={found.pk}").content.decode()
    assert "says the hospital" not in html
    for nonsense in ("x", "-1", "9" * 30, "²"):
        assert signed_in(edith).get(f"{address('post_change', story.pk)}?report={nonsense}").status_code == 200


def test_the_queue_takes_as_many_queries_for_thirty_reports_as_for_one(story, edith):
    desk, numbers = signed_in(edith), []
    for amount in (1, 29):
        for _ in range(amount):
            report(story)
        with CaptureQueriesContext(connection) as queries:
            desk.get(address("errorreport_changelist"))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
