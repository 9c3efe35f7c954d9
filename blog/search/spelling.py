"""What somebody may have meant: words that published stories have, close to those that were typed.

Candidates begin or end with the same two letters, or would if two were swapped or one left out, and are the most
frequent of those: short looks into an index, however large the dictionary is. A word that is wrong at both ends is not
found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import prod

from django.db import connection
from django.db.models import Q, Subquery

from blog.models import SearchWord
from blog.search.relevance import rarities
from blog.search.words import IS_UNSPACED, SHORTEST_BEGINNING, Question, Term

MOST_CANDIDATES = 150  # of each beginning and ending
LONGEST_CORRECTED = 24  # letters
MOST_CORRECTED = 2  # words of one question
SHORTEST_CORRECTED = 4  # letters; shorter words are all alike
TWO_FAULTS_FROM = 7  # letters
RARE = 2  # stories; a word that stands in so few may be a slip of a reporter's
MUCH_MORE = 20  # times more frequent than a rare word must be what is suggested in its place
LARGE_PART = 0.2  # of all stories
LONGEST_COMMON_BEGINNING = 3  # letters with which a word of most stories begins
COMMON_SHARE = 0.5  # of the commonest word's stories
COMMON_FROM = 1_000  # stories; where there are fewer, no word is a burden

# Django cannot unite what is limited. Each is one stretch of an index, read from its most frequent end.
LOOK = (
    "SELECT * FROM (SELECT word, stories FROM blog_searchword WHERE {} = %s AND length BETWEEN %s AND %s "
    "ORDER BY stories DESC LIMIT %s) AS alike"
)


class Vocabulary:
    """How many published stories have each of some words. One query."""

    def __init__(self, words: Iterable[str]) -> None:
        commonest = SearchWord.objects.order_by("-stories").values("word")[:1]
        rows = SearchWord.objects.filter(Q(word__in=set(words)) | Q(word=Subquery(commonest)))
        self.stories = dict(rows.values_list("word", "stories"))
        self._most = max(self.stories.values(), default=0)

    def is_common(self, word: str) -> bool:
        """True for a word in so many stories that it tells nothing about any."""
        return self.stories.get(word, 0) > max(COMMON_FROM, COMMON_SHARE * self._most)

    def rarities(self) -> dict[str, float]:
        """How much each of the words tells of a story."""
        return rarities(self.stories, self._most)

    def is_in_most(self, question: Question) -> bool:
        """True when, as far as single words tell, a large part of all stories answers the question."""
        if question.marks or not question.wanted:
            return False
        shares = [self._share(term, word) for term in question.wanted for word in term.words]
        return prod(shares) > LARGE_PART

    def _share(self, term: Term, word: str) -> float:
        if term.is_beginning and word == term.words[-1]:
            return float(len(word) <= LONGEST_COMMON_BEGINNING)
        return self.stories.get(word, 0) / max(self._most, 1)

    def lightened(self, question: Question) -> Question:
        """The question without single words that are common, as long as it has others."""
        light = [t for t in question.terms if t.is_excluded or len(t.words) > 1 or not self.is_common(t.words[0])]
        still_asks = any(not term.is_excluded for term in light)
        return replace(question, terms=tuple(light)) if still_asks else question

    def with_beginning(self, question: Question) -> Question:
        """The question with its last word taken for the beginning of one, where no story has the word itself."""
        *first, last = question.terms or (None,)
        if last is None or last.is_excluded or not self._may_go_on(last.words[-1]):
            return question
        return replace(question, terms=(*first, replace(last, is_beginning=True)))

    def suggestion(self, question: Question) -> dict[str, str]:
        """For words that are unknown or much rarer than another, that other one. Empty when all seem meant. One query,
        or none."""
        doubtful = [word for term in question.wanted for word in term.words if self._is_doubtful(word, term)]
        if not doubtful:
            return {}
        doubtful = doubtful[:MOST_CORRECTED]
        candidates = _candidates(doubtful)
        chosen = {word: self._best(word, candidates) for word in doubtful}
        return {word: other for word, other in chosen.items() if other}

    def _may_go_on(self, word: str) -> bool:
        return word not in self.stories and len(word) >= SHORTEST_BEGINNING and not IS_UNSPACED.search(word)

    def _is_doubtful(self, word: str, term: Term) -> bool:
        return (
            SHORTEST_CORRECTED <= len(word) <= LONGEST_CORRECTED
            and not term.is_beginning
            and word.isalpha()
            and self.stories.get(word, 0) <= RARE
            and not IS_UNSPACED.search(word)
        )

    def _best(self, word: str, candidates: Sequence[tuple[str, int]]) -> str:
        """The closest candidate, of equally close ones the most frequent; "" when there is none worth suggesting."""
        letters, faults = Counter(word), 2 if len(word) >= TWO_FAULTS_FROM else 1
        needed = self.stories.get(word, 0) * MUCH_MORE
        best, best_rank = "", (faults + 1, 0)
        for other, stories in candidates:
            if stories <= needed or other == word or abs(len(other) - len(word)) > faults:
                continue
            if (letters - Counter(other)).total() > faults:  # cheaper than the distance, and never more than it
                continue
            rank = (distance(word, other), -stories)
            best, best_rank = (other, rank) if rank < best_rank else (best, best_rank)
        return best


def distance(one: str, other: str) -> int:
    """How many letters must be added, left out, changed or swapped with the next to make `other` of `one`."""
    before: list[int] = []
    last: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = last, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _candidates(words: Sequence[str]) -> list[tuple[str, int]]:
    """Words that begin or end as one of `words`, or would without a slip there, with how many stories have them."""
    looks: list[str] = []
    values: list[str | int] = []
    for word in words:
        heads = {word[:2], word[1] + word[0], word[0] + word[2]}
        tails = {word[-2:], word[-1] + word[-2], word[-3] + word[-1]}
        for side, ways in (("head", heads), ("tail", tails)):
            for letters in sorted(ways):
                looks.append(LOOK.format(side))
                values += [letters, len(word) - 2, len(word) + 2, MOST_CANDIDATES]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(looks), values)
        return cursor.fetchall()
