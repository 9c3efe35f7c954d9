"""What the head of a page says to search engines and to those who share it."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from blog import markup
from blog.models import Author, Post
from blog.periods import Period
from blog.seo import Description, describe, describe_page, structured
from blog.seo.pictures import in_shape

register = template.Library()


@register.inclusion_tag("blog/_description.html", takes_context=True)
def description_of(context, post: Post) -> dict:
    """The title of a story's page, and all that its head says.

    A page that is a preview, or that shows a held comment (`held`), is for nobody else.
    """
    is_private = bool(context.get("is_preview") or context.get("held"))
    found = describe(post, newsroom=context["newsroom_name"], publisher=_publisher(context), is_private=is_private)
    return _words(found, found.data)


@register.inclusion_tag("blog/_description.html", takes_context=True)
def description_of_page(context, title: str, description: str = "", period: Period | None = None) -> dict:
    """The same of a list, or of another page that is to be found, which stands right below the front page."""
    found = _described(context, title, description)
    return _words(found, structured.data_of(_way_to(context, title, *_above(period))))


@register.inclusion_tag("blog/_description.html", takes_context=True)
def description_of_author(context, author: Author) -> dict:
    """The same of the page about somebody who writes here."""
    picture = in_shape(author.picture, "1x1", author.name) if author.picture else None
    found = _described(context, author.name, author.bio or author.name, kind="profile", picture=picture)
    profile = structured.profile(author, picture)
    return _words(found, structured.data_of(profile, _way_to(context, author.name)))


@register.inclusion_tag("blog/_description.html", takes_context=True)
def description_of_front(context, description: str) -> dict:
    """The same of the front page, which stands for the paper as a whole."""
    found = _described(context, context["newsroom_name"], description)
    return _words(found, structured.data_of(structured.website(_publisher(context))))


@register.inclusion_tag("blog/_description.html", takes_context=True)
def description_of_what_is_not_found(context, title: str) -> dict:
    """The same of a page that no search engine is to keep."""
    return _words(describe_page(title, newsroom=context["newsroom_name"]), {})


def _publisher(context) -> dict:
    """What is known of the newsroom, with its logo and the pages that say by what policies it works."""
    known = context["masthead"]
    logo = in_shape(known.settings.logo, "1x1").address if known.settings.logo else ""
    policies = {name: structured.whole(path) for name, path in known.policies}
    return structured.publisher(context["newsroom_name"], logo=logo, policies=policies)


def _described(context, title: str, description: str, **more) -> Description:
    """The page at the address that was asked for; of its query only the place in a list is its own."""
    request = context["request"]
    before = request.GET.get("before")
    address = structured.whole(escape_uri_path(request.path)) + (f"?{urlencode({'before': before})}" if before else "")
    return describe_page(title, description=description, newsroom=context["newsroom_name"], address=address, **more)


def _above(period: Period | None) -> Iterable[structured.Crumb]:
    if period is None:
        return []
    wider = ((wider.short_name, wider.get_absolute_url()) for wider in period.wider_ones)
    return [(_("Archive"), reverse("blog:archive")), *wider]


def _way_to(context, title: str, *above: structured.Crumb) -> dict:
    return structured.breadcrumbs(context["newsroom_name"], [*above, (title, escape_uri_path(context["request"].path))])


def _words(found: Description, data: dict) -> dict:
    return {**vars(found), "data": markup.data_block(data) if data else ""}
