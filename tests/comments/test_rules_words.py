"""The lists of words: what is found, what is not, and lists and texts that mean harm."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from comments.rules.folding import fold, undisguised, words_of
from comments.rules.wordlists import LONGEST_ENTRY, MOST_FOUND, WordList, faults_in

FOUND = [
    ("ass", "What an ASS!"),
    ("casino", "casino777 is open"),
    ("Straße", "die STRASSE"),
    ("naïve", "nai\u0308ve people"),
    ("казино", "Лучшее КАЗИНО, бонус"),
    ("كلب", "يا كـلـبٌ!"),
    ("赌博", "在线赌博网站"),
    ("カジノ", "オンラインカジノへ"),
    ("การพนัน", "เว็บการพนันออนไลน์"),
    ("ọmọ", "Ọmọ yìí"),
    ("ọ́mọ̀", "O\u0323\u0301mọ\u0300!"),
    ("हत्या", "यह हत्या है"),
    ("카지노*", "온라인 카지노에서"),
    ("casino*", "Casinos and the rest"),
    ("buy   Now", "please buy\nnow"),
    ("spam-site.ru", "see http://www.spam-site.ru/x?y=1"),
    ("41.58.*", "41.58.77.1"),
    ("2001:db8:*", "2001:db8::17"),
    ("💩", "well💩💩"),
    ("C++", "C++ (*.h) [a-z]+ ^$ .*"),
]
NOT_FOUND = [
    ("ass", "First class passengers assess it"),
    ("casino", "casinos"),
    ("naïve", "a naive man"),
    ("казино", "казиновый"),
    ("كلب", "كلبان"),
    ("ọmọ", "omo"),
    ("ọmọ", "ọmọdé"),
    ("हत्या", "हत्यारा"),
    ("카지노", "카지노에서"),
    ("casino*", "the cas ino"),
    ("buy now", "now buy; buy it now"),
    ("10", "in 100 days, 2010"),
    ("41.58.*", "141.58.77.1"),
    ("💩", "💐"),
]


@pytest.mark.parametrize(("entry", "text"), FOUND)
def test_a_listed_word_is_found_in_any_script(entry, text):
    assert WordList(f"nothing\n{entry}\nelse").find(text) == [entry]


@pytest.mark.parametrize(("entry", "text"), NOT_FOUND)
def test_a_word_that_only_looks_related_is_let_through(entry, text):
    assert WordList(entry).find(text) == []


@pytest.mark.parametrize(
    "disguise",
    [
        *("v1agra", "V1@GRA!", "v.i.a.g.r.a", "V I A G R A", "vi\u200bag\u00adra"),
        *("𝓿𝓲𝓪𝓰𝓻𝓪", "ⓥⓘⓐⓖⓡⓐ", "ｖｉａｇｒａ", "viаgrа", "viagra™"),
    ],
)
def test_a_disguised_word_is_found(disguise):
    assert WordList("viagra").find(f"Cheap {disguise} here") == ["viagra"]


@pytest.mark.parametrize(
    "text", ["I saw a g and an r", "agra via Delhi", "vi agra", "v.i.p.", "1 2 3 4 5", "@viagrants", "w-x-y-z-a"]
)
def test_a_text_without_the_word_is_no_disguise_of_it(text):
    assert WordList("viagra\nwxyz").find(text) == []


def test_abbreviations_with_digits_are_not_taken_for_words():
    assert WordList("ed\nau\nsal").find("3D, 4U and 5al") == []


def test_entries_are_told_as_the_list_writes_them_each_once_and_not_endlessly():
    words = [f"Wörd{letter}" for letter in "abcdefghij"]
    assert WordList("\n".join(words)).find(" ".join(words * 3)) == words[:MOST_FOUND]


def test_a_list_ignores_blank_lines_and_what_can_be_no_entry():
    words = WordList("\n \n\t\r\n***\n*\na*\n" + "x" * (LONGEST_ENTRY + 1) + "\n.*\n()[\nbad\n")
    assert words.find("a bad apple, xxx ()[ ***") == ["bad"]
    assert not WordList("\n***\n")
    assert WordList("").find("anything") == []


def test_each_line_that_can_be_no_entry_is_told_with_its_number():
    assert faults_in("good\n\n***\na*\n" + "x" * 500) == [
        "Line 3, “***”, has neither a letter nor a digit in it.",
        "Line 4, “a*”, needs 2 letters or more before the *.",
        f"Line 5, “{'x' * 40}”, is longer than 200 characters.",
    ]
    assert faults_in(" ".join(["word"] * 30)) == [f"Line 1, “{('word ' * 8)}”, has more than 20 words."]


def test_ten_thousand_entries_are_each_found_and_nothing_else():
    entries = [f"wo{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}rd" for n in range(10_000)]
    words = WordList("\n".join(entries))
    assert words.find(f"xx {entries[0]}, {entries[5000]}. {entries[9999]}x") == [entries[0], entries[5000]]


class Counted(dict):
    """A branch that counts how often it is looked at."""

    looks = 0

    def get(self, *arguments):
        Counted.looks += 1
        return super().get(*arguments)


def test_a_list_of_entries_with_one_beginning_costs_a_text_of_that_word_no_more_than_its_length():
    words = WordList("\n".join(f"buy {'very ' * 5}thing{n}" for n in range(2000)))
    words._root = Counted(words._root)
    assert words.find("buy " * 10_000) == []
    assert Counted.looks <= 3 * 10_000


LETTERS = st.one_of(
    st.characters(categories=["Ll", "Lu"], max_codepoint=0x24F, exclude_characters="ŀĿŉ"),  # these become two signs
    st.characters(categories=["Ll", "Lu"], min_codepoint=0x410, max_codepoint=0x44F),
    st.characters(categories=["Lo"], min_codepoint=0x621, max_codepoint=0x64A),
    st.sampled_from(["ọ", "ọ́", "ẹ̀", "ṣ", "हि", "त्या", "ɓ", "ƙ"]),
)
WORDS = st.lists(LETTERS, min_size=1, max_size=12).map("".join)
APART = st.characters(exclude_categories=["L", "M", "Cf", "Cs"], max_codepoint=0x1FFFF).filter(
    lambda character: character not in "\u2800" and not any(map(str.isalpha, character.upper()))
)


@given(word=WORDS, before=APART, after=APART)
@example(word="viagra", before="_", after="™")
@example(word="casino", before="¼", after="Ⅷ")
def test_a_whole_word_between_what_is_no_letter_is_always_found(word, before, after):
    text = f"One{before}{word}{after}two"
    assert WordList(word).find(text) == [word]
    assert WordList(word).find(text.upper()) == [word] or fold(word.upper()) != fold(word)


@given(word=WORDS, before=st.one_of(st.just(""), WORDS), after=st.one_of(st.just(""), WORDS))
@example(word="ass", before="cl", after="")
def test_a_word_is_never_found_inside_a_longer_one(word, before, after):
    assume(before or after)
    longer = fold(f"{before}{word}{after}")
    assume(word not in (before, after) and longer != fold(word) and fold(word) not in undisguised(longer))
    assert WordList(word).find(f"One {longer} two") == ([word] if fold(word) in ("one", "two") else [])


@given(st.text(max_size=200))
def test_any_text_can_be_folded_and_folding_twice_changes_nothing(text):
    folded = fold(text)
    assert words_of(fold(folded)) == words_of(folded)
    assert not any(unicodedata.category(character) == "Cf" for character in folded)


@given(st.text(max_size=300), st.text(max_size=200))
def test_any_list_can_be_looked_for_in_any_text(entries, text):
    known = {line.strip() for line in entries.splitlines()}
    assert set(WordList(entries).find(text)) <= known


@pytest.mark.parametrize("text", ["ﷺ", "ﷻ", "㋿", "⒇", "é", "a\u0301"])
def test_no_text_becomes_many_times_as_long(text):
    assert len(fold(text * 1000)) <= 6000
