"""What a page prints for readers to whom no picture is sent unasked."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from blog import lite, markup, photo_links
from blog.file_sizes import size_of, sizes_of
from blog.models import FlatPage, Image, Post
from blog.renditions import Picture, tag_of

register = template.Library()


@register.simple_tag(takes_context=True)
def is_lite(context) -> bool:
    """True where pictures are links. What is printed for no request, such as feeds and letters, has its pictures."""
    request = getattr(context, "request", None)
    return request is not None and lite.lite_matters(request)


@register.simple_tag(takes_context=True)
def photo_link(context, picture: Picture) -> SafeString | str:
    """The link that stands for a picture, where _picture.html leaves it out; nothing for one that only adorns."""
    if not is_lite(context) or (picture.is_decorative and not picture.caption):
        return ""
    context.request.has_photo_links = True
    name = photo_links.Photo(picture.light, picture.alt).name
    return photo_links.photo_link(picture.light, size_of(name) if name else 0, picture.alt)


@register.simple_tag(takes_context=True)
def text_of(context, post: Post) -> SafeString:
    """The rendered body for the story's own page, from a post loaded with `for_article`."""
    html = post.text_with_places
    return _linked(context, html, [placed.image for placed in post.placements.all()]) if is_lite(context) else html


@register.simple_tag(takes_context=True)
def text_of_page(context, page: FlatPage) -> SafeString:
    """The same for a page that is no story."""
    return _linked(context, page.text, page.pictures.all()) if is_lite(context) else page.text


def _linked(context, html: SafeString, images: Iterable[Image]) -> SafeString:
    adorning = {tag_of(image.printed, None) for image in images if image.is_decorative}
    linked = photo_links.with_photo_links(html, sizes_of, adorning)
    if photo_links.LINK in linked:
        context.request.has_photo_links = True
    return markup.trusted(linked)


@register.inclusion_tag("_lite_switch.html", takes_context=True)
def lite_switch(context) -> dict:
    """The way to the same page with or without pictures; none where the page answers a form. It stands at the page's
    end, and brings the script for the links to photos that stand before it."""
    request = getattr(context, "request", None)
    if request is None:
        return {}
    found = {"has_photo_links": getattr(request, "has_photo_links", False)}
    if request.method not in ("GET", "HEAD"):
        return found
    return {**found, "is_lite": lite.lite_matters(request), "query": lite.switch(request)}
