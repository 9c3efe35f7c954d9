"""A story's whole life, by the hands of its reporter, its editor, the newsroom's clock and a reader."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import Post
from blog.models.schedule import publish_due

pytestmark = pytest.mark.browser

TEXT = "The bridge at Konna reopened on Friday.\n\nBy noon 18 lorries had crossed it, said the mayor, Awa Traore."
RIGHT = TEXT.replace("18", "19")
SENTENCE = "An earlier version said that 18 lorries had crossed. It was 19."
NOTICE = "We withdrew this story while we look into the count."


def move(desk, button: str, note: str = "") -> None:
    """Press a button of the sheet, with a note for the move."""
    desk.get_by_label("Note, kept with the move").fill(note)
    desk.get_by_role("button", name=button, exact=True).click()


def shows_state(desk, state: str) -> None:
    expect(desk.locator(".desk-state")).to_have_text(state, ignore_case=True)


def test_a_story_is_sent_back_scheduled_published_corrected_killed_and_reinstated(
    open_browser, at_the_desk, remy, edith
):
    reporter = at_the_desk(remy)
    reporter.goto("/desk/blog/post/add/")
    reporter.get_by_label("Headline", exact=True).fill("Bridge reopens at Konna")
    reporter.get_by_label("Standfirst").fill("Trade resumes after nine months.")
    reporter.get_by_label("Text", exact=True).fill(TEXT)
    reporter.get_by_role("button", name="Save", exact=True).click()
    reporter.wait_for_url("**/change/")
    sheet = reporter.url
    reporter.get_by_role("button", name="Submit for review").click()
    shows_state(reporter, "in review")

    editor = at_the_desk(edith)
    editor.goto(sheet)
    move(editor, "Send back with a note", "Who counted the lorries?")
    shows_state(editor, "draft")

    reporter.goto(sheet)
    expect(reporter.get_by_role("region", name="History")).to_contain_text("Who counted the lorries?")
    move(reporter, "Submit for review", "The mayor did; her name is in.")
    shows_state(reporter, "in review")

    editor.goto(sheet)
    expect(editor.get_by_role("region", name="History")).to_contain_text("The mayor did; her name is in.")
    editor.locator("summary", has_text="Schedule").click()
    tomorrow = timezone.localtime() + timedelta(days=1)
    editor.get_by_label("Publish at").fill(f"{tomorrow:%Y-%m-%dT%H:%M}")
    editor.get_by_role("button", name="Schedule", exact=True).click()
    shows_state(editor, "scheduled")
    reader = open_browser()
    reader.goto("/")
    expect(reader.get_by_text("Bridge reopens at Konna")).to_have_count(0)

    Post.objects.update(publish_at=timezone.now() - timedelta(minutes=1))
    assert publish_due(Post) == 1
    reader.goto("/")
    reader.get_by_role("link", name="Bridge reopens at Konna").click()
    expect(reader.locator(".text")).to_contain_text("18 lorries")
    story = reader.url

    editor.goto(sheet)
    editor.locator("#id_body").fill(RIGHT)
    editor.get_by_label("Correction: something was wrong").check()
    editor.get_by_label("For a correction").fill(SENTENCE)
    editor.get_by_role("button", name="Save", exact=True).click()
    expect(editor.get_by_text("Saved at")).to_be_visible()
    reader.goto(story)
    expect(reader.locator(".text")).to_contain_text("19 lorries")
    expect(reader.get_by_role("region", name="Correction")).to_contain_text(SENTENCE)
    reader.get_by_role("link", name="What was changed").click()
    expect(reader.locator("del")).to_have_text("18")
    expect(reader.locator("ins")).to_have_text("19")

    move(editor, "Kill", NOTICE)
    shows_state(editor, "killed")
    assert reader.goto(story).status == 410
    expect(reader.get_by_role("main")).to_contain_text(NOTICE)
    expect(reader.get_by_text("lorries had crossed")).to_have_count(0)

    move(editor, "Reinstate as a draft")
    shows_state(editor, "draft")
    move(editor, "Publish now")
    shows_state(editor, "published")
    assert reader.goto(story).status == 200
    expect(reader.locator(".text")).to_contain_text("19 lorries")
    expect(reader.get_by_role("region", name="Correction")).to_contain_text(SENTENCE)
    expect(reader.get_by_text(NOTICE)).to_have_count(0)
