"""A page takes as many queries for three stories as for sixty, and few: see benchmarks/paper.py for a million."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog import search
from blog.models import Byline, Listing, Post, SearchEntry
from tests import factories
from tests.blog.feed_stories import copy_of
from tests.blog.plans import scans
from tests.comments.conversation import crowd

MOST_QUERIES = 8
FEW, MANY = 3, 60


@pytest.fixture
def story(remy, edith):
    """A story that has what lists show, and is corrected, moved and talked about."""
    found = factories.published_post(
        by=remy,
        section=factories.section(),
        lead=factories.image(),
        bylines=[factories.author("Ines Sow"), factories.author("Serge Daniel")],
    )
    found.tags.add(factories.tag(), factories.tag("Konna"))
    found.correct(by=edith, text="It was 19.")
    crowd(found, 3)
    return found


def addresses(story) -> dict[str, str]:
    """One of each kind that grows with the paper. A new list joins with one line."""
    day = f"/{timezone.localtime(story.published_at):%Y/%m/%d}/"
    author = story.bylines.all()[0].author
    return {
        "front": "/",
        "front, further down": "/?before=4000000000000000-1",
        "section": "/section/world/",
        "tag": "/tag/mali/",
        "tag, further down": "/tag/mali/?before=4000000000000000-1",
        "author": author.get_absolute_url(),
        "author, further down": f"{author.get_absolute_url()}?before=4000000000000000-1",
        "year": day[:6],
        "month": day[:9],
        "day": day,
        "archive": "/archive/",
        "corrections": "/corrections/",
        "search": "/search/?q=paragraph",
        "search, narrowed": "/search/?q=paragraph&section=world&author=sow",
        "article": story.path,
        "feed": "/feed/",
        "feed of a section": "/section/world/feed/",
        "feed of a tag": "/tag/mali/feed/atom/",
        "feed of an author": f"{author.get_absolute_url()}feed/json/",
        "feed of corrections": "/corrections/feed/",
        "sitemap": "/sitemap.xml",
        "stories for search engines": "/sitemap-1.xml",
        "pages for search engines": "/sitemap-pages.xml",
        "news for search engines": "/sitemap-news.xml",
    }


def like(story, amount: int) -> None:
    """Let there be `amount` stories, all with what `story` has."""
    known = Post.objects.count()
    others = Post.objects.bulk_create(copy_of(story, number) for number in range(known, amount))
    revision, lead = story.revisions.first(), story.lead.image
    for other in others:
        other.tags.set(story.tags.all())
        for byline in story.bylines.all():
            Byline.objects.create(post=other, author=byline.author, position=byline.position)
        other.lead_with(lead)
        other.corrections.create(number=1, text="It was 20.", before=revision, after=revision)
    search.catch_up()
    assert Listing.objects.filter(tag__slug="mali").count() == SearchEntry.objects.count() == amount


def queries(client, address: str) -> list[str]:
    """What is asked of the database by a page of which nothing is cached."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        answer.getvalue()
    assert answer.status_code == 200, address
    return [query["sql"] for query in captured]


def test_every_list_and_the_article_take_few_queries_however_many_stories_there_are(client, story):
    counts = []
    for amount in (FEW, MANY):
        like(story, amount)
        counts.append({kind: len(queries(client, address)) for kind, address in addresses(story).items()})
    few, many = counts
    assert many == few
    assert {kind: count for kind, count in many.items() if count > MOST_QUERIES} == {}


def test_no_list_reads_a_whole_table(client, story):
    """But the sitemaps, which tell of all there is."""
    like(story, MANY)
    lists = {kind: address for kind, address in addresses(story).items() if "sitemap" not in address}
    found = {kind: [sql for sql in queries(client, address) if scans(sql)] for kind, address in lists.items()}
    assert {kind: sqls for kind, sqls in found.items() if sqls} == {}
