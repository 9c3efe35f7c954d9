"""What two people made of one text is put together, and nothing that either wrote is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.merging import Agreed, Conflict, conflicts, merge, paragraphs, put_together

A, B, C, X, Y = "One.", "Two.", "Three.", "Their words.", "My words."


def text(*parts) -> str:
    return "\n\n".join(parts)


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "result"),
    [
        ([A, B, C], [Y, B, C], [A, B, X], [Y, B, X]),
        ([A, B], [Y, B], [A, X], [Y, X]),  # neighbours
        ([A, B, C], [Y, B], [A, B, C, X], [Y, B, X]),  # a change, a removal, an addition
        ([A, B], [Y, A, B], [A, B, X], [Y, A, B, X]),
        ([A, B, C], [A, C], [A, X, B, C], [A, X, C]),
        ([A], [A, Y], [X, A], [X, A, Y]),
        ([A, B, C], [A, "2.", "3."], [A, "2.", X], None),
    ],
)
def test_paragraphs_that_only_one_side_touched_are_merged(before, mine, theirs, result):
    passages = merge(text(*before), text(*mine), text(*theirs))
    if result is None:
        assert [(c.mine, c.theirs) for c in conflicts(passages)] == [("3.", X)]
    else:
        assert conflicts(passages) == []
        assert put_together(passages) == text(*result)


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "conflict"),
    [
        ([A, B, C], [A, Y, C], [A, X, C], Conflict(B, Y, X)),
        ([A, B], [A, B, Y], [A, B, X], Conflict("", Y, X)),  # both add in the same place
        ([A, B, C], [A, C], [A, X, C], Conflict(B, "", X)),  # one removes what the other rewrote
        ([A, B, C], [A, Y, "More.", C], [A, X, C], Conflict(B, text(Y, "More."), X)),
    ],
)
def test_a_place_that_both_changed_is_asked_about_and_nothing_else(before, mine, theirs, conflict):
    passages = merge(text(*before), text(*mine), text(*theirs))
    assert conflicts(passages) == [conflict]
    assert passages[0].paragraphs[0] == A
    assert Y in put_together(passages, [conflict.both]) or X in put_together(passages, [conflict.both])


def test_a_block_of_code_is_one_paragraph():
    assert paragraphs("A.\n\n```\none\n\n\ntwo\n```\n\n\nB.") == ["A.", "```\none\n\n\ntwo\n```", "B."]
    assert paragraphs("~~~\nopen\n\nto the end\n\n") == ["~~~\nopen\n\nto the end"]
    assert paragraphs("\n \n\t\n") == []


def test_what_is_agreed_stands_in_one_piece_around_the_conflict():
    passages = merge(text(A, B, C), text(A, Y, C), text(A, X, C))
    assert passages == [Agreed((A,)), Conflict(B, Y, X), Agreed((C,))]


def test_ten_thousand_equal_paragraphs_are_merged_without_delay():
    many = ["The same."] * 10_000
    passages = merge(text(*many), text(Y, *many), text(*many, X))
    assert put_together(passages) == text(Y, *many, X)


words = st.sampled_from(["a", "b", "c", "d", "A.\nB.", "```\nx\n\ny\n```", "…", "  indented", "e"])
texts = st.lists(words, max_size=8).map(lambda parts: text(*parts))
rough = st.lists(st.sampled_from(["a", "b", "\n", "\n\n", "\r\n\r\n", " ", "```\n", "~~~"]), max_size=20).map("".join)


def everything_in(passages):
    for passage in passages:
        if isinstance(passage, Agreed):
            yield from passage.paragraphs
        else:
            yield from paragraphs(passage.mine) + paragraphs(passage.theirs)


@given(texts, texts, texts)
def test_no_paragraph_of_either_side_is_ever_lost(before, mine, theirs):
    old, my, their = map(paragraphs, (before, mine, theirs))
    kept = [p for passage in everything_in(merge(before, mine, theirs)) for p in paragraphs(passage)]
    written = (set(my) | set(their)) - set(old)
    kept_by_both = set(old) & set(my) & set(their)
    assert written <= set(kept)
    assert all(kept.count(p) >= 1 for p in kept_by_both if old.count(p) == my.count(p) == their.count(p) == 1)


@given(rough, rough)
def test_a_side_that_changed_nothing_leaves_the_others_text_as_it_is(before, other):
    plain = other.replace("\r\n", "\n").replace("\r", "\n")
    assert put_together(merge(before, before, other)) == plain
    assert put_together(merge(before, other, before)) == plain


@given(rough, rough)
def test_identical_changes_do_not_conflict(before, both):
    assert conflicts(merge(before, both, both)) == []


@given(texts, texts, texts)
def test_to_choose_one_side_everywhere_keeps_that_sides_paragraphs_in_their_order(before, mine, theirs):
    passages = merge(before, mine, theirs)
    old = set(paragraphs(before)) | set(paragraphs(theirs))
    own = [p for p in paragraphs(mine) if p not in old]
    merged = paragraphs(put_together(passages, [c.mine for c in conflicts(passages)]))
    assert [p for p in merged if p in own] == own


@given(texts, texts, texts)
def test_it_does_not_matter_who_is_called_me(before, mine, theirs):
    one = merge(before, mine, theirs)
    other = merge(before, theirs, mine)
    assert sorted((c.mine, c.theirs) for c in conflicts(one)) == sorted((c.theirs, c.mine) for c in conflicts(other))


@given(texts, texts, texts)
def test_a_merge_that_asks_nothing_is_stable(before, mine, theirs):
    passages = merge(before, mine, theirs)
    if not conflicts(passages):
        merged = put_together(passages)
        assert put_together(merge(theirs, merged, theirs)) == merged
