"""A reader reports an error without script; an editor makes it a correction; the reader sees what was changed."""

import pytest
from playwright.sync_api import expect

from tests.blog.live import live_story

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_a_reported_error_becomes_a_correction_that_readers_can_look_into(
    open_browser, at_the_desk, remy, edith, script
):
    story = live_story(remy)
    reader = open_browser(script=script, width=360)
    reader.goto(story.path)
    reader.get_by_role("link", name="Report an error").click()
    reader.get_by_label("On Friday 18 people died there.").check()
    reader.get_by_label("What is wrong, and what is right?").fill("It was 19, says the hospital.")
    reader.get_by_label("Your name").fill("Ruth Reader")
    reader.get_by_label("You may thank me by name").check()
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_role("status")).to_contain_text("Thank you")

    desk = at_the_desk(edith, script=script)
    desk.get_by_role("link", name="1 reader reports an error").click()
    desk.get_by_role("link", name="It was 19").click()
    desk.get_by_role("link", name="Draft a correction").click()
    expect(desk.get_by_label("Correction: something was wrong")).to_be_checked()
    expect(desk.get_by_label("For a correction")).to_have_value("It was 19, says the hospital.")
    expect(desk.get_by_label("Thanks, if somebody told us")).to_have_value("We thank Ruth Reader, who told us.")
    desk.get_by_label("For a correction").fill("An earlier version said 18. It was 19.")
    text = desk.locator("#id_body")
    text.fill(text.input_value().replace("18", "19"))
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("Saved at")).to_be_visible()

    reader.goto(story.path)
    expect(reader.get_by_role("region", name="Correction")).to_contain_text("An earlier version said 18. It was 19.")
    reader.get_by_role("link", name="What was changed").click()
    expect(reader.locator("del")).to_have_text("18")
    expect(reader.locator("ins")).to_have_text("19")


def test_a_change_of_substance_is_asked_about_with_all_words_kept(at_the_desk, remy, edith):
    story = live_story(remy)
    desk = at_the_desk(edith, width=360, script=False)
    desk.goto(f"/desk/blog/post/{story.pk}/change/")
    desk.locator("#id_body").fill(story.body.replace("18", "19"))
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("choose one")).to_be_visible()
    expect(desk.locator("#id_body")).to_have_value(story.body.replace("18", "19"))
    desk.get_by_label("Update: something is new").check()
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("Saved at")).to_be_visible()
