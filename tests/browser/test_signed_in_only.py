"""A story on which nobody comments as a guest."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from comments.models import Comment

pytestmark = pytest.mark.browser


def test_who_signed_in_after_the_page_was_opened_posts_from_it(open_browser, site, post, edith, settings):
    settings.SIGN_IN_BY_EMAIL = True
    post.comments_mode = "signed-in"
    post.save()
    page = open_browser(width=360)
    page.goto(post.get_absolute_url())
    send = page.get_by_role("button", name="Post Comment")
    expect(page.get_by_role("button", name="A link by email")).to_be_visible()
    expect(send).to_be_hidden()

    elsewhere = Client()
    elsewhere.force_login(edith)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": elsewhere.cookies[name].value, "url": site}])
    page.get_by_label("Enter your comment here...").fill("From a page that was open before.")
    expect(page.get_by_text("You are commenting using your")).to_be_visible()
    send.click()
    expect(page.locator(".comment__text", has_text="From a page that was open before.")).to_be_visible()
    assert Comment.objects.get().user == edith
