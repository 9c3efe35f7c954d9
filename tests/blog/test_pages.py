"""What readers, and those who save pages for them, may count on."""

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Author, Byline, Redirect
from blog.pages import PAGE_SIZE
from tests import factories


def test_an_article_is_the_same_bytes_for_everyone_and_sets_no_cookie(client, post):
    first = client.get(post.get_absolute_url(), HTTP_USER_AGENT="One")
    client.cookies["anything"] = "mine"
    second = client.get(post.get_absolute_url(), HTTP_USER_AGENT="Other", REMOTE_ADDR="203.0.113.9")
    assert first.status_code == 200
    assert first.content == second.content
    assert not first.cookies
    assert not second.cookies
    assert first["Cache-Control"] == "no-cache"  # no session was looked at
    assert b"csrfmiddlewaretoken" not in first.content


def test_an_article_is_the_same_bytes_hours_later(client, post, clock):
    first = client.get(post.get_absolute_url()).content
    clock.shift(7 * 3600)
    assert client.get(post.get_absolute_url()).content == first


def test_an_article_takes_at_most_eight_queries(client, post, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get(post.get_absolute_url())


def test_lists_take_as_many_queries_for_twenty_stories_as_for_two(client, remy):
    section, tag = factories.section(), factories.tag()
    addresses = ["/", section.get_absolute_url(), tag.get_absolute_url(), Author.of(remy).get_absolute_url()]
    counts = []
    for enough in (2, PAGE_SIZE):
        while section.posts.count() < enough:
            factories.published_post(by=remy, section=section, lead=factories.image()).tags.add(tag)
        counts.append([queries_of(client, address) for address in addresses])
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 8


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("state", ["draft", "in_review", "retracted", "trashed"])
def test_what_is_not_published_is_nowhere(client, remy, edith, state):
    secret = factories.draft(by=remy, headline="The Quarkbeast memo", slug="quarkbeast", section=factories.section())
    secret.tags.add(factories.tag())
    path = "/2026/03/04/quarkbeast/"
    if state == "in_review":
        secret.submit(by=remy)
    if state == "retracted":
        secret.publish(by=edith)
        secret.retract(by=edith)
    if state == "trashed":
        secret.trash(by=remy)
    assert client.get(path).status_code == 404
    for address in ["/", "/feed/atom/", "/section/world/", "/tag/mali/", f"/author/{secret.poster.slug}/"]:
        assert b"quarkbeast" not in client.get(address).content.lower()


def test_a_retracted_story_leaves_the_front_page(client, post, edith):
    assert post.headline.encode() in client.get("/").content
    post.retract(by=edith, note="Source withdrew")
    assert post.headline.encode() not in client.get("/").content


def test_an_old_address_leads_to_the_story_for_ever(client, post, edith):
    addresses = [post.path]
    for slug in ("second-name", "third-name"):
        post.slug = slug
        post.save()
        post.revise(by=edith)
        addresses.append(post.path)
    for old in addresses[:-1]:
        response = client.get(old)
        assert response.status_code == 301
        assert response["Location"] == addresses[-1]
    assert client.get(addresses[-1]).status_code == 200


def test_a_story_that_gets_its_old_name_back_answers_there_again(client, post, edith):
    first = post.path
    for slug in ("another-name", first.strip("/").rpartition("/")[2]):
        post.slug = slug
        post.save()
        post.revise(by=edith)
    assert client.get(first).status_code == 200
    assert not Redirect.objects.filter(old_path=first).exists()


def test_an_address_that_does_not_exist_helps(client, db):
    response = client.get("/2013/01/10/no-such-story/")
    assert response.status_code == 404
    assert b'href="/"' in response.content


def test_a_long_list_goes_on_from_where_the_last_page_ended(client, remy):
    for number in range(PAGE_SIZE * 2 + 3):
        factories.published_post(by=remy, headline=f"Story {number:03}")
    seen, address = [], "/"
    while address:
        page = client.get(address).context["page"]
        seen += [story.headline for story in page.posts]
        address = f"/?before={page.older}" if page.older else ""
    assert seen == [f"Story {number:03}" for number in reversed(range(PAGE_SIZE * 2 + 3))]


@pytest.mark.parametrize("place", ["x", "1", "-", "1-x", "9" * 40 + "-1", "٣-٣x", "1-" + "9" * 40])
def test_a_place_that_is_none_leads_to_the_start_of_the_list(client, db, place):
    response = client.get("/", {"before": place})
    assert response.status_code in (200, 302)


def test_bylines_are_named_in_order_and_by_role(client, remy):
    post = factories.published_post(by=remy, bylines=[factories.author("Ada Obi"), factories.author("Musa Keita")])
    post.bylines.create(author=factories.author("Ines Sow"), role=Byline.Role.PHOTOGRAPHS, position=5)
    text = " ".join(client.get(post.path).content.decode().partition("<body>")[2].split())
    plain = text.replace("</a>", "").replace("<p", "\n<p")
    assert plain.index("Ada Obi") < plain.index("Musa Keita") < plain.index("photographs by") < plain.index("Ines Sow")


def test_the_feed_carries_the_whole_story_with_addresses_that_hold_elsewhere(client, remy):
    picture = factories.image()
    post = factories.published_post(
        by=remy, body=f"First words.\n\n![Hills](image:{picture.pk})\n\n[Home](/)", lead=picture, standfirst="In short."
    )
    feed = feedparser.parse(client.get("/feed/atom/").content)
    assert not feed.bozo
    entry = feed.entries[0]
    assert entry.title == post.headline
    assert entry.link.endswith(post.path)
    assert entry.summary == "In short."
    assert "First words." in entry.content[0].value
    assert 'src="/' not in entry.content[0].value
    assert 'href="/' not in entry.content[0].value


def test_nothing_of_a_strangers_runs(client, remy):
    hostile = (
        '<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))<a href="//evil.example">y</a>'
    )
    post = factories.published_post(by=remy, headline="<b>Bold</b>", body=hostile, standfirst="<i>x</i>")
    page = client.get(post.path)
    html = page.content.decode()
    story = html[html.index("<article") : html.index("</article>")]
    assert "<script" not in story
    assert "onerror" not in story
    assert "javascript:" not in story
    assert "<b>Bold</b>" not in story
    assert 'src="x"' not in story
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
