"""The page of the search: for whoever has no script and no cookie, and whatever they type."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.utils import timezone

from blog.search import asking
from tests import factories
from tests.blog.test_search import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def konna(remy, edith):
    world = factories.section("World")
    return factories.published_post(
        by=remy, editor=edith, headline="Konna <b>falls</b>", body="Rebels took Konna & left.", section=world
    )


def page(client, query=""):
    answer = client.get(f"/search/{query}")
    assert answer.status_code == 200
    return unescape(" ".join(answer.content.decode().split()))


def test_the_page_shows_what_was_found_with_the_words_marked(client, konna):
    html = client.get("/search/?q=konna").content.decode()
    assert f'<a href="{konna.path}"><mark>Konna</mark> &lt;b&gt;falls&lt;/b&gt;</a>' in html
    assert "Rebels took <mark>Konna</mark> &amp; left." in html
    assert "1 story" in html
    assert "“konna” · Search" in html


def test_the_page_is_for_readers_and_for_no_search_engine(client, konna):
    answer = client.get("/search/?q=konna")
    assert answer["X-Robots-Tag"] == "noindex"
    assert b'<meta name="robots" content="noindex">' in answer.content
    assert not answer.cookies
    assert b"<script" not in answer.content
    assert b"csrf" not in answer.content


def test_every_page_leads_to_the_search(client, konna):
    for address in ("/", konna.path):
        assert b'<a class="masthead__search" href="/search/">Search</a>' in client.get(address).content


def test_an_empty_question_is_met_with_how_to_ask(client, konna):
    assert "Type one or more words" in page(client)
    assert "There is no word in this to look for" in page(client, "?q=***")
    assert "There is no word in this to look for" in page(client, "?q=-konna")


def test_what_is_not_found_is_said_with_a_way_on(client, konna):
    html = page(client, "?q=zanzibar&section=world")
    assert "No story found for “zanzibar”" in html
    assert 'href="?q=zanzibar"' in html
    assert "No story found" in page(client, "?author=Nobody")


def test_a_slip_is_answered_with_a_link(client, konna):
    html = page(client, "?q=kona&section=world&page=3")
    assert 'Did you mean <a href="?q=konna&section=world">konna</a>?' in html


def test_what_was_asked_stands_in_the_form(client, konna):
    html = page(client, "?q=konna&section=world&author=Remy&since=2026-01-01&until=2026-12-31")
    assert 'value="konna"' in html
    assert '<option value="world" selected>World</option>' in html
    assert 'value="Remy"' in html
    assert 'value="2026-01-01"' in html
    assert "<details" in html
    assert re.search(r"<details[^>]* open>", html)
    assert not re.search(r"<details[^>]* open>", page(client, "?q=konna"))
    assert "1 story" in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=yesterday", "Enter a valid date."),
        ("since=0000-00-00", "Enter a valid date."),
        ("since=2026-02-02&until=2026-01-01", "This day is before the first one; it was left out."),
        ("section=nowhere", "Select a valid choice."),
    ],
)
def test_a_filter_that_makes_no_sense_is_left_out_and_says_so(client, konna, query, sentence):
    html = page(client, f"?q=konna&{query}")
    assert sentence in html
    assert 'aria-describedby="id_' in html
    assert konna.path in html


@pytest.mark.parametrize("query", ["since=0001-01-01", "until=9999-12-31", "since=9999-12-31", "until=0001-01-01"])
def test_the_ends_of_time_are_days_as_well(client, konna, query):
    page(client, f"?q=konna&{query}")


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:16]))
def test_whatever_is_typed_gets_an_answer_in_words(client, konna, words):
    said = quote(words, errors="surrogatepass")
    for query in (f"?q={said}", f"?q=konna&author={said}&section={said}&since={said}&page={said}&before={said}"):
        html = page(client, query)
        assert re.search(r"stor(y|ies)|no word in this", html)
        assert "\x00" not in html


def test_bytes_that_are_no_text_are_answered(client, konna):
    page(client, "?q=%ff%fe%00%c0&q=konna&%00=1&page=%d9%a3")


def test_there_are_links_to_more_and_to_older_results(client, remy, edith, monkeypatch):
    monkeypatch.setattr(asking, "WINDOW", 15)
    for days in range(20):
        at = timezone.now() - timedelta(days=days)
        factories.published_post(by=remy, editor=edith, headline=f"Story {days}", body="Konna.", at=at)
    first = page(client, "?q=konna")
    assert "More than 15 stories" in first
    assert 'href="?q=konna&page=2" rel="next">More results' in first
    second = page(client, "?q=konna&page=2")
    assert 'href="?q=konna&page=1" rel="prev">Back' in second
    older = re.search(r'href="(\?q=konna&before=\d+)" rel="next">Older results', second)[1]
    third = page(client, older)
    assert third.count('<article class="card"') == 5
    assert 'href="?q=konna">Newest results' in third


def test_the_page_takes_the_same_few_queries_however_much_is_found(client, remy, edith, django_assert_max_num_queries):
    for n in range(asking.PAGE_SIZE + 2):
        factories.published_post(by=remy, editor=edith, headline=f"Konna {n}", lead=factories.image())
    for query in ("q=konna", "q=kona", "q=konna&section=world&author=remy&page=2", "q=zanzibar+kona", "q="):
        with django_assert_max_num_queries(8):
            page(client, f"?{query}")


@pytest.mark.parametrize(
    ("said", "held"), [("2026-03-04", "2026-03-04"), ("1", ""), ("2026-02-30", ""), ("20260304", "2026-03-04")]
)
def test_a_field_for_a_day_holds_days_alone(client, db, said, held):
    page = client.get("/search/", {"q": "konna", "until": said}).content.decode()
    [field] = re.findall(r'<input type="date" name="until"[^>]*>', page)
    assert (re.search(r'value="([^"]*)"', field) or [None, ""])[1] == held
