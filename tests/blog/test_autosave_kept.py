"""What is typed and cannot be in the story yet is kept for its writer alone."""

from datetime import timedelta

import pytest

from blog.markup import LONGEST_BRACKET_RUN
from blog.models import Author, Post, Sheet, Tag
from tests import factories
from tests.blog.desk import address, signed_in
from tests.blog.sheets import opened

TOO_MANY_BRACKETS = "[" * (LONGEST_BRACKET_RUN + 1)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"body": f"Typed. {TOO_MANY_BRACKETS}"}, "to be put right: Text"),
        ({"by": "Serg"}, "to be put right: By"),
        ({"tag_names": "Half-typ"}, "to be put right: Tags"),
        ({"headline": "x" * 251}, "to be put right: Headline"),
    ],
)
def test_a_text_with_a_bad_line_is_kept_for_its_writer(remy, typed, why):
    post = factories.draft(by=remy, body="Before.")
    sheet = opened(remy, post)
    answer = sheet.autosave(**{"body": "Typed.", **typed}).json()

    post.refresh_from_db()
    assert answer["why"] == why
    assert post.body == "Before."
    again = opened(remy, post, f"?kept={sheet.marks['sheet']}")
    assert again.values["body"] == typed.get("body", "Typed.")
    assert all(again.values[name] == value for name, value in typed.items())
    assert not Tag.objects.exists()
    assert not Author.objects.filter(name="Serg").exists()


def test_a_new_story_is_begun_over_a_bad_line_too(remy):
    sheet = opened(remy)
    sheet.autosave(headline="Kept", body=TOO_MANY_BRACKETS)

    post = Post.objects.get()
    assert (post.headline, post.body) == ("Kept", "")
    assert opened(remy, post, f"?kept={sheet.marks['sheet']}").values["body"] == TOO_MANY_BRACKETS
    sheet.autosave(body="Put right.")
    post.refresh_from_db()
    assert post.body == "Put right."
    assert not Sheet.objects.holding_text().exists()


def test_what_was_refused_at_save_is_kept_without_script(remy):
    post = factories.draft(by=remy)
    opened(remy, post).save(body=TOO_MANY_BRACKETS)

    page = opened(remy, post).page
    assert "is kept for you" in page.content.decode()
    assert page.context["sheet"]["kept"].typed["body"] == TOO_MANY_BRACKETS


def test_readers_of_a_live_story_see_no_autosave(remy, post, client):
    sheet = opened(remy, post)
    answer = sheet.autosave(body="Not for readers yet.").json()

    assert answer["why"] == "readers see it after Save"
    assert "Not for readers" not in client.get(post.path).content.decode()
    assert post.revisions.count() == 1


def test_unpublished_changes_of_a_live_story_are_shown_and_gone_on_with(remy, post, client):
    opened(remy, post).autosave(body="Rewritten.\n\nSecond paragraph, with *emphasis*.")
    page = opened(remy, post).page
    kept = page.context["sheet"]["kept"]
    offer = signed_in(remy).get(address("post_kept", post.pk, kept.key)).content.decode()

    assert address("post_kept", post.pk, kept.key) in page.content.decode()
    assert "<ins>Rewritten.</ins>" in offer
    opened(remy, post, f"?kept={kept.key}").save()
    assert "Rewritten." in client.get(post.path).content.decode()
    assert not Sheet.objects.holding_text().exists()


def test_unpublished_changes_are_discarded_by_a_press_alone(remy, post):
    sheet = opened(remy, post)
    sheet.autosave(body="Never mind.")
    discard = address("post_discard", post.pk, sheet.marks["sheet"])

    assert sheet.client.get(discard).status_code == 405
    assert sheet.client.post(discard)["Location"] == address("post_change", post.pk)
    assert opened(remy, post).page.context["sheet"]["kept"] is None
    assert sheet.client.post(discard).status_code == 404


def test_nobody_else_sees_what_is_kept_for_a_writer(remy, edith, post):
    sheet = opened(remy, post)
    sheet.autosave(body="My secret.")
    key = sheet.marks["sheet"]

    assert signed_in(edith).get(address("post_kept", post.pk, key)).status_code == 404
    assert signed_in(edith).post(address("post_discard", post.pk, key)).status_code == 404
    page = opened(edith, post, f"?kept={key}").page
    assert "My secret." not in page.content.decode()
    assert page.context["sheet"]["kept"] is None


def test_what_differs_is_shown_word_by_word_with_names_instead_of_numbers(remy):
    world = factories.section("World")
    post = factories.draft(by=remy, body="The army left Konna.")
    sheet = opened(remy, post)
    part = sheet.client.post(
        address("post_differences", post.pk),
        {**sheet.values, "section": world.pk, "body": "The army <b>held</b> Konna."},
    ).content.decode()

    assert "<del>left</del>" in part
    assert "&lt;b&gt;held" in part
    assert "<ins>World</ins>" in part
    assert "<html" not in part
    assert "Nothing differs" in sheet.client.post(address("post_differences", post.pk), sheet.values).content.decode()
    assert "Typed" in sheet.client.post(address("post_differences_new"), {"body": "Typed"}).content.decode()


def test_sheets_that_hold_nothing_are_forgotten_after_a_week(remy, post, clock):
    opened(remy, post)
    opened(remy, post).autosave(body="Kept.")
    clock.shift(timedelta(days=8))
    opened(remy, post)

    assert [sheet.typed is not None for sheet in Sheet.objects.order_by("opened_at")] == [True, False]
