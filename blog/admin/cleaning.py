"""Wire copy cleaned up at the desk: offered as a word-level difference, to apply or to leave."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from blog import markup, wirecopy
from blog.models import Post

NOTE = "Wire copy cleaned up"
DONE = "Cleaned up. To undo it, restore the revision before the last in the history."
NOTHING_TO_DO = "There is nothing to clean up: no broken lines, glued words or straight quotes."


class CleaningMixin:
    """Adds the cleaner to the story's admin: a page that works by itself, and an answer for the editor's script."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("clean/", view(require_POST(self.offer_view)), name="blog_post_offer"),
            path("<int:pk>/clean/", view(self.cleaning_view), name="blog_post_clean"),
            *super().get_urls(),
        ]

    def offer_view(self, request: HttpRequest) -> JsonResponse:
        """The text that was sent, cleaned: {"changes": [["same" | "removed" | "added", text], …]}.

        A text that is too long is answered with {"wrong": a sentence} and status 400.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        text = one_line_end(request.POST.get("text", ""))
        if len(text) > markup.LONGEST_TEXT:
            wrong = f"The text is longer than {markup.LONGEST_TEXT:,} characters: clean it up in parts."
            return JsonResponse({"wrong": wrong}, status=400)
        found = wirecopy.changes(text, wirecopy.clean(text))
        return JsonResponse({"changes": [[change.kind, change.text] for change in found]})

    def cleaning_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what cleaning would change in the saved text; posted, change it."""
        post = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
        if not self.has_change_permission(request, post):
            raise PermissionDenied
        before = one_line_end(post.body)
        after, sheet = wirecopy.clean(before), reverse("admin:blog_post_change", args=[pk])
        if before == after:
            messages.info(request, NOTHING_TO_DO)
            return HttpResponseRedirect(sheet)
        if request.method == "POST":
            if clean_up(post, shown=request.POST.get("text_shown", ""), by=request.user):
                messages.success(request, DONE)
                return HttpResponseRedirect(sheet)
            messages.warning(request, "The text was changed meanwhile, so nothing was cleaned up. Look at it again.")
        return self._show_offer(request, post, wirecopy.changes(before, after), shown=_digest(before))

    def _show_offer(self, request: HttpRequest, post: Post, found: list[wirecopy.Change], *, shown: str):
        context = {
            **self.admin_site.each_context(request),
            "title": "Clean up wire copy",
            "subtitle": str(post),
            "post": post,
            "opts": self.opts,
            "changes": found,
            "shown": shown,
        }
        return TemplateResponse(request, "blog/admin/clean.html", context)

    def _after_saving(self, request: HttpRequest, post: Post) -> HttpResponseRedirect:
        if "_clean" in request.POST:
            return HttpResponseRedirect(reverse("admin:blog_post_clean", args=[post.pk]))
        return super()._after_saving(request, post)


def clean_up(post: Post, *, shown: str, by) -> bool:
    """Give the story its cleaned text, as a revision of its own; the one before keeps the text as it was.

    False, and nothing done, when its text is not the one whose digest is `shown` any more.
    """
    with transaction.atomic():
        current = Post.objects.select_for_update().get(pk=post.pk)
        text = one_line_end(current.body)
        if _digest(text) != shown:
            return False
        current.revise(by=by)  # nothing, unless something changed the text without a revision
        current.body = wirecopy.clean(text)
        current.save(update_fields=["body"])
        current.revise(by=by, note=NOTE)
    return True


def one_line_end(text: str) -> str:
    """The text with every line end as "\\n": browsers send "\\r\\n"."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
