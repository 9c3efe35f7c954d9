"""A reader reads and replies; an editor approves; the comment appears. With script and without."""


import pytest
from playwright.sync_api import expect

from comments.models import Comment

pytestmark = pytest.mark.browser


def write_comment(page, post, words):
    page.goto(post.path)
    page.get_by_label("Enter your comment here...").fill(words)
    page.get_by_label("Email (required)").fill("ruth@example.org")
    page.get_by_label("Name (required)").fill("Ruth")
    page.get_by_role("button", name="Post Comment").click()


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_whole(open_browser, post, script, width):
    page = open_browser(script=script, width=width)
    asked_for = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.goto(post.path)
    expect(page.get_by_role("heading", level=1)).to_have_text(post.headline)
    expect(page.get_by_role("heading", name="Leave a Reply")).to_be_visible()
    expect(page.get_by_role("button", name="Post Comment")).to_be_visible()
    assert page.context.cookies() == []
    assert {url.split("/")[2] for url in asked_for} == {page.url.split("/")[2]}
    if script:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
def test_a_held_comment_is_seen_by_its_writer_alone_until_an_editor_approves_it(
    open_browser, at_the_desk, post, edith, script
):
    writer = open_browser(script=script)
    write_comment(writer, post, "Was the bridge *really* closed?")
    expect(writer.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
    expect(writer.get_by_text("Was the bridge really closed?")).to_be_visible()
    assert Comment.objects.get().status == "pending"

    stranger = open_browser(script=script)
    stranger.goto(post.path)
    expect(stranger.get_by_text("Was the bridge")).to_have_count(0)

    desk = at_the_desk(edith)
    desk.goto("/desk/comments/comment/")
    held = desk.locator(".queue-card", has_text="Was the bridge")
    held.get_by_role("button", name="Approve").click()
    expect(held).to_have_count(0)

    stranger.reload()
    comment = Comment.objects.get()
    shown = stranger.locator(f"#comment-{comment.pk}")
    expect(shown).to_contain_text("Ruth says:")
    expect(shown.locator("em")).to_have_text("really")
    stranger.goto(comment.get_absolute_url())
    expect(shown).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
def test_a_refused_comment_comes_back_with_its_words_and_the_reason(open_browser, post, script):
    page = open_browser(script=script)
    page.goto(post.path)
    page.locator("form").last.evaluate("form => form.noValidate = true") if script else None
    page.get_by_label("Enter your comment here...").fill("Kept, whatever happens.")
    page.get_by_label("Name (required)").fill("Ruth")
    page.get_by_label("Email (required)").fill("ruth@nowhere")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text("Please enter an email address such as name@example.org.")).to_be_visible()
    expect(page.get_by_label("Enter your comment here...")).to_have_value("Kept, whatever happens.")
    assert not Comment.objects.exists()
