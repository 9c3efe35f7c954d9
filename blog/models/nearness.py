"""The query behind what stands around a story, as SQL for both databases.

Its cost does not grow with the archive: no index is followed for more than a few dozen rows, however many stories share
a tag.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

Part = tuple[str, list]  # SQL and its values

MOST_RELATED = 4  # what a reader takes in at a glance
MOST_TAGS_LOOKED_AT = 6
# Of a tag's stories the newest are looked at, by when they were begun. A tag with fewer is the rarer the fewer it has:
# sharing it counts for more. All tags with more count as common ones.
NEWEST_LOOKED_AT = 36
NEWEST_OF_THE_SECTION = MOST_RELATED + 3  # the story itself and its neighbours may be among them

CORRECTION, LINK, TAG, PREVIOUS, NEXT, RELATED = range(6)

# Every part gives (kind, place among its kind, three texts, a moment as text).
PARTS = {
    CORRECTION: "SELECT 0, number, text, thanks, '', CAST(made_at AS text) FROM blog_correction WHERE post_id = %s",
    LINK: "SELECT 1, ROW_NUMBER() OVER (ORDER BY position, id), label, url, '', '' FROM blog_authorlink "
    "WHERE author_id = %s",
    TAG: "SELECT 2, 0, name, slug, '', '' FROM blog_tag JOIN blog_post_tags ON blog_tag.id = tag_id WHERE post_id = %s",
}
NEIGHBOUR = """SELECT * FROM (SELECT {kind}, 0, headline, path, short_headline, '' FROM blog_post
WHERE {shown} AND (published_at, id) {side} (%s, %s) ORDER BY published_at {way}, id {way} LIMIT 1) AS neighbour"""
RELATED_STORIES = """SELECT * FROM (
SELECT 5, ROW_NUMBER() OVER (ORDER BY weight DESC, published_at DESC, id DESC) AS place,
headline, path, short_headline, '' FROM blog_post JOIN (SELECT near, SUM(weight) AS weight FROM (
  SELECT theirs.post_id AS near, 1.0 / COUNT(*) OVER (PARTITION BY theirs.tag_id) AS weight
  FROM (SELECT tag_id, (SELECT post_id FROM blog_post_tags AS newer WHERE newer.tag_id = tagged.tag_id
      ORDER BY post_id DESC LIMIT 1 OFFSET {others}) AS oldest
    FROM blog_post_tags AS tagged WHERE post_id = %s ORDER BY tag_id LIMIT {tags}) AS ours
  JOIN blog_post_tags AS theirs ON theirs.tag_id = ours.tag_id AND theirs.post_id >= COALESCE(ours.oldest, 0)
  {section}
) AS shares GROUP BY near) AS nearest ON near = id
WHERE {shown} AND id <> %s ORDER BY place LIMIT {most}) AS related"""
OF_THE_SECTION = """UNION ALL SELECT * FROM (SELECT id, 0.001 FROM blog_post
  WHERE {shown} AND section_id = %s ORDER BY published_at DESC, id DESC LIMIT {newest}) AS neighbours"""


def parts_of_neighbours(post: Any) -> list[Part]:
    """Who stands before and after a published story, and what is related to it."""
    shown, values = _shown(type(post))
    here = [connection.ops.adapt_datetimefield_value(post.published_at), post.pk]
    section, of_section = "", []
    if post.section_id:
        section = OF_THE_SECTION.format(shown=shown, newest=NEWEST_OF_THE_SECTION)
        of_section = [*values, post.section_id]
    related = RELATED_STORIES.format(
        shown=shown, section=section, others=NEWEST_LOOKED_AT - 1, tags=MOST_TAGS_LOOKED_AT, most=MOST_RELATED + 2
    )
    return [
        (NEIGHBOUR.format(kind=PREVIOUS, shown=shown, side="<", way="DESC"), [*values, *here]),
        (NEIGHBOUR.format(kind=NEXT, shown=shown, side=">", way="ASC"), [*values, *here]),
        (related, [post.pk, *of_section, *values, post.pk]),
    ]


def rows_of(parts: list[Part]) -> list[tuple]:
    """All parts by one query, in the order of their kinds and places."""
    if not parts:
        return []
    with connection.cursor() as cursor:
        sql, values = " UNION ALL ".join(sql for sql, _values in parts), [each for _sql, some in parts for each in some]
        cursor.execute(sql, values)
        return sorted(cursor.fetchall())


def _shown(model: Any) -> Part:
    """What `published()` says, as SQL, so that it stays the only one that says it."""
    query = model._default_manager.published().query
    sql, values = query.get_compiler(connection=connection).compile(query.where)
    return sql, list(values)
