"""Replying in place, giving up, previewing, and a line that breaks: with script and without."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.comments.conversation import comment_on

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])


def fill_in(page, words):
    page.get_by_label("Enter your comment here...").fill(words)
    page.get_by_label("Email (required)").fill("ruth@example.org")
    page.get_by_label("Name (required)").fill("Ruth")


@BOTH
def test_a_reply_goes_under_the_comment_it_answers(open_browser, post, script):
    first, _second = (
        comment_on(post, comment="The first word.", writer_name="Ada"),
        comment_on(post, comment="Another thread.", writer_name="Musa"),
    )
    page = open_browser(script=script)
    page.goto(post.path)
    page.get_by_role("link", name="Reply to Ada").click()
    expect(page.get_by_role("heading", name="Leave a Reply to Ada")).to_be_visible()
    if script:
        expect(page.locator(f"#comment-{first.pk}").get_by_label("Enter your comment here...")).to_be_focused()
        assert page.url.endswith(post.path), "with script the page stays"
    fill_in(page, "An answer.")
    page.get_by_role("button", name="Post Comment").click()
    held = page.locator(f"#comment-{first.pk} .comment--held")
    expect(held).to_contain_text("An answer.")
    expect(held).to_contain_text("Your comment is awaiting moderation.")
    assert Comment.objects.get(comment="An answer.").parent_id == first.pk


@BOTH
def test_a_reply_is_given_up_and_the_form_is_back_where_it_was(open_browser, post, script):
    comment_on(post, comment="The first word.", writer_name="Ada")
    page = open_browser(script=script)
    page.goto(post.path)
    page.get_by_role("link", name="Reply to Ada").click()
    page.get_by_role("link", name="Cancel reply").click()
    expect(page.get_by_role("heading", name="Leave a Reply", exact=True)).to_be_visible()
    expect(page.locator(".comment form")).to_have_count(0)


@BOTH
def test_a_preview_shows_how_it_will_look_and_stores_nothing(open_browser, post, script):
    page = open_browser(script=script)
    page.goto(post.path)
    fill_in(page, "It is *important*.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").locator("em")).to_have_text("important")
    expect(page.get_by_label("Enter your comment here...")).to_have_value("It is *important*.")
    expect(page.get_by_label("Name (required)")).to_have_value("Ruth")
    assert not Comment.objects.exists()
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()


def test_what_is_typed_survives_a_reload(open_browser, post):
    page = open_browser()
    page.goto(post.path)
    page.get_by_label("Enter your comment here...").press_sequentially("A long thought")
    page.reload()
    expect(page.get_by_label("Enter your comment here...")).to_have_value("A long thought")


def test_when_the_line_breaks_the_form_is_sent_the_plain_way(open_browser, post):
    page = open_browser()
    page.goto(post.path)
    page.route(
        "**/comments/post/",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    fill_in(page, "Over a bad line.")
    page.get_by_role("button", name="Post Comment").click()
    page.wait_for_url("**/comments/held/**")
    expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
    assert Comment.objects.count() == 1
