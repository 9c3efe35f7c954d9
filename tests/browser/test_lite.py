"""Reading without pictures in a real browser: it asks for none, and one tap brings one."""

import pytest
from playwright.sync_api import expect

from blog.models import Author
from tests import factories

pytestmark = [pytest.mark.browser]

BODY = """Before.

![](image:{key} "In the text")

![](image:{key})
![](image:{key})

[![](image:{key} "A film")](https://vimeo.com/76979871)
"""


@pytest.fixture
def story(site, remy):
    image = factories.image()
    Author.objects.filter(pk=Author.of(remy).pk).update(picture=image)
    section = factories.section()
    return factories.published_post(by=remy, section=section, lead=image, body=BODY.format(key=image.pk))


def images_of(page) -> list[str]:
    """Collects what the page asks for as pictures from now on, the site's own sign apart."""
    asked: list[str] = []
    page.on("request", lambda request: _note(request, asked))
    return asked


def _note(request, asked):
    if (request.resource_type == "image" or "/media/" in request.url) and "favicon" not in request.url:
        asked.append(request.url)


def addresses(story) -> list[str]:
    return [story.path, "/", story.section.get_absolute_url(), story.poster.get_absolute_url(), "/search/?q=story"]


@pytest.mark.parametrize("script", [True, False])
def test_with_the_header_no_picture_is_asked_for(open_browser, story, script):
    page = open_browser(script=script, width=360)
    page.set_extra_http_headers({"Save-Data": "on"})
    asked = images_of(page)
    for address in addresses(story):
        page.goto(address, wait_until="networkidle")
        page.mouse.wheel(0, 20_000)
    assert asked == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_turns_pictures_off_reads_on_taps_one_and_turns_them_on(open_browser, story, script):
    page = open_browser(script=script, width=360)
    page.goto(story.path, wait_until="networkidle")
    asked = images_of(page)
    page.get_by_role("link", name="Read without pictures").click()
    page.wait_for_load_state("networkidle")
    assert asked == []
    assert [(kept["name"], kept["value"]) for kept in page.context.cookies()] == [("lite", "1")]
    for address in addresses(story):
        page.goto(address, wait_until="networkidle")
    assert asked == []
    page.goto(story.path)
    link = page.get_by_role("link", name="Load photo").first
    assert link.bounding_box()["height"] >= 44
    link.click()
    if script:
        expect(page.locator("article img")).to_have_count(1)
    assert len(asked) == 1
    if not script:
        page.go_back()
    page.get_by_role("link", name="Show pictures").click()
    page.wait_for_load_state("networkidle")
    assert len(asked) > 1
    assert page.context.cookies() == []
    assert page.locator("article img").first.evaluate("img => img.naturalWidth") > 0


def test_without_any_cookie_the_choice_goes_along(open_browser, story):
    page = open_browser(script=False, width=360)
    asked = images_of(page)
    page.goto("/?lite=1", wait_until="networkidle")
    for name in (story.headline, story.section.name):
        page.context.clear_cookies()
        page.get_by_role("link", name=name, exact=True).first.click()
        page.wait_for_load_state("networkidle")
    assert page.get_by_role("link", name="Show pictures").is_visible()
    assert asked == []


def test_a_finger_finds_every_photo_and_the_switch(open_browser, story):
    page = open_browser(width=360)
    page.goto(f"{story.path}?lite=1")
    links = page.get_by_role("link", name="Load photo").all()
    assert len(links) == 6
    assert min(link.bounding_box()["height"] for link in links) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_with_script_a_tap_brings_the_picture_in_place_with_its_words_and_keeps_ones_place(open_browser, story):
    page = open_browser(width=360)
    page.goto(f"{story.path}?lite=1")
    figure = page.locator("article figure").first
    link = figure.get_by_role("link", name="Load photo")
    link.focus()
    page.keyboard.press("Enter")
    picture = figure.get_by_role("img", name="Hills at dusk")
    expect(picture).to_be_focused()
    assert picture.evaluate("img => img.naturalWidth") > 0
    expect(link).to_have_count(0)
    expect(figure).to_contain_text("The hills north of Konna A. Photographer")
    page.keyboard.press("Tab")
    expect(page.locator(".byline a").first).to_be_focused()
    assert page.url.endswith("?lite=1")


def test_a_photo_that_does_not_come_leads_to_its_file(open_browser, story):
    page = open_browser(width=360)
    page.goto(f"{story.path}?lite=1")
    page.route(
        "**/media/r/**", lambda route: route.abort() if route.request.resource_type == "image" else route.continue_()
    )
    page.get_by_role("link", name="Load photo").first.click()
    page.wait_for_url("**/media/r/**")
