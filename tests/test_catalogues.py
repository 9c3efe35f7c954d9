"""The catalogues of other languages: in step with the code, whole where readers look, and fit to be put in a page.

When one of these fails after words were added or changed: `.venv/bin/python -m tests.catalogues`, then translate what
is empty. docs/languages.md says how.
"""

import re

import polib
import pytest

from tests import catalogues
from tests.catalogues import DESK, ROOT, Message, in_python, in_template, message_of

WHOLE = 0.95  # of what readers meet; a text that was added yesterday may be English until it is translated
HOLE = re.compile(r"%\(\w+\)[\d.]*[sdf]|\{\w*\}|%%")
pytestmark = pytest.mark.workshop


@pytest.fixture(params=catalogues.languages())
def catalogue(request):
    return polib.pofile(str(catalogues.path_of(request.param)))


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_french_and_arabic_have_catalogues():
    assert {"ar", "fr"} <= set(catalogues.languages())


def test_a_catalogue_has_the_texts_of_the_code_and_no_others(catalogue):
    assert {message_of(entry) for entry in catalogue} == set(catalogues.messages())


def test_what_is_compiled_is_what_was_translated(catalogue):
    path = catalogues.path_of(catalogue.metadata["Language"]).with_suffix(".mo")
    compiled = polib.mofile(str(path))
    assert {message_of(e): translations(e) for e in compiled} == {
        message_of(e): translations(e) for e in catalogue.translated_entries()
    }


def test_a_catalogue_has_nearly_all_that_readers_meet(catalogue):
    done = {message_of(entry) for entry in catalogue.translated_entries()}
    wanted = catalogues.readers_messages()
    missing = [message.words for message in wanted if message not in done]
    assert len(missing) <= (1 - WHOLE) * len(wanted), missing


def test_no_translation_is_a_guess(catalogue):
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_a_translation_has_the_holes_of_the_original(catalogue):
    """A counted text may leave its number out where the language has a word for it: one, a pair."""
    wrong = []
    for entry in catalogue.translated_entries():
        holes = set(HOLE.findall(entry.msgid + entry.msgid_plural))
        for words in translations(entry):
            found = set(HOLE.findall(words))
            if found != holes and not (entry.msgid_plural and found < holes):
                wrong.append((entry.msgid, words))
    assert wrong == []


def test_a_counted_text_has_every_form_of_its_language(catalogue):
    counted = [entry for entry in catalogue.translated_entries() if entry.msgid_plural]
    forms = catalogues.forms_in(catalogue)
    assert counted
    assert [e.msgid for e in counted if len(e.msgstr_plural) != forms or not all(translations(e))] == []


def test_arabic_counts_in_six_forms_and_french_in_two():
    counts = {name: catalogues.forms_in(polib.pofile(str(catalogues.path_of(name)))) for name in ("ar", "fr")}
    assert counts == {"ar": 6, "fr": 2}


def test_a_translation_has_the_markup_of_the_original(catalogue):
    tag = re.compile(r"<[^>]*>")
    entries = catalogue.translated_entries()
    assert [e.msgid for e in entries if sorted(tag.findall(e.msgid)) != sorted(tag.findall(translations(e)[0]))] == []


@pytest.mark.parametrize(
    ("seen", "spoken"),
    [
        ("Reply", "Reply to %(name)s"),
        ("Report", "Report the comment by %(name)s"),
        ("What was changed", "What was changed in “%(headline)s”"),
    ],
)
def test_what_is_spoken_of_a_link_has_the_words_that_are_seen(catalogue, seen, spoken):
    """Who steers by voice says what they see. WCAG 2.2, 2.5.3."""
    assert catalogue.find(seen).msgstr in catalogue.find(spoken).msgstr


def test_french_is_set_as_french_newspapers_set_it():
    """A thin space that does not break before ; : ! ? and inside « », and curly apostrophes."""
    wrong = re.compile(r"(?<!\u202f)[;:!?»]|«(?!\u202f)|\w'\w")
    entries = polib.pofile(str(catalogues.path_of("fr"))).translated_entries()
    plain = [re.sub(r"<[^>]*>|https?://", "", words) for entry in entries for words in translations(entry)]
    assert [words for words in plain if wrong.search(words)] == []


def test_words_are_found_in_python_under_whatever_name_the_function_has():
    source = """
from django.utils.translation import gettext as _, gettext_lazy as later, ngettext, npgettext, pgettext_lazy
_("one")
later("two")
ngettext("%(n)s day", "%(n)s days", n)
pgettext_lazy("a month", "May")
npgettext("of a year", "season", "seasons", n)
other("nothing")
"""
    assert list(in_python(source)) == [
        Message("one"),
        Message("two"),
        Message("%(n)s day", "%(n)s days"),
        Message("May", "", "a month"),
        Message("season", "seasons", "of a year"),
    ]


def test_words_are_found_in_templates_however_they_are_marked():
    source = """{% load i18n %}{% translate "It's one" %} {% translate 'Say "two"' as two %}
{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}
{% blocktranslate context "a month" %}May{% endblocktranslate %}{{ x|default:_("three") }}
{% blocktranslate %}Two
lines{% endblocktranslate %}"""
    assert list(in_template(source, "a.html")) == [
        Message("It's one"),
        Message('Say "two"'),
        Message("%(n)s day", "%(n)s days"),
        Message("May", "", "a month"),
        Message("three"),
        Message("Two\nlines"),
    ]


READERS_TEMPLATES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.*"))
    if not DESK.match(path.relative_to(ROOT).as_posix()) and path.name != "robots.txt"
]
MARKED = re.compile(r"\{% blocktranslate.*?endblocktranslate %\}|\{% comment.*?endcomment %\}|\{#.*?#\}", re.DOTALL)


@pytest.mark.parametrize("path", READERS_TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_word_of_a_readers_template_is_in_english_alone(path):
    text = MARKED.sub("", path.read_text())
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    said = re.findall(r'\b(?:alt|aria-label|placeholder|title|value)="([^"]*)"', text)
    said = [words for words in said if words not in ("1", "yes")]
    words = re.sub(r"<[^>]*>|&\w+;", " ", text)
    assert re.findall(r"[A-Za-z]{2,}", " ".join([words, *said])) == []
