"""The source page as it came off the wire: the check blocks and warns, all is put right on the sheet, and published."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from blog import source_page
from blog.models import Image, Source
from tests import factories

pytestmark = pytest.mark.browser

CAPTURED = (Path(source_page.__file__).parent / "demo" / "source-page.txt").read_text(encoding="utf-8")


@pytest.fixture
def story(site, remy, edith):
    """The page pasted: its picture is of March 2012, without credit; its text quotes two who are not named."""
    page = source_page.parse(CAPTURED)
    image = factories.image(alt=page.alt, caption=page.caption)
    Image.objects.filter(pk=image.pk).update(credit="", taken_on=date(2012, 3, 22))
    headline = "Troops, Islamists clash in central Mali"
    return factories.draft(by=remy, headline=headline, body=page.body, lead=image)


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (False, 360)])
def test_the_source_page_is_held_back_put_right_on_the_sheet_and_published(at_the_desk, edith, story, script, width):
    desk = at_the_desk(edith, script=script, width=width)
    sheet, findings = f"/desk/blog/post/{story.pk}/change/", desk.locator(".desk-finding")
    desk.goto(sheet)
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_text("not published: 2 things must be put right first")).to_be_visible()
    expect(desk.locator(".desk-finding--block")).to_have_count(2)
    expect(findings.filter(has_text="was taken about")).to_be_visible()
    expect(findings.filter(has_text="has no credit")).to_be_visible()
    expect(desk.get_by_role("button", name="Publish anyway")).to_have_count(0)

    for number in range(2):  # the sources, each from its finding
        desk.goto(sheet)
        desk.locator("#check > summary").click()
        desk.locator(".desk-finding--block").get_by_role("link", name="To the sources").first.click()
        expect(desk.get_by_label("Unnamed", exact=True)).to_be_checked()
        desk.get_by_label("Who or what").fill(f"Quarkbeast {number}")
        desk.get_by_label("How reached").select_option("phone")
        desk.get_by_label("Why unnamed").fill("He would lose his post.")
        desk.get_by_label("Tell readers").check()
        desk.get_by_label("Words for readers").fill("A soldier at Konna" if number == 0 else "")
        desk.get_by_role("button", name="Add the source").click()
        desk.get_by_role("button", name="Sign off").click()
        expect(desk.get_by_role("button", name="Sign off")).to_have_count(0)
    assert [source.is_signed_off for source in Source.objects.all()] == [True, True]

    desk.goto(sheet)
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.locator(".desk-finding--block")).to_have_count(0)
    finding = findings.filter(has_text="File photo, March 2012.")
    caption = desk.get_by_label("Caption", exact=True)
    expect(caption).to_be_hidden()
    finding.get_by_role("link", name="To the caption").click()
    expect(caption).to_be_visible()  # the fold has opened
    if script:
        expect(caption).to_be_focused()
    caption.fill("Renegade soldier after the coup d’etat. File photo, March 2012.")
    desk.get_by_role("button", name="Publish anyway").click()

    expect(desk.get_by_text("published").first).to_be_visible()
    desk.get_by_role("link", name="See it as readers do").click()
    expect(desk.locator("figcaption")).to_contain_text("File photo, March 2012.")
    expect(desk.get_by_role("region", name="How we know")).to_have_text(
        re.compile(r"A soldier at Konna, a source the newsroom knows\s+Phone interview\s+a source the newsroom knows")
    )
    expect(desk.get_by_text("Quarkbeast")).to_have_count(0)
