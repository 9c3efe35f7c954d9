"""What feed readers follow, in each of the three languages they speak."""

import json
import xml.etree.ElementTree as ET

import feedparser
import pytest
from django.core.files.storage import default_storage
from django.db.models.sql.compiler import SQLCompiler
from django.utils.dateparse import parse_datetime

from blog.feeds.stories import FEED_LENGTH
from blog.models import Image, Post
from tests import factories
from tests.blog.feed_stories import ENDINGS, full_story, places

SITE = "http://127.0.0.1:8000"
MIME_TYPES = {
    "feed/": "application/rss+xml; charset=utf-8",
    "feed/atom/": "application/atom+xml; charset=utf-8",
    "feed/json/": "application/feed+json; charset=utf-8",
}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def story(remy):
    return full_story(by=remy)


@pytest.mark.parametrize("ending", ["feed/", "feed/atom/"])
def test_a_feed_reader_gets_the_whole_story_with_all_who_made_it(client, story, ending):
    for place in places(story):
        answer = client.get(place + ending)
        assert answer["Content-Type"] == MIME_TYPES[ending]
        feed = feedparser.parse(answer.content)
        assert not feed.bozo
        assert {link.rel: link.href for link in feed.feed.links}["self"] == SITE + place + ending
        [entry] = feed.entries
        assert entry.title == story.headline
        assert entry.link == SITE + story.path
        assert entry.id == f"tag:127.0.0.1,2026:post/{story.pk}"
        assert entry.summary == "In short: “war”."
        assert "First words." in entry.content[0].value
        assert "BAMAKO, 10 January —" in entry.content[0].value
        assert [tag.term for tag in entry.tags] == ["World", "Mali"]
        for name in (b"Ada Obi", b"Musa Keita", b"Ines Sow"):
            assert name in answer.content


def test_json_feed_has_what_the_specification_asks_for(client, story):
    for place in places(story):
        answer = client.get(f"{place}feed/json/")
        assert answer["Content-Type"] == MIME_TYPES["feed/json/"]
        feed = json.loads(answer.content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert feed["feed_url"] == f"{SITE}{place}feed/json/"
        assert feed["home_page_url"] == SITE + place
        [item] = feed["items"]
        assert item["id"] == f"tag:127.0.0.1,2026:post/{story.pk}"
        assert item["title"] == story.headline
        assert "First words." in item["content_html"]
        assert item["authors"] == [
            {"name": "Ada Obi", "url": f"{SITE}/author/ada-obi/"},
            {"name": "Musa Keita", "url": f"{SITE}/author/musa-keita/"},
        ]
        assert item["tags"] == ["World", "Mali"]
        assert parse_datetime(item["date_published"]) == story.published_at
        assert item["attachments"][0]["url"] == item["image"]


def test_rss_has_what_the_specification_asks_for(client, story):
    channel = ET.fromstring(client.get("/feed/").content).find("channel")
    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    assert channel.findtext("language") == "en"
    assert channel.find(f"{ATOM}link[@rel='self']").get("href") == f"{SITE}/feed/"
    item = channel.find("item")
    assert item.find("guid").get("isPermaLink") == "false"
    creators = item.findall("{http://purl.org/dc/elements/1.1/}creator")
    assert [creator.text for creator in creators] == ["Ada Obi", "Musa Keita"]
    assert item.findtext("pubDate") == "Wed, 04 Mar 2026 12:00:00 +0000"
    assert "First words." in item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")


def test_atom_has_what_the_specification_asks_for(client, story):
    feed = ET.fromstring(client.get("/feed/atom/").content)
    for subject in (feed, feed.find(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(subject.findall(ATOM + name)) == 1, name
        assert subject.findall(f"{ATOM}author/{ATOM}name")
    entry = feed.find(f"{ATOM}entry")
    assert [name.text for name in entry.findall(f"{ATOM}author/{ATOM}name")] == ["Ada Obi", "Musa Keita"]
    assert [name.text for name in entry.findall(f"{ATOM}contributor/{ATOM}name")] == ["Ines Sow"]
    assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1


def test_the_picture_is_enclosed_with_the_length_of_a_file_that_is_there(client, story):
    for ending in ("feed/", "feed/atom/"):
        [enclosure] = feedparser.parse(client.get(f"/{ending}").content).entries[0].enclosures
        name = enclosure.href.partition("/media/")[2]
        assert enclosure.type == "image/jpeg"
        assert int(enclosure.length) == default_storage.size(name) > 0
        assert client.get(f"/media/{name}").status_code == 200


def test_a_picture_whose_file_is_not_there_is_not_enclosed(client, story):
    Image.objects.update(digest="0" * 64)
    for ending in ("feed/", "feed/atom/"):
        assert not feedparser.parse(client.get(f"/{ending}").content).entries[0].enclosures
    assert "attachments" not in client.get("/feed/json/").json()["items"][0]


def test_every_address_in_the_text_holds_elsewhere(client, story):
    html = client.get("/feed/json/").json()["items"][0]["content_html"]
    for start in ('href="', 'src="', 'srcset="'):
        addresses = [part.partition('"')[0] for part in html.split(start)[1:]]
        assert addresses
        assert all(address.startswith((f"{SITE}/", "https://")) for address in addresses), addresses
    assert f'href="{SITE}{story.path}#fn' in html


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_story_keeps_its_name_when_it_moves(client, post, edith, ending):
    def names():
        content = client.get(f"/{ending}").content
        return [item["id"] for item in (json.loads(content)["items"] if "json" in ending else read(content))]

    def read(content):
        return feedparser.parse(content).entries

    before = names()
    post.slug = "elsewhere"
    post.save()
    post.revise(by=edith)
    assert names() == before


def test_a_feed_has_the_newest_stories_and_no_more(client, remy):
    for number in range(FEED_LENGTH + 3):
        factories.published_post(by=remy, headline=f"Story {number:03}")
    titles = [entry.title for entry in feedparser.parse(client.get("/feed/").content).entries]
    assert titles == [f"Story {number:03}" for number in reversed(range(3, FEED_LENGTH + 3))]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_feed_without_stories_is_whole(client, db, ending):
    factories.section("Empty")
    for place in ("/", "/section/empty/"):
        answer = client.get(place + ending)
        assert answer.status_code == 200
        if "json" in ending:
            assert answer.json()["items"] == []
        else:
            feed = feedparser.parse(answer.content)
            assert not feed.bozo
            assert feed.entries == []
            assert feed.feed.title


@pytest.mark.parametrize("slug", ["nothing", "%3Cscript%3E", "'", '"', "..", "%F0%9F%97%9E", "a" * 3000])
def test_a_feed_of_nothing_is_not_found(client, db, slug):
    for place in ("/section/", "/tag/", "/author/"):
        for ending in ENDINGS:
            assert client.get(f"{place}{slug}/{ending}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/section/%00/", "/tag/a%00b/", "/author/%00/", "/section/%00/feed/", "/category/%00/", "/2013/01/10/%00/"),
        *("/2013/01/10/%00/feed/json/", "/media/r/%00", "/%00"),
    ],
)
def test_an_address_with_the_sign_that_no_database_takes_is_not_found(client, post, path, monkeypatch):
    ask = SQLCompiler.execute_sql

    def refuse(self, *args, **kwargs):
        assert "\x00" not in str(self.query), "the database was asked about it"
        return ask(self, *args, **kwargs)

    monkeypatch.setattr(SQLCompiler, "execute_sql", refuse)
    answer = client.get(path)
    assert answer.status_code == 404
    assert b'href="/"' in answer.content


@pytest.mark.parametrize("ending", ENDINGS)
def test_signs_that_xml_cannot_write_do_no_harm(client, post, ending):
    Post.objects.update(headline="A\x01B\x0bC \ufffe]]> 🗞", body_html="<p>Bell\x07 &amp; ]]&gt; 🗞</p>")
    answer = client.get(f"/{ending}")
    if "json" not in ending:
        feed = feedparser.parse(answer.content)
        assert not feed.bozo
        assert "🗞" in feed.entries[0].title
        assert "Bell &amp; ]]&gt; 🗞" in feed.entries[0].content[0].value
    else:
        assert "🗞" in answer.json()["items"][0]["title"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_hub_is_named_where_there_is_one(client, post, settings, ending):
    without = client.get(f"/{ending}")
    assert b"hub" not in without.content
    settings.WEBSUB_HUB = "https://hub.example/"
    named = client.get(f"/{ending}", headers={"if-none-match": without["ETag"]})
    assert named["Link"] == f'<https://hub.example/>; rel="hub", <{SITE}/{ending}>; rel="self"'
    if "json" in ending:
        assert named.json()["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    else:
        links = {link.rel: link.href for link in feedparser.parse(named.content).feed.links}
        assert links["hub"] == "https://hub.example/"
        assert links["self"] == f"{SITE}/{ending}"


def test_pages_lead_to_their_own_feed(client, story):
    assert 'href="/feed/atom/"' in client.get("/").content.decode()
    for place in [story.path, *places(story)[1:]]:
        page = client.get(place).content.decode()
        assert f'<link rel="alternate" type="application/atom+xml" href="{place}feed/atom/"' in page
        assert client.get(f"{place}feed/atom/").status_code == 200


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/feed/rss2/", "/feed/"),
        ("/feed/rss/", "/feed/"),
        ("/feed/rdf/", "/feed/"),
        ("/tag/mali/feed/rss2/", "/tag/mali/feed/"),
        ("/comments/feed/rss2/", "/comments/feed/"),
        ("/category/world/", "/section/world/"),
        ("/category/world/feed/", "/section/world/feed/"),
        ("/category/world/feed/rss2/", "/section/world/feed/"),
        ("/category/world/feed/atom/", "/section/world/feed/atom/"),
        ("/category/africa/world/page/7/", "/section/world/"),
        ("/category/africa/mali/feed/", "/tag/mali/feed/"),
    ],
)
def test_the_addresses_that_wordpress_gave_lead_to_ours(client, story, old, new):
    answer = client.get(old)
    assert answer.status_code == 301
    assert client.get(old, follow=True).request["PATH_INFO"] == new


@pytest.mark.parametrize(
    "rest", ["nothing", "nothing/feed", "world/feed/gopher", "feed", "page/2", "//", "feed/feed/feed"]
)
def test_a_category_that_is_nothing_here_is_not_found(client, story, rest):
    assert client.get(f"/category/{rest}/").status_code == 404
