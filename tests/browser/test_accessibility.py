"""Every kind of page through axe-core (WCAG 2.2 A and AA, and its best practices) and the Nu HTML checker."""

import pytest

from blog.models import ErrorReport, FlatPage, PlannedChange, Post
from tests import factories, whole_paper
from tests.browser import looking
from tests.tooling import vnu_check


@pytest.fixture
def addresses(site, remy, edith, settings):
    """One address of each kind of readers' page, by what it is."""
    settings.ROOT_URLCONF = "tests.trouble_urls"
    whole_paper.offer_every_way_in(settings)
    rich = whole_paper.make(by=remy, editor=edith)
    return {**whole_paper.pages_of(rich, editor=edith), **whole_paper.pages_without_pictures(rich)}


@pytest.mark.checker
def test_every_route_of_readers_is_looked_at(addresses):
    """A new page is listed in tests/whole_paper.py, or this fails."""
    assert whole_paper.unknown_routes(addresses.values()) == []


@pytest.mark.browser
@pytest.mark.checker
def test_every_readers_page_suits_every_reader_and_asks_nobody_else_for_anything(open_browser, addresses, site):
    """No violation of WCAG 2.2 AA, no target too small for a finger, nothing lost when it is enlarged; no request to
    another site, and no cookie but the one that a reader asks for."""
    page, found, asked = open_browser(bypass_csp=True), [], set()  # axe-core sets styles inline
    page.on("request", lambda request: asked.add(request.url))
    for kind, address in addresses.items():
        page.goto(address)
        assert page.locator("h1").count() == 1, f"{kind}: {page.title()}"
        found += [f"{kind}: {fault}" for fault in looking.in_both_looks(page) + looking.enlarged(page)]
        assert "lite=1" in address or page.context.cookies() == [], kind
    assert found == []
    assert len(asked) > len(addresses)
    assert [url for url in asked if not url.startswith((f"{site}/", "data:"))] == []


@pytest.mark.browser
@pytest.mark.checker
def test_no_page_of_the_desk_has_an_accessibility_violation(at_the_desk, addresses, edith):
    report = ErrorReport.objects.get()
    story, image = Post.objects.newest_first().first(), factories.image()
    page, found = at_the_desk(edith, bypass_csp=True), []
    for address in (
        "/desk/",
        "/desk/blog/post/",
        "/desk/blog/post/add/",
        f"/desk/blog/post/{story.pk}/change/",
        "/desk/blog/image/",
        "/desk/blog/image/add/",
        f"/desk/blog/image/{image.pk}/change/",
        "/desk/blog/author/",
        "/desk/blog/author/add/",
        "/desk/comments/comment/",
        "/desk/rules/moderationrules/1/change/",
        "/desk/rules/ban/",
        "/desk/rules/ban/add/",
        "/desk/blog/errorreport/",
        f"/desk/blog/errorreport/{report.pk}/change/",
        f"/desk/blog/post/{report.post_id}/change/?report={report.pk}",
        "/desk/blog/plannedchange/",
        "/desk/blog/frontpage/",
        "/desk/blog/sitesettings/1/change/",
        "/desk/blog/flatpage/",
        "/desk/blog/flatpage/add/",
        f"/desk/blog/flatpage/{FlatPage.objects.first().pk}/change/",
        f"/desk/blog/flatpage/{FlatPage.objects.first().pk}/preview/",
        f"/desk/blog/post/{report.post_id}/planned/{PlannedChange.objects.get().pk}/",
    ):
        page.goto(address)
        assert page.locator("h1").count() >= 1, f"{address}: {page.title()}"
        found += [f"{address}: {fault}" for fault in looking.in_both_looks(page)]
    assert found == []


@pytest.mark.checker
def test_every_page_is_valid_html(client, addresses):
    client.raise_request_exception = False
    pages = {kind: client.get(address).content.decode() for kind, address in addresses.items()}
    post = Post.objects.published().first()
    pages["letters asked for without an address"] = client.post("/letters/", {"email": "x"}).content.decode()
    pages["refused comment"] = client.post("/comments/post/", {"post": post.pk, "comment": ""}).content.decode()
    assert vnu_check(pages) == []
