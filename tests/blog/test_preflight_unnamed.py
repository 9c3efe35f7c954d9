"""The check of unnamed sources: the words that tell of one, and the editor's sign-off."""

from functools import partial

import pytest

from blog.models import Level
from blog.models.preflight_rules import UNNAMED_PHRASES, phrases_in
from tests.blog.preflight import found, ledger, right_story, set_rules, source_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(remy):
    return partial(right_story, by=remy)


@pytest.fixture
def pasted(remy):
    return source_story(by=remy)


@pytest.mark.parametrize("phrase", phrases_in(UNNAMED_PHRASES))
def test_every_phrase_of_the_list_is_found_whatever_its_capitals_and_lines(write, phrase):
    body = f"Calm words.\n\nIt fell, {phrase.upper().replace(' ', chr(10), 1)}, on Monday."
    [finding] = found(write(body=body), "unnamed")
    assert finding.passage.startswith("It fell,")


@pytest.mark.parametrize(
    "body",
    [
        "The source of the river lies north.",
        "Sources saidi nothing; resources said to be rich.",
        "Open-source tools, sources of income, a reliable source.",
        "She asked not to be photographed.",
    ],
)
def test_words_that_only_look_like_it_are_let_through(write, body):
    assert found(write(body=body), "unnamed") == []


def test_emphasis_within_a_phrase_hides_nothing(write):
    assert found(write(body="He spoke on *condition* of anonymity."), "unnamed")
    assert found(write(standfirst="A source close to the mayor says so."), "unnamed")


def test_a_signed_off_source_stands_for_the_paragraph_of_its_passage_alone(write, edith):
    post = write(body="He spoke on condition of anonymity.\n\nCalm.\n\nSources said *the town* fell.")
    ledger(post, passage="on condition\nof anonymity").sign_off(by=edith)
    [finding] = found(post, "unnamed")
    assert "Sources said" in finding.sentence
    ledger(post, passage="the town fell").sign_off(by=edith)
    assert found(post, "unnamed") == []


def test_a_signed_off_source_without_a_passage_stands_for_the_whole_story(pasted, edith):
    ledger(pasted).sign_off(by=edith)
    assert found(pasted, "unnamed") == []


def test_a_passage_that_the_story_has_no_more_covers_nothing(write, edith):
    post = write(body="Sources said the town fell.")
    ledger(post, passage="the town fell").sign_off(by=edith)
    post.body = "Sources said the town was taken."
    post.save()
    assert len(found(post, "unnamed")) == 1


def test_a_passage_whose_source_is_entered_waits_for_the_sign_off_alone(write, remy):
    post = write(body="He spoke on condition of anonymity.")
    ledger(post, passage="He spoke", entered_by=remy)
    [finding] = found(post, "unnamed")
    assert (finding.level, finding.passage) == (Level.BLOCK, "")
    assert "waits for an editor" in finding.sentence


def test_an_unnamed_source_in_the_ledger_waits_even_if_no_phrase_tells_of_it(write, edith):
    post = write()
    source = ledger(post, name="Colonel Known")
    [finding] = found(post, "unnamed")
    assert "An unnamed source waits" in finding.sentence
    assert "Colonel" not in str(finding)
    source.sign_off(by=edith)
    assert found(post, "unnamed") == []


def test_a_named_source_stands_for_no_unnamed_one(write):
    post = write(body="Sources said the town fell.")
    ledger(post, is_unnamed=False, why_unnamed="")
    assert len(found(post, "unnamed")) == 1


def test_editors_choose_the_phrases(write):
    set_rules(unnamed_phrases="little birds\n")
    assert found(write(body="Sources said so."), "unnamed") == []
    assert found(write(body="Little birds told us."), "unnamed")
    set_rules(unnamed_phrases="")
    assert found(write(body="Little birds told us."), "unnamed") == []
