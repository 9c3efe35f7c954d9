"""Which state of the paper readers are shown: a number that every change which they might see makes another one.

The database itself counts, by triggers on its tables: whoever writes, and in whatever way, cannot forget to. What is
counted becomes visible with the change that it counts, when that is committed, and not before.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

MARKS_KEPT = 1000  # rows that are counted at every look, before they are added up

SQLITE_TRIGGER = """\
CREATE TRIGGER IF NOT EXISTS edition_{table}_{event} AFTER {event} ON "{table}"
BEGIN UPDATE blog_edition SET number = number + 1; END"""

# One row, which all writers would have to wait for in turn, is what makes databases with several writers lock up.
POSTGRESQL_FUNCTION = """\
CREATE OR REPLACE FUNCTION mark_edition() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO blog_editionmark DEFAULT VALUES; RETURN NULL; END $$"""
POSTGRESQL_TRIGGER = """\
CREATE OR REPLACE TRIGGER edition_{table}_{event} AFTER {event} ON "{table}"
FOR EACH STATEMENT EXECUTE FUNCTION mark_edition()"""
ADD_UP = """\
WITH marks AS (DELETE FROM blog_editionmark RETURNING 1)
UPDATE blog_edition SET number = number + (SELECT count(*) FROM marks)"""

CURRENT = "SELECT number, (SELECT count(*) FROM blog_editionmark) FROM blog_edition"


class Edition(models.Model):
    """One row."""

    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)

    @staticmethod
    def current() -> int | None:
        """The number of what a query would find now; one query. None where nobody counts."""
        with connection.cursor() as cursor:
            cursor.execute(CURRENT)
            row = cursor.fetchone()
            if row and row[1] > MARKS_KEPT:
                cursor.execute(ADD_UP)
        return sum(row) if row else None


class EditionMark(models.Model):
    """One change, on a database with several writers, until it is added to the number."""

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


def count_changes(**kwargs) -> None:
    """Have the database count. Called after every migration: it is harmless to repeat, and new tables join by it."""
    present = set(connection.introspection.table_names())
    if not {"blog_edition", "blog_editionmark"} <= present:
        return
    # A number that no earlier count came to: what a process saved before the table was emptied is not taken for new.
    Edition.objects.get_or_create(pk=1, defaults={"number": random.getrandbits(48)})
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        trigger = POSTGRESQL_TRIGGER if connection.vendor == "postgresql" else SQLITE_TRIGGER
        for table in sorted(seen_tables() & present):
            for event in ("insert", "update", "delete"):
                cursor.execute(trigger.format(table=table, event=event))


def seen_tables() -> set[str]:
    """The tables of which readers' pages may show something: of each app that has `hidden_from_readers`, all models but
    those, with what they inherit from."""
    return {table for model in _seen_models() for table in _tables(model)}


def _seen_models() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        hidden = getattr(config, "hidden_from_readers", None)
        if hidden is not None:
            yield from (each for each in config.get_models(include_auto_created=True) if each.__name__ not in hidden)


def _tables(model: type[models.Model]) -> Iterator[str]:
    yield model._meta.db_table
    yield from (parent._meta.db_table for parent in model._meta.get_parent_list())
