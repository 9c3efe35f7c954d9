"""Which queries of a page read a whole table, or sort more than a page, as the database's plan has it."""

from __future__ import annotations

import re

GROWING = (
    *("blog_post", "blog_post_tags", "blog_byline", "blog_listing", "blog_placement", "blog_transition"),
    *("blog_correction", "blog_redirect", "blog_searchentry", "blog_searchword", "blog_revision"),
)


def plan_of(sql: str) -> list[str]:
    """How the database answers the query, line by line."""
    from django.db import connection

    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql.replace('%', '%%')}" if connection.vendor == "sqlite" else f"{explain} {sql}")
        return [str(row[-1]) for row in cursor.fetchall()]


def whole_reads(sql: str) -> list[str]:
    """The lines of the plan that read all of a table that grows with the archive.

    A walk along an index that a limit ends is none: then SQLite sorts nothing, and PostgreSQL writes the limit above.
    """
    lines = plan_of(sql)
    tables = {alias: table for table, alias in re.findall(r'"(\w+)" ([A-Z]+\d+)\b', sql)}
    walks = "LIMIT" in sql and not any("TEMP B-TREE FOR ORDER BY" in line for line in lines)
    found = []
    for number, line in enumerate(lines):
        match = re.search(r"^SCAN (\w+)|Seq Scan on (\w+)", line)
        name = match and (match[1] or match[2])
        is_walk = walks if line.startswith("SCAN") else "Limit" in lines[max(number - 1, 0)]
        if name and tables.get(name, name) in GROWING and not is_walk:
            found.append(line)
    return found


def print_plans(what: str, queries: list[str]) -> None:
    """Each query of the page `what`, and its plan."""
    print(f"\n{what}")
    for sql in queries:
        if sql.startswith("SELECT"):
            print(f"  {sql[:300]}")
            for line in plan_of(sql):
                print(f"      {line}")
