"""What is typed survives a lost line, a closed page, an ended session and a second writer."""

from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Error, expect

from blog.admin import autosave
from blog.models import Post, Sheet
from tests import factories
from tests.blog.desk import address
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser

SENT = "**/autosave/"


@pytest.fixture(autouse=True)
def _often(monkeypatch):
    monkeypatch.setattr(autosave, "EVERY", 1)


def text(page):
    return page.get_by_label("Text", exact=True)


def line(page):
    return page.locator("desk-autosave p")


def open_sheet(page, post):
    page.goto(address("post_change", post.pk))
    expect(line(page)).to_contain_text("Saved ")


def test_a_new_story_is_saved_without_a_press_and_once(at_the_desk, remy):
    page = at_the_desk(remy)
    page.goto(address("post_add"))
    expect(line(page)).to_have_text("Nothing to save yet")
    text(page).fill("Begun.")
    page.get_by_label("Headline", exact=True).fill("Bridge reopens")
    expect(line(page)).to_contain_text("Saved ")

    post = Post.objects.get()
    page.wait_for_url(f"**{address('post_change', post.pk)}")
    text(page).fill("Begun, and typed on.")
    expect(line(page)).to_contain_text("not saved yet")
    expect(line(page)).to_contain_text("Saved ")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**{address('post_change', post.pk)}")
    post = Post.objects.get()
    assert (post.headline, post.body) == ("Bridge reopens", "Begun, and typed on.")
    expect(page.locator(".desk-offer")).to_have_count(0)


def test_offline_it_is_kept_on_the_device_and_sent_when_the_line_is_back(at_the_desk, remy):
    post = factories.draft(by=remy)
    page = at_the_desk(remy, width=360)
    open_sheet(page, post)
    page.context.set_offline(True)
    text(page).fill("Typed on the train.")
    expect(line(page)).to_have_text("Offline, kept on this device")
    assert Post.objects.get().body == factories.BODY

    page.context.set_offline(False)
    expect(line(page)).to_contain_text("Saved ")
    assert Post.objects.get().body == "Typed on the train."


def test_what_the_server_never_got_is_offered_back_after_a_crash(at_the_desk, remy):
    post = factories.draft(by=remy, body="The army left.")
    page = at_the_desk(remy)
    open_sheet(page, post)
    page.route(SENT, lambda route: route.abort())
    text(page).fill("The army returned.")
    expect(line(page)).to_contain_text("The newsroom does not answer; kept on this device")
    with suppress(Error):
        page.goto("chrome://crash")

    crashed, page = page, page.context.new_page()
    crashed.close()
    page.goto(address("post_change", post.pk))
    offer = page.get_by_role("region", name="Text kept on this device")
    offer.get_by_text("See what differs").click()
    expect(offer.locator("ins")).to_have_text("returned.")
    offer.get_by_role("button", name="Restore").click()
    expect(text(page)).to_have_value("The army returned.")
    expect(line(page)).to_contain_text("Saved ")
    assert Post.objects.get().body == "The army returned."
    page.reload()
    expect(line(page)).to_contain_text("Saved ")
    expect(page.locator(".desk-offer")).to_have_count(0)


def test_a_page_that_closes_at_once_sends_its_last_words(at_the_desk, remy, monkeypatch):
    monkeypatch.setattr(autosave, "EVERY", 1000)
    post = factories.draft(by=remy)
    page = at_the_desk(remy)
    open_sheet(page, post)
    text(page).fill("Last words.")
    page.goto("about:blank")
    page.wait_for_timeout(1000)
    page.goto(address("post_change", post.pk))

    expect(text(page)).to_have_value("Last words.")
    expect(page.locator(".desk-offer")).to_have_count(0)


def test_after_the_session_has_ended_one_goes_on_when_logged_in_anew(at_the_desk, remy):
    post = factories.draft(by=remy)
    page = at_the_desk(remy)
    open_sheet(page, post)
    Session.objects.all().delete()
    text(page).fill("Typed after logging out.")
    expect(line(page)).to_contain_text("You were logged out; kept on this device.")

    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Log in in another tab").click()
    other = opening.value
    other.get_by_label("Username").fill(remy.username)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Log in").click()
    other.wait_for_url("**/desk/")
    page.bring_to_front()
    expect(line(page)).to_contain_text("Saved ")
    assert Post.objects.get().body == "Typed after logging out."


def test_readers_see_changes_of_a_live_story_after_save_alone(at_the_desk, open_browser, remy, edith):
    post = factories.published_post(by=remy, editor=edith)
    page = at_the_desk(remy)
    open_sheet(page, post)
    text(page).fill("Rewritten for readers.")
    expect(line(page)).to_contain_text("for you alone · readers see it after Save")
    page.reload()
    page.get_by_role("link", name="See what it would change").click()
    page.get_by_role("link", name="Go on with it").click()
    expect(text(page)).to_have_value("Rewritten for readers.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Update: something is new").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved at")).to_be_visible()

    reader = open_browser()
    reader.goto(post.path)
    expect(reader.locator(".text")).to_have_text("Rewritten for readers.")
    assert not Sheet.objects.holding_text().exists()


@pytest.mark.parametrize("script", [True, False])
def test_two_who_disagree_are_shown_both_texts(at_the_desk, remy, edith, script):
    post = factories.draft(by=remy, body="One.\n\nTwo.\n\nThree.")
    first, second = at_the_desk(remy), at_the_desk(edith, script=script, width=360)
    open_sheet(first, post)
    second.goto(address("post_change", post.pk))
    expect(second.get_by_text("Remy opened this a moment ago")).to_be_visible()
    text(first).fill("One, by Remy.\n\nTwo, by Remy.\n\nThree.")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Saved at")).to_be_visible()
    text(second).fill("One.\n\nTwo, by Edith.\n\nThree, by Edith.")
    second.get_by_role("button", name="Save", exact=True).click()

    expect(second.get_by_role("heading", level=1)).to_have_text("Two of you changed the same")
    second.get_by_label("Both, yours first").check()
    second.get_by_role("button", name="Save it like this").click()
    expect(text(second)).to_have_value("One, by Remy.\n\nTwo, by Edith.\n\nTwo, by Remy.\n\nThree, by Edith.")
    expect(second.locator(".desk-offer")).to_have_count(0)
