"""How the database means to answer a query, and whether it reads a whole table for it."""

from __future__ import annotations

import re

from django.db import connection

GROWING = {  # with every story and picture
    *("blog_post", "blog_image", "blog_placement", "blog_byline", "blog_likeness", "blog_revision", "blog_transition"),
    *("blog_post_tags", "blog_listing", "blog_correction", "blog_redirect", "blog_searchentry"),
}


def plan_of(sql: str) -> list[str]:
    """The database's plan for a SELECT, line by line, as it would be with many rows: it reads a small table whole when
    it may, so PostgreSQL is told not to, and SQLite has no statistics."""
    suppose_many_rows()
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql)
        return [str(row[-1]) for row in cursor.fetchall()]


def suppose_many_rows() -> None:
    """Have plans made as if the tables were large, for the rest of the test, whatever PostgreSQL has counted since."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


def scans(sql: str) -> list[str]:
    """The lines of the plan that read a growing table from end to end, or all that is published.

    A walk along an index that a LIMIT ends is none: SQLite calls it SCAN as well, but then it is the outermost line, or
    that of a subquery which is counted while it is read, and nothing is sorted. PostgreSQL writes it under its limit.
    """
    if not sql.lstrip().upper().startswith("SELECT"):
        return []
    lines = plan_of(sql)
    tables = {alias: table for table, alias in re.findall(r'"(\w+)" ([A-Z]\d+)\b', sql)}  # in Django's subqueries
    walks = "LIMIT" in sql and not any("TEMP B-TREE FOR ORDER BY" in line for line in lines)
    found = []
    for number, line in enumerate(lines):
        match = re.search(r"^SCAN (\w+)|Seq Scan on (\w+)|^SEARCH (blog_post) USING .*\(state=\?\)$", line)
        name = match and (match[1] or match[2] or match[3])
        above = lines[number - 1] if number else "CO-ROUTINE"
        is_walk = "Limit" in above or (walks and above.startswith("CO-ROUTINE"))
        if name and tables.get(name, name) in GROWING and not is_walk:
            found.append(line)
    return found
