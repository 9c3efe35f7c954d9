"""The time that a browser with script tells, at a real form."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Status
from tests import factories
from tests.comments.rules_fixtures import rules

pytestmark = pytest.mark.browser


def write(page, post, words):
    page.goto(post.get_absolute_url())
    page.get_by_label("Enter your comment here...").fill(words)
    page.get_by_label("Email (required)").fill("ruth@example.org")
    page.get_by_label("Name (required)").fill("Ruth")


@pytest.mark.parametrize(("seconds", "status"), [(60, Status.PENDING), (1, Status.APPROVED)])
def test_a_form_that_is_sent_faster_than_the_rules_allow_is_held(open_browser, remy, seconds, status):
    post = factories.published_post(by=remy)
    rules(least_seconds=seconds)
    page = open_browser()
    write(page, post, "Quick words")
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator(".comment")).to_contain_text("Quick words")
    assert Comment.objects.get().status == status


def test_without_script_no_time_is_told_and_nobody_is_held_for_it(open_browser, remy):
    post = factories.published_post(by=remy)
    rules(least_seconds=60)
    page = open_browser(script=False)
    write(page, post, "Plain words")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator(".comment")).to_contain_text("Plain words")
    assert Comment.objects.get().status == Status.APPROVED


def test_words_that_were_kept_may_be_sent_at_once(open_browser, remy):
    post = factories.published_post(by=remy)
    rules(least_seconds=60)
    page = open_browser()
    write(page, post, "Kept words")
    write(page, post, "Kept words")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator(".comment")).to_contain_text("Kept words")
    assert Comment.objects.get().status == Status.APPROVED
