"""The wire-copy cleaner on the captured source page, on glued words and on quotes."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog import source_page
from blog.wirecopy import changes, clean

CAPTURED = Path(source_page.__file__).parent / "demo" / "source-page.txt"
BODY = source_page.parse(CAPTURED.read_text(encoding="utf-8")).body
MENDED = [
    ("Konna,which", "Konna, which"),
    ("Maghreb(AQIM),", "Maghreb (AQIM),"),
    ("Boni,urging", "Boni, urging"),
    ("north.Talks", "north. Talks"),
    ("group,are", "group, are"),
]


def count_of_paragraphs(text: str) -> int:
    """Runs of lines that are not empty, whichever way the lines end."""
    lines = [bool(line.strip()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return sum(filled and not before for before, filled in zip([False, *lines], lines, strict=False))


# The source page


def test_the_source_page_has_its_five_glued_places_mended_its_lines_joined_and_nothing_else_changed():
    expected = re.sub(r"(?<!\n)\n(?!\n)", " ", BODY)
    for glued, mended in MENDED:
        assert expected.count(glued) == 1
        expected = expected.replace(glued, mended)
    assert clean(BODY) == expected


def test_the_changes_to_the_source_page_are_five_words_and_the_line_ends_within_paragraphs():
    changed = [change for change in changes(BODY, clean(BODY)) if change.kind != "same"]
    pairs = [(old.text, new.text) for old, new in zip(changed[::2], changed[1::2], strict=True)]
    assert {(old.kind, new.kind) for old, new in zip(changed[::2], changed[1::2], strict=True)} == {
        ("removed", "added")
    }
    assert [pair for pair in pairs if pair != ("\n", " ")] == MENDED
    assert pairs.count(("\n", " ")) == len(re.findall(r"(?<!\n)\n(?!\n)", BODY)) == 27


def test_the_source_page_keeps_its_twelve_paragraphs_and_its_quotes():
    cleaned = clean(BODY)
    assert count_of_paragraphs(cleaned) == count_of_paragraphs(BODY) == cleaned.count("\n\n") + 1 == 12
    assert re.findall("[“”‘’]", cleaned) == re.findall("[“”‘’]", BODY)
    assert (
        "“We have launched operations against the enemy, who attempted to fight back. “We are going to oust" in cleaned
    )
    assert "3,300 troops" in cleaned
    assert "hold their fire …and above all" in cleaned


@settings(deadline=None)
@given(st.integers())
def test_the_source_page_comes_out_the_same_however_its_lines_were_wrapped(seed):
    cleaned = clean(BODY)
    chance = random.Random(seed)
    wrapped = re.sub(r" (?!-)", lambda space: chance.choice([" ", "\n", " \n"]), cleaned)
    assert clean(wrapped) == cleaned


@settings(deadline=None)
@given(st.integers())
def test_the_source_page_comes_out_the_same_whichever_of_its_words_were_glued(seed):
    cleaned = clean(BODY)
    chance = random.Random(seed)
    glued = re.sub(
        r"(?<=[a-z]{2},) (?=[a-z]{2})|(?<=[a-z]{2}\.) (?=[A-Z][a-z])"
        r"|(?<=[a-z]{3}) (?=\([A-Z])|(?<=[a-zA-Z]\)) (?=[a-z]{2})",
        lambda space: chance.choice(["", " "]),
        cleaned,
    )
    assert clean(glued) == cleaned


# Glued words


@pytest.mark.parametrize(
    ("glued", "mended"),
    [
        ("Konna,which", "Konna, which"),
        ("a separatist group,are homegrown", "a separatist group, are homegrown"),
        ("the group;are", "the group; are"),
        ("in 2012,which", "in 2012, which"),
        ("on Monday,18 people", "on Monday, 18 people"),
        ("the U.S.,which", "the U.S., which"),
        ("(AQIM),which", "(AQIM), which"),
        ("30%,which", "30%, which"),
        ("north.Talks", "north. Talks"),
        ("seized the north.NATO said", "seized the north. NATO said"),
        ("the MNLA.Talks", "the MNLA. Talks"),
        ("north.In Kati", "north. In Kati"),
        ("the north.A spokesman", "the north. A spokesman"),
        ("on December 20.But no", "on December 20. But no"),
        ("was Mali’s.Talks", "was Mali’s. Talks"),
        ("(the army).Talks", "(the army). Talks"),
        ("the “war”.Talks", "the “war”. Talks"),
        ("from Konna:We have", "from Konna: We have"),
        ("he said:the town", "he said: the town"),
        ("from Konna:“We have", "from Konna: “We have"),
        ("said “no,”he said", "said “no,” he said"),
        ('from Konna:"We have," he said', "from Konna: “We have,” he said"),
        ("the Maghreb(AQIM), the", "the Maghreb (AQIM), the"),
        ("Dine(defenders of the faith)could not", "Dine (defenders of the faith) could not"),
        ("the coup(2012)", "the coup (2012)"),
        ("(AQIM)which", "(AQIM) which"),
        ("(1)The first", "(1) The first"),
        ("see report.pdf,which", "see report.pdf, which"),
        ("[Konna](https://example.com/a),which", "[Konna](https://example.com/a), which"),
        ("Бамако,который", "Бамако, который"),
        ("red,green,blue", "red, green, blue"),
    ],
)
def test_glued_words_are_parted(glued, mended):
    assert clean(glued) == mended


@pytest.mark.parametrize(
    "text",
    [
        "3,300 troops, 1,234,567.89 francs, 0,5 kg",
        "the U.S. and the U.N. at 9 a.m. and 10 p.m. with J.R.R. Tolkien, J.R.R.Tolkien, e.g. this, i.e. that",
        "the U.S.Army and George W.Bush",
        "their fire …and above all, wait...and see, wait...And see",
        "at 10:30, won 2:1 and 3-0, 6-4,7-5",
        "version 2.0.1, v2.Beta, 3.14, 10.30 o’clock",
        "see https://example.com/a,b(c)d.Then;e:f and http://x.org/?q=a,b#Foo.Bar",
        "see www.Example.Test/One,two and Booking.com, Booking.Com, Gov.UK and example.com/One.Two",
        "write to remy.Reports@example.com or o'brien@example.com or mailto:O'Brien.Remy@example.com",
        "report.pdf, Report.PDF, Budget.Final.xlsx and index.Html",
        "#Mali,North and #Konna(2013) and @remy.Reports and @remy:Reports",
        "and/or,which C:\\Users\\Remy(Old) snake_case.Name a=b,c",
        "person(s), (s)he, (re)open, (un)official, (pro-)democracy, wo(men)",
        "sin(x), f(x,y), Fe(OH)3, (CH3)COOH, 501(c)(3)",
        "EU:n ja Nato:n, :smile: std::vector wp:image mailto:remy",
        "« bonjour,» 「今日は」 北京,上海 صباح,الخير",
        "AT&amp;T, Caf&eacute;s and &#8220;x&#8221;",
        "`a,b(Cd)e.Foo` and ``c,d`e.Foo``",
        '[gallery ids="1,2" size="Full,Wide"]',
        '<a href="x" title="Konna,which">Konna</a>',
        '![Konna,which is "here"](a.jpg "a caption,and it\'s glued")',
        'Konna\n{: .wide title="Konna,which" }',
        '[Konna](https://example.com/Mali_(country),Foo "it\'s here,now")',
        "1.Talks began",
    ],
)
def test_what_is_not_glued_stays(text):
    assert clean(text) == text


# Quotes


@pytest.mark.parametrize(
    ("straight", "curly"),
    [
        ('"Hello," he said.', "“Hello,” he said."),
        ('the "war" between', "the “war” between"),
        ("\"'Hello,' she said,\" he wrote", "“‘Hello,’ she said,” he wrote"),
        ("coup d'etat, Mali's, soldiers' and don't", "coup d’etat, Mali’s, soldiers’ and don’t"),
        ("the '90s, rock 'n' roll and 'tis", "the ’90s, rock ’n’ roll and ’tis"),
        ("in the 1990's", "in the 1990’s"),
        ('("We are here")', "(“We are here”)"),
        ('he said—"now"—and left', "he said—“now”—and left"),
        ('**"Bold"** and *"soft"*', "**“Bold”** and *“soft”*"),
        ('"`code`" and "[link](x)"', "“`code`” and “[link](x)”"),
        ("example.com's and [Mali](x)'s", "example.com’s and [Mali](x)’s"),
        ("\"remy@example.com\" and 'https://example.com/it's'", "“remy@example.com” and ‘https://example.com/it's’"),
        ('“curly” and "straight"', "“curly” and “straight”"),
        ("in 'the year 2012' and \"in 2012\"", "in ‘the year 2012’ and “in 2012”"),
        ('> "We have\n> launched"', "> “We have\n> launched”"),
        ('## The "war"\n- it\'s', "## The “war”\n- it’s"),
        ('"We have\nlaunched," he said', "“We have launched,” he said"),
    ],
)
def test_straight_quotes_become_curly(straight, curly):
    assert clean(straight) == curly


@pytest.mark.parametrize(
    "text",
    [
        "« bonjour » „Hallo“ ‚leise‘ 「今日は」 ‹oui›",
        '6\'2" tall, a 5" gun, 2.5", 40°26\'46"',
        "צה\"ל ג'ורג'",
        "“We have launched. “We are going,” he added",
        '`it\'s "code"`',
        '<b title="it\'s">x</b>',
    ],
)
def test_quotes_that_are_not_straight_english_quotes_stay(text):
    assert clean(text) == text


def test_a_measure_beside_a_quotation_stays():
    assert clean('a 5" gun, "Big"') == 'a 5" gun, “Big”'
