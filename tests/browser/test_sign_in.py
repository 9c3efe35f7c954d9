"""A reader signs in with another site's account and comments, in a real browser, across real sites.

The stand-in answers as localhost and the site as 127.0.0.1: for a browser these are two sites, so cookies and the
content security policy work as between this site and a service.
"""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from comments.models import Comment
from tests.comments.sign_in_fixtures import FORMS, stand_in

__all__ = ["stand_in"]

pytestmark = pytest.mark.browser

WORDS = "I was there, and saw it."


@pytest.fixture
def lets_forms_lead_to_the_services():
    return True


@pytest.fixture
def live_server(transactional_db, stand_in, settings, lets_forms_lead_to_the_services):
    """A server started with the policy that the stand-in's address needs."""
    targets = ["'self'", settings.STAND_IN_ADDRESS] if lets_forms_lead_to_the_services else ["'self'"]
    settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": targets}
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


def begin(page, post, words=WORDS):
    page.goto(post.path)
    page.get_by_label("Enter your comment here...").fill(words)


def go_through(page, name, person="Ada Obi", answer="Allow"):
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Stand-in for {name} — not the real service")
    page.get_by_label(person).check()
    page.get_by_role("button", name=answer).click()
    page.wait_for_url("**#respond")


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
@pytest.mark.parametrize("name", FORMS.values())
def test_a_reader_signs_in_and_comments(open_browser, post, name, script):
    page = open_browser(script=script)
    begin(page, post)
    go_through(page, name)
    expect(page.get_by_text(f"You are commenting using your {name} account.")).to_be_visible()
    expect(page.get_by_text("Ada Obi")).to_be_visible()
    expect(page.get_by_label("Enter your comment here...")).to_have_value(WORDS)
    picture = page.locator(".identity img")
    assert picture.evaluate("image => image.naturalWidth") == 96
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
    assert Comment.objects.get().name == "Ada Obi"


def test_while_leaving_the_form_says_so(open_browser, post):
    page = open_browser()
    begin(page, post)
    page.route("**/comments/sign-in/google/", lambda route: route.fulfill(status=204))  # an answer that never comes
    page.get_by_role("button", name="Google", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Connecting to Google…")
    expect(page.get_by_label("Enter your comment here...")).to_have_value(WORDS)


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
@pytest.mark.parametrize("button", ["Log Out", "Change"])
def test_log_out_and_change_keep_the_words(open_browser, post, button, script):
    page = open_browser(script=script)
    begin(page, post)
    go_through(page, "Google")
    page.get_by_label("Enter your comment here...").fill("More words")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Fill in your details below or click an icon to log in:")).to_be_visible()
    expect(page.get_by_label("Enter your comment here...")).to_have_value("More words")
    session = [cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"]
    assert bool(session) is (button == "Change")


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
def test_who_denies_it_is_back_at_the_form_with_the_words_and_the_reason(open_browser, post, script):
    page = open_browser(script=script)
    begin(page, post)
    go_through(page, "Facebook", answer="Deny")
    expect(page.get_by_role("alert")).to_contain_text("Facebook says that you did not allow the sign-in.")
    expect(page.get_by_label("Enter your comment here...")).to_have_value(WORDS)


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
def test_enter_in_a_field_posts_the_comment_and_signs_nobody_in(open_browser, post, script):
    page = open_browser(script=script)
    begin(page, post)
    page.get_by_label("Email (required)").fill("ruth@example.org")
    page.get_by_label("Name (required)").fill("Ruth")
    page.get_by_label("Name (required)").press("Enter")
    expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()


def test_a_page_that_is_the_same_for_all_learns_who_writes(open_browser, post):
    page = open_browser()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/identity/" in request.url else None)
    page.goto(post.path)  # before anybody signed in
    other = page.context.new_page()
    begin(other, post)
    go_through(other, "Google")
    assert asked == []
    page.get_by_label("Enter your comment here...").focus()
    expect(page.get_by_text("You are commenting using your Google account.")).to_be_visible()
    expect(page.get_by_label("Name (required)")).to_have_count(0)
    page.get_by_label("Enter your comment here...").fill(WORDS)
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
    assert Comment.objects.get().name == "Ada Obi"
    assert len(asked) == 1


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
def test_a_letters_link_opened_in_another_browser_brings_the_words(open_browser, post, script):
    page = open_browser(script=script)
    begin(page, post)
    page.get_by_label("Email (required)").fill("ruth@reader.example")
    page.get_by_role("button", name="A link by email").click()
    expect(page.get_by_text("A letter is on its way to ruth@reader.example.")).to_be_visible()
    link = re.search(r"http\S+(/comments/sign-in/letter/\S+)", mail.outbox[0].body)[1]
    phone = open_browser(script=script, width=360)
    phone.goto(link)
    phone.get_by_label("Name to show beside your comments").fill("Ruth")
    phone.get_by_role("button", name="Sign in").click()
    phone.wait_for_url("**#respond")
    expect(phone.get_by_text("You are commenting using your confirmed email address.")).to_be_visible()
    expect(phone.get_by_label("Enter your comment here...")).to_have_value(WORDS)


@pytest.mark.parametrize("lets_forms_lead_to_the_services", [False])
def test_the_policy_is_what_lets_a_form_lead_to_a_service(browser, site, post):
    """Chromium holds every redirect of a form against form-action: without the services in it nobody could sign in."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    begin(page, post)
    page.get_by_role("button", name="Google", exact=True).click()
    page.wait_for_timeout(500)
    assert any("form-action" in words for words in refused)
    assert page.url.startswith(site)
    context.close()
