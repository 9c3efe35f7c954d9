"""The check of links to this site's own addresses. Nothing is fetched: the URLconf and the database answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import Resolver404, ResolverMatch, resolve

from blog.models import Author, FlatPage, Post, Section, Tag
from blog.preflight.finding import Finding
from blog.preflight.material import Material

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')  # in HTML that our own cleaner has written
MOST = 500  # links of one story that are looked at; more is an index
LISTS: dict[str, type[models.Model]] = {"section": Section, "tag": Tag, "author": Author}
MISSING = {"article": "no story that readers see"}
NOT_FOR_READERS = {
    "admin": "the desk, which readers cannot open",
    "blog:shared": "a preview, which ends after some days",
}


def links(story: Material) -> Iterator[Finding]:
    """A link to an address of ours at which readers would find nothing."""
    places = list(dict.fromkeys(_own_places(story)))[:MOST]
    found = {place: _match(place) for place in places}
    known = _known(found)
    for place in places:
        if why := _fault(place, found[place], known):
            yield Finding(f"The link to {place} leads to {why}.", "Change the link, or take it out.", "id_body")


def _own_places(story: Material) -> Iterator[str]:
    """The paths on this site that the text links to, without query and fragment; not the story's own."""
    site = urlsplit(settings.SITE_ADDRESS)
    base = urljoin(settings.SITE_ADDRESS, story.post.path or "/")
    for href in HREF.findall(story.post.body_html):
        try:
            parts = urlsplit(urljoin(base, unescape(href)))
        except ValueError:
            continue
        path = unquote(parts.path) or "/"
        is_ours = parts.scheme in ("http", "https") and parts.netloc == site.netloc
        if is_ours and path != story.post.path and not href.startswith("#"):
            yield path


def _match(path: str) -> ResolverMatch | None:
    """What answers at `path`, or at the same with the slash that the site adds by itself."""
    for candidate in (path, f"{path}/"):
        try:
            return resolve(candidate)
        except Resolver404:
            continue
    return None


def _known(found: dict[str, ResolverMatch | None]) -> dict[str, set[str]]:
    """Which of the slugs and paths exist, by the name of the address: one query for each kind, two for stories."""
    wanted: dict[str, set[str]] = {name: set() for name in (*LISTS, "article", "page")}
    for match in filter(None, found.values()):
        name = match.view_name.removeprefix("blog:").removesuffix("_comments")
        if name in wanted:
            wanted[name].add(_subject(name, match))
    known = {
        name: set(model._default_manager.filter(slug__in=wanted[name]).values_list("slug", flat=True))
        for name, model in LISTS.items()
    }
    published = Post.objects.published()
    live = published.filter(path__in=wanted["article"]).values_list("path", flat=True)
    once = published.filter(redirects__old_path__in=wanted["article"]).values_list("redirects__old_path", flat=True)
    pages = FlatPage.objects.published().filter(Q(path__in=wanted["page"]) | Q(redirects__old_path__in=wanted["page"]))
    flat = {path for row in pages.values_list("path", "redirects__old_path") for path in row if path}
    return {**known, "article": {*live, *once}, "page": flat}


def _fault(path: str, match: ResolverMatch | None, known: dict[str, set[str]]) -> str:
    """What is wrong with the address, to go on with "leads to"; empty when readers find something there."""
    if match is None:
        return "no page"
    for name, what in NOT_FOR_READERS.items():
        if name in (match.app_name, match.view_name):
            return what
    name = match.view_name.removeprefix("blog:").removesuffix("_comments")
    if name not in known or _subject(name, match) in known[name]:
        return ""
    return MISSING.get(name, f"no {name}")


def _subject(name: str, match: ResolverMatch) -> str:
    """The slug, or for stories and pages the path, in an address of that name."""
    if name == "page":
        return f"/{match.kwargs['rest']}/"
    return "/{year}/{month}/{day}/{slug}/".format(**match.kwargs) if name == "article" else match.kwargs["slug"]
