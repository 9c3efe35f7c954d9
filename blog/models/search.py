"""What is searched: the words of every published story, and every word there is, for those who misspell one.

The database's own full-text index hangs on the entries' table by triggers (SQLite) or generated columns (PostgreSQL):
see blog/search/index.py for what is written, blog/search/databases.py for that. A migration of SearchEntry that makes
SQLite copy the table loses the triggers, and must end with `build` from there.
"""

from __future__ import annotations

from collections import Counter

from django.db import connections, models, router
from django.db.models import Q

LONGEST_WORD = 30  # letters; longer ones are addresses and the like, which nobody misspells
ROWS_OF_A_STATEMENT = 150  # SQLite takes 999 values in one


class SearchEntry(models.Model):
    """One published story as the index sees it: plain words, folded. An emptied entry is of a story that was withdrawn,
    until SQLite has forgotten its words as well."""

    place = models.BigIntegerField(primary_key=True)  # the moment of publication, then the story: newest is highest
    post = models.OneToOneField("blog.Post", models.CASCADE, related_name="search_entry")
    published_at = models.DateTimeField()  # with changed_at, as the story had them when it was read
    changed_at = models.DateTimeField()
    is_stale = models.BooleanField(default=False)  # an author, a tag or a picture of it is called otherwise now
    is_emptied = models.BooleanField(default=False)
    headline = models.TextField()
    standfirst = models.TextField()  # and the tags
    byline = models.TextField()
    body = models.TextField()  # and the captions
    marks = models.TextField()  # what filters ask for: see blog/search/words.py

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["post", "published_at", "changed_at", "is_emptied"], name="entries_in_step"),
            models.Index(fields=["place"], condition=Q(is_stale=True), name="stale_entries"),
            models.Index(fields=["place"], condition=Q(is_emptied=True), name="emptied_entries"),
        ]

    def __str__(self) -> str:
        return self.headline


class SearchWordQuerySet(models.QuerySet):
    """Reads after "words"."""

    def add(self, changes: Counter[str]) -> None:
        """Count each word in so many more stories, or fewer; one that no story has any more is deleted.

        In the order of the alphabet: two processes that count the same words wait for each other, and never in a ring.
        """
        connection = connections[router.db_for_write(self.model)]
        table = connection.ops.quote_name(self.model._meta.db_table)
        rows = [(word, word[:2], word[-2:], len(word), number) for word, number in sorted(changes.items()) if number]
        with connection.cursor() as cursor:
            for start in range(0, len(rows), ROWS_OF_A_STATEMENT):
                some = rows[start : start + ROWS_OF_A_STATEMENT]
                places = ", ".join(["(%s, %s, %s, %s, %s)"] * len(some))
                cursor.execute(
                    f"INSERT INTO {table} (word, head, tail, length, stories) VALUES {places} "  # noqa: S608  (our own)
                    f"ON CONFLICT (word) DO UPDATE SET stories = {table}.stories + excluded.stories",
                    [value for row in some for value in row],
                )
        if any(number < 0 for number in changes.values()):
            self.filter(stories__lte=0).delete()


class SearchWord(models.Model):
    """A word as it is written in so many published stories, folded; and how it begins and ends, to find it by."""

    word = models.CharField(max_length=LONGEST_WORD, primary_key=True)
    head = models.CharField(max_length=2)
    tail = models.CharField(max_length=2)
    length = models.PositiveSmallIntegerField()
    stories = models.IntegerField()

    objects = SearchWordQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["head", "-stories"], name="words_by_their_head"),
            models.Index(fields=["tail", "-stories"], name="words_by_their_tail"),
            models.Index(fields=["-stories"], name="words_by_frequency"),
        ]

    def __str__(self) -> str:
        return self.word
