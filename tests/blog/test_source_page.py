"""The reader of captured pages, on the real page and on others of its shape."""

from pathlib import Path

import pytest

from blog import source_page
from blog.source_page import SourcePage, SourcePageError, parse

CAPTURED = (Path(source_page.__file__).parent / "demo" / "source-page.txt").read_text(encoding="utf-8")
PICTURE = "Soldier at a bridge in Mopti\n\nA soldier at the bridge\n\n"
BYLINE = "by Remy Reporter\n\n"
STORY = "First paragraph,\nwrapped.\n\nSecond “paragraph”."
ABOUT = "\n\n\nAbout edith\n\nEdith edits.\n\n"
FORM = "Leave a Reply\n\nFill in your details\n"


def test_the_real_page_has_all_its_parts_and_nothing_between_them():
    page = parse(CAPTURED)
    head = f"{page.alt}\n\n{page.caption}\n\nby {page.byline}\n\n"
    foot = f"\n\n\nAbout {page.about_name}\n\n{page.about}\n\n"
    assert head + page.body + foot + page.form == CAPTURED


def test_the_real_page_is_read_to_the_letter():
    page = parse(CAPTURED)
    soldier = "Renegade Malian soldier atop a BTR 60 APC near the Presidential Palace following "
    assert page.alt == soldier + "a coup d'etat"
    assert page.caption == soldier + "the March 2012 coup d’etat"
    assert page.byline == "Serge Daniel"
    assert page.about_name == "beegeagle"
    assert page.about == (
        "BEEG EAGLE -perspectives of an opinionated Nigerian male with a keen interest in Geopolitics, Defence and "
        "Strategic Studies"
    )
    assert page.form.startswith("Leave a Reply\n\nFill in your details below or click an icon to log in: Logo\n\n")
    assert page.form.count("You are commenting using your ") == 4
    assert page.form.endswith("Change\u00a0)\n\n\nConnecting to %s")


def test_the_body_of_the_real_page_is_the_captured_slice_with_its_line_breaks():
    start = CAPTURED.index("Malian troops exchanged fire")
    last = "before September."
    body = parse(CAPTURED).body
    assert body == CAPTURED[start : CAPTURED.index(last) + len(last)]
    assert len(body.split("\n\n")) == 12
    assert "by telephone\nfrom Konna: “We have launched\noperations" in body


def test_a_page_is_read_into_its_parts():
    assert parse(PICTURE + BYLINE + STORY + ABOUT + FORM) == SourcePage(
        alt="Soldier at a bridge in Mopti",
        caption="A soldier at the bridge",
        byline="Remy Reporter",
        body=STORY,
        about_name="edith",
        about="Edith edits.",
        form=FORM,
    )


@pytest.mark.parametrize(
    ("head", "alt", "caption", "byline"),
    [
        (BYLINE, "", "", "Remy Reporter"),
        (PICTURE, "Soldier at a bridge in Mopti", "A soldier at the bridge", ""),
        ("", "", "", ""),
        ("A bridge\n\n" + BYLINE, "A bridge", "", "Remy Reporter"),
        ("By Remy Reporter and Ruth Reader, Jr.\n\n", "", "", "Remy Reporter and Ruth Reader, Jr."),
        ("\ufeff\n\n  \n" + BYLINE, "", "", "Remy Reporter"),
    ],
)
def test_picture_and_byline_may_be_missing(head, alt, caption, byline):
    page = parse(head + STORY + ABOUT + FORM)
    assert (page.alt, page.caption, page.byline, page.body) == (alt, caption, byline, STORY)


@pytest.mark.parametrize("opening", ["By Wednesday the town had fallen.", "By noon they left:", "by\ntwo"])
def test_a_paragraph_that_begins_with_by_is_no_byline(opening):
    page = parse(f"{opening}\n\n{STORY}{ABOUT}{FORM}")
    assert page.byline == ""
    assert page.body == f"{opening}\n\n{STORY}"


@pytest.mark.parametrize(
    "paragraph",
    [
        "About 300 people gathered in the streets.",
        "About the conflict",
        "Leave a Reply",
        "by Someone Else",
        "About 300 people gathered in the streets of the capital on Wednesday and of Kati",
    ],
)
def test_a_line_of_the_story_that_looks_like_another_part_stays_in_the_story(paragraph):
    body = f"{STORY}\n\n{paragraph}\n\nLast paragraph."
    page = parse(PICTURE + BYLINE + body + ABOUT + FORM)
    assert page.body == body
    assert (page.about_name, page.about, page.form) == ("edith", "Edith edits.", FORM)


@pytest.mark.parametrize(
    "comments",
    [
        "2 Responses to Troops clash\n\nruth says:\n\nAbout time\n\nSad news.\n\n",
        "One thought on “Troops clash”\n\nruth\n\nLeave a Reply\n\n",
        "1,204 Comments on Troops clash\n\nruth\n\nby the way\n\n",
        "No responses to this\n\n",
    ],
)
def test_comments_are_no_part_of_the_story_nor_of_the_author_or_the_form(comments):
    expected = parse(PICTURE + BYLINE + STORY + ABOUT + FORM)
    assert parse(PICTURE + BYLINE + STORY + ABOUT + comments + FORM) == expected
    assert (
        parse(PICTURE + BYLINE + STORY + "\n\n" + comments.split("\n\n")[0] + "\n\nruth: sad." + ABOUT + FORM)
        == expected
    )


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_other_line_ends_are_read_as_line_ends(line_end):
    assert parse(CAPTURED.replace("\n", line_end)) == parse(CAPTURED)


@pytest.mark.parametrize(
    ("damaged", "missing"),
    [
        ("", "The captured page is empty."),
        (" \n\n\t\n", "The captured page is empty."),
        (PICTURE + BYLINE + STORY + ABOUT, 'The comment form is missing: no line says "Leave a Reply".'),
        (
            PICTURE + BYLINE + STORY + "\n\n" + FORM,
            'The author is missing: no line says "About" and a name before the comment form.',
        ),
        (
            PICTURE + BYLINE + STORY + "\n\nAbout edith\n\n" + FORM,
            'The words about the author are missing after the line "About edith".',
        ),
        (
            PICTURE + BYLINE + STORY + "\n\nAbout edith\n\n2 Responses to it\n\nHello.\n\n" + FORM,
            'The words about the author are missing after the line "About edith".',
        ),
        (PICTURE + BYLINE + ABOUT + FORM, 'The story is missing: nothing stands before the line "About edith".'),
        (ABOUT + FORM, 'The story is missing: nothing stands before the line "About edith".'),
        (FORM, 'The author is missing: no line says "About" and a name before the comment form.'),
    ],
)
def test_a_damaged_page_is_refused_with_the_part_that_is_missing(damaged, missing):
    with pytest.raises(SourcePageError) as refusal:
        parse(damaged)
    assert str(refusal.value) == missing


def test_the_real_page_cut_short_anywhere_is_refused_or_read_whole():
    whole = parse(CAPTURED)
    end = CAPTURED.index("Leave a Reply") + len("Leave a Reply")
    for length in range(0, end, 7):
        with pytest.raises(SourcePageError):
            parse(CAPTURED[:length])
    assert parse(CAPTURED[:end]).body == whole.body
