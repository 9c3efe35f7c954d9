"""What is said where there is nothing: an address with a slip in it is still a question."""

from __future__ import annotations

import re

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from blog.models import FlatPage, Post

SHOWN = 5  # newest stories
LONGEST = 100  # characters of an address that are taken for words
NO_WORDS = re.compile(r"\d+|feed|atom|json|rss2?|rdf|page|amp|(comment-)?page-\d+|index")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the words of the address in the search's field, and ways on. It takes two queries, and none that fails
    keeps it from being said: the database may be why nothing is found."""
    try:
        if page := _page_without_its_slash(request.path_info):
            return HttpResponsePermanentRedirect(page.get_absolute_url())
    except Error:
        pass
    context = {"words": words_of(request.path_info), "newest": newest()}
    return render(request, "404.html", context, status=404)


def newest() -> list[Post]:
    """The newest stories, with what a link needs; none while the database is away."""
    try:
        return list(Post.objects.published().newest_first().only("headline", "short_headline", "path")[:SHOWN])
    except Error:
        return []


def words_of(path: str) -> str:
    """What somebody who typed this path, or followed it, may look for: the last part that is made of words."""
    for part in reversed(path.strip("/").split("/")):
        name = re.sub(r"\.(html?|php|aspx?)$", "", part)
        if re.fullmatch(r"[\w-]+", name) and not NO_WORDS.fullmatch(name):
            return " ".join(re.split(r"[-_]+", name))[:LONGEST].strip()
    return ""


def _page_without_its_slash(path: str) -> FlatPage | None:
    if path.endswith("/") or "\x00" in path:  # which no database can be asked about
        return None
    return FlatPage.objects.published().filter(path=f"{path}/").first()
