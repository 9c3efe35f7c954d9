"""Stories, as feeds tell them."""

from __future__ import annotations

import mimetypes
from datetime import datetime
from typing import cast

from django.db.models import Value
from django.db.models.functions import MD5
from django.template.loader import render_to_string

from blog import markup
from blog.feeds.answering import Stamp
from blog.feeds.channel import Enclosure, Entry, Person, guid, whole
from blog.file_sizes import size_of
from blog.models import Byline, Placement, Post, Revision, State, Transition
from blog.models.post import PostQuerySet
from blog.renditions import name_in

FEED_LENGTH = 20  # what a reader who looks once a day does not miss; WordPress sends 10


def stamp_of(posts: PostQuerySet) -> Stamp | None:
    """What the feed of these posts follows from, in two queries; None where there are none.

    Its moment is the latest of all changes to these, of all moves that took any story away, and of all changes to any:
    one of them may have taken a story out of the section.
    """
    changed = Revision.objects.filter(pk__gt=0).order_by("-pk").values("made_at")[:1]  # by its key: no scan
    left = Transition.objects.filter(source=State.PUBLISHED).order_by("-made_at").values("made_at")[:1]
    seen = ("pk", "path", "published_at", "changed_at", "headline", "standfirst", "section__name", "poster__name")
    marked = posts.newest_first().annotate(words=MD5("body_html"), left=left, changed=changed)
    found = list(marked.values_list(*seen, "words", "left", "changed")[:FEED_LENGTH])
    if not found:
        return None
    rows = [row[:-1] for row in found]
    keys = [row[0] for row in rows]
    names = Byline.objects.filter(post__in=keys).values_list("post_id", "position", "role", "author__name")
    tagged = Post.tags.through.objects.filter(post__in=keys)
    tags = tagged.values_list("post_id", Value(0), Value("tag"), "tag__name")
    moments = [moment for row in found for moment in (row[2], row[3], *row[-2:]) if moment]
    return Stamp((rows, sorted(names.order_by().union(tags, all=True))), max(moments))


def entry_of(post: Post) -> Entry:
    """The whole story. The post was loaded with `for_feeds`."""
    address = whole(post.get_absolute_url())
    words = markup.with_absolute_addresses(render_to_string("blog/_feed_entry.html", {"post": post}), address)
    bylines = list(post.bylines.all())
    authors = [byline.author for byline in bylines if byline.role == Byline.Role.BY] or [post.poster]
    others = [byline.author for byline in bylines if byline.role != Byline.Role.BY]
    return Entry(
        guid=guid(f"post/{post.pk}"),
        address=address,
        title=post.headline,
        html=words.strip(),
        published=cast(datetime, post.published_at),
        # Typos are mended without a word. https://www.rfc-editor.org/rfc/rfc4287#section-4.2.15
        updated=post.updated_at or cast(datetime, post.published_at),
        summary=post.summary,
        authors=[_person(author) for author in authors],
        contributors=[_person(author) for author in dict.fromkeys(others)],
        categories=[*([post.section.name] if post.section else []), *(tag.name for tag in post.tags.all())],
        enclosure=_enclosure(post.lead) if post.lead else None,
    )


def readers_saw_it_change_at(post: Post) -> datetime:
    """When a published post was last changed; what was changed before it was published was new to readers then."""
    return max(post.changed_at, cast(datetime, post.published_at))


def _person(author) -> Person:
    return Person(author.name, whole(author.get_absolute_url()))


def _enclosure(placement: Placement) -> Enclosure | None:
    """The lead picture's largest file, if it is made."""
    picture = placement.picture
    name = name_in(picture.largest)
    size = size_of(name) if name else 0
    mime_type = mimetypes.guess_type(picture.largest)[0] or "image/jpeg"
    return Enclosure(whole(picture.largest), size, mime_type, picture.alt, picture.credit) if size else None
