"""Every feed that there is, held against the specification of its language, and asked for again."""

import re
from html import unescape

import feedparser
import pytest
from django.urls import resolve

from blog.models import Section
from tests import factories
from tests.blog.feed_rules import faults_of_atom, faults_of_json_feed, faults_of_rss
from tests.blog.feed_stories import full_story
from tests.blog.test_corrections import correct
from tests.comments.conversation import comment_on
from tests.test_leaks import routes

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
RULES = {"feed/": faults_of_rss, "feed/atom/": faults_of_atom, "feed/json/": faults_of_json_feed}
STRANGE = "Ça & <là> “x” 🗞 عربي"


@pytest.fixture
def story(remy, edith):
    """A story with all that a feed can tell of it, in a section, of a tag, by people, corrected and commented on."""
    story = full_story(by=remy)
    factories.published_post(by=remy, headline=STRANGE, section=factories.section(STRANGE))
    correct(story, edith)
    for words in ("First.", f"{STRANGE}\n\n> {STRANGE}"):
        comment_on(story, comment=words, writer_name=STRANGE)
    return story


def pages(story):
    """Each page that has a feed, with the query of its address."""
    return {
        "the paper": ("/", ""),
        "a section": (story.section.get_absolute_url(), ""),
        "a section with a strange name": (Section.objects.get(name=STRANGE).get_absolute_url(), ""),
        "a tag": ("/tag/mali/", ""),
        "an author": ("/author/ada-obi/", ""),
        "a search": ("/search/", "?q=konna+%22first+words%22&author=ada"),
        "a search for nothing": ("/search/", ""),
        "the corrections": ("/corrections/", ""),
        "all comments": ("/comments/", ""),
        "a story's comments": (story.get_absolute_url(), ""),
    }


def test_no_kind_of_feed_is_left_out(story):
    asked = {resolve(f"{path}feed/").route for path, _query in pages(story).values()}
    assert asked == {route for route, _converters in routes() if route.endswith("feed/")}


@pytest.mark.parametrize("ending", RULES)
def test_every_feed_is_as_its_specification_asks(client, story, settings, ending):
    settings.WEBSUB_HUB = "https://hub.example/"
    for kind, (path, query) in pages(story).items():
        answer = client.get(path + ending + query)
        assert answer.status_code == 200
        assert RULES[ending](answer.content, f"{SITE}{path}{ending}{query}") == [], kind


@pytest.mark.parametrize("ending", ["feed/", "feed/atom/"])
def test_a_reader_of_feeds_has_nothing_to_complain_about(client, story, ending):
    for kind, (path, query) in pages(story).items():
        feed = feedparser.parse(client.get(path + ending + query).content)
        assert not feed.bozo, kind
        assert bool(feed.entries) == (kind != "a search for nothing")


@pytest.mark.parametrize("ending", RULES)
def test_every_feed_says_when_it_has_not_changed(client, story, ending):
    for kind, (path, query) in pages(story).items():
        first = client.get(path + ending + query)
        again = client.get(path + ending + query, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), kind
        assert client.head(path + ending + query).status_code == 200
        if "Last-Modified" in first:
            dated = client.get(path + ending + query, headers={"if-modified-since": first["Last-Modified"]})
            assert dated.status_code == 304, kind


def test_every_page_with_a_feed_leads_to_it(client, story):
    for kind, (path, query) in pages(story).items():
        if kind in ("a search for nothing", "all comments"):  # nothing was asked; and those have no page
            continue
        html = client.get(path + query).text
        found = re.findall(r'<link rel="alternate" type="application/atom\+xml" href="([^"]+)"', html)
        assert f"{path}feed/atom/{query}" in [unescape(address) for address in found], kind


def test_no_feed_goes_back_in_time_when_a_story_leaves_it(client, story, edith, clock):
    """Who keeps dates alone must hear of it."""
    place = story.section.get_absolute_url()
    factories.published_post(by=edith, headline="Stays", section=story.section)
    clock.shift(60)
    story.standfirst = "Changed."
    story.save()
    story.revise(by=edith)
    before = client.get(f"{place}feed/")
    clock.shift(60)
    story.section = factories.section("Elsewhere")
    story.save()
    story.revise(by=edith)
    after = client.get(f"{place}feed/", headers={"if-modified-since": before["Last-Modified"]})
    assert after.status_code == 200
    assert b"Konna" not in after.content
    clock.shift(60)
    assert client.get(f"{place}feed/", headers={"if-modified-since": after["Last-Modified"]}).status_code == 304
