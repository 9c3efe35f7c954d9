"""What search engines are told of."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from blog import sitemaps
from blog.models import Post, Tag
from tests import factories
from tests.blog.feed_stories import copy_of

SITE = "http://127.0.0.1:8000"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def xml_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "application/xml"
    return ET.fromstring(answer.getvalue())


def words(tree, path):
    return [element.text for element in tree.findall(path, NAMES)]


def paths_of_parts(client):
    return [address.removeprefix(SITE) for address in words(xml_of(client, "/sitemap.xml"), "s:sitemap/s:loc")]


def test_the_index_leads_to_every_story_and_every_list_that_has_one(client, remy):
    story = factories.published_post(by=remy, section=factories.section())
    story.tags.add(factories.tag())
    factories.tag("Unused")
    factories.section("Empty")
    author = story.poster.get_absolute_url()
    told = [address for path in paths_of_parts(client) for address in words(xml_of(client, path), "s:url/s:loc")]
    for path in ("/", "/archive/", "/section/world/", "/tag/mali/", author, story.path):
        assert SITE + path in told
        assert client.get(path).status_code == 200
    assert not [address for address in told if "unused" in address or "empty" in address]


def test_a_part_says_when_it_was_last_changed(client, post, edith, clock):
    for _ in range(2):
        [lastmod] = words(xml_of(client, "/sitemap.xml"), "s:sitemap/s:lastmod")
        [of_the_story] = words(xml_of(client, "/sitemap-1.xml"), "s:url/s:lastmod")
        assert parse_datetime(lastmod) == parse_datetime(of_the_story) == timezone.now()
        clock.shift(sitemaps.PARTS_LAST + 1)
        post.headline = "Changed"
        post.save()
        post.revise(by=edith)


def test_no_part_has_more_addresses_or_more_bytes_than_the_protocol_allows():
    longest = len(SITE) + 6 * 255 + sitemaps.PICTURES_OF_A_STORY * 200 + 400
    assert sitemaps.STORIES_OF_A_PART <= 50_000
    assert sitemaps.STORIES_OF_A_PART * longest <= 50 * 2**20
    assert 3 * sitemaps.MOST_PAGES_OF_A_KIND + 2 <= 50_000


def test_parts_divide_the_stories_by_their_keys_and_do_not_shift(client, remy, edith, monkeypatch):
    monkeypatch.setattr(sitemaps, "STORIES_OF_A_PART", 3)
    first = factories.published_post(by=remy)
    posts = [first, *(factories.published_post(by=remy) for _ in range(9))]

    def parts():
        return {
            path: words(xml_of(client, path), "s:url/s:loc") for path in paths_of_parts(client) if path[-5].isdigit()
        }

    before = parts()
    assert sorted(chain.from_iterable(before.values())) == sorted(SITE + post.path for post in posts)
    assert max(map(len, before.values())) == 3
    posts[4].retract(by=edith)
    after = parts()
    assert sum(map(len, after.values())) == 9
    assert all(set(after[path]) <= set(before[path]) for path in before)


def test_a_story_has_its_pictures_the_lead_first_with_addresses_that_are_files(client, remy):
    lead, inner = factories.image(alt="One"), factories.image(alt="Two")
    factories.published_post(by=remy, lead=lead, body=f"![](image:{inner.pk})\n\n![](image:{lead.pk})")
    pictures = words(xml_of(client, "/sitemap-1.xml"), "s:url/image:image/image:loc")
    assert pictures == [SITE + image.picture().largest for image in (lead, inner)]
    assert all(client.get(address.removeprefix(SITE)).status_code == 200 for address in pictures)


def test_the_news_are_those_of_two_days_with_all_that_google_asks_for(client, remy, settings, clock):
    settings.LANGUAGE_CODE = "en-gb"
    old = factories.published_post(by=remy, headline="Old", at=timezone.now() - timedelta(days=2, seconds=1))
    fresh = factories.published_post(by=remy, headline="Fish & <chips>", lead=factories.image())
    nameless = factories.published_post(by=remy, headline="", slug="nameless")
    news = xml_of(client, "/sitemap-news.xml")
    assert words(news, "s:url/s:loc") == [SITE + fresh.path]
    assert words(news, "s:url/news:news/news:publication/news:name") == [settings.NEWSROOM_NAME]
    assert words(news, "s:url/news:news/news:publication/news:language") == ["en"]
    assert words(news, "s:url/news:news/news:title") == ["Fish & <chips>"]
    assert words(news, "s:url/news:news/news:publication_date") == [fresh.published_at.isoformat()]
    assert len(words(news, "s:url/image:image/image:loc")) == 1
    assert "/sitemap-news.xml" in paths_of_parts(client)
    assert {SITE + old.path, SITE + nameless.path} < set(words(xml_of(client, "/sitemap-1.xml"), "s:url/s:loc"))
    clock.shift(3 * 24 * 3600)
    assert words(xml_of(client, "/sitemap-news.xml"), "s:url/s:loc") == []
    assert "/sitemap-news.xml" not in paths_of_parts(client)


def test_a_story_taken_over_from_elsewhere_is_told_of_there(client, post, remy):
    taken = factories.published_post(by=remy, canonical_address="https://agency.example/story")
    for path in ("/sitemap-1.xml", "/sitemap-news.xml"):
        assert words(xml_of(client, path), "s:url/s:loc") == [SITE + post.path]
    assert taken.is_published


def test_who_has_a_part_already_is_told_so_in_one_query(client, post, edith, clock):
    first = client.get("/sitemap-1.xml")
    with CaptureQueriesContext(connection) as queries:
        again = client.get("/sitemap-1.xml", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, len(queries)) == (304, 1)
    clock.shift(60)
    post.revise(by=edith, note="again")
    Post.objects.update(changed_at=timezone.now())
    assert client.get("/sitemap-1.xml", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_sitemaps_take_few_queries_for_a_thousand_stories_and_as_many_for_ten(client, remy, monkeypatch):
    posts = [factories.published_post(by=remy, lead=factories.image()) for _ in range(10)]
    addresses = ["/sitemap.xml", "/sitemap-1.xml", "/sitemap-pages.xml", "/sitemap-news.xml"]
    few = [queries_of(client, address) for address in addresses]
    Post.objects.bulk_create(copy_of(posts[0], number) for number in range(989))
    assert [queries_of(client, address) for address in addresses] == few
    assert max(few) <= 8
    monkeypatch.setattr(sitemaps, "AT_A_TIME", 100)
    assert len(words(xml_of(client, "/sitemap-1.xml"), "s:url/s:loc")) == 999


def queries_of(client, address):
    sitemaps.cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        answer.getvalue()
    return len(queries)


@pytest.mark.parametrize("number", ["0", "2", "9" * 9, "9" * 30, "9" * 300, "-1", "x", "1.xml"])
def test_a_part_that_is_none_is_not_found(client, post, number):
    assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_a_paper_without_stories_has_a_whole_sitemap(client, db):
    assert paths_of_parts(client) == ["/sitemap-pages.xml"]
    assert words(xml_of(client, "/sitemap-pages.xml"), "s:url/s:loc") == [f"{SITE}/", f"{SITE}/archive/"]


def test_a_tag_with_a_name_of_signs_is_told_of_as_xml_asks(client, post):
    tag = Tag.objects.create(name="A & <B>", slug="ñandú")
    post.tags.add(tag)
    [address] = [a for a in words(xml_of(client, "/sitemap-pages.xml"), "s:url/s:loc") if "/tag/" in a]
    assert address == f"{SITE}/tag/%C3%B1and%C3%BA/"


def test_robots_are_led_to_the_sitemap_and_kept_from_the_desk(client, db):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert {"Disallow: /desk/", "Disallow: /preview/"} < set(lines)
    assert all(re.fullmatch(r"(User-agent|Disallow|Allow|Sitemap): \S+|", line) for line in lines)


def test_the_key_of_indexnow_is_shown_to_who_knows_it(client, db, settings):
    for key in ("", "a-key-of-the-paper"):
        settings.INDEXNOW_KEY = key
        assert client.get("/another-key.txt").status_code == 404
    answer = client.get("/a-key-of-the-paper.txt")
    assert answer.content == b"a-key-of-the-paper"
    assert answer["Content-Type"].startswith("text/plain")
