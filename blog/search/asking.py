"""One question, one page of answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.safestring import SafeString

from blog import plain_text
from blog.models import Post, SearchEntry, Section
from blog.models.posts import PostQuerySet
from blog.search.databases import full_text
from blog.search.index import STORIES_OF_A_SECOND, place_of
from blog.search.snippets import marked, snippet
from blog.search.spelling import Vocabulary
from blog.search.words import (
    LONGEST_QUESTION,
    MOST_TERMS,
    Question,
    name_marks,
    section_mark,
    terms_of,
    words_at,
    words_of,
)

PAGE_SIZE = 10
# What is ranked: of all stories that match, so many newest ones, and so many newest ones that match in the headline.
# What comes after them is reached by "older results", and ranked in its turn. So a word that half of the archive has
# costs what any other does.
WINDOW = 200
HEADLINES = 50
HEADLINE_BONUS = 2.0  # times: a story with the word above it is about it
HALF_LIFE = 180.0  # days in which what is fresh about a story fades by half
STALE = 0.4  # of its relevance is left to a story however old it is
FEW = 5  # results that are so few are reason to look for a slip in the question
FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(9000, 1, 1)


@dataclass(frozen=True)
class Filters:
    """What stories must be besides: of a section, by an author with these names, of these days (both included)."""

    section: Section | None = None
    author: str = ""
    since: date | None = None
    until: date | None = None


@dataclass
class Hit:
    """One story that was found, and its headline and a part of its text, as HTML with the words marked."""

    post: Post
    headline: SafeString
    snippet: SafeString


@dataclass
class Results:
    """One page. `before` is where the window of this page begins ("" for the newest), `page` its number there."""

    was_asked: bool = False  # False where nothing typed is a word to look for
    hits: list[Hit] = field(default_factory=list)
    count: int = 0  # of the window
    page: int = 1
    pages: int = 0
    before: str = ""
    older: str = ""  # the `before` of the next window; "" when there is none
    suggestion: str = ""  # what may have been meant

    @property
    def previous(self) -> int:
        return self.page - 1

    @property
    def next(self) -> int:
        return self.page + 1

    @property
    def posts(self) -> list[Post]:
        return [hit.post for hit in self.hits]


def search(words: str, filters: Filters | None = None, *, page: int = 1, before: str = "") -> Results:
    """The published stories that answer `words`, as somebody typed them: at most PAGE_SIZE, the best first.

    Anything may be typed: what is no word is left out, and where nothing is left, nothing is found. `page` and `before`
    come from the Results of another page; what they could not have said counts as the first page.
    Seven queries at most.
    """
    filters = filters or Filters()
    typed = Question(terms_of(words), _marks_of(filters))
    if typed.is_empty:
        return Results()
    vocabulary = Vocabulary(word for term in typed.wanted for word in term.words)
    question = vocabulary.with_beginning(vocabulary.lightened(typed))
    before = before if _is_place(before) else ""
    window, older = _window(question, filters, before, vocabulary)
    results = Results(was_asked=True, count=len(window), pages=-(-len(window) // PAGE_SIZE), before=before, older=older)
    results.page = min(max(page, 1), max(results.pages, 1))
    shown = window[(results.page - 1) * PAGE_SIZE : results.page * PAGE_SIZE]
    if shown:
        results.hits = _hits(question, shown)
    if len(window) < FEW and not before:
        results.suggestion = _suggestion(words, typed, vocabulary, filters, is_certain=bool(window))
    return results


def newest(words: str, filters: Filters | None = None, *, most: int) -> PostQuerySet:
    """The newest `most` of the published stories that answer `words`, whatever they would be ranked; none where nothing
    typed is a word to look for. Three queries at most, before the stories are read."""
    filters = filters or Filters()
    typed = Question(terms_of(words), _marks_of(filters))
    if typed.is_empty:
        return Post.objects.none()
    vocabulary = Vocabulary(word for term in typed.wanted for word in term.words)
    question, span = vocabulary.with_beginning(vocabulary.lightened(typed)), _span(filters)
    with connection.cursor() as cursor:
        found = full_text().newest(cursor, question, (span, 0), (span, most), vocabulary)
    return _at([hit.place for hit in found])


def _marks_of(filters: Filters) -> tuple[str, ...]:
    marks = [section_mark(filters.section.pk)] if filters.section else []
    return (*marks, *name_marks(filters.author)[:MOST_TERMS])


def _window(question: Question, filters: Filters, before: str, vocabulary: Vocabulary) -> tuple[list[int], str]:
    """The places of the window that begins below `before`, the best first; and where the next one begins, or "".

    The newest that match in the headline belong to the first window, however old they are, and to no other.
    """
    span = _span(filters)
    below = (span[0], min(span[1], int(before) - 1)) if before else span
    with connection.cursor() as cursor:
        found = full_text().newest(cursor, question, (span, HEADLINES), (below, WINDOW + 1), vocabulary)
    in_headlines = {hit.place: hit.relevance * HEADLINE_BONUS for hit in found if hit.is_in_headline}
    anywhere = {hit.place: hit.relevance for hit in found if not hit.is_in_headline}
    next_one = sorted(anywhere, reverse=True)[WINDOW - 1 : WINDOW + 1]
    older = str(next_one[0]) if len(next_one) == 2 else ""
    if older:
        del anywhere[next_one[1]]
    if before:
        relevances = {place: relevance for place, relevance in anywhere.items() if place not in in_headlines}
    else:
        relevances = anywhere | in_headlines
    now = place_of(timezone.now())
    return sorted(relevances, key=lambda place: (-relevances[place] * _freshness(now - place), -place)), older


def _freshness(age: int) -> float:
    """Between STALE and 1, for an age in units of places."""
    days = max(age, 0) / STORIES_OF_A_SECOND / 86_400
    return STALE + (1 - STALE) * 0.5 ** (days / HALF_LIFE)


def _span(filters: Filters) -> tuple[int, int]:
    since, until = filters.since or FIRST_DAY, filters.until or LAST_DAY
    after = _midnight(until) + timedelta(days=1)
    return place_of(_midnight(since)), place_of(after) - 1


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(min(max(day, FIRST_DAY), LAST_DAY), time.min))


def _is_place(before: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,18}", before) is not None


def _hits(question: Question, places: Sequence[int]) -> list[Hit]:
    """The stories at `places`, in that order, without those that readers may not see any more."""
    stories = _at(places).for_cards().defer(None).defer("body")
    by_place = {post.place: post for post in stories.annotate(place=F("search_entry"))}
    found = [(post, plain_text.plain(post.body_html)) for place in places if (post := by_place.get(place))]
    with connection.cursor() as cursor:
        words = full_text().met(cursor, question, places, _words_shown(found))
    return [
        Hit(
            post,
            headline=marked(post.headline, words),
            snippet=snippet(text, words) or marked(post.summary, words),
        )
        for post, text in found
    ]


def _at(places: Sequence[int]) -> PostQuerySet:
    """Those of the stories at `places` that readers may see. They are found by their keys: to reach more than a few
    by their places, SQLite would rather look through all that is published, as long as nobody ran ANALYZE."""
    return Post.objects.published().filter(pk__in=SearchEntry.objects.filter(place__in=places).values("post"))


def _words_shown(found: Sequence[tuple[Post, str]]) -> Iterator[str]:
    for post, text in found:
        yield from words_of(f"{post.headline} {post.summary} {text}")


def _suggestion(words: str, typed: Question, vocabulary: Vocabulary, filters: Filters, *, is_certain: bool) -> str:
    """`words` with those replaced that seem to be slips; "" when nothing would be found by that either."""
    better = vocabulary.suggestion(typed)
    if not better:
        return ""
    suggestion, at = "", 0
    asked = words[:LONGEST_QUESTION]
    for word, begin, end in words_at(asked):
        suggestion += asked[at:begin] + better.get(word, asked[begin:end])
        at = end
    suggestion += asked[at:]
    question = vocabulary.lightened(Question(terms_of(suggestion), typed.marks))
    return suggestion if is_certain or _window(question, filters, "", vocabulary)[0] else ""
