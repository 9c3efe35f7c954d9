"""What the writer of a refused comment finds at its signed address."""

import re

import pytest
from django.test import Client

from comments.held import held_path
from comments.models import Comment, Decision, Status
from comments.rules.letter_links import errands_of
from tests.comments.conversation import comment_on
from tests.comments.rules_fixtures import rules


@pytest.fixture
def comment(post):
    return comment_on(post, status=Status.PENDING, comment="You are all *wrong*.")


def trash(comment, by, **more):
    """As a moderator's letter does it."""
    path = next(errand.path for errand in errands_of(comment, by) if errand.verb == "trash")
    page = Client().get(path).content.decode()
    words = re.search(r'name="words" value="(\w+)"', page)[1]
    Client().post(path, {"move": "trash", "words": words, **more})
    comment.refresh_from_db()


def opened(comment):
    return Client().get(held_path(comment).partition("#")[0])


def test_the_writer_reads_the_reason_that_was_meant_for_them_and_where_to_appeal(comment, edith):
    rules(appeal_address="appeals@paper.example")
    trash(comment, edith, reason="It attacks a <person>.", is_told="yes")
    response = opened(comment)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Your comment is not published" in page
    assert "It attacks a &lt;person&gt;." in page
    assert "You are all *wrong*." in page
    assert f'href="mailto:appeals@paper.example?subject=Appeal%3A%20comment%20{comment.pk}"' in page
    assert "Edith" not in page
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies


@pytest.mark.parametrize("fields", [{"reason": "Between us."}, {"is_told": "yes"}, {"reason": "  ", "is_told": "yes"}])
def test_a_reason_that_is_not_meant_for_the_writer_stays_in_the_journal(comment, edith, fields):
    trash(comment, edith, **fields)
    page = opened(comment).content.decode()
    assert "Your comment is not published" in page
    assert "The reason" not in page
    assert "Between us." not in page
    assert "mailto:" not in page
    assert not Decision.objects.get().is_told


def test_a_reason_is_told_of_the_trash_alone(comment, edith):
    path = errands_of(comment, edith)[0].path
    page = Client().get(path).content.decode()
    words = re.search(r'name="words" value="(\w+)"', page)[1]
    Client().post(path, {"move": "approve", "words": words, "reason": "Good.", "is_told": "yes"})
    assert (Decision.objects.get().reason, Decision.objects.get().is_told) == ("Good.", False)


@pytest.mark.parametrize("verb", ["spam", None])
def test_spam_and_what_waits_learn_nothing(comment, edith, verb, clock):
    clock.shift(16 * 60)  # until then, what waits can be edited
    waiting = opened(comment).content.decode()
    if verb:
        getattr(comment, verb)(by=edith, reason="Casino.")
    page = opened(comment).content.decode()
    assert "awaiting moderation" in page
    assert "not published" not in page
    assert page == waiting


def test_what_the_rules_threw_out_says_nothing(comment, post):
    Comment.objects.filter(pk=comment.pk).trash(by=None)
    assert opened(comment).headers["Location"] == post.get_absolute_url()


def test_after_the_decision_is_undone_it_waits_again(comment, edith):
    trash(comment, edith, reason="No.", is_told="yes")
    Decision.objects.get().undo(by=edith)
    assert "awaiting moderation" in opened(comment).content.decode()


def test_an_old_address_leads_to_the_story(comment, edith, post, clock):
    path = held_path(comment).partition("#")[0]
    trash(comment, edith, reason="No.", is_told="yes")
    clock.shift(32 * 24 * 3600)
    assert Client().get(path).headers["Location"] == post.get_absolute_url()


def test_the_address_for_appeals_is_set_with_the_rules(client, edith):
    client.force_login(edith)
    assert "Address for appeals" in client.get("/desk/rules/moderationrules/1/change/").content.decode()
