"""What was wrong in the paper, and what was changed: one correction's page, and all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.http import Http404
from django.shortcuts import redirect, render

from blog.models import Correction, Post
from blog.pages import NoSuchPage, page_of_corrections
from blog.saved_pages import saved
from blog.views import elsewhere
from blog.wirecopy import Change

BETWEEN_PARAGRAPHS = re.compile(r"\r?\n[ \t]*\r?\n")


@saved
def corrections(request):
    """All corrections to stories that readers see, newest first."""
    try:
        page = page_of_corrections(Correction.objects.public().for_lists(), request.GET.get("before", ""))
    except NoSuchPage:
        return redirect(request.path)
    return render(request, "blog/corrections.html", {"page": page})


@saved
def correction(request, year, month, day, slug, number):
    """What one correction changed, word by word."""
    path = f"/{year}/{month}/{day}/{slug}/"
    post = Post.objects.published().filter(path=path).defer("body", "body_html").first()
    if post is None:
        return elsewhere(request, path, request.path.removeprefix(path))
    found = post.corrections.filter(number=number).select_related("before", "after").first()
    if found is None:
        raise Http404(f"The story has no correction {number}.")
    lines = [(name, changed_passages(changes)) for name, changes in found.lines()]
    return render(request, "blog/correction.html", {"post": post, "correction": found, "lines": lines})


def changed_passages(changes: Iterable[Change]) -> list[list[Change]]:
    """Of a comparison, the paragraphs in which something changed."""
    paragraphs: list[list[Change]] = [[]]
    for change in changes:
        parts = BETWEEN_PARAGRAPHS.split(change.text) if change.kind == "same" else [change.text]
        for place, part in enumerate(parts):
            if place:
                paragraphs.append([])
            if part:
                paragraphs[-1].append(Change(change.kind, part))
    return [pieces for pieces in paragraphs if any(piece.kind != "same" for piece in pieces)]
