"""Every kind of page through axe-core (WCAG 2.2 A and AA, and its best practices) and the Nu HTML checker."""

import pytest

from blog.models import ErrorReport, FlatPage, PlannedChange, Post
from tests import factories, whole_paper
from tests.tooling import axe_source, vnu_check

LOOKS = [(360, False), (1280, True)]


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


def violations(page):
    page.evaluate(axe_source())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{page.url}: {v['id']}: {v['help']}: {[node['html'][:150] for node in v['nodes']][:4]}" for v in found]


@pytest.mark.browser
@pytest.mark.checker
def test_no_readers_page_has_an_accessibility_violation(open_browser, addresses):
    found = []
    for width, dark in LOOKS:
        page = open_browser(width=width, dark=dark, bypass_csp=True)  # axe-core sets styles inline
        for kind, address in addresses.items():
            page.goto(address)
            assert page.locator("h1").count() == 1, f"{kind}: {page.title()}"
            found += violations(page)
    assert found == []


@pytest.mark.browser
@pytest.mark.checker
def test_no_readers_page_asks_anybody_else_for_anything_or_leaves_a_cookie(open_browser, addresses, site):
    page, asked = open_browser(), set()
    page.on("request", lambda request: asked.add(request.url))
    kept_by_choice = "lite=1"  # the one cookie that a reader asks for
    for address in (address for address in addresses.values() if kept_by_choice not in address):
        page.goto(address, wait_until="networkidle")
    assert len(asked) > len(addresses)
    assert [url for url in asked if not url.startswith((f"{site}/", "data:"))] == []
    assert page.context.cookies() == []


@pytest.mark.browser
@pytest.mark.checker
def test_no_page_of_the_desk_has_an_accessibility_violation(at_the_desk, addresses, edith):
    report = ErrorReport.objects.get()
    story, image = Post.objects.newest_first().first(), factories.image()
    found = []
    for width, dark in LOOKS:
        page = at_the_desk(edith, width=width, dark=dark, bypass_csp=True)
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
            found += violations(page)
    assert found == []


@pytest.mark.checker
def test_every_page_is_valid_html(client, addresses):
    client.raise_request_exception = False
    pages = {kind: client.get(address).content.decode() for kind, address in addresses.items()}
    post = Post.objects.published().first()
    pages["letters asked for without an address"] = client.post("/letters/", {"email": "x"}).content.decode()
    pages["refused comment"] = client.post("/comments/post/", {"post": post.pk, "comment": ""}).content.decode()
    assert vnu_check(pages) == []
