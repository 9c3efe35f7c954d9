"""A paper's archive, of any size, written by the database itself: for what is measured at a million stories.

Every third story has the tag Mali and is posted by one busy author, every other third names another; sections, further
tags, pictures, corrections and moved stories are spread as in a real paper. A section, a tag and an author have the
oldest stories alone: who walks down from the newest to find those walks far. Half of the stories are imported, with
keys that run against their dates.
"""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

YEARS = 15
TAGS, AUTHORS, SECTIONS = 20_000, 500, 10
RETIRED = 50  # one of so many stories, the oldest, are those of the section, the tag and the author without new ones
LATELY = 60  # stories of the last day and a half, so that a small paper has a page's worth of one day
MINUTES_APART = 30  # those are
SEARCHED = 100_000  # of the newest stories are in the search's index, which has a benchmark of its own
WORDS = "The minister drove the road to Konna on Tuesday and met lorries with fuel and grain and nobody in uniform. "


class Archive:
    """The stories there are. How old one is counts from the newest, which has 0."""

    def __init__(self, amount: int) -> None:
        from django.utils import timezone

        self.now = timezone.now().replace(hour=22, minute=0, second=0, microsecond=0) - timedelta(days=1)
        self.amount = 0
        self._begin()
        self.grow(amount)

    @property
    def is_large(self) -> bool:
        return self.amount > 100 * LATELY

    def place(self, number: int) -> str:
        """The `before=` of a list's page that begins below that many stories."""
        from blog.pages import _name_of_place

        post = self._stories()[number]
        return _name_of_place(post.published_at, post.pk)

    def path(self, number: int) -> str:
        """The address of the story below that many others."""
        return self._stories()[number].path

    def old_path(self) -> str:
        """An address that a story once had."""
        from blog.models import Redirect

        return Redirect.objects.filter(post__state="published").values_list("old_path", flat=True).latest("pk")

    def _stories(self):
        from blog.models import Post

        return Post.objects.published().newest_first().only("path", "published_at")

    def _begin(self) -> None:
        """One story made as people make them, of which all others are copies; and all that stories are filed under."""
        from blog.models import Author, Section, Tag
        from tests import factories
        from tests.comments.conversation import crowd

        self.story = factories.published_post(
            by=factories.user("remy"),
            section=factories.section(),
            standfirst=WORDS,
            body=f"{WORDS * 4}\n\n" * 2,
            lead=factories.image(),
        )
        self.story.correct(by=None, text="It was 19.")
        crowd(self.story, 60)
        names = ["Obituaries", *(f"Section {n}" for n in range(SECTIONS))]
        self.sections = {name: Section.objects.create(name=name).pk for name in names}
        names = ["Mali", "Konna", *(f"Tag {n}" for n in range(TAGS))]
        Tag.objects.bulk_create([Tag(name=name, slug=name.lower().replace(" ", "-")) for name in names], 500)
        names = ["Busy", "Named", "Retired", *(f"Author {n}" for n in range(AUTHORS))]
        Author.objects.bulk_create([Author(name=name, slug=name.lower().replace(" ", "-")) for name in names], 500)
        self.tags = dict(Tag.objects.values_list("name", "pk"))
        self.authors = dict(Author.objects.values_list("name", "pk"))

    def grow(self, amount: int) -> None:
        """Let there be `amount` stories."""
        from django.core.management.color import no_style
        from django.db import connection

        from blog.models import Post, SearchWord

        first, self.amount = Post.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1, amount
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    f"PRAGMA cache_size = -{2**20}"
                )  # KB, while it is written; pages are read with the site's
            for table, values, chosen in self._rows():
                _insert(cursor, table, values, f"n BETWEEN {first} AND {amount} AND {chosen}", amount)
            cursor.execute("DELETE FROM blog_listing")
            for statement in import_module("blog.migrations.0020_listings").FILL:
                cursor.execute(statement)
            for statement in connection.ops.sequence_reset_sql(no_style(), [Post]):
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                cursor.execute("VACUUM ANALYZE")
        connection.close()
        SearchWord.objects.update(stories=amount)

    def _rows(self):
        """(table, {column: SQL of its value}, SQL of which numbers have a row); other columns are the first story's."""
        half = self.amount // 2
        age = f"(CASE WHEN n > {half} THEN {self.amount} - n ELSE {half} + n END)"
        apart = YEARS * 365 * 86_400 // self.amount
        seconds = f"(CASE WHEN {age} < {LATELY} THEN {age} * {MINUTES_APART * 60} "
        seconds += f"ELSE {LATELY * MINUTES_APART * 60} + ({age} - {LATELY}) * {apart} END)"
        moment, second, day = _moment(self.now, seconds)
        retired = f"{age} >= {self.amount - self.amount // RETIRED}"
        numbered, author = self.tags["Tag 0"], f"{self.authors['Author 0']} + n % {AUTHORS}"
        poster = f"CASE WHEN {retired} THEN {self.authors['Retired']} WHEN n % 3 = 0 THEN {self.authors['Busy']} "
        poster += f"ELSE {author} END"
        section = f"CASE WHEN {retired} THEN {self.sections['Obituaries']} WHEN n % 5 < 2 THEN {self.story.section_id} "
        section += f"ELSE {self.sections['Section 0']} + n % {SECTIONS} END"
        state = "CASE n % 100 WHEN 97 THEN 'draft' WHEN 98 THEN 'retracted' WHEN 99 THEN 'killed' ELSE 'published' END"
        story = {
            "id": "n",
            "headline": "'The minister on the road, part ' || n",
            "slug": "'story-' || n",
            "path": f"{day} || 'story-' || n || '/'",
            **dict.fromkeys(("published_at", "changed_at", "created_at"), moment),
            "state": state,
            "section_id": section,
            "poster_id": poster,
            "comment_count": "n % 7",
            "correction_count": "CASE WHEN n % 4 = 0 THEN 1 ELSE 0 END",
        }
        of_it, made = {"id": None, "post_id": "n"}, {"id": None, "post_id": "n", "made_at": moment}
        yield "blog_post", story, "n > 0"
        yield "blog_byline", {**of_it, "author_id": poster}, "n % 4 > 0"
        yield "blog_byline", {**of_it, "author_id": str(self.authors["Named"]), "position": "1"}, "n % 3 = 1"
        for tag, chosen in (
            (str(self.tags["Mali"]), "n % 3 = 0"),
            (str(self.tags["Konna"]), retired),
            (f"{numbered} + n % {TAGS}", "n > 0"),
            (f"{numbered} + (n + 7) % {TAGS}", "n % 2 = 0"),
        ):
            yield "blog_post_tags", {"id": None, "post_id": "n", "tag_id": tag}, chosen
        yield "blog_placement", of_it, "n % 8 = 0"
        yield "blog_transition", made, "n > 0"
        yield "blog_transition", {**made, "source": "'published'"}, "n % 100 >= 98"
        yield "blog_correction", made, "n % 4 = 0"
        yield "blog_redirect", {**made, "old_path": "'/2009/01/01/old-' || n || '/'"}, "n % 50 = 0"
        entry = {
            "place": f"CAST({second} AS bigint) * {2**24} + n",
            "post_id": "n",
            "published_at": moment,
            "changed_at": moment,
            "headline": "'the minister on the road part ' || n",
            "marks": f"CASE WHEN n % 3 = 0 THEN '_busy ' ELSE '' END || '__' || ({section})",
        }
        yield "blog_searchentry", entry, f"n % 100 < 97 AND {age} < {SEARCHED}"


def _moment(now, seconds: str) -> tuple[str, str, str]:
    """The SQL of the moment so many seconds before `now`, of its seconds since 1970, and of how its address begins."""
    from django.db import connection

    number = f"({int(now.timestamp())} - {seconds})"
    if connection.vendor == "sqlite":
        before = f"{number}, 'unixepoch'"
        return f"strftime('%Y-%m-%d %H:%M:%S', {before})", number, f"strftime('/%Y/%m/%d/', {before})"
    moment = f"to_timestamp({number})"
    return moment, number, f"to_char({moment} AT TIME ZONE 'UTC', '/YYYY/MM/DD/')"


def _insert(cursor, table: str, values: dict[str, str | None], chosen: str, amount: int) -> None:
    """A row for each of the numbers up to `amount` that is `chosen`; a value of None is the database's own."""
    from django.apps import apps
    from django.db import connection

    [model] = [m for m in apps.get_models(include_auto_created=True) if m._meta.db_table == table]
    quoted = connection.ops.quote_name
    columns = [field.column for field in model._meta.local_concrete_fields if values.get(field.column, "") is not None]
    made = ", ".join(values.get(name) or f"pattern.{quoted(name)}" for name in columns)
    pattern = f"(SELECT * FROM {table} ORDER BY 1 LIMIT 1) AS pattern"
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(map(quoted, columns))}) WITH RECURSIVE numbers(n) AS "
        f"(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {amount}) "
        f"SELECT {made} FROM numbers LEFT JOIN {pattern} ON 1 = 1 WHERE {chosen}"
    )
