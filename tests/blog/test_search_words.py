"""What becomes of text before it is searched, and of what somebody types. No database here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.search.snippets import marked, snippet
from blog.search.spelling import distance
from blog.search.words import LONGEST_QUESTION, MOST_TERMS, Term, fold, terms_of, words_at, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nigériane", "nigeriane"),
        ("Ne\u0301gociations", "negociations"),
        ("l’armée d'Ivoire, qu'elle", "armee ivoire elle"),
        ("Mali’s army", "mali army"),
        ("Œuvre, Łódź, Straße, Søren", "oeuvre lodz strasse soren"),
        ("Ёлка", "елка"),
        ("Йемен й", "йемен й"),
        ("مُحَمَّد والأزمـة", "محمد والازمة"),
        ("Αθήνα", "αθηνα"),
        ("हिन्दी", "हिन्दी"),
        ("Boko-Haram 2,000", "boko haram 2 000"),
        ("snake_case", "snake case"),
        ("中国人", "中国 国人 人"),
        ("北京 2022", "北京 京 2022"),
        ("ข่าว", "ข่ ่า าว ว"),
        ("x" * 100, "x" * 60),
        ("\x00 * - ( ) \ud800 😀", ""),
    ],
)
def test_words_are_folded_alike_wherever_they_come_from(text, words):
    assert words_of(text) == words.split()


@pytest.mark.parametrize("text", ["Nigériane troops", "中国人 x", "Mali’s", "अ हिन्दी"])
def test_words_are_where_they_are_said_to_be(text):
    for word, begin, end in words_at(text):
        assert fold(text[begin:end]) == word


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("mali konna", (Term(("mali",)), Term(("konna",)))),
        ('"peace talks"', (Term(("peace", "talks")),)),
        ("“peace talks”", (Term(("peace", "talks")),)),
        ('"peace talks', (Term(("peace", "talks")),)),
        ("Boko-Haram", (Term(("boko", "haram")),)),
        ("konna*", (Term(("konna",), is_beginning=True),)),
        ("a*", (Term(("a",)),)),
        ("mali -konna", (Term(("mali",)), Term(("konna",), is_excluded=True))),
        ('-"peace talks"', (Term(("peace", "talks"), is_excluded=True),)),
        ("mali mali", (Term(("mali",)),)),
        ("中国人", (Term(("中国", "国人")),)),
        ("人", (Term(("人",), is_beginning=True),)),
        ("NEAR( AND OR NOT", (Term(("near",)), Term(("and",)), Term(("or",)), Term(("not",)))),
        ("", ()),
        ('* - -- "" ( \x00 \ud800 😀 _', ()),
    ],
)
def test_what_is_typed_becomes_terms(typed, terms):
    assert terms_of(typed) == terms


def test_a_question_has_an_end():
    assert len(terms_of(" ".join(f"w{n}" for n in range(5000)))) == MOST_TERMS
    assert sum(len(word) for term in terms_of("中" * 10_000) for word in term.words) <= 2 * LONGEST_QUESTION


@given(st.text(max_size=60))
def test_no_text_can_smuggle_a_sign_into_a_question(text):
    for term in terms_of(text):
        for word in term.words:
            assert not set(word) & set("'\"\\:*()&|!<>_-^ \x00")


@given(st.text(max_size=80))
def test_marked_text_is_the_text_and_nothing_else(text):
    words = set(words_of(text)[:2])
    html = marked(text, words)
    plain = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert plain == marked(text, set())


def test_marks_are_set_and_everything_else_is_escaped():
    assert marked("<b>Mali & Konna</b>", {"konna"}) == "&lt;b&gt;Mali &amp; <mark>Konna</mark>&lt;/b&gt;"
    assert marked("L’armée", {"armee"}) == "L’<mark>armée</mark>"
    assert marked("中国人民", {"中国", "国人"}) == "<mark>中国人</mark>民"


def test_a_snippet_is_where_most_of_the_words_are():
    text = "Mali first. " + "filler " * 80 + "Then Konna, in Mali, fell. " + "filler " * 80
    found = snippet(text, {"mali", "konna"})
    assert "<mark>Konna</mark>, in <mark>Mali</mark>, fell" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert snippet("Konna fell.", {"konna"}) == "<mark>Konna</mark> fell."
    assert snippet("Nothing.", {"konna"}) is None


@pytest.mark.parametrize(
    ("one", "other", "faults"),
    [("kona", "konna", 1), ("mlai", "mali", 1), ("goverment", "government", 1), ("abc", "abc", 0), ("ab", "", 2)],
)
def test_a_slip_is_one_letter_more_less_other_or_swapped(one, other, faults):
    assert distance(one, other) == distance(other, one) == faults
