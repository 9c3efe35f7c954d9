"""The live page of a story as it stands in the sheet, before anything of it is saved."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from blog import plain_text
from blog.admin.preview import preview_page
from blog.models import Author, Byline, Placement, Post, Tag

NOT_YET = 0  # the number of a row that only the preview knows


class LivePreviewMixin:
    """Adds the preview of unsaved words to the story's admin."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.live_preview_view))
        return [
            path("live-preview/", view, name="blog_post_live_preview_new"),
            path("<int:pk>/live-preview/", view, name="blog_post_live_preview"),
            *super().get_urls(),
        ]

    def live_preview_view(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        """The sheet that was sent, as {"page": the live page's HTML, "wrong": sentences about what was left out}.

        Nothing is saved. A field that would be refused is shown as it was saved last, or not at all.
        """
        post = self._to_preview(request, pk)
        form = self.get_form(request, post if pk else None, change=bool(pk))(request.POST, instance=post)
        form.is_valid()
        show_unsaved(post, form.cleaned_data, Author.objects.filter(user=request.user).first() or str(request.user))
        return JsonResponse({"page": preview_page(request, post), "wrong": wrong_with(form)})

    def _to_preview(self, request: HttpRequest, pk: int | None) -> Post:
        """The saved story, or a new one; whoever may not change it gets no preview of a change."""
        post = get_object_or_404(Post.objects.visible_to(request.user).for_article(), pk=pk) if pk else Post()
        if not (self.has_change_permission(request, post) if pk else self.has_add_permission(request)):
            raise PermissionDenied
        return post


def wrong_with(form) -> list[str]:
    """What the form refuses, a sentence each: "Text: One paragraph has more than …"."""
    labels = {name: f"{field.label}: " for name, field in form.fields.items()}
    return [
        labels.get(name, "") + plain_text.plain(str(reason))
        for name, reasons in form.errors.items()
        for reason in reasons
    ]


def show_unsaved(post: Post, typed: dict, writer: Author | str) -> None:
    """Make `post`, whose own fields hold what was typed already, show it in the rest as well, without saving.

    `typed` are the form's cleaned fields; `writer` is who posts a new story: an author, or a name that becomes one.
    """
    post.body_html = post.rendered_body()
    post.measure()
    if post.pk is None:
        post.pk = NOT_YET
        post.poster = writer if isinstance(writer, Author) else Author(pk=NOT_YET, name=writer, slug="new")
    if typed.get("posted_by"):
        post.poster = typed["posted_by"][0]
    lines = [Byline(author=author, role=role) for role in Byline.Role for author in typed.get(role.value, [])]
    _pretend(post, "bylines", Byline, lines)
    _pretend(post, "tags", Tag, [_with_address(tag) for tag in typed.get("tag_names", [])])
    _pretend(post, "placements", Placement, _lead(typed))


def _lead(typed: dict) -> Iterable[Placement]:
    if image := typed.get("lead_image"):
        yield Placement(image=image, alt=typed.get("lead_alt", ""), caption=typed.get("lead_caption", ""))


def _with_address(tag: Tag) -> Tag:
    tag.slug = tag.slug or slugify(tag.name, allow_unicode=True) or "new"
    return tag


def _pretend(post: Post, relation: str, model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Let `post.<relation>.all()` give these rows, as a prefetch would."""
    found = model._default_manager.none()
    found._result_cache = list(rows)
    post._prefetched_objects_cache = {**getattr(post, "_prefetched_objects_cache", {}), relation: found}
