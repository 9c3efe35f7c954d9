"""How well a story answers, told from its words alone. See test_search.py for what readers get."""

import pytest

from blog.search.relevance import rarities, relevances
from blog.search.words import Question, terms_of

NONE = ("", "", "", "other words than these are in the text")


def ranks(asked, *stories, known=(), of=1000):
    return relevances(Question(terms_of(asked)), stories, rarities(dict(known), of))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (("konna", "", "", "a text"), ("", "konna", "", "a text")),
        (("", "konna", "", "a text"), ("", "", "", "a text konna")),
        (("", "", "konna", "a text"), ("", "", "", "a text konna")),
        (("", "", "", "konna and konna"), ("", "", "", "konna and mopti")),
        (("", "", "", "konna"), ("", "", "", "konna and much else of what happened on that day elsewhere")),
    ],
)
def test_what_speaks_more_of_it_is_the_better_answer(better, worse):
    first, second = ranks("konna", better, worse)
    assert first > second


def test_a_rare_word_tells_more_than_a_frequent_one():
    first, second = ranks(
        "minister hydrofoil",
        ("hydrofoil", "", "", "minister"),
        ("minister", "", "", "hydrofoil"),
        known={"minister": 900, "hydrofoil": 2}.items(),
    )
    assert first > second


def test_other_forms_of_a_word_count_as_it_does():
    as_typed, other_form, neither = ranks("attacked", ("", "", "", "attacked"), ("", "", "", "attacks!"), NONE)
    assert as_typed == pytest.approx(other_form, rel=0.1)
    assert neither > 0  # the database has met it, in whatever form


def test_a_phrase_counts_where_its_words_stand_together():
    many, one = ranks('"peace talks"', ("", "", "", "peace talks peace talks"), ("", "", "", "peace talks talks peace"))
    assert many > one


def test_a_word_that_everybody_has_or_nobody_knows_still_counts():
    assert 0 < rarities({"the": 1000}, 1000)["the"] < rarities({"konna": 1}, 1000)["konna"]
    assert ranks("unheard", ("unheard", "", "", "")) > [0]
    assert relevances(Question(marks=("__1",)), [NONE, NONE], {}) == [0, 0]
    assert relevances(Question(terms_of("konna")), [], {}) == []
