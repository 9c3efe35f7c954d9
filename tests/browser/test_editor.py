"""The editor at the desk: what only a browser can show of its tools, its preview, its cleaner and its pictures."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from blog.models import Image, Post
from blog.wirecopy import clean
from tests import factories
from tests.blog.test_wirecopy import BODY
from tests.browser.looking import violations

pytestmark = pytest.mark.browser

CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """(field, {html, text}) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""
DROP = """(field, {bytes, name, type, how}) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], name, {type}));
  const event = how === "paste"
    ? new ClipboardEvent("paste", {clipboardData: transfer, bubbles: true, cancelable: true})
    : new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true});
  field.dispatchEvent(event);
}"""


@pytest.fixture
def at_the_sheet(at_the_desk, remy):
    """Opens a new story's sheet for Remy: at_the_sheet(width=360) → the page and its text area."""

    def open_sheet(path="/desk/blog/post/add/", **how):
        page = at_the_desk(remy, **how)
        page.route("**/js/autosave*.js", lambda route: route.abort())  # its last words would outlive the test
        page.goto(path)
        return page, page.get_by_label("Text", exact=True)

    return open_sheet


def select(field, words):
    field.evaluate(
        "(field, words) => { const at = field.value.indexOf(words); field.focus();"
        "field.setSelectionRange(at, at + words.length) }",
        words,
    )


def test_what_is_pasted_becomes_markdown_and_what_is_dropped_leaves_nothing(at_the_sheet):
    _page, field = at_the_sheet()
    for name in ("word", "docs", "web"):
        html, expected = ((CLIPBOARD / f"{name}.{ending}").read_text() for ending in ("html", "md"))
        field.fill("")
        field.evaluate(PASTE, {"html": html, "text": "plain"})
        assert field.input_value() == expected.rstrip("\n")
    for html in ("<p>just</p><p>words</p>", "<pre>one\ntwo</pre>", "<div style='white-space: pre'><b>x</b> = 1</div>"):
        field.fill("")
        field.evaluate(PASTE, {"html": html, "text": "the plain text"})
        assert field.input_value() == "the plain text"


def test_the_tools_work_by_mouse_and_keyboard_and_can_be_undone(at_the_sheet):
    page, field = at_the_sheet()
    field.fill("Troops left Konna.")
    select(field, "Konna")
    page.get_by_role("button", name="Bold").click()
    expect(field).to_have_value("Troops left **Konna**.")
    expect(field).to_be_focused()
    page.keyboard.press("Control+z")
    expect(field).to_have_value("Troops left Konna.")

    select(field, "left")
    for keys, text in [
        ("Control+i", "Troops *left* Konna."),
        ("Control+i", "Troops left Konna."),
        ("Control+Alt+2", "## Troops left Konna."),
        ("Control+z", "Troops left Konna."),
        ("Control+Shift+8", "- Troops left Konna."),
        ("End", "- Troops left Konna."),
        ("Enter", "- Troops left Konna.\n- "),
        ("Enter", "- Troops left Konna.\n"),
    ]:
        page.keyboard.press(keys)
        expect(field).to_have_value(text)

    field.fill("One")
    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Code")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Italic")).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    page.keyboard.press("Control+Alt+f")
    expect(field).to_have_value("One[^1]\n\n[^1]: ")


def test_pasted_wire_copy_is_cleaned_when_accepted_and_undone_in_one_step(at_the_sheet):
    page, field = at_the_sheet()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", BODY)
    field.focus()
    page.keyboard.press("Control+v")
    offer = page.get_by_role("region", name="Clean up the wire copy?")
    expect(offer).to_contain_text("32 places would be mended.")
    expect(offer.locator("del", has_text="Konna,which")).to_have_count(1)
    expect(offer.locator("ins", has_text="Konna, which")).to_have_count(1)
    expect(field).to_be_focused()
    page.keyboard.type(" And")  # who types on has not said no

    offer.get_by_role("button", name="Apply").click()
    expect(field).to_have_value(clean(BODY) + " And")
    expect(offer).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(field).to_have_value(BODY + " And")

    page.get_by_role("button", name="Clean up wire copy").click()
    offer.get_by_role("button", name="Keep as it is").click()
    expect(offer).to_be_hidden()
    expect(field).to_have_value(BODY + " And")

    field.fill('Kept "straight",here.\n\n')  # what stood there before a paste is nobody's business
    field.evaluate("field => field.setSelectionRange(1000, 1000)")
    field.evaluate(PASTE, {"html": "", "text": "Troops left Konna,which\nis in the north."})
    offer.get_by_role("button", name="Apply").click()
    expect(field).to_have_value('Kept "straight",here.\n\nTroops left Konna, which is in the north.')


def test_the_preview_follows_the_typing_and_leaves_the_focus_where_it_is(at_the_sheet):
    page, field = at_the_sheet()
    page.get_by_label("Headline", exact=True).fill("Bridge reopens")
    field.fill("The *bridge*[^1].\n\n[^1]: A note.")
    field.focus()
    page.keyboard.press("Control+Alt+p")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("heading", name="Bridge reopens")).to_be_visible()
    expect(preview.locator("em")).to_have_text("bridge")
    expect(preview.locator("em")).to_have_css("font-style", "italic")
    expect(field).to_be_focused()

    page.keyboard.press("Control+End")
    page.keyboard.type(" And more.")
    expect(preview.get_by_text("A note. And more.")).to_be_visible()
    expect(field).to_be_focused()
    sheet, pane = page.locator(".desk-sheet").bounding_box(), preview.bounding_box()
    assert pane["x"] >= sheet["x"] + sheet["width"]

    field.fill("[" * 60)
    expect(preview.get_by_role("status")).to_contain_text("brackets in a row")
    assert not Post.objects.exists()


def test_a_picture_dropped_or_pasted_is_asked_what_it_shows_and_placed(at_the_sheet):
    page, field = at_the_sheet()
    field.fill("First.\n\nLast.")
    field.evaluate("field => field.setSelectionRange(3, 3)")
    sent = {
        "bytes": list(factories.picture_file("A bridge")),
        "name": "bridge.jpg",
        "type": "image/jpeg",
        "how": "drop",
    }
    field.evaluate(DROP, sent)
    panel = page.get_by_role("region", name="Add a picture")
    expect(panel.get_by_label("What does it show?")).to_be_focused()
    panel.get_by_role("button", name="Place it").click()
    expect(panel.get_by_role("alert")).to_contain_text("Say what the picture shows")
    panel.get_by_label("What does it show?").fill("A bridge over a river")
    panel.get_by_label("What do readers see under it?").fill("On Friday")
    panel.get_by_label("Who took or drew it?").fill("R. Emy")
    page.keyboard.press("Enter")

    expect(panel).to_be_hidden()
    placed = f'First.\n\n![A bridge over a river](image:{Image.objects.get().pk} "On Friday")\n\nLast.'
    expect(field).to_have_value(placed)
    expect(page.get_by_text("Placed. In the library it is number")).to_be_visible()

    field.evaluate(DROP, {**sent, "how": "paste"})  # the same again: nothing is asked
    expect(page.get_by_text("The library had this picture already")).to_be_visible()
    assert field.input_value().count("image:") == 2
    field.evaluate(DROP, {**sent, "bytes": list(b"<html>"), "name": "page.jpg"})
    panel.get_by_label("What does it show?").fill("Not a picture")
    panel.get_by_role("button", name="Place it").click()
    expect(panel.get_by_role("alert")).not_to_be_empty()
    expect(panel.get_by_label("What does it show?")).to_have_value("Not a picture")
    panel.get_by_role("button", name="Leave it out").click()
    assert field.input_value().count("image:") == 2


@pytest.mark.checker
def test_the_editor_fits_a_phone_and_whoever_uses_it(at_the_sheet):
    page, field = at_the_sheet(width=360, dark=True, bypass_csp=True)  # axe-core sets styles inline
    field.evaluate(PASTE, {"html": "", "text": BODY})
    expect(page.get_by_role("region", name="Clean up the wire copy?")).to_be_visible()
    for button in page.locator(".editor-tools button, .editor-bar .button:visible").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    page.locator(".editor-tools__preview").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview.locator(".text p").first).to_be_visible()
    assert preview.bounding_box()["y"] > field.bounding_box()["y"]
    page.locator(".editor-keys summary").click()
    found = violations(page)

    picture = {"bytes": list(factories.picture_file()), "name": "b.jpg", "type": "image/jpeg", "how": "drop"}
    field.evaluate(DROP, picture)
    page.get_by_role("button", name="Place it").click()
    expect(page.get_by_label("What does it show?")).to_be_focused()
    assert found + violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate("scrollTo(0, 1500), document.querySelector('.editor-bar').getBoundingClientRect().top") == 0


def test_without_script_the_cleaner_is_a_page(at_the_sheet):
    page, field = at_the_sheet(script=False)
    field.fill(BODY)
    page.get_by_role("button", name="Clean up wire copy").click()
    expect(page.locator("del", has_text="Konna,which")).to_be_visible()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Cleaned up.")).to_be_visible()
    expect(field).to_have_value(clean(BODY))
    assert json.dumps(Post.objects.get().body) == json.dumps(clean(BODY))
