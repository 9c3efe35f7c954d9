"""Which changes to a story's words are more than slips of the keys."""

import pytest

from blog.substance import is_of_substance

STORY = "The army held Konna on Friday, and 18 people died there. The mayor did leave the town."

SLIPS = {
    "a letter too few": ("people", "peple"),
    "a comma": ("Friday, and", "Friday and"),
    "a lost capital": ("Konna", "konna"),
    "white space alone": ("held Konna", "held\n\n   Konna"),
    "nothing": ("army", "army"),
    "emphasis": ("army", "*army*"),
    "a short word": ("died there", "died in there"),
}
MORE = {
    "a digit": ("18", "19"),
    "a number taken out": ("18 people", "people"),
    "a decimal point lost": ("18", "1.8"),
    "a name": ("Konna", "Gao"),
    "a name at the start of a sentence": ("The mayor", "Diallo"),
    "not": ("did leave", "did not leave"),
    "a short not": ("did leave", "didn’t leave"),
    "two names exchanged": ("Konna on Friday", "Friday on Konna"),
    "more than twenty letters": ("leave the town", "leave the town with his whole large family"),
    "a sentence taken out": (" The mayor did leave the town.", ""),
}


@pytest.mark.parametrize("change", SLIPS.values(), ids=SLIPS)
def test_slips_are_not_asked_about(change):
    before, after = change
    assert not is_of_substance(STORY, STORY.replace(before, after))
    assert not is_of_substance(STORY.replace(before, after), STORY)


@pytest.mark.parametrize("change", MORE.values(), ids=MORE)
def test_what_may_say_something_else_is_asked_about(change):
    before, after = change
    assert STORY.replace(before, after) != STORY
    assert is_of_substance(STORY, STORY.replace(before, after))
    assert is_of_substance(STORY.replace(before, after), STORY)


def test_twenty_changed_characters_are_a_slip_and_twenty_one_are_not():
    assert not is_of_substance("they said", f"they said {'a' * 20}")
    assert is_of_substance("they said", f"they said {'a' * 21}")


def test_long_texts_with_nothing_in_common_are_compared_at_once():
    assert is_of_substance("word " * 60_000, "other " * 60_000)
