"""A story as readers will see it, before they do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from blog.models import Post


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The live page of a story in any state, for those who may open it at the desk; kept and indexed by nobody."""
    post = get_object_or_404(Post.objects.visible_to(request.user).for_page(), pk=pk)
    response = HttpResponse(preview_page(request, post))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def preview_page(request: HttpRequest, post: Post) -> str:
    """The HTML of the live page, with a line that says that this is a preview."""
    return render_to_string(
        "blog/article.html", {"post": post, "is_preview": True, "comment_page": None}, request=request
    )
