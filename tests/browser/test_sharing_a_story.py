"""Copying a story's address: with script it is copied, and the link says so."""

import pytest
from playwright.sync_api import expect

from tests import factories


@pytest.mark.browser
def test_the_copy_link_copies_the_address_and_says_so(site, open_browser, remy):
    post = factories.published_post(by=remy)
    page = open_browser()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(post.path)
    page.get_by_role("link", name="Copy link").click()
    expect(page.get_by_role("link", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(post.path)
    assert page.url.endswith(post.path)
