"""What SQLite and PostgreSQL each call full-text search. The only file that knows.

SQLite: FTS5 over the entries' own columns ("external content"), kept by triggers. PostgreSQL: two generated tsvector
columns with GIN, one of the headline alone, so that "in the headline" needs no second look at each row.

Stemming. SQLite has one stemmer, Porter's, which is for English; in other languages a word is found as it is written,
and by its beginning. PostgreSQL has one for each of CONFIGURATIONS; elsewhere it does as SQLite. It also leaves out its
languages' commonest words. Neither knows words in scripts without spaces; see blog/search/words.py for what is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from blog.search.relevance import relevances
from blog.search.spelling import Vocabulary
from blog.search.words import Question, Term

COLUMNS = ("headline", "standfirst", "byline", "body")
# Whether words stand side by side PostgreSQL must look up story by story: of those that have all the words of a phrase,
# it looks at so many newest ones. Dates in the question reach older ones.
LOOKED_THROUGH = 500
MERGED_AT_ONCE = 500  # pages of SQLite's index: a tenth of a second for which nobody else can write
OPEN, CLOSE = "\x02", "\x03"

CONFIGURATIONS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish",
}  # fmt: skip


def language() -> str:
    """The newsroom's language, without its country: "en"."""
    return settings.LANGUAGE_CODE.partition("-")[0].lower()


BOUND_IN_FRONT = {"ar"}  # languages whose words take on others in front, which their stemmers take off


@dataclass(frozen=True)
class Found:
    """A story that matches: its place, how well, in units of the database's own, and where it was found."""

    place: int
    relevance: float
    is_in_headline: bool


Asked = tuple[tuple[int, int], int]  # places, both included; and the most that are wanted of them


class SQLite:
    """FTS5. https://www.sqlite.org/fts5.html"""

    keeps_words_until_merged = True  # of deleted rows, in its dictionary, where no question reaches them

    def build(self, cursor) -> None:
        """Make the index anew from the entries, for the language of the settings."""
        self.drop(cursor)
        names = ", ".join((*COLUMNS, "marks"))
        old, new = (", ".join(f"{row}.{name}" for name in ("place", *COLUMNS, "marks")) for row in ("old", "new"))
        delete = f"INSERT INTO blog_searchtext (blog_searchtext, rowid, {names}) VALUES ('delete', {old});"  # noqa: S608
        insert = f"INSERT INTO blog_searchtext (rowid, {names}) VALUES ({new});"  # noqa: S608
        cursor.execute(
            f"CREATE VIRTUAL TABLE blog_searchtext USING fts5({names}, content='blog_searchentry', "
            f"content_rowid='place', prefix='2 3', tokenize=\"{self._tokenizer()}\")"
        )
        for event, work in (
            ("INSERT ON", insert),
            ("DELETE ON", delete),
            (f"UPDATE OF {names} ON", delete + insert),
        ):
            name = f"blog_searchtext_{event.split()[0].lower()}"
            cursor.execute(f"CREATE TRIGGER {name} AFTER {event} blog_searchentry BEGIN {work} END")
        cursor.execute("INSERT INTO blog_searchtext (blog_searchtext) VALUES ('rebuild')")

    def drop(self, cursor) -> None:
        """Unmake it. The entries stay."""
        for event in ("insert", "delete", "update"):
            cursor.execute(f"DROP TRIGGER IF EXISTS blog_searchtext_{event}")
        cursor.execute("DROP TABLE IF EXISTS blog_searchtext")

    def is_for_the_language(self, cursor) -> bool:
        """False when the index is not there, or was made for another language."""
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'blog_searchtext'")
        row = cursor.fetchone()
        return row is not None and f'"{self._tokenizer()}"' in row[0]

    def newest(
        self, cursor, question: Question, in_headlines: Asked, anywhere: Asked, vocabulary: Vocabulary
    ) -> list[Found]:
        """The newest that match in the headline, and the newest that match at all.

        How well they do is not asked of FTS5: to tell how rare a word is it reads every entry that has it, each time.
        """
        chosen = (
            "SELECT rowid, {} AS is_in_headline FROM blog_searchtext "
            "WHERE blog_searchtext MATCH %s AND rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT %s"
        )
        cursor.execute(
            f"SELECT place, is_in_headline, {', '.join(COLUMNS)} FROM (SELECT * FROM ({chosen.format('1')}) "  # noqa: S608
            f"UNION ALL SELECT * FROM ({chosen.format('0')})) AS hits "
            "CROSS JOIN blog_searchentry ON place = hits.rowid",
            [
                *(self._expression(question, in_headlines=True), *in_headlines[0], in_headlines[1]),
                *(self._expression(question), *anywhere[0], anywhere[1]),
            ],
        )
        rows = cursor.fetchall()
        ranks = relevances(question, [texts for _place, _is_in_headline, *texts in rows], vocabulary.rarities())
        return [Found(place, rank, bool(first)) for (place, first, *_texts), rank in zip(rows, ranks, strict=True)]

    def met(self, cursor, question: Question, places: Sequence[int], _words: Iterable[str]) -> set[str]:
        """The words by which the entries at `places` match."""
        if not question.wanted:
            return set()
        marked = ", ".join(f"highlight(blog_searchtext, {n}, '{OPEN}', '{CLOSE}')" for n in range(len(COLUMNS)))
        holes = ", ".join(["%s"] * len(places))
        cursor.execute(
            f"SELECT {marked} FROM blog_searchtext WHERE blog_searchtext MATCH %s AND rowid IN ({holes})",  # noqa: S608
            [self._expression(Question(tuple(question.wanted))), *places],
        )
        parts = [part for row in cursor.fetchall() for text in row for part in re.findall(f"{OPEN}(.*?){CLOSE}", text)]
        return {word for part in parts for word in part.split()}

    def forget_deleted(self, cursor) -> bool:
        """One step of merging the index into one piece, which drops the words of deleted rows; True when it is done."""
        before = cursor.connection.total_changes
        cursor.execute(f"INSERT INTO blog_searchtext (blog_searchtext, rank) VALUES ('merge', {-MERGED_AT_ONCE})")  # noqa: S608
        return cursor.connection.total_changes - before < 2  # as the manual of FTS5 says of 'merge'

    def _tokenizer(self) -> str:
        stemmer = "porter " if language() == "en" else ""
        return f"{stemmer}unicode61 remove_diacritics 2 categories 'L* M* N* Co' tokenchars '_'"

    def _expression(self, question: Question, *, in_headlines: bool = False) -> str:
        """Every word stands in quotes, and has none in it: none is read as an operator."""
        column = "headline : " if in_headlines else ""
        wanted = [f"{column}{self._term(term)}" for term in question.wanted] + [f'"{mark}"' for mark in question.marks]
        unwanted = [self._term(term) for term in question.terms if term.is_excluded]
        return " NOT ".join([f"({' AND '.join(wanted)})", *unwanted])

    def _term(self, term: Term) -> str:
        return f'"{" ".join(term.words)}"' + (" *" if term.is_beginning else "")


class PostgreSQL:
    """tsvector. https://www.postgresql.org/docs/current/textsearch.html"""

    keeps_words_until_merged = False

    def build(self, cursor) -> None:
        """Make the index anew from the entries, for the language of the settings."""
        self.drop(cursor)
        weighed = " || ".join(
            f"setweight(to_tsvector('{self._configuration()}', {name}), '{weight}')"
            for name, weight in zip(COLUMNS, "ABCD", strict=True)
        )
        marks = "array_to_tsvector(string_to_array(marks, ' '))"
        headline = f"to_tsvector('{self._configuration()}', headline)"
        cursor.execute(
            "ALTER TABLE blog_searchentry "
            f"ADD COLUMN words tsvector GENERATED ALWAYS AS ({weighed} || {marks}) STORED, "
            f"ADD COLUMN headline_words tsvector GENERATED ALWAYS AS ({headline} || {marks}) STORED"
        )
        # Rows without their texts are short: many stories that match are looked through in few pages.
        cursor.execute("ALTER TABLE blog_searchentry SET (toast_tuple_target = 128)")
        cursor.execute("CREATE INDEX blog_searchentry_words ON blog_searchentry USING gin (words)")
        cursor.execute("CREATE INDEX blog_searchentry_headline_words ON blog_searchentry USING gin (headline_words)")

    def drop(self, cursor) -> None:
        """Unmake it. The entries stay."""
        connection.check_constraints()  # a table with rows that wait to be checked cannot be altered
        cursor.execute("ALTER TABLE blog_searchentry DROP COLUMN IF EXISTS words, DROP COLUMN IF EXISTS headline_words")

    def is_for_the_language(self, cursor) -> bool:
        """False when the index is not there, or was made for another language."""
        cursor.execute(
            "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid "
            "AND attnum = adnum WHERE adrelid = 'blog_searchentry'::regclass AND attname = 'headline_words'"
        )
        row = cursor.fetchone()
        return row is not None and f"'{self._configuration()}'::regconfig" in row[0]

    def newest(
        self, cursor, question: Question, in_headlines: Asked, anywhere: Asked, vocabulary: Vocabulary
    ) -> list[Found]:
        """The newest that match in the headline, and the newest that match at all.

        Left to itself PostgreSQL often walks down from the newest story and tries each, or reads all of them: it does
        not count what it costs to fetch a tsvector. Only for what most stories have is the walk the shorter way.
        """
        asked, values = self._expression(question)
        loosely, loose_values = self._expression(question.without_phrases())
        hits = f"SELECT place, {{}} AS met FROM blog_searchentry WHERE {{}} @@ ({loosely}) AND place BETWEEN %s AND %s"  # noqa: S608
        near = f"{hits} ORDER BY place DESC LIMIT %s"
        if not vocabulary.is_in_most(question):
            near = f"WITH hits AS MATERIALIZED ({hits}) SELECT * FROM hits ORDER BY place DESC LIMIT %s"  # noqa: S608
        has_phrases = loose_values != values
        chosen = f"WITH near AS MATERIALIZED ({near}) SELECT place FROM near"  # noqa: S608
        if has_phrases:
            chosen += f" WHERE met @@ ({asked}) ORDER BY place DESC LIMIT %s"
        ranked = f"SELECT place, ts_rank(words, {asked}), {{}} FROM blog_searchentry WHERE place IN ({chosen})"  # noqa: S608
        first, second = ranked.format("true", *2 * ["headline_words"]), ranked.format("false", *2 * ["words"])
        parameters: list[str | int] = []
        for span, number in (in_headlines, anywhere):
            ending = [LOOKED_THROUGH, *values, number] if has_phrases else [number]
            parameters += [*values, *loose_values, *span, *ending]
        cursor.execute(f"{first} UNION ALL {second}", parameters)
        return [Found(*row) for row in cursor.fetchall()]

    def met(self, cursor, question: Question, _places: Sequence[int], words: Iterable[str]) -> set[str]:
        """Those of `words`, of the texts of the stories, by which they match."""
        wanted = [f"'{word}'" for term in question.wanted for word in term.words]
        wanted += [f"'{term.words[-1]}':*" for term in question.wanted if term.is_beginning]
        if not wanted:
            return set()
        heads = {word[0] for term in question.wanted for word in term.words}
        words = {word for word in words if word[0] in heads or language() in BOUND_IN_FRONT}
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) word "
            "WHERE to_tsvector(%s::regconfig, word) @@ to_tsquery(%s::regconfig, %s)",
            [sorted(words), self._configuration(), self._configuration(), " | ".join(wanted)],
        )
        return {word for (word,) in cursor.fetchall()}

    def forget_deleted(self, _cursor) -> bool:
        """Nothing: VACUUM does."""
        return True

    def _configuration(self) -> str:
        return CONFIGURATIONS.get(language(), "simple")

    def _expression(self, question: Question) -> tuple[str, list[str]]:
        """A tsquery and its values. Every word stands in quotes, and has none in it: none is read as an operator."""
        parts, values = [], []
        if question.terms:
            parts.append("to_tsquery(%s::regconfig, %s)")
            values += [self._configuration(), " & ".join(self._term(term) for term in question.terms)]
        if question.marks:
            parts.append("%s::tsquery")
            values.append(" & ".join(f"'{mark}'" for mark in question.marks))
        return " && ".join(parts), values

    def _term(self, term: Term) -> str:
        said = " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.is_beginning else "")
        return f"!({said})" if term.is_excluded else f"({said})"


def full_text() -> SQLite | PostgreSQL:
    """The database at hand."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
