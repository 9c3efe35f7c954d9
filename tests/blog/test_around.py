"""What stands around a story: its neighbours in time, and related stories, none of which readers may not see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Post
from blog.models.nearness import MOST_RELATED, NEWEST_LOOKED_AT
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(remy):
    """Publishes a story so many minutes ago."""

    def story(headline, *, ago=0, tags=(), **fields):
        at = timezone.now() - timedelta(minutes=ago)
        made = factories.published_post(by=remy, headline=headline, at=at, **fields)
        made.tags.set(factories.tag(name) for name in tags)
        return made

    return story


def around(post):
    return Post.objects.for_page().get(pk=post.pk).around


def names(ways):
    return [way.name for way in ways]


def test_before_and_after_are_the_nearest_by_publication(publish):
    middle = publish("Middle", ago=10)
    publish("Oldest", ago=30)
    publish("Older", ago=20)
    publish("Newest", ago=1)
    publish("Newer", ago=5, short_headline="In short")
    found = around(middle)
    assert (found.previous.name, found.next.name) == ("Older", "In short")
    assert found.previous.address == Post.objects.get(headline="Older").get_absolute_url()


def test_stories_of_the_same_moment_have_an_order_as_on_lists(publish):
    first, second, third = (publish(f"Story {number}") for number in (1, 2, 3))
    assert names([around(second).previous, around(second).next]) == [first.headline, third.headline]
    assert around(first).previous is None
    assert around(third).next is None


def test_stories_of_a_rare_tag_come_before_those_of_a_common_one(publish):
    story = publish("Story", ago=1000, tags=["Mali", "Konna"])
    for number in range(8):
        publish(f"Common {number}", ago=10 + number, tags=["Mali"])
    publish("Rare", ago=500, tags=["Konna"])
    publish("Both", ago=600, tags=["Konna", "Mali"])
    publish("Fence", ago=999)
    publish("Elsewhere", ago=3, tags=["Niger"])
    assert names(around(story).related) == ["Both", "Rare", "Common 0", "Common 1"]


def test_without_tags_the_newest_of_the_section_are_related(publish):
    world = factories.section()
    story = publish("Story", ago=1000, section=world)
    for number in range(8):
        publish(f"World {number}", ago=10 + number, section=world)
    publish("Business", ago=999, section=factories.section("Business"))
    publish("Nowhere", ago=1)
    assert names(around(story).related) == ["World 0", "World 1", "World 2", "World 3"]
    assert around(Post.objects.get(headline="Nowhere")).related == []


def test_the_section_decides_among_stories_of_the_same_tag(publish):
    story = publish("Story", ago=1000, tags=["Mali"], section=factories.section())
    publish("Fence", ago=999)
    publish("Older, same section", ago=50, tags=["Mali"], section=factories.section())
    publish("Newer", ago=10, tags=["Mali"])
    assert names(around(story).related)[:2] == ["Older, same section", "Newer"]


def test_neither_the_story_nor_its_neighbours_are_related(publish):
    stories = [publish(f"Story {number}", ago=100 - number, tags=["Mali"]) for number in range(9)]
    for story in stories:
        found = around(story)
        beside = names(way for way in (found.previous, found.next) if way)
        assert len(found.related) == MOST_RELATED
        assert not {story.headline, *beside} & set(names(found.related))


def test_only_what_readers_see_stands_around(publish, remy, edith):
    section = factories.section()
    story = publish("Story", ago=10, tags=["Mali"], section=section)
    secret = factories.draft(by=remy, headline="Secret", section=section)
    withdrawn = publish("Withdrawn", ago=9, tags=["Mali"], section=section)
    for post in (secret, withdrawn):
        post.tags.add(factories.tag("Mali"))
    withdrawn.retract(by=edith)
    found = around(story)
    assert (found.previous, found.next, found.related) == (None, None, [])
    hidden = around(secret)
    assert names(hidden.tags) == ["Mali"]
    assert (hidden.previous, hidden.next, hidden.related) == (None, None, [])


def test_tags_and_the_posters_links_stand_in_their_order(publish):
    story = publish("Story", tags=["Zinder", "Agadez"])
    story.poster.links.create(label="Second", url="https://two.example/", position=2)
    story.poster.links.create(label="First", url="https://one.example/", position=1)
    found = around(story)
    assert names(found.tags) == ["Agadez", "Zinder"]
    assert [(link.label, link.url) for link in found.links] == [
        ("First", "https://one.example/"),
        ("Second", "https://two.example/"),
    ]


def test_all_of_it_is_one_query_and_what_is_loaded_already_is_not_asked_for(publish):
    story = publish("Story", tags=["Mali"], section=factories.section())
    for number in range(8):
        publish(f"Other {number}", ago=number, tags=["Mali"])
    for posts in (Post.objects.for_page(), Post.objects.for_article()):
        post = posts.get(pk=story.pk)
        with CaptureQueriesContext(connection) as queries:
            assert names(post.around.tags) == ["Mali"]
            assert len(post.around.related) == MOST_RELATED
        assert len(queries) == 1
    assert "blog_tag " not in queries[0]["sql"]


def test_of_a_tag_with_many_stories_only_the_newest_are_looked_at(publish, remy):
    story = publish("Story", ago=5000, tags=["Mali"])
    tag = factories.tag("Mali")
    rows = [
        Post(
            state="published",
            headline=f"Story {number}",
            poster=story.poster,
            path=f"/copy/{number}/",
            published_at=timezone.now() - timedelta(minutes=number),
        )
        for number in range(NEWEST_LOOKED_AT * 3)
    ]
    made = Post.objects.bulk_create(rows)
    Post.tags.through.objects.bulk_create(Post.tags.through(post=post, tag=tag) for post in made)
    looked_at = {post.headline for post in made[-NEWEST_LOOKED_AT:]}
    assert set(names(around(story).related)) <= looked_at
