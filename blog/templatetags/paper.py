"""What the paper's templates say about people and pictures."""

import unicodedata
from collections.abc import Sequence

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from blog.models import Author, Byline, Image, Placement, Post
from blog.renditions import WIDEST_IN_A_LIST, Picture
from blog.share_links import ways_to_share as links_to_share
from blog.stylesheet import address

register = template.Library()


@register.filter
def credits(post: Post) -> list[tuple[str, list[Author]]]:
    """Who made the story, a line for each role in the order readers know: ("by", [authors]), ("photographs by", …).

    A story that nobody is named as the writer of is by the one who posted it. Reads the prefetched bylines.
    """
    lines = []
    for role in Byline.Role:
        authors = [byline.author for byline in post.bylines.all() if byline.role == role]
        if not authors and role == Byline.Role.BY:
            authors = [post.poster]
        if authors:
            lines.append((str(role.label), authors))
    return lines


@register.filter
def linked(authors: list[Author]) -> SafeString:
    """Their names, each leading to the author's page: "Ada, Ben and Cem"."""
    rows = ((author.get_absolute_url(), author.name) for author in authors)
    links = [format_html('<a href="{}" rel="author">{}</a>', address, _apart(name)) for address, name in rows]
    return _listed(links)


@register.filter
def names(authors: list[Author]) -> SafeString:
    """Their names alone, for where a link would be one too many: "Ada, Ben and Cem"."""
    return _listed([_apart(author.name) for author in authors])


@register.filter
def cropped(subject: Placement | Image, shape: str) -> Picture:
    """The picture of a placement or of the library, in one of the shapes of blog/renditions.py, such as "16x9"."""
    if isinstance(subject, Placement):
        return subject.image.picture(shape, alt=subject.alt, caption=subject.caption)
    return subject.picture(shape)


@register.filter
def thumbnail(lead: Placement) -> Picture:
    """The picture of a placement for a list, which asks for no file that is too large for it."""
    return lead.image.picture("4x3", alt=lead.alt, widest=WIDEST_IN_A_LIST)


@register.filter
def ways_to_share(post: Post) -> list[tuple[str, str]]:
    """The (name, link) of each way to share a published story."""
    return links_to_share(post.headline, settings.SITE_ADDRESS + post.get_absolute_url())


@register.simple_tag
def stylesheet() -> str:
    """The address of the readers' one stylesheet."""
    return address()


def _listed(words: Sequence[str]) -> SafeString:
    """`words`, at least one, as a sentence lists them."""
    *first, last = words
    if not first:
        return conditional_escape(last)
    rest = format_html_join(gettext(", "), "{}", ((word,) for word in first))
    return format_html(gettext("{names} and {last}"), names=rest, last=last)


def _apart(name: str) -> str:
    """A name that reads the other way than the page is set apart, or it would mix up the order of those beside it."""
    other_way = {"L"} if get_language_bidi() else {"R", "AL"}
    reads_other_way = any(unicodedata.bidirectional(character) in other_way for character in name)
    return format_html("<bdi>{}</bdi>", name) if reads_other_way else name
