"""Notes on a passage: for colleagues, resolvable, and never public."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import EditorialNote
from tests import factories
from tests.blog.desk import address, signed_in

pytestmark = pytest.mark.django_db

PASSAGE = "Second paragraph, with *emphasis*"


@pytest.fixture
def story(remy):
    return factories.draft(by=remy)


def write(client, story, words="Who says so?", passage=PASSAGE):
    return client.post(address("post_notes", story.pk), {"words": words, "passage": passage})


def test_an_editor_notes_on_a_passage_and_its_author_reads_and_resolves(story, edith, remy):
    assert write(signed_in(edith), story).status_code == 302
    [note] = EditorialNote.objects.all()
    assert (note.post, note.author, note.passage, note.words) == (story, edith, PASSAGE, "Who says so?")
    desk = signed_in(remy)
    sheet = desk.get(address("post_change", story.pk)).content.decode()
    assert "Who says so?" in sheet
    assert "Second paragraph" in desk.get(address("post_notes", story.pk)).content.decode()
    desk.post(address("post_note", story.pk, note.pk), {"resolve": "1"})
    note.refresh_from_db()
    assert (note.is_open, note.resolved_by) == (False, remy)
    assert "Who says so?" not in desk.get(address("post_change", story.pk)).content.decode()
    assert "resolved by Remy" in desk.get(address("post_notes", story.pk)).content.decode()
    desk.post(address("post_note", story.pk, note.pk), {"reopen": "1"})
    note.refresh_from_db()
    assert (note.is_open, note.resolved_by) == (True, None)


def test_a_note_of_the_whole_story_needs_no_passage(story, edith):
    write(signed_in(edith), story, passage="")
    assert EditorialNote.objects.get().is_there


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": " "}, "Write what you want to say"),
        ({"passage": "Words it never had"}, "does not have these words"),
        ({"words": "x" * 2001}, "at most 2000"),
        ({"passage": "\x00"}, "Null characters"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(story, edith, typed, said):
    answer = write(signed_in(edith), story, **{"words": "Kept words", **typed})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert typed.get("words", "Kept words").strip() in page
    assert not EditorialNote.objects.exists()


def test_a_passage_is_found_however_its_lines_are_broken_and_told_when_it_is_gone(story, edith):
    note = EditorialNote.objects.create(post=story, author=edith, passage="Second\n  paragraph, with", words="Hm.")
    assert note.is_there
    story.body = "Everything is new."
    story.save()
    page = signed_in(edith).get(address("post_notes", story.pk)).content.decode()
    assert "does not have these words any more" in page


def test_words_are_words(story, edith):
    write(signed_in(edith), story, words="<script>alert(1)</script>", passage="")
    for name in ("post_notes", "post_change"):
        assert "<script>alert" not in signed_in(edith).get(address(name, story.pk)).content.decode()


def test_the_link_from_the_sheet_brings_the_passage_along(story, edith):
    page = signed_in(edith).get(address("post_notes", story.pk), {"passage": "with <em>"}).content.decode()
    assert "with &lt;em&gt;</textarea>" in page


def test_who_does_not_see_the_story_sees_and_settles_no_note(story, edith, colin, ruth, client):
    note = EditorialNote.objects.create(post=story, author=edith, words="Secret.")
    for visitor in (signed_in(colin), signed_in(ruth), client):
        for answer in (
            visitor.get(address("post_notes", story.pk)),
            write(visitor, story),
            visitor.post(address("post_note", story.pk, note.pk), {"resolve": "1"}),
        ):
            assert answer.status_code in (302, 403, 404)
            assert b"Secret." not in answer.content
    assert [n.is_open for n in EditorialNote.objects.all()] == [True]
    with pytest.raises(PermissionDenied):
        note.resolve(by=colin)
    assert signed_in(edith).get(address("post_note", story.pk, note.pk)).status_code == 405


def test_a_note_of_another_story_is_not_found(story, edith, remy):
    note = EditorialNote.objects.create(post=factories.draft(by=remy), author=edith, words="Elsewhere.")
    assert signed_in(edith).post(address("post_note", story.pk, note.pk)).status_code == 404


def test_readers_never_meet_a_note(post, edith, client):
    EditorialNote.objects.create(post=post, author=edith, words="Between us alone.", passage="")
    for path in (post.get_absolute_url(), "/", "/feed/atom/"):
        assert b"Between us alone." not in client.get(path).content
    assert "Between us alone." not in str(post.snapshot())


def test_the_notes_cost_the_same_queries_however_many_they_are(story, edith):
    desk, numbers = signed_in(edith), []
    for amount in (1, 40):
        EditorialNote.objects.bulk_create(
            EditorialNote(post=story, author=edith, words=f"Note {n}", passage=PASSAGE) for n in range(amount)
        )
        with CaptureQueriesContext(connection) as queries:
            desk.get(address("post_notes", story.pk))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
