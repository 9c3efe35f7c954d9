"""The picture library in a real browser: many at once, the point that must stay in sight, the words."""

import pytest
from playwright.sync_api import expect

from blog.images import finish_due
from blog.models import Image
from tests import factories

pytestmark = pytest.mark.browser


def file(name, data):
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (False, 360)])
def test_many_pictures_are_uploaded_and_described_together(at_the_desk, colin, script, width):
    known = factories.image(alt="Known")
    desk = at_the_desk(colin, script=script, width=width)
    desk.goto("/desk/blog/image/upload/")
    desk.get_by_label("Choose pictures").set_input_files(
        [
            file("ferry.jpg", factories.picture_file("A ferry")),
            file("known.jpg", factories.picture_file("Known")),
            file("logo.jpg", b"<svg/>"),
            file("market.jpg", factories.picture_file("A market")),
        ]
    )
    if script:
        expect(desk.get_by_text("All 4 are done.")).to_be_visible()
    else:
        desk.get_by_role("button", name="Upload").click()
    lines = desk.locator(".desk-outcome")
    expect(lines).to_have_count(4)
    expect(lines.filter(has_text="Added as")).to_have_count(2)
    expect(lines.filter(has_text="known.jpg")).to_contain_text(f"Already there: number {known.pk}")
    expect(lines.filter(has_text="logo.jpg")).to_contain_text("Refused: This is an SVG drawing")

    desk.get_by_role("link", name="Say what they show").click()
    ferry, market = Image.objects.filter(alt="").order_by("pk")
    desk.get_by_role("group", name=f"Number {ferry.pk}").get_by_label("Alternative text").fill("A ferry")
    desk.get_by_role("group", name=f"Number {market.pk}").get_by_label("Only an ornament").check()
    desk.get_by_role("button", name="Save these words").click()

    expect(desk.get_by_text("The words of 2 pictures are saved.")).to_be_visible()
    expect(desk.get_by_text("Every picture has its words.")).to_be_visible()


def test_a_lost_connection_is_said_of_the_file_it_hit_and_the_others_go_on(at_the_desk, colin):
    desk = at_the_desk(colin)
    desk.goto("/desk/blog/image/upload/")
    answers = iter(["abort", "continue_"])
    desk.route("**/upload/", lambda route: getattr(route, next(answers))())
    files = [file("first.jpg", factories.picture_file("First")), file("second.jpg", factories.picture_file("Second"))]
    desk.get_by_label("Choose pictures").set_input_files(files)

    expect(desk.get_by_text("All 2 are done.")).to_be_visible()
    expect(desk.locator(".desk-outcome", has_text="first.jpg")).to_contain_text("It did not arrive")
    expect(desk.locator(".desk-outcome", has_text="second.jpg")).to_contain_text("Added as")


def test_the_focal_point_is_set_by_a_click_or_the_arrow_keys_and_each_cut_follows(at_the_desk, edith):
    image = factories.image(alt="Hills")
    desk = at_the_desk(edith)
    desk.goto(f"/desk/blog/image/{image.pk}/change/")
    whole, square = desk.locator(".desk-focus__whole img"), desk.locator("[data-shape='1x1']")
    box = whole.bounding_box()
    whole.click(position={"x": box["width"] * 0.9, "y": box["height"] * 0.25}, force=True)

    across, down = desk.get_by_label("Focal point across"), desk.get_by_label("Focal point down")
    assert float(across.input_value()) == pytest.approx(0.9, abs=0.01)
    assert float(down.input_value()) == pytest.approx(0.25, abs=0.01)
    expect(square).to_have_css("object-position", "100% 50%")  # the whole height stays, and the right edge

    desk.keyboard.press("ArrowDown")
    assert float(down.input_value()) == pytest.approx(0.27, abs=0.01)
    across.fill("0.5")
    expect(square).to_have_css("object-position", "50% 50%")
    across.fill("0.1")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("was changed successfully")).to_be_visible()

    finish_due()
    image.refresh_from_db()
    assert (image.focal_x, image.printed.focal_x) == (0.1, 0.1)


def test_a_reader_without_script_sees_a_colour_until_the_picture_is_there(open_browser, remy):
    image = factories.image(alt="Hills")
    post = factories.published_post(by=remy, lead=image, body=f"One.\n\n![](image:{image.pk})")
    reader = open_browser(script=False)
    reader.route("**/media/**", lambda route: route.abort())
    reader.goto(post.get_absolute_url())
    paper = reader.locator("body").evaluate("page => getComputedStyle(page).backgroundColor")
    for place in ("article > figure img", ".text figure img"):
        colour = reader.locator(place).evaluate("picture => getComputedStyle(picture).backgroundColor")
        assert colour.startswith("oklch(")
        assert colour != paper
        assert reader.locator(place).bounding_box()["height"] > 100
