"""A story as readers will see it, before they do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from blog.models import Post


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The live page of a story in any state, for those who may open it at the desk; kept and indexed by nobody."""
    post = get_object_or_404(Post.objects.visible_to(request.user).for_article(), pk=pk)
    response = render(request, "blog/article.html", {"post": post, "is_preview": True, "comment_page": None})
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
