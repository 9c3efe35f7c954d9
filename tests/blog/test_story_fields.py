"""Short headlines, sticky stories, first addresses: what a story says where its text is not."""

import pytest

from blog.models import Revision
from blog.pages import MOST_STICKY, PAGE_SIZE
from tests import factories
from tests.blog.desk import address, refusals, sheet, signed_in

FIELDS = {
    "short_headline": "Troops clash",
    "canonical_address": "https://agency.example/mali",
    "search_title": "Mali: the clash at Konna",
    "search_description": "What is known of the clash.",
}


def headlines(client, path):
    return [story.headline for story in client.get(path).context["page"].posts]


def stories(remy, count, **fields):
    return [factories.published_post(by=remy, headline=f"Story {number:02}", **fields) for number in range(count)]


def test_lists_have_the_short_headline_and_the_article_and_the_feed_the_full_one(client, remy):
    section, tag = factories.section(), factories.tag()
    post = factories.published_post(by=remy, headline="A headline in full", short_headline="In short", section=section)
    post.tags.add(tag)
    for path in ("/", section.get_absolute_url(), tag.get_absolute_url(), post.poster.get_absolute_url()):
        html = client.get(path).content.decode()
        assert ">In short</a></h2>" in html
        assert "A headline in full" not in html
    for path in (post.path, "/feed/atom/"):
        html = client.get(path).content.decode()
        assert "A headline in full" in html
        assert "In short" not in html


def test_without_a_short_headline_lists_have_the_headline(client, post):
    assert f">{post.headline}</a></h2>" in client.get("/").content.decode()


def test_sticky_stories_stand_first_and_are_not_repeated_on_any_page(client, remy):
    section = factories.section()
    made = stories(remy, 2 * PAGE_SIZE + 3, section=section)
    for post in (made[0], made[PAGE_SIZE]):
        post.is_sticky = True
        post.save()
    lifted = [f"Story {PAGE_SIZE:02}", "Story 00"]
    rest = [post.headline for post in reversed(made) if post.headline not in lifted]
    for path in ("/", section.get_absolute_url()):
        seen, where = [], path
        while where:
            page = client.get(where).context["page"]
            seen += [story.headline for story in page.posts]
            where = f"{path}?before={page.older}" if page.older else ""
        assert seen == lifted + rest


def test_a_sticky_story_stands_by_its_date_elsewhere_and_in_other_sections(client, remy):
    tag = factories.tag()
    old, new = stories(remy, 2, section=factories.section("World"))
    for post in (old, new):
        post.tags.add(tag)
    old.is_sticky = True
    old.save()
    assert headlines(client, tag.get_absolute_url()) == ["Story 01", "Story 00"]
    assert headlines(client, old.poster.get_absolute_url()) == ["Story 01", "Story 00"]
    assert headlines(client, factories.section("Sport").get_absolute_url()) == []
    assert headlines(client, "/") == ["Story 00", "Story 01"]


def test_the_newest_sticky_stories_stand_first_and_the_others_by_their_date(client, remy):
    made = stories(remy, MOST_STICKY + 2)
    for post in made[:-1]:
        post.is_sticky = True
        post.save()
    newest_sticky = [post.headline for post in reversed(made[1:-1])]
    assert headlines(client, "/") == [*newest_sticky, made[-1].headline, made[0].headline]


def test_a_retracted_sticky_story_leaves_the_front_page(client, remy, edith):
    old, _new = stories(remy, 2)
    old.is_sticky = True
    old.save()
    old.retract(by=edith, note="Source withdrew")
    assert headlines(client, "/") == ["Story 01"]


def test_a_list_takes_as_many_queries_for_three_sticky_stories_as_for_one(client, remy, django_assert_max_num_queries):
    made = stories(remy, MOST_STICKY + 2, section=factories.section())
    for post in made[:MOST_STICKY]:
        post.lead_with(factories.image())
        post.is_sticky = True
        post.save()
        with django_assert_max_num_queries(8):
            client.get("/")
        with django_assert_max_num_queries(8):
            client.get(factories.section().get_absolute_url())


def test_a_revision_keeps_and_restores_the_new_words(remy, edith):
    post = factories.draft(by=remy, **FIELDS)
    first = post.revisions.get()
    for name in FIELDS:
        setattr(post, name, "")
    post.save()
    assert post.revise(by=remy).number == 2
    post.revert_to(first, by=edith)
    post.refresh_from_db()
    assert {name: getattr(post, name) for name in FIELDS} == FIELDS


def test_a_revision_from_before_the_new_words_still_restores_and_differs_in_nothing(remy, edith):
    post = factories.draft(by=remy, body="One.")
    assert not set(FIELDS) & set(post.revisions.get().snapshot)
    assert "is_sticky" not in post.revisions.get().snapshot
    old = Revision.objects.get()
    assert post.revise(by=remy) is None
    for name, words in {**FIELDS, "body": "Two."}.items():
        setattr(post, name, words)
    post.save()
    post.revise(by=remy)
    post.revert_to(old, by=edith)
    post.refresh_from_db()
    assert (post.body, post.short_headline, post.canonical_address) == ("One.", "", "")


def test_making_a_story_sticky_is_recorded_and_restoring_an_older_revision_does_not_undo_it(remy, edith):
    post = factories.draft(by=remy)
    first = post.revisions.get()
    post.is_sticky = True
    post.save()
    assert post.revise(by=edith).snapshot["is_sticky"] is True
    post.revert_to(first, by=remy)
    post.refresh_from_db()
    assert post.is_sticky


def test_an_editor_fills_all_in_at_the_desk(edith, post):
    desk = signed_in(edith)
    desk.post(address("post_change", post.pk), sheet(post, is_sticky="on", **FIELDS))
    post.refresh_from_db()
    assert {name: getattr(post, name) for name in FIELDS} == FIELDS
    assert post.is_sticky
    desk.post(address("post_change", post.pk), sheet(post, **FIELDS))
    post.refresh_from_db()
    assert not post.is_sticky


def test_what_is_sticky_is_for_editors_to_say(remy, edith, post):
    desk = signed_in(remy)
    assert "is_sticky" not in desk.get(address("post_change", post.pk)).context["adminform"].form.fields
    desk.post(address("post_change", post.pk), sheet(post, is_sticky="on"))
    post.refresh_from_db()
    assert not post.is_sticky
    signed_in(edith).post(address("post_change", post.pk), sheet(post, is_sticky="on"))
    desk.post(address("post_change", post.pk), sheet(post, body="Changed by its author."))
    post.refresh_from_db()
    assert (post.body, post.is_sticky) == ("Changed by its author.", True)


@pytest.mark.parametrize(
    "typed",
    [
        "/mali/",
        "ftp://agency.example/mali",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///mali",
        "https://ada:secret@agency.example/mali",
        "https://ada@agency.example/",
        "https://agency.example/a b",
        "https://[broken/",
        "https://agency.example/" + "x" * 500,
    ],
)
def test_a_first_address_that_is_no_web_address_is_refused_beside_its_field_and_the_text_kept(remy, typed):
    answer = signed_in(remy).post(address("post_add"), sheet(canonical_address=typed, body="Typed."))
    assert list(refusals(answer)) == ["canonical_address"]
    assert "Typed." in answer.content.decode()


@pytest.mark.parametrize("typed", ["agency.example/mali", "//agency.example/mali", " https://agency.example/mali "])
def test_an_address_typed_without_its_scheme_is_understood(remy, post, typed):
    signed_in(remy).post(address("post_change", post.pk), sheet(post, canonical_address=typed))
    post.refresh_from_db()
    assert post.canonical_address == "https://agency.example/mali"
