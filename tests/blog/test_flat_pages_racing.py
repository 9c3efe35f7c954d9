"""Two editors save a page at one address in the same moment."""

import threading
from contextlib import suppress

import pytest

from blog.admin.flat_page import FlatPageAdmin
from blog.models import FlatPage
from tests.blog.desk import refusals
from tests.blog.test_flat_pages import add, change
from tests.blog.test_saving_races import apart, together


@pytest.fixture
def both_are_checked_before_one_is_saved(monkeypatch):
    """Where the database lets them: SQLite lets the second in when the first is done."""
    meeting, save = threading.Barrier(2), FlatPageAdmin.save_model

    def save_later(*args):
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=1)
        save(*args)

    monkeypatch.setattr(FlatPageAdmin, "save_model", save_later)


@pytest.mark.parametrize("clash", [{"path": "/about/"}, {"policy": "ethicsPolicy"}])
def test_the_second_of_two_new_pages_is_told_and_keeps_what_was_typed(
    edith, shared_database, both_are_checked_before_one_is_saved, clash
):
    answers = together(
        lambda: add(edith, **{"path": "/one/", **clash}, title="One", body="Words of the one."),
        lambda: add(edith, **{"path": "/two/", **clash}, title="Two", body="Words of the other."),
    )

    [kept] = apart(lambda: list(FlatPage.objects.all()))
    [refused] = [answer for answer in answers if answer.status_code != 302]
    assert refused.status_code == 200
    [said] = refusals(refused).values()
    assert said in ("Another page has this address.", "Another page is this policy already.")
    assert ({"Words of the one.", "Words of the other."} - {kept.body}).pop() in refused.content.decode()


def test_a_page_that_moves_where_another_one_is_being_made_is_told_too(
    edith, shared_database, both_are_checked_before_one_is_saved
):
    old = apart(lambda: FlatPage.objects.create(title="Old", path="/old/", body="Here."))
    answers = together(lambda: change(edith, old, path="/about/"), lambda: add(edith, path="/about/"))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    [refused] = [answer for answer in answers if answer.status_code == 200]
    assert refusals(refused)["path"] == "Another page has this address."
