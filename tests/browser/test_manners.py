"""Readers' pages with people's own needs: large type, wide spacing, the keyboard, forced colours, right to left."""

import pytest

from tests import arabic
from tests.browser import looking
from tests.browser.test_accessibility import addresses  # noqa: F401  (a fixture: one page of each kind, in English)
from tests.tooling import vnu_check

MOVING = """() => [...document.querySelectorAll("*")].filter((e) => {
    const style = getComputedStyle(e);
    return parseFloat(style.transitionDuration) || style.animationName !== "none";
  }).map((e) => e.outerHTML.slice(0, 80))"""
FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return { is: e.outerHTML.slice(0, 100), outline: style.outlineStyle, width: parseFloat(style.outlineWidth),
    seen: !!top && (e.contains(top) || top.contains(e)), body: e === document.body };
}"""
MOST_PRESSES = 200  # of Tab, through an article with its conversation


@pytest.fixture
def in_arabic(site, settings, remy, edith):
    """One address of each kind of page of an Arabic paper, by what it is."""
    settings.LANGUAGE_CODE, settings.NEWSROOM_NAME = "ar", arabic.NAME
    return arabic.paper(by=remy, editor=edith)


@pytest.mark.browser
@pytest.mark.checker
def test_every_arabic_page_suits_every_reader(open_browser, in_arabic):
    page, found = open_browser(bypass_csp=True), []
    for kind, address in in_arabic.items():
        page.goto(address)
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        found += [f"{kind}: {fault}" for fault in looking.in_both_looks(page) + looking.enlarged(page)]
    assert found == []


@pytest.mark.checker
def test_every_arabic_page_is_valid_html(client, in_arabic):
    assert vnu_check({kind: client.get(address).content.decode() for kind, address in in_arabic.items()}) == []


@pytest.mark.browser
def test_the_keyboard_reaches_everything_and_is_always_seen(open_browser, addresses):  # noqa: F811
    """Also in forced colours. WCAG 2.2, 2.4.1, 2.4.7 and 2.4.11."""
    page = open_browser(width=360)
    page.emulate_media(forced_colors="active")
    page.goto(addresses["article with comments"])
    page.keyboard.press("Tab")
    assert "#main" in page.evaluate(FOCUSED)["is"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _press in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["body"]:
            break
        assert focused["seen"], focused
        assert focused["outline"] not in ("none", "hidden"), focused
        assert focused["width"] >= 2, focused
    assert focused["body"], f"{MOST_PRESSES} presses do not go through the page"


@pytest.mark.browser
def test_nothing_moves_for_who_wants_it_still(open_browser, addresses):  # noqa: F811
    page = open_browser()
    page.emulate_media(reduced_motion="reduce")
    for kind in ("front", "article with comments", "report an error"):
        page.goto(addresses[kind])
        assert page.evaluate(MOVING) == [], kind


@pytest.mark.browser
def test_a_thread_steps_in_from_the_side_where_the_language_begins(open_browser, in_arabic):
    page = open_browser()
    page.goto(in_arabic["article"])
    parent, reply = (page.locator(".comment__meta").nth(place).bounding_box() for place in (0, 1))
    assert reply["x"] + reply["width"] < parent["x"] + parent["width"]
    assert page.locator(".story h1").evaluate("(e) => getComputedStyle(e).letterSpacing") in ("normal", "0px")
    assert page.locator(".comment__text", has_text="Mopti").evaluate("(e) => getComputedStyle(e).direction") == "ltr"
    assert page.locator("blockquote").first.evaluate("(e) => getComputedStyle(e).fontStyle") == "normal"
