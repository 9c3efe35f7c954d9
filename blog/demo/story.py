"""Loads the captured page as a newsroom would: pasted, cleaned, reviewed, published with the source's date."""

from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from blog import wirecopy
from blog.images import AlreadyInLibrary, add_to_library, draw_stand_in, finish
from blog.models import Author, Byline, Image, Post, User
from blog.source_page import SourcePage, parse

CAPTURED = Path(__file__).parent / "source-page.txt"

# What the captured text does not hold, and its address on the old blog does: see the facts beside the capture.
PATH = "/2013/01/10/troops-islamists-clash-in-central-mali/"
HEADLINE = "Troops, Islamists clash in central Mali"
HOUR = 12  # the hour is not known: at noon it is the same day in nearly every time zone


@transaction.atomic
def seed_story() -> tuple[Post, bool]:
    """The demonstration story and whether it was made now. Whatever an editor did to it since is left alone."""
    known = Post.objects.filter(path=PATH).first() or Post.objects.once_at(PATH).first()
    if known:
        return known, False
    page = parse(CAPTURED.read_text(encoding="utf-8"))
    poster = _poster(page)
    post = _paste(page, poster)
    _clean(post, by=poster.user)
    post.submit(by=poster.user)
    post.publish(by=editor_of_the_demo(), at=_first_published())
    return post, True


def _first_published() -> datetime:
    day = datetime.strptime(PATH[:11], "/%Y/%m/%d")  # noqa: DTZ007  (the zone comes in the next line)
    return day.replace(hour=HOUR, tzinfo=timezone.get_current_timezone())


def editor_of_the_demo() -> User:
    """The account that edits the demonstration; it has no password until the first run gives it one."""
    editor, is_new = User.objects.get_or_create(username="editor", defaults={"is_staff": True})
    if is_new:
        editor.set_unusable_password()
        editor.save()
        editor.groups.add(Group.objects.get(name="Editor"))
    return editor


def _poster(page: SourcePage) -> Author:
    user, is_new = User.objects.get_or_create(username=page.about_name, defaults={"is_staff": True})
    if is_new:
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get(name="Author"))
    author = Author.of(user)
    author.bio = author.bio or page.about
    author.save()
    return author


def _paste(page: SourcePage, poster: Author) -> Post:
    """Revision 1: what was pasted, as it came off the wire."""
    slug = PATH.strip("/").split("/")[-1]
    post = Post.objects.create(poster=poster, headline=HEADLINE, slug=slug, body=page.body)
    reporter, _ = Author.objects.get_or_create(name=page.byline)
    post.bylines.create(author=reporter, role=Byline.Role.BY)
    post.lead_with(_picture(page, poster.user))
    post.revise(by=poster.user, note="Pasted from the wire")
    return post


def _clean(post: Post, *, by: User | None) -> None:
    """Revision 2: lines joined, glued words mended."""
    post.body = wirecopy.clean(post.body)
    post.save()
    post.revise(by=by, note="Lines joined and glued words mended")


def _picture(page: SourcePage, uploader: User | None) -> Image:
    """The picture's file is lost: a drawn one stands in, and its credit says so. Alt text and caption are real."""
    words = {
        "alt": page.alt,
        "caption": page.caption,
        "credit": "Drawn stand-in; the original picture is not available",
    }
    try:
        image = add_to_library(draw_stand_in(page.alt), by=uploader, **words)
    except AlreadyInLibrary as known:
        return known.image
    finish(image)  # the first page anybody sees is whole at once
    return image
