"""A published story stands in the list of each of its authors and tags, and in no other; so does none that is not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Author, Listing, Post, Tag
from tests import factories
from tests.blog.feed_stories import copy_of
from tests.blog.plans import plan_of


@pytest.fixture
def story(remy):
    """A published story of Remy's, which names Ines as well, about Mali."""
    found = factories.published_post(by=remy, bylines=[Author.of(remy), factories.author("Ines Sow")])
    found.tags.add(factories.tag())
    return found


def places(post) -> set[str]:
    """Where the story is listed, by name; each at the moment of its publication."""
    rows = Listing.objects.filter(post=post)
    assert {row.published_at for row in rows} <= {Post.objects.get(pk=post.pk).published_at}
    return {str(row.author or row.tag) for row in rows.select_related("author", "tag")}


def test_a_story_is_listed_once_under_everybody_and_everything_it_names(story, remy):
    story.bylines.create(author=Author.of(remy), role="photographs", position=3)
    assert places(story) == {"Remy", "Ines Sow", "Mali"}
    assert Listing.objects.filter(post=story).count() == 3


def test_a_draft_is_listed_nowhere_and_everywhere_once_it_is_published(remy, edith):
    draft = factories.draft(by=remy, bylines=[factories.author("Ines Sow")])
    draft.tags.add(factories.tag())
    assert places(draft) == set()
    draft.publish(by=edith)
    assert places(draft) == {"Remy", "Ines Sow", "Mali"}


@pytest.mark.parametrize("verb", ["retract", "kill"])
def test_a_story_that_goes_leaves_its_lists_and_comes_back_to_them(story, edith, verb):
    before = places(story)
    getattr(story, verb)(by=edith, note="A reason.")
    assert places(story) == set()
    (story.reopen if verb == "retract" else story.reinstate)(by=edith)
    story.publish(by=edith)
    assert places(story) == before


def test_tags_are_listed_whichever_side_they_are_set_from(story):
    coup = factories.tag("Coup")
    story.tags.set([coup])
    assert places(story) == {"Remy", "Ines Sow", "Coup"}
    coup.posts.clear()
    assert places(story) == {"Remy", "Ines Sow"}
    coup.posts.add(story)
    assert places(story) == {"Remy", "Ines Sow", "Coup"}
    coup.posts.remove(story)
    story.tags.add(coup)
    story.tags.clear()
    assert places(story) == {"Remy", "Ines Sow"}


def test_bylines_and_posters_that_change_change_the_lists(story):
    story.bylines.all().delete()
    assert places(story) == {"Remy", "Mali"}
    story.poster = factories.author("Serge Daniel")
    story.save(update_fields=["poster"])
    assert places(story) == {"Serge Daniel", "Mali"}
    story.bylines.create(author=factories.author("Ines Sow"))
    assert places(story) == {"Serge Daniel", "Ines Sow", "Mali"}


def test_a_restored_revision_is_listed_as_it_was(story, edith):
    story.revise(by=edith)
    before = story.revisions.first()
    story.tags.clear()
    story.bylines.all().delete()
    story.revise(by=edith)
    story.revert_to(before, by=edith)
    assert places(story) == {"Remy", "Ines Sow", "Mali"}


def test_a_story_or_a_tag_that_is_deleted_is_in_no_list(story):
    Tag.objects.all().delete()
    assert places(story) == {"Remy", "Ines Sow"}
    story.delete()
    assert not Listing.objects.exists()


def test_what_was_written_in_bulk_is_listed_by_the_next_sweep(story):
    Post.objects.bulk_create(copy_of(story, number) for number in range(1, 3))
    Post.objects.filter(pk=story.pk).update(published_at=timezone.now() - timedelta(days=1))
    assert Listing.objects.catch_up() == 3
    assert all("Remy" in places(post) for post in Post.objects.published())
    assert Listing.objects.catch_up() == 0


def test_lists_of_authors_and_tags_are_read_along_their_index(story):
    for posts, index in (
        (Post.objects.published().tagged(factories.tag()), "stories_of_a_tag"),
        (Post.objects.published().by(story.poster), "stories_of_an_author"),
    ):
        with CaptureQueriesContext(connection) as captured:
            assert list(posts.newest_first().from_place(timezone.now(), story.pk + 1)[:21]) == [story]
        plan = "\n".join(plan_of(captured[-1]["sql"]))
        assert index in plan
        assert "TEMP B-TREE" not in plan
