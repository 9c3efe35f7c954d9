"""Where nothing is found, what is said helps."""

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from blog import lost
from blog.models import FlatPage, Post, masthead
from tests import factories


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/2013/01/10/troops-clash-in-mali/", "troops clash in mali"),
        ("/2013/01/10/troops-clash/feed/atom/", "troops clash"),
        ("/old/Water_Law.html", "Water Law"),
        ("/قانون-المياه/", "قانون المياه"),
        ("/2013/01/", ""),
        ("/wp-content/x.png", "wp content"),
        ("/preview/a:b:c/", "preview"),
        ("/" + "x" * 10_000, "x" * 100),
        ("/", ""),
    ],
)
def test_the_words_of_an_address_are_what_somebody_looks_for(path, words):
    assert lost.words_of(path) == words


def test_the_page_offers_the_search_the_newest_and_the_archive(client, post):
    answer = client.get("/2013/01/10/troops-clash/")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert 'value="troops clash"' in html
    assert f'<a href="{post.path}">{post.headline}</a>' in html
    assert 'href="/archive/"' in html
    assert "noindex" in html


@pytest.mark.parametrize(
    "path", ["/no/such-page/", "/2013/01/10/no-such-story/", "/no-slash", "/section/none/", "/x.php"]
)
def test_it_takes_at_most_four_queries(client, post, path):
    FlatPage.objects.create(title="About", path="/about/", is_published=True, footer_position=1)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 404
    assert len(queries) <= 4, [query["sql"] for query in queries]


@pytest.mark.parametrize(
    "path", ["/%00/", "/a%00b", "/" + "y" * 10_000 + "/", "/<script>alert(1)</script>/", "/../../etc/passwd", "/%ff/"]
)
def test_hostile_addresses_are_only_not_found(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<script>alert" not in answer.content.decode()


def test_without_a_database_it_is_still_said(monkeypatch):
    """No `db` fixture here: a query would fail the test."""

    def away(*args):
        raise OperationalError("gone")

    monkeypatch.setattr(masthead, "_read", away)
    monkeypatch.setattr(Post.objects, "published", away)
    monkeypatch.setattr(FlatPage.objects, "published", away)
    answer = lost.not_found(RequestFactory().get("/no-slash"), Exception())
    assert answer.status_code == 404
    assert b'value="no slash"' in answer.content


def test_a_killed_story_has_its_notice_and_ways_on(client, post, remy, edith):
    killed = factories.published_post(by=remy)
    killed.kill(by=edith, note="A source lied to us.")
    answer = client.get(killed.path)
    html = answer.content.decode()
    assert answer.status_code == 410
    assert "A source lied to us." in html
    assert post.headline in html
    assert 'role="search"' in html
    assert killed.headline not in html
