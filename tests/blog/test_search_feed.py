"""A search can be followed: what is found, newest first, at an address that holds the question."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote, urlencode

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Post
from blog.search import reindex
from tests import factories
from tests.blog.feed_rules import faults_of_atom, faults_of_json_feed, faults_of_rss
from tests.blog.feed_stories import ENDINGS, copy_of
from tests.blog.test_search import HOSTILE

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def konna(remy):
    """Three stories that have the word, the oldest in its headline."""
    world = factories.section("World")
    for days, headline in ((3, "Konna falls"), (2, "Two days later"), (1, "The day after")):
        factories.published_post(
            by=remy,
            headline=headline,
            body="Rebels took Konna & left.",
            section=world if days != 2 else None,
            at=timezone.now() - timedelta(days=days),
        )
    factories.published_post(by=remy, headline="Elsewhere", body="Nothing of that.")


def titles(client, query, ending="feed/"):
    return [entry.title for entry in feedparser.parse(client.get(f"/search/{ending}?{query}").content).entries]


@pytest.mark.parametrize("ending", ["feed/", "feed/atom/"])
def test_the_newest_comes_first_whatever_its_rank(client, konna, ending):
    assert titles(client, "q=konna", ending) == ["The day after", "Two days later", "Konna falls"]


def test_it_is_narrowed_as_the_page_is(client, konna):
    day = timezone.localdate() - timedelta(days=2)
    assert titles(client, "q=konna&section=world") == ["The day after", "Konna falls"]
    assert titles(client, f"q=konna&since={day}&until={day}") == ["Two days later"]
    assert titles(client, "q=konna&author=nobody") == []
    assert titles(client, "q=konna+-falls") == ["The day after", "Two days later"]
    assert titles(client, "author=remy&section=world") == ["The day after", "Konna falls"]


def test_its_address_is_that_of_the_question(client, konna):
    question = {"q": 'Konna & "rebels took"', "section": "world"}
    asked = f"{urlencode({**question, 'page': 7, 'before': 'x', 'since': 'never'})}&x=1"
    feed = client.get(f"/search/feed/json/?{asked}").json()
    assert feed["feed_url"] == f"{SITE}/search/feed/json/?{urlencode(question)}"
    assert feed["home_page_url"] == f"{SITE}/search/?{urlencode(question)}"
    assert feed["title"] == '“Konna & "rebels took"”, World · Beegeagle’s Blog: search'
    assert len(feed["items"]) == 2
    links = {link.rel: link.href for link in feedparser.parse(client.get(f"/search/feed/?{asked}").content).feed.links}
    assert links["self"] == f"{SITE}/search/feed/?{urlencode(question)}"


def test_a_story_has_the_same_name_in_every_feed(client, konna):
    names = [{item["id"] for item in client.get(address).json()["items"]} for address in (
        "/search/feed/json/?q=konna", "/feed/json/", "/search/feed/json/?q=rebels"
    )]  # fmt: skip
    assert names[0] == names[2] < names[1]


def test_the_page_leads_to_it(client, konna):
    html = client.get("/search/?q=konna+%26+rebels&section=world&page=1").text
    found = [unescape(address) for address in re.findall(r'href="(/search/feed/[^"]+)"', html)]
    assert found == [
        "/search/feed/atom/?q=konna+%26+rebels&section=world",
        "/search/feed/?q=konna+%26+rebels&section=world",
    ]
    assert "Follow this search by feed" in html
    assert "Follow this search by feed" in client.get("/search/?q=notyet").text
    assert "/search/feed/" not in client.get("/search/").text


def test_it_is_for_no_search_engine(client, konna):
    first = client.get("/search/feed/?q=konna")
    assert first["X-Robots-Tag"] == "noindex"
    again = client.get("/search/feed/?q=konna", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again["X-Robots-Tag"] == "noindex"


def test_who_has_it_gets_what_is_new_and_loses_what_was_withdrawn(client, konna, remy, edith):
    first = client.get("/search/feed/?q=konna")
    kept = {"if-none-match": first["ETag"], "if-modified-since": "Thu, 01 Jan 2099 00:00:00 GMT"}
    assert "Last-Modified" not in first
    factories.published_post(by=remy, headline="Konna again")
    second = client.get("/search/feed/?q=konna", headers=kept)
    assert b"Konna again" in second.content
    Post.objects.get(headline="Konna again").retract(by=edith)
    third = client.get("/search/feed/?q=konna", headers={"if-none-match": second["ETag"]})
    assert third.status_code == 200
    assert b"Konna again" not in third.content


def test_the_answers_to_two_questions_are_never_taken_for_each_other(client, konna):
    first, second = (client.get(f"/search/feed/?q={words}") for words in ("konna", "rebels"))
    assert first["ETag"] != second["ETag"]


@pytest.mark.parametrize("query", ["", "q=", "q=***", "q=-konna", "q=%00", "since=2026-01-01", "section=nothing"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_asked_is_answered_by_a_whole_feed_without_stories(client, konna, ending, query):
    answer = client.get(f"/search/{ending}?{query}")
    assert answer.status_code == 200
    rules = {"feed/": faults_of_rss, "feed/atom/": faults_of_atom, "feed/json/": faults_of_json_feed}[ending]
    own_query = f"?{query}" if query in ("q=***", "q=-konna", "since=2026-01-01") else ""
    assert rules(answer.content, f"{SITE}/search/{ending}{own_query.replace('***', '%2A%2A%2A')}") == []
    assert b"Konna falls" not in answer.content


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: repr(words[:20]))
def test_whatever_is_typed_gets_a_valid_feed(client, konna, words):
    typed = quote(words, errors="surrogatepass")
    for name, ending in [*(("q", ending) for ending in ENDINGS), *((name, "feed/") for name in ("section", "since"))]:
        answer = client.get(f"/search/{ending}?{name}={typed}&author={typed}")
        assert answer.status_code == 200
        if "json" in ending:
            assert answer.json()["title"]
        else:
            assert not feedparser.parse(answer.content).bozo


def test_the_older_names_of_the_feed_keep_the_question(client, konna):
    assert client.get("/search/feed/rss2/?q=konna")["Location"] == "../?q=konna"


def test_it_costs_the_same_for_a_thousand_stories_as_for_ten(client, konna):
    few = [queries_of(client, f"/search/{ending}?q=konna") for ending in ENDINGS]
    post = Post.objects.get(headline="Konna falls")
    Post.objects.bulk_create(copy_of(post, number) for number in range(990))
    reindex()
    many = [queries_of(client, f"/search/{ending}?q=konna") for ending in ENDINGS]
    assert many == few
    assert max(many) <= 14


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
