"""Who follows a feed asks for it again and again: that costs little while nothing changes, and never hides a change."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Author, Byline, Post
from tests import factories
from tests.blog.feed_stories import ENDINGS, copy_of, full_story, places


@pytest.fixture
def story(remy):
    return full_story(by=remy)


@pytest.mark.parametrize("ending", ENDINGS)
def test_who_has_the_feed_already_is_told_so_in_three_queries(client, story, ending):
    for place in places(story):
        first = client.get(place + ending)
        for headers in (
            {"if-none-match": first["ETag"]},
            {"if-none-match": f"W/{first['ETag']}"},
            {"if-modified-since": first["Last-Modified"]},
        ):
            with CaptureQueriesContext(connection) as queries:
                again = client.get(place + ending, headers=headers)
            assert again.status_code == 304, headers
            assert again.content == b""
            assert again["ETag"] == first["ETag"]
            assert len(queries) <= 3  # one of them for the name of the paper, where it is not known


CHANGES = {
    "a new story": lambda post, edith: factories.published_post(by=edith),
    "new words": lambda post, edith: (setattr(post, "body", "Other."), post.save(), post.revise(by=edith)),
    "a new headline": lambda post, edith: (setattr(post, "headline", "Other"), post.save(), post.revise(by=edith)),
    "an author's new name": lambda post, edith: Author.objects.filter(name="Ada Obi").update(name="Ada Eze"),
    "a tag's new name": lambda post, edith: post.tags.update(name="Azawad"),
    "the section's new name": lambda post, edith: type(post.section).objects.update(name="Abroad"),
    "a retracted story": lambda post, edith: post.retract(by=edith),
    "new words of a picture": lambda post, edith: (
        setattr(image := post.lead.image, "caption", "Other"),
        image.save(),
        post.save(),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_who_has_an_older_feed_gets_the_new_one(client, story, edith, clock, change):
    factories.published_post(by=edith)
    before = client.get("/feed/")
    clock.shift(60)
    CHANGES[change](Post.objects.get(pk=story.pk), edith)
    after = client.get("/feed/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_who_keeps_dates_alone_learns_of_a_retracted_story(client, story, post, edith, clock):
    before = client.get("/feed/")
    clock.shift(60)
    Post.objects.get(pk=story.pk).retract(by=edith)
    after = client.get("/feed/", headers={"if-modified-since": before["Last-Modified"]})
    assert after.status_code == 200
    assert b"Konna" not in after.content


@pytest.mark.parametrize("ending", ENDINGS)
def test_feeds_take_as_many_queries_for_a_thousand_stories_as_for_ten(client, remy, ending):
    section, tag = factories.section(), factories.tag()
    posts = [factories.published_post(by=remy, section=section, lead=factories.image()) for _ in range(10)]
    for post in posts:
        post.tags.add(tag)
    addresses = [
        page + ending for page in ("/", section.get_absolute_url(), "/tag/mali/", posts[0].poster.get_absolute_url())
    ]
    few = [queries_of(client, address) for address in addresses]
    copies = [copy_of(posts[0], number) for number in range(990)]
    Post.objects.bulk_create(copies)
    Post.tags.through.objects.bulk_create(Post.tags.through(post=copy, tag=tag) for copy in copies)
    Byline.objects.bulk_create(Byline(post=copy, author=copy.poster, position=0) for copy in copies)
    assert [queries_of(client, address) for address in addresses] == few
    assert max(few) <= 9  # as above


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
