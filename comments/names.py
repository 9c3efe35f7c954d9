"""Whose name a name is: a guest cannot write under that of the newsroom's people, nor of somebody known here."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from blog.models import Author, User, newsroom_name
from comments.identity import Identity
from comments.models import Comment
from comments.readers.models import SKELETON_LENGTH, Reader
from comments.readers.names import skeleton


def name_is_taken(name: str, identity: Identity | None = None) -> bool:
    """True when `name` is, or looks like, that of somebody other than `identity`: of staff, of an author, of the
    newsroom itself, or of a reader who signed in and has a comment that readers see.

    Takes three queries, however many people there are.
    """
    bones = skeleton(name)
    own = identity.user.pk if identity else None
    return bool(bones) and (is_of_the_newsroom(name, own) or _is_known_reader(bones, own))


def is_of_the_newsroom(name: str, own: int | None = None) -> bool:
    """True when `name` looks like that of staff, of an author or of the newsroom; the user whose key is `own` aside."""
    bones = skeleton(name)
    return bool(bones) and any(bones == skeleton(theirs) for theirs in _newsroom(own))


def _newsroom(own: int | None) -> Iterable[str]:
    yield newsroom_name()
    staff = User.objects.filter(is_staff=True).exclude(pk=own or 0)
    for first, last, login in staff.values_list("first_name", "last_name", "username"):
        yield from (f"{first} {last}", login)
    yield from Author.objects.exclude(user=own, user__isnull=False).values_list("name", flat=True)


def _is_known_reader(bones: str, own: int | None) -> bool:
    # Who only signed in blocks nobody: otherwise one account could take every first name there is.
    seen = Exists(Comment.objects.visible().filter(user=OuterRef("pk")))
    return Reader.objects.filter(seen, skeleton=bones[:SKELETON_LENGTH]).exclude(pk=own or 0).exists()
