"""What readers do with comments, in a real browser: in place with script, on small pages without."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Report
from tests.comments.conversation import comment_on

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])


@pytest.fixture
def writer(open_browser, post):
    """Somebody who has just posted a comment: writer(script) → the page they see."""

    def write(script):
        page = open_browser(script=script)
        page.goto(post.path)
        page.get_by_label("Enter your comment here...").fill("First words.")
        page.get_by_label("Email (required)").fill("ruth@example.org")
        page.get_by_label("Name (required)").fill("Ruth")
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
        return page

    return write


@BOTH
def test_a_writer_edits_their_comment(writer, script):
    page = writer(script)
    page.get_by_role("link", name="Edit or withdraw").click()
    expect(page.get_by_label("Your comment")).to_have_value("First words.")
    page.get_by_label("Your comment").fill("Better *words*.")
    page.get_by_role("button", name="Preview").first.click()
    expect(page.get_by_role("region", name="Preview").locator("em")).to_have_text("words")
    page.get_by_role("button", name="Save").click()
    shown = page.locator(".comment--held")
    expect(shown.locator(".comment__text em")).to_have_text("words")
    expect(shown).to_contain_text(re.compile("edited .* \\d\\d:\\d\\d"))
    assert Comment.objects.get().comment == "Better *words*."


@BOTH
def test_a_writer_withdraws_their_comment(writer, script):
    page = writer(script)
    page.get_by_role("link", name="Edit or withdraw").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("First words.")).to_have_count(0)
    assert Comment.objects.get().status == "withdrawn"


def test_an_edit_that_is_refused_comes_back_with_the_reason_and_can_be_cancelled(writer):
    page = writer(True)
    page.get_by_role("link", name="Edit or withdraw").click()
    page.locator(".edit-form").evaluate("form => form.noValidate = true")
    page.get_by_label("Your comment").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Please type your comment, or withdraw it.")).to_be_visible()
    page.get_by_role("link", name="Cancel", exact=True).click()
    expect(page.locator(".edit-form")).to_have_count(0)
    expect(page.get_by_text("First words.")).to_be_visible()
    assert Comment.objects.get().comment == "First words."


@BOTH
def test_a_reader_recommends_a_comment_and_sees_it_counted(open_browser, post, script):
    comment = comment_on(post)
    page = open_browser(script=script)
    page.goto(post.path)
    page.get_by_role("button", name="Recommend").click()
    if script:
        expect(page.get_by_role("button", name="Recommended 1")).to_be_focused()
        page.get_by_role("button", name="Recommended 1").click()
        expect(page.get_by_role("button", name="Recommend", exact=True)).to_be_focused()
    else:
        expect(page.get_by_role("button", name="Recommend 1")).to_be_visible()
        assert page.url.endswith(comment.get_absolute_url())
    comment.refresh_from_db()
    assert comment.recommendation_count == (0 if script else 1)
    assert page.context.cookies() == []


@BOTH
def test_a_reader_reports_a_comment(open_browser, post, script):
    comment = comment_on(post, writer_name="Spike")
    page = open_browser(script=script, width=360)
    page.goto(post.path)
    page.get_by_role("link", name="Report the comment by Spike").click()
    page.get_by_label("It is spam or an advertisement").check()
    page.get_by_role("button", name="Report this comment").click()
    expect(page.get_by_role("status")).to_have_text("Thank you. An editor will look at it.")
    page.get_by_role("link", name="Back to the conversation").click()
    expect(page.get_by_role("heading", name="1 comment")).to_be_visible()
    assert Report.objects.get().comment == comment


@BOTH
def test_a_reader_changes_the_order_and_answers(open_browser, post, script):
    first, second = comment_on(post, writer_name="Ada"), comment_on(post, writer_name="Musa")
    page = open_browser(script=script)
    page.goto(post.path)
    page.get_by_role("link", name="Newest").click()
    expect(page.locator(".comment").first).to_have_id(f"comment-{second.pk}")
    page.get_by_role("link", name="Reply to Ada").click()
    expect(page.get_by_role("heading", name="Leave a Reply to Ada")).to_be_visible()
    page.get_by_label("Enter your comment here...").fill("An answer.")
    page.get_by_label("Email (required)").fill("ruth@example.org")
    page.get_by_label("Name (required)").fill("Ruth")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator(f"#comment-{first.pk}")).to_contain_text("An answer.")
    assert Comment.objects.get(comment="An answer.").parent_id == first.pk
