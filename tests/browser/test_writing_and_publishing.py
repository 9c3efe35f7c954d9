"""An author writes a story with a picture, previews it through the live template and publishes it."""

import feedparser
import pytest
from playwright.sync_api import expect

from blog.models import Post
from tests import factories

pytestmark = pytest.mark.browser

TEXT = "The bridge at *Konna* reopened on Friday.\n\nTraders crossed before dawn."


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (True, 360), (False, 360)])
def test_a_story_goes_from_the_desk_to_the_front_page_and_the_feed(
    open_browser, at_the_desk, remy, client, script, width
):
    desk = at_the_desk(remy, script=script, width=width)
    desk.goto("/desk/blog/post/add/")
    desk.get_by_label("Headline", exact=True).fill("Bridge reopens at Konna")
    desk.get_by_label("Standfirst").fill("Trade resumes after nine months.")
    desk.get_by_label("Text", exact=True).fill(TEXT)
    desk.locator("summary", has_text="Lead picture").click()
    picture = {"name": "bridge.jpg", "mimeType": "image/jpeg", "buffer": factories.picture_file("A bridge")}
    desk.get_by_label("Upload a picture").set_input_files(picture)
    desk.get_by_label("Alternative text").fill("A bridge over a wide river")
    desk.get_by_label("Caption").fill("The bridge on Friday")
    desk.get_by_label("Credit", exact=True).fill("R. Emy")
    desk.get_by_role("button", name="Preview", exact=True).click()

    expect(desk.get_by_text("Preview: readers do not see this yet")).to_be_visible()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Bridge reopens at Konna")
    expect(desk.get_by_alt_text("A bridge over a wide river")).to_be_visible()
    reader = open_browser(script=script, width=width)
    reader.goto("/")
    expect(reader.get_by_text("Bridge reopens")).to_have_count(0)

    desk.get_by_role("link", name="Back to the desk").click()
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_text("published").first).to_be_visible()

    reader.goto("/")
    reader.get_by_role("link", name="Bridge reopens at Konna").click()
    expect(reader.get_by_text("Trade resumes after nine months.")).to_be_visible()
    expect(reader.locator("figcaption")).to_contain_text("The bridge on Friday")
    expect(reader.locator("figcaption small")).to_have_text("R. Emy")
    expect(reader.locator(".text em")).to_have_text("Konna")
    expect(reader.get_by_alt_text("A bridge over a wide river")).to_have_js_property(
        "complete", True
    ) if script else None
    [entry] = feedparser.parse(client.get("/feed/atom/").content).entries
    assert entry.title == "Bridge reopens at Konna"
    assert "Traders crossed before dawn." in entry.content[0].value


def test_nothing_typed_is_lost_when_a_save_is_refused(at_the_desk, remy):
    desk = at_the_desk(remy)
    desk.goto("/desk/blog/post/add/")
    desk.get_by_label("Headline", exact=True).fill("Kept")
    desk.get_by_label("Text", exact=True).fill("Every word of it. " + "[" * 60)
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("brackets in a row")).to_be_visible()
    expect(desk.get_by_label("Text", exact=True)).to_have_value("Every word of it. " + "[" * 60)
    expect(desk.get_by_label("Headline", exact=True)).to_have_value("Kept")
    assert not Post.objects.exists()
