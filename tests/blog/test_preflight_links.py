"""The check of links to this site's own addresses: what leads somewhere, and what leads nowhere."""

from functools import partial

import pytest

from blog.models import FlatPage
from tests import factories
from tests.blog.preflight import found, right_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(remy):
    return partial(right_story, by=remy)


@pytest.fixture
def places(remy, edith):
    """Addresses of this site, by what they are."""
    live = factories.published_post(by=remy, slug="live")
    moved = factories.published_post(by=remy, slug="before")
    moved.slug = "after"
    moved.save()
    moved.revise(by=edith)
    gone = factories.published_post(by=remy, slug="gone")
    gone.retract(by=edith)
    killed = factories.published_post(by=remy, slug="killed")
    killed.kill(by=edith, note="Wrong.")
    factories.section(), factories.tag()
    FlatPage.objects.create(title="Us", path="/us/", is_published=True)
    FlatPage.objects.create(title="Soon", path="/soon/")
    about = FlatPage.objects.create(title="About", path="/was/", is_published=True)
    about.path = "/about/"
    about.save()
    return {"live": live.path, "author": live.poster.get_absolute_url()}


GOOD = [
    *("{live}", "{live}#comment-1", "{live}comment-page-2/", "http://127.0.0.1:8000{live}?a=1", "/2026/03/04/live"),
    *("/2026/03/04/before/", "/", "/feed/atom/", "/section/world/", "/tag/mali/", "{author}", "#fn:1"),
    *("/us/", "/us", "/about/", "/was/"),
    *("https://example.org/2026/03/04/no/", "mailto:a@example.org", "//example.org/x"),
]
BAD = {
    "/2026/03/04/no-such-story/": "no story",
    "/2026/03/04/gone/": "no story",
    "/2026/03/04/killed/": "no story",
    "http://127.0.0.1:8000/2026/03/04/no/": "no story",
    "/section/nowhere/": "no section",
    "/tag/nothing/": "no tag",
    "/author/nobody/": "no author",
    "/about-us/": "no page",
    "about-us": "no page",
    "/desk/blog/post/": "the desk",
    "/preview/abc/": "a preview",
    "/soon/": "no page",
}


@pytest.mark.parametrize("address", GOOD)
def test_links_that_lead_somewhere_are_let_through(write, places, address):
    assert found(write(body=f"See [this]({address.format(**places)})."), "links") == []


@pytest.mark.parametrize("address", BAD)
def test_links_that_lead_nowhere_are_found(write, places, address):
    [finding] = found(write(body=f"See [this]({address}) and [again]({address})."), "links")
    assert BAD[address] in finding.sentence


def test_what_answers_is_asked_of_the_site_itself(write, places, client):
    """The check asks nobody over the network; here it is compared with what readers get."""
    for address in (a.format(**places) for a in GOOD if a.startswith(("/", "{")) and "//" not in a):
        assert client.get(address, follow=True).status_code == 200, address
    for address in BAD:
        if address.startswith("/") and not address.startswith("/desk"):
            assert client.get(address).status_code in (404, 410), address
