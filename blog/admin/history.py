"""What a story said and where it stood: every revision and every move, compared and restored."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from blog.admin.history_lines import lines_between
from blog.admin.moves import BUTTONS, HOLDING
from blog.admin.preview import preview
from blog.models import AddressTaken, Post, Revision, Transition
from blog.models.recording import Kind, latest_of

LATEST = 5  # beside the sheet; the history has them all
A_PAGE = 50


def revisions_of(post: Post):
    """A story's revisions, newest first, without what they hold."""
    return post.revisions.select_related("made_by").defer("snapshot")


def moves_of(post: Post) -> list[Transition]:
    """A story's last moves, newest first, each with `said`, what was done."""
    moves = list(post.transitions.select_related("made_by").order_by("-made_at", "-pk")[:A_PAGE])
    for move in moves:
        button = BUTTONS.get(move.verb) or HOLDING.get(move.verb)
        move.said = button.past if button else move.verb
    return moves


class HistoryMixin:
    """Adds the preview and the history's pages to the story's admin."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", view(preview), name="blog_post_preview"),
            path("<int:pk>/revisions/compare/", view(self.compare_view), name="blog_post_compare"),
            path("<int:pk>/revisions/<int:number>/", view(self.revision_view), name="blog_post_revision"),
            path(
                "<int:pk>/revisions/<int:number>/restore/",
                view(require_POST(self.restore_view)),
                name="blog_post_restore",
            ),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """Every revision, a page at a time, and the moves."""
        post = self._visible(request, object_id if object_id.isdecimal() else 0)
        revisions, before = revisions_of(post), _number(request.GET.get("before"))
        if before:
            revisions = revisions.filter(number__lt=before)
        page = list(revisions[: A_PAGE + 1])
        context = {
            "title": "History",
            "subtitle": str(post),
            "revisions": page[:A_PAGE],
            "older_than": page[A_PAGE - 1].number if len(page) > A_PAGE else None,
            "is_first_page": not before,
            "moves": moves_of(post),
        }
        return self._answer(request, post, "history", {**context, **(extra_context or {})})

    def revision_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """One revision, compared with the one before."""
        post = self._visible(request, pk)
        revision = get_object_or_404(post.revisions.select_related("made_by"), number=number)
        older = post.revisions.filter(number__lt=number).exclude(kind=Kind.ASIDE).first()
        return self._show(request, post, revision, older, f"Revision {number}")

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Any two revisions, compared: `older` and `newer` are their numbers, in whichever order."""
        post = self._visible(request, pk)
        numbers = {_number(request.GET.get(name)) for name in ("older", "newer")}
        found = list(post.revisions.filter(number__in=numbers - {None}).select_related("made_by"))
        if len(found) < 2:
            messages.warning(request, "Choose two different revisions to compare.")
            return HttpResponseRedirect(reverse("admin:blog_post_history", args=[pk]))
        newer, older = found
        return self._show(request, post, newer, older, f"Revisions {older.number} and {newer.number}")

    def _show(self, request: HttpRequest, post: Post, revision: Revision, older: Revision | None, title: str):
        latest = latest_of(post)
        context = {
            "title": title,
            "subtitle": str(post),
            "revision": revision,
            "older": older,
            "changes": revision.diff(older) if older else None,
            "lines": lines_between((older or revision).snapshot, revision.snapshot),
            "is_latest": latest is not None and latest.pk == revision.pk,
            "may_restore": post.can_edit(request.user),
        }
        return self._answer(request, post, "revision", context)

    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Make the story say again what it said in that revision."""
        post = self._visible(request, pk)
        if not post.can_edit(request.user):
            raise PermissionDenied
        revision = get_object_or_404(post.revisions, number=number)
        try:
            post.revert_to(revision, by=request.user)
        except AddressTaken as refusal:
            messages.error(request, f"Nothing was changed: {refusal}")
        else:
            messages.success(request, f"The story says again what it said in revision {number}.")
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[pk]))

    def _visible(self, request: HttpRequest, pk) -> Post:
        return get_object_or_404(Post.objects.visible_to(request.user), pk=pk)

    def _answer(self, request: HttpRequest, post: Post, name: str, context: dict) -> HttpResponse:
        shared = {"post": post, "original": post, "opts": self.opts, "media": self.media}
        everywhere = self.admin_site.each_context(request)
        return TemplateResponse(request, f"blog/admin/{name}.html", {**everywhere, **shared, **context})


def _number(text: str | None) -> int | None:
    """The number of a revision in an address; None when it is none."""
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 10 else None
