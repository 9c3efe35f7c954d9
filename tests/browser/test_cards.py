"""The search result and the share card on the sheet, as they follow what is typed; link cards on the page."""

import pytest
from playwright.sync_api import expect

from tests import factories

pytestmark = pytest.mark.browser

FILM = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def unfold(page, heading):
    page.get_by_role("heading", name=heading, exact=True).click()


def test_the_cards_follow_the_typing_and_agree_with_what_the_server_makes_of_it(edith, remy, at_the_desk):
    post = factories.draft(by=remy, headline="Troops clash", standfirst="Why to read on.", slug="")
    page = at_the_desk(edith, width=360)
    page.goto(f"/desk/blog/post/{post.pk}/change/")
    unfold(page, "In lists, searches and shares")
    cards = page.locator("desk-cards")
    long = "Mali: what is known of the clash at Konna, and what nobody has been able to confirm 👩‍🌾"
    page.get_by_label("Search title").fill(long)
    page.get_by_label("Search description").fill("What  is\nknown. " * 12)
    unfold(page, "Wire copy")
    page.get_by_label("First published at").fill("https://agency.example/mali")
    unfold(page, "Address and comments")
    page.get_by_label("Slug").fill("clash-at-konna")
    expect(cards.locator("[data-card='title']")).to_have_text(long)
    expect(cards.locator("[data-cut='title']")).to_be_visible()
    expect(cards.get_by_text("where it was first published")).to_be_visible()
    typed = cards.inner_text()
    assert "clash-at-konna/" in typed
    page.get_by_role("button", name="Save", exact=True).click()
    unfold(page, "In lists, searches and shares")
    assert page.locator("desk-cards").inner_text() == typed


def test_a_page_with_cards_and_a_gallery_asks_nobody_else_and_fits_a_phone(remy, open_browser, site):
    first, second = factories.image(), factories.image(alt="A market")
    body = f"Before.\n\n{FILM}\n\nhttps://x.com/ada/status/1\n\n![](image:{first.pk})\n![](image:{second.pk})\n"
    post = factories.published_post(by=remy, body=body)
    page, asked = open_browser(width=360), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(post.path)
    page.locator(".gallery").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert {url.split("/")[2] for url in asked} == {site.split("/")[2]}
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".embed a").first.get_attribute("href") == FILM
