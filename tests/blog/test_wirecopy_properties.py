"""What holds for the cleaner and the comparison whatever is pasted; and that neither works long on hostile text."""

import random
import re
import textwrap
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.wirecopy import Change, changes, clean, cleaning, difference, passages, quotes, spaces

WORDS = st.sampled_from(
    "Konna which the a I U.S. AQIM 3,300 10:30 Mali's don't d’etat example.com https://x.org/a,b r@x.org #Mali (s)he "
    "(AQIM) (the group) “We have,” \"war\" 'quoted' `a,b` [text](x) wo(men) …and — - * 1. 20. # > | ** _ ` ``` ~~~ "
    "<b> </b> <pre> <!-- --> [^1]: {x} &amp; 北京 שלום „so“ « » \\ İ ß ﬁ".split()
)
JOINTS = st.sampled_from(
    [" ", " ", " ", "", ",", ".", ":", ";", "(", ")", '"', "'", "“", "”", "\n", "\n", "\n\n", "  \n", "-\n", "\r\n"]
)
PROSE = st.lists(st.tuples(WORDS, JOINTS), max_size=60).map(lambda parts: "".join(map("".join, parts)))
MARKS = st.text("aAb1 \n\t\"'“”‘’,.:;()[]<>`~*_#|-!?=&@/\\{}\x00\x01\u00a0é北", max_size=60)
TEXTS = PROSE | MARKS | st.text(max_size=60)
THOROUGHLY = settings(max_examples=400, deadline=None)


def letters_and_digits(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def without_space_and_shape_of_quotes(text: str) -> str:
    straight = str.maketrans("“”‘’", "\"\"''")
    return "".join(text.translate(straight).split())


def count_of_paragraphs(text: str) -> int:
    """Runs of lines that are not empty, whichever way the lines end."""
    lines = [bool(line.strip()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return sum(filled and not before for before, filled in zip([False, *lines], lines, strict=False))


@THOROUGHLY
@given(TEXTS)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@THOROUGHLY
@given(TEXTS)
def test_no_letter_or_digit_is_added_lost_or_reordered(text):
    assert letters_and_digits(clean(text)) == letters_and_digits(text)


@THOROUGHLY
@given(TEXTS)
def test_the_number_of_paragraphs_stays(text):
    assert count_of_paragraphs(clean(text)) == count_of_paragraphs(text)


@THOROUGHLY
@given(TEXTS)
def test_nothing_but_white_space_changes_and_straight_quotes_become_curly(text):
    assert without_space_and_shape_of_quotes(clean(text)) == without_space_and_shape_of_quotes(text)


UNTOUCHABLE = st.sampled_from(
    "3,300 1,234,567.89 U.S. U.N. J.R.R. a.m. …and https://example.org/a,b(c).Then?x=y;z www.example.org/Foo,bar "
    "r.emy@example.org 10:30 2:1 v2.0.1 report.pdf person(s) (re)open H(2)O wait...and “quoted” it’s".split()
)
PLAIN = st.sampled_from("troops left town while talks began again near northern villages before sunset".split())
SENTENCES = st.lists(PLAIN | UNTOUCHABLE, min_size=1, max_size=40)


@THOROUGHLY
@given(SENTENCES, st.integers(min_value=20, max_value=80))
def test_prose_that_was_broken_at_any_width_comes_back_whole(words, width):
    prose = "Yesterday " + " ".join(words)
    wrapped = textwrap.fill(prose, width, break_long_words=False, break_on_hyphens=False)
    assert clean(wrapped) == clean(prose) == prose


@THOROUGHLY
@given(st.lists(PLAIN, min_size=2, max_size=30), st.data())
def test_a_space_that_was_lost_after_a_mark_comes_back(words, data):
    place = data.draw(st.integers(min_value=1, max_value=len(words) - 1))
    mark = data.draw(st.sampled_from([",", ";", "."]))
    before, after = " ".join(words[:place]), " ".join(words[place:])
    after = after[0].upper() + after[1:] if mark == "." else after
    assert clean(f"{before}{mark}{after}") == f"{before}{mark} {after}"


@THOROUGHLY
@given(st.lists(PLAIN, min_size=2, max_size=30), st.sampled_from(["AQIM", "the group", "2012", "MUJAO"]))
def test_a_space_that_was_lost_before_or_after_a_bracket_comes_back(words, inside):
    before, after = " ".join(words[:1]), " ".join(words[1:])
    assert clean(f"{before}({inside}){after}") == f"{before} ({inside}) {after}"


@pytest.mark.parametrize("text", ["", " ", "\n", "\ud800", "\x00", '"', "'", "(", "\ufeff"])
def test_the_smallest_texts_come_through(text):
    assert len(clean(text)) == len(text)


# How much work


def patterns() -> list[tuple[str, re.Pattern[str]]]:
    modules = (cleaning, difference, passages, quotes, spaces)
    return [
        (name, value) for module in modules for name, value in vars(module).items() if isinstance(value, re.Pattern)
    ]


def endless_repeats(parsed) -> list[str]:
    """The repeats in a parsed pattern that may run on without bound and give back what they took."""
    found = []
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT") and argument[1] == re._constants.MAXREPEAT:
            found.append(name)
        nested = argument if isinstance(argument, list | tuple) else [argument]
        for item in nested:
            branches = item if isinstance(item, list) else [item]
            found += [
                one for part in branches if isinstance(part, re._parser.SubPattern) for one in endless_repeats(part)
            ]
    return found


def test_the_search_for_endless_repeats_finds_them():
    assert endless_repeats(re._parser.parse(r"a(?:b|(?=c*))d{1,9}")) == ["MAX_REPEAT"]
    assert endless_repeats(re._parser.parse(r"a(?:b|c*+)d{1,9}e++")) == []


@pytest.mark.parametrize("pattern", [pattern for _, pattern in patterns()], ids=[name for name, _ in patterns()])
def test_every_pattern_is_bounded_or_possessive(pattern):
    assert endless_repeats(re._parser.parse(pattern.pattern, pattern.flags)) == []


@pytest.mark.parametrize(
    "piece",
    [
        "a,",
        "(",
        "\n",
        "a\n",
        "[",
        "](",
        "![a](",
        "<a",
        "`",
        "{",
        "&a",
        "a.",
        "aa(b ",
        '"',
        "'a",
        "http://",
        "> ",
        "~~~\n",
        "-",
    ],
)
def test_a_long_run_of_anything_comes_to_an_end(piece):
    text = piece * (200_000 // len(piece))
    assert letters_and_digits(clean(text)) == letters_and_digits(text)


# The comparison


def assert_exact(before: str, after: str) -> list[Change]:
    found = changes(before, after)
    assert "".join(change.text for change in found if change.kind != "added") == before
    assert "".join(change.text for change in found if change.kind != "removed") == after
    assert all(change.text for change in found)
    assert all(one.kind != other.kind for one, other in pairwise(found))
    return found


def test_a_changed_word_is_removed_and_added_between_what_stays():
    assert changes("Troops clash in Mali", "Troops met in Mali") == [
        Change("same", "Troops "),
        Change("removed", "clash"),
        Change("added", "met"),
        Change("same", " in Mali"),
    ]


def test_white_space_is_compared_for_itself():
    assert changes("by telephone\nfrom Konna", "by telephone from Konna") == [
        Change("same", "by telephone"),
        Change("removed", "\n"),
        Change("added", " "),
        Change("same", "from Konna"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("one two", "one two", [Change("same", "one two")]),
        ("", "one", [Change("added", "one")]),
        ("one ", "", [Change("removed", "one ")]),
        ("one two three", "one three", [Change("same", "one "), Change("removed", "two "), Change("same", "three")]),
        (" one", "one", [Change("removed", " "), Change("same", "one")]),
    ],
)
def test_what_is_equal_added_or_removed_is_said_as_such(before, after, expected):
    assert changes(before, after) == expected


@THOROUGHLY
@given(TEXTS, TEXTS)
def test_the_changes_hold_both_texts_exactly(before, after):
    assert_exact(before, after)
    assert_exact(before, clean(before))


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcdefgh"), max_size=60), st.lists(st.sampled_from("abcdefgh"), max_size=60))
def test_the_changes_hold_both_texts_exactly_where_words_come_again(before, after):
    assert_exact(" ".join(before), "\n".join(after))


@pytest.mark.parametrize("vocabulary", [1, 3, 300, 1_000_000])
def test_long_texts_never_cost_the_square_of_their_length(monkeypatch, vocabulary):
    compared = []

    class Counting(difference.SequenceMatcher):
        def __init__(self, isjunk, a, b, autojunk):
            compared.append(len(a) * len(b))
            super().__init__(isjunk, a, b, autojunk)

    monkeypatch.setattr(difference, "SequenceMatcher", Counting)
    chance = random.Random(vocabulary)
    before = [f"w{chance.randrange(vocabulary)}" for _ in range(20_000)]
    after = [word if chance.random() < 0.9 else f"n{chance.randrange(vocabulary)}" for word in before]
    assert_exact(" ".join(before), " ".join(after))
    assert max(compared, default=0) <= difference.PAIRS_IN_A_GAP
    assert sum(compared) <= difference.PAIRS_IN_ALL


def test_a_long_text_with_few_changes_shows_just_these():
    before = [f"word{number} the and of" for number in range(5_000)]
    after = before.copy()
    after[7], after[2_500], after[4_990] = "first", "second", "third"
    found = assert_exact(" ".join(before), " ".join(after))
    assert [change.text for change in found if change.kind == "added"] == ["first", "second", "third"]
