"""Comments with the right answer beside them, made by machine: what the spam score is measured on.

Nothing here was copied from anywhere. Each comment is made from a sentence written for this purpose, with choices
(`[this|that]`) and slots (`{country}`) filled by chance, then roughened: misspelled, in small letters, disguised.
Sentences that say one thing in one manner are a family; families of one subject are a topic. Comments of one family
are alike, so a family is learned from or measured with, never both: one of the three of each topic is held out. What
is held out also has words in its slots that the rest has not: spammers find new names for what they sell.

What this cannot show: how real readers of a given paper write, how spammers will write next year, and how often each
kind of comment comes. Numbers measured on it compare one way of scoring with another; they promise nothing.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from benchmarks.labelled import ham, hard, spam, words

FAMILIES = 3  # of a topic
CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)\}")
MISSPELLED, SMALL, UNPUNCTUATED, DISGUISED = 0.15, 0.15, 0.1, 0.25  # of all comments; the last of spam alone
SPAM_WITH_WEBSITE, HAM_WITH_WEBSITE = 0.5, 0.2


@dataclass(frozen=True)
class Labelled:
    """A comment as a form sends it, and whether it is spam."""

    text: str
    name: str
    website: str
    is_spam: bool
    topic: str
    is_held_out: bool


def labelled_comments(amount: int, held_out: int = FAMILIES - 1, seed: int = 4) -> list[Labelled]:
    """`amount` comments, half of them spam, as many of one family as of another. The same for the same arguments.

    `held_out` is the number of the family of each topic that is only measured with: 0, 1 or 2.
    """
    chance = random.Random(seed)
    made = []
    for is_spam, topics in ((False, {**ham.TOPICS, **hard.HAM}), (True, {**spam.TOPICS, **hard.SPAM})):
        families = [(topic, n, lines) for topic, group in topics.items() for n, lines in enumerate(group)]
        for number in range(amount // 2):
            topic, place, lines = families[number % len(families)]
            made.append(_one(chance, is_spam, topic, lines, place == held_out))
    chance.shuffle(made)
    return made


def _one(chance: random.Random, is_spam: bool, topic: str, lines: list[str], is_held_out: bool) -> Labelled:
    def fill(line: str) -> str:
        return _filled(chance, line, is_held_out)

    text, website = fill(chance.choice(lines)), ""
    name = fill(chance.choice(words.SPAM_NAMES if is_spam else words.HAM_NAMES))
    if chance.random() < (SPAM_WITH_WEBSITE if is_spam else HAM_WITH_WEBSITE):
        website = fill("https://{bad_host}/" if is_spam else "https://{good_host}/")
    if is_spam and chance.random() < DISGUISED:
        text = _disguise(chance, text)
    return Labelled(_roughen(chance, text), name, website, is_spam, topic, is_held_out)


def _filled(chance: random.Random, line: str, is_held_out: bool) -> str:
    while True:
        line, choices = CHOICE.subn(lambda found: chance.choice(found[1].split("|")), line)
        line, slots = SLOT.subn(lambda found: chance.choice(words.values(found[1], is_held_out)), line)
        if not choices and not slots:
            return line.replace("#", str(chance.randint(2, 99)))


def _roughen(chance: random.Random, text: str) -> str:
    if chance.random() < MISSPELLED:
        text = " ".join(_misspell(chance, word) if chance.random() < 0.2 else word for word in text.split(" "))
    if chance.random() < SMALL:
        text = text.lower()
    if chance.random() < UNPUNCTUATED:
        text = re.sub(r"[.,!?](?=\s|$)", "", text)
    return text


def _misspell(chance: random.Random, word: str) -> str:
    if len(word) < 5 or not word.isalpha():
        return word
    place = chance.randrange(1, len(word) - 2)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return chance.choice([swapped, word[:place] + word[place + 1 :], word[:place] + word[place] + word[place:]])


def _disguise(chance: random.Random, text: str) -> str:
    """Letters of some longer words replaced by what looks like them."""
    tables = [str.maketrans("aeo", "@30"), str.maketrans("aeoc", "аеос"), str.maketrans("i", "1")]
    table = chance.choice(tables)
    return " ".join(
        word.translate(table) if word.isalpha() and len(word) > 4 and chance.random() < 0.4 else word
        for word in text.split(" ")
    )
