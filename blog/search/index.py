"""Keeps the index in step with the stories. The table of stories is the truth, and says what is missing.

What is announced is written at once (blog/receivers.py). What was not, because a process ended in between, is found by
comparing moments: an entry says which moments of its story it has read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from blog import plain_text
from blog.models import Author, Byline, Image, Placement, Post, SearchEntry, SearchWord, Tag
from blog.models.search import LONGEST_WORD
from blog.search.databases import full_text
from blog.search.words import IS_UNSPACED, name_marks, section_mark, words_of

MOST_WORDS = 30_000  # of one text: a hundred pages; PostgreSQL refuses a tsvector of more than a megabyte
SHORTEST_WORD = 3  # letters; what is shorter is not worth a suggestion
AT_A_TIME = 100
TEXTS = ("headline", "standfirst", "byline", "body", "marks")
EMPTIED = {**dict.fromkeys(TEXTS, ""), "is_stale": False, "is_emptied": True}
STORIES_OF_A_SECOND = 2**24


def place_of(moment: datetime, post: int = 0) -> int:
    """Where a story stands among all, by its moment: a number that is higher for newer ones, and of one story alone."""
    return int(moment.timestamp() // 1) * STORIES_OF_A_SECOND + post % STORIES_OF_A_SECOND


def bring_in_step(*posts: int) -> None:
    """Make the index say what readers may see of the stories with these keys: all of it, or nothing."""
    with transaction.atomic():
        # One at a time for each story, in one order: nobody writes what has just ceased to be true, or waits in a ring.
        list(Post.objects.filter(pk__in=posts).order_by("pk").select_for_update().values_list("pk"))
        stories = Post.objects.published().for_feeds().filter(pk__in=posts)
        new = {story.pk: _entry_of(story) for story in stories}
        old = {entry.post_id: entry for entry in SearchEntry.objects.filter(post__in=posts)}
        same = {key for key in old.keys() & new.keys() if _says(old[key]) == _says(new[key])}
        gone, come = ([entries[key] for key in entries.keys() - same] for entries in (old, new))
        emptied = [e.pk for e in gone if e.post_id not in new] if full_text().keeps_words_until_merged else []
        SearchEntry.objects.bulk_update([new[key] for key in same], ["published_at", "changed_at", "is_stale"])
        SearchEntry.objects.filter(pk__in=emptied).update(**EMPTIED)
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in gone]).exclude(pk__in=emptied).delete()
        SearchEntry.objects.bulk_create(come)
        _count_words(gone, come)


def forget_story(post: int) -> None:
    """The story with this key is about to be deleted."""
    with transaction.atomic():
        _count_words(SearchEntry.objects.filter(post=post), [])
        SearchEntry.objects.filter(post=post).delete()


def catch_up() -> int:
    """Bring in step all that is not, whoever or whatever forgot it; how many stories that were."""
    _build_for_the_language()
    entries = SearchEntry.objects.filter(is_emptied=False)
    up_to_date = entries.filter(
        post=OuterRef("pk"), published_at=OuterRef("published_at"), changed_at=OuterRef("changed_at")
    )
    missing = Post.objects.published().filter(~Exists(up_to_date)).order_by("-published_at")
    surplus = entries.filter(~Exists(Post.objects.published().filter(pk=OuterRef("post"))))
    keys = [*missing.values_list("pk", flat=True), *surplus.values_list("post", flat=True)]
    _bring_all_in_step(keys)
    return len(keys) + tidy()


def tidy() -> int:
    """Read anew the stories whose authors, tags or pictures are called otherwise; how many. Then have the database
    forget the words of those that were withdrawn."""
    stale = list(SearchEntry.objects.filter(is_stale=True).values_list("post", flat=True))
    _bring_all_in_step(stale)
    emptied = list(SearchEntry.objects.filter(is_emptied=True).values_list("pk", flat=True))
    if emptied:
        _forget_deleted()
        SearchEntry.objects.filter(pk__in=emptied, is_emptied=True).delete()
    return len(stale)


def reindex() -> int:
    """Make everything anew; the number of stories."""
    with transaction.atomic(), connection.cursor() as cursor:
        full_text().drop(cursor)
        SearchEntry.objects.all().delete()
        SearchWord.objects.all().delete()
        full_text().build(cursor)
    return catch_up()


def mark_stale(thing: Author | Tag | Image) -> None:
    """The words of `thing` stand in stories, and are different from now on."""
    if isinstance(thing, Author):
        posts = Post.objects.by(thing)
    elif isinstance(thing, Tag):
        posts = Post.objects.tagged(thing)
    else:
        posts = Post.objects.filter(pk__in=Placement.objects.filter(image=thing).values("post"))
    SearchEntry.objects.filter(post__in=posts.order_by().values("pk"), is_emptied=False).update(is_stale=True)


def _entry_of(post: Post) -> SearchEntry:
    moment = cast(datetime, post.published_at)  # a constraint of the table's
    names = [byline.author.name for byline in post.bylines.all()]
    if not any(byline.role == Byline.Role.BY for byline in post.bylines.all()):
        names.append(post.poster.name)
    captions = [placement.picture.caption for placement in post.placements.all() if placement == post.lead]
    marks = [mark for name in names for mark in name_marks(name)]
    marks += [section_mark(post.section_id)] if post.section_id else []
    return SearchEntry(
        place=place_of(moment, post.pk),
        post=post,
        published_at=moment,
        changed_at=post.changed_at,
        headline=_folded([post.headline, getattr(post, "short_headline", "")]),
        standfirst=_folded([post.standfirst, *(tag.name for tag in post.tags.all())]),
        byline=_folded([*names, post.agency_credit]),
        body=_folded([post.dateline, plain_text.plain(post.body_html), *captions]),
        marks=" ".join(dict.fromkeys(marks)),
    )


def _folded(texts: Iterable[str]) -> str:
    return " ".join(word for text in texts for word in words_of(text)[:MOST_WORDS])


def _says(entry: SearchEntry) -> tuple[str | int, ...]:
    return entry.place, *(getattr(entry, name) for name in TEXTS)


def _bring_all_in_step(posts: Sequence[int]) -> None:
    for start in range(0, len(posts), AT_A_TIME):  # some at a time: nobody who writes waits long
        bring_in_step(*posts[start : start + AT_A_TIME])


def _count_words(old: Iterable[SearchEntry], new: Iterable[SearchEntry]) -> None:
    changes: Counter[str] = Counter()
    for entry in old:
        changes.subtract(_spellings(entry))
    for entry in new:
        changes.update(_spellings(entry))
    SearchWord.objects.add(changes)


def _spellings(entry: SearchEntry) -> set[str]:
    words = {word for text in (entry.headline, entry.standfirst, entry.byline, entry.body) for word in text.split()}
    return {
        word
        for word in words
        if SHORTEST_WORD <= len(word) <= LONGEST_WORD and not word.isdigit() and not IS_UNSPACED.search(word)
    }


def _forget_deleted() -> None:
    is_done = False
    while not is_done:  # step by step: others write in between
        with transaction.atomic(), connection.cursor() as cursor:
            is_done = full_text().forget_deleted(cursor)


def _build_for_the_language() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if not full_text().is_for_the_language(cursor):
            full_text().build(cursor)
