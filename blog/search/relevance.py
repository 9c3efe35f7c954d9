"""How well a story answers a question, told from its words: for SQLite, whose own measure counts the whole archive.

That is Okapi's BM25, as FTS5 has it: how often the words stand there, more in the headline than in the text, less in a
long text than in a short one, a rare word more than a frequent one. How rare a word is the dictionary knows already.
Words are counted by their beginning, because the database has met other forms of them too.
https://www.sqlite.org/fts5.html#the_bm25_function
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from blog.search.words import Question, Term

WEIGHTS = (10.0, 4.0, 3.0, 1.0)  # of the headline, the standfirst, the bylines, the text
SATURATION, LENGTH_COUNTS = 1.2, 0.75  # BM25's k1 and b
ENDING = 3  # letters that a form of a word may have of its own: attack-ing
SHORTEST_STEM = 4  # letters

Texts = Sequence[str]


def relevances(question: Question, stories: Sequence[Texts], rarity: dict[str, float]) -> list[float]:
    """For each of the stories, by its texts in the order of WEIGHTS; more is better. `rarity` is of `rarities`."""
    terms = [(_beginning(term), min(rarity.get(word, 1.0) for word in term.words)) for term in question.wanted]
    lengths = [sum(map(len, texts)) for texts in stories]
    usual = max(sum(lengths) / max(len(lengths), 1), 1)
    return [_relevance(terms, texts, length / usual) for texts, length in zip(stories, lengths, strict=True)]


def rarities(stories_of: dict[str, int], all_stories: int) -> dict[str, float]:
    """How much each word tells, by the number of stories that have it, of `all_stories`."""
    return {word: max(log((all_stories + 1) / (stories + 0.5)), 0.01) for word, stories in stories_of.items()}


def _beginning(term: Term) -> str:
    """What is counted for a term."""
    last = term.words[-1]
    last = last if term.is_beginning else last[: max(SHORTEST_STEM, len(last) - ENDING)]
    return " ".join(["", *term.words[:-1], last])


def _relevance(terms: list[tuple[str, float]], texts: Texts, length: float) -> float:
    spaced = [f" {text}" for text in texts]
    damping = SATURATION * (1 - LENGTH_COUNTS + LENGTH_COUNTS * length)
    found = 0.0
    for beginning, rarity in terms:
        often = sum(weight * text.count(beginning) for weight, text in zip(WEIGHTS, spaced, strict=True))
        often = often or 1.0  # the database has met it in a form that is none of these
        found += rarity * often * (SATURATION + 1) / (often + damping)
    return found
