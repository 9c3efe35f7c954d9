"""What script adds to a conversation is fetched when somebody takes part, and not before."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.comments.conversation import comment_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODULE = "reply-form"


@pytest.fixture
def story(site, remy):
    post = factories.published_post(by=remy)
    comment_on(post, writer_name="Ada")
    return post


def scripts_asked_for(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type == "script" else None)
    return asked


def test_to_read_fetches_one_small_script(open_browser, story):
    page = open_browser(width=360)
    asked = scripts_asked_for(page)
    page.goto(story.path)
    page.mouse.wheel(0, 5000)
    page.wait_for_timeout(300)
    assert [MODULE in address for address in asked] == [False]


def test_what_is_pressed_before_the_script_is_there_is_done_in_place(open_browser, story):
    page = open_browser()
    asked = scripts_asked_for(page)
    page.goto(story.path)
    page.get_by_role("link", name="Reply to Ada").click()
    expect(page.get_by_role("heading", name="Leave a Reply to Ada")).to_be_visible()
    assert "replytocom" not in page.url
    assert any(MODULE in address for address in asked)


def test_where_the_script_cannot_be_had_the_page_does_what_it_does_without(open_browser, story):
    page = open_browser()
    page.route(f"**/{MODULE}*", lambda route: route.abort())
    page.goto(story.path)
    page.get_by_role("link", name="Reply to Ada").click()
    page.wait_for_url("**replytocom=*")
    expect(page.get_by_role("heading", name="Leave a Reply to Ada")).to_be_visible()


def test_somebody_who_comes_back_to_kept_words_finds_them(open_browser, story):
    page = open_browser()
    page.goto(story.path)
    page.get_by_label("Enter your comment here...").fill("Half a thought")
    page.wait_for_function("() => sessionStorage.length")  # its script may come after the words
    page.reload()
    expect(page.get_by_label("Enter your comment here...")).to_have_value("Half a thought")
