"""Where a page of the comments' desk leads back to, and how it answers."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from comments.discussion import HIGHEST_KEY
from comments.models import Comment
from comments.models.workflow import MODERATE

LONGEST_WAY = 1000  # characters: a search in the queue, and more


def way_back(request: HttpRequest, otherwise: str = "") -> str:
    """The path on this site that the request names as `next`; `otherwise` where it names none, or another site."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours and len(asked) <= LONGEST_WAY else otherwise


def sheet_of(comment: Comment) -> str:
    """The path of a comment's own sheet."""
    return reverse("admin:comments_comment_change", args=[comment.pk])


def comment_for(request: HttpRequest, key: int | str, comments=None) -> Comment:
    """The comment with that key, of `comments` where they are given, with its story and the rules' verdict.

    Raises PermissionDenied for who may not moderate, whether there is one or not, and Http404 when there is none.
    """
    if not request.user.has_perm(MODERATE):
        raise PermissionDenied("You may not moderate comments.")
    found = Comment.objects.all() if comments is None else comments
    found = found.select_related("post", "user", "verdict", "decision").defer("post__body", "post__body_html")
    is_key = str(key).isascii() and str(key).isdecimal() and int(key) <= HIGHEST_KEY
    comment = found.filter(pk=int(key)).first() if is_key else None
    if comment is None:
        raise Http404("There is no such comment.")
    return comment


class Answering:
    """Gives a part of the comments' admin the way to answer with a page of the desk."""

    def answer(self, request: HttpRequest, name: str, comment: Comment, context: dict, status: int = 200):
        """The page templates/comments/desk/`name`.html about `comment`."""
        shared = {"comment": comment, "original": comment, "sheet": sheet_of(comment)}
        admins = {"opts": self.opts, "media": self.media}  # type: ignore[attr-defined]
        everywhere = self.admin_site.each_context(request)  # type: ignore[attr-defined]
        page = f"comments/desk/{name}.html"
        return TemplateResponse(request, page, {**everywhere, **admins, **shared, **context}, status=status)
