"""Saving without a Save press: what the page's script asks for, and what a sheet says when it is opened."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.views.decorators.http import require_POST

from blog.admin.autosave_fields import as_initial, kept_fields, shown_by, spoken, typed_in
from blog.admin.autosave_saving import Marks, Outcome, SheetUnreadable, autosave, form_for
from blog.models import Post, Sheet
from blog.models.recording import Kind, latest_of
from blog.wirecopy import changes

EVERY = 10  # seconds between autosaves while somebody types: with a slow answer still within the promised fifteen
BEAT = 60  # seconds between two signs of life of a page on which nothing changes
MOST_ACKNOWLEDGED = 50  # sheets whose state the page is told, so that it forgets what the newsroom has


class AutosaveMixin:
    """Adds autosave, the signs of life and the texts that are kept for their writer to the story's admin."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("autosave/", view(require_POST(self.autosave_view)), name="blog_post_autosave_new"),
            path("<int:pk>/autosave/", view(require_POST(self.autosave_view)), name="blog_post_autosave"),
            path("<int:pk>/here/", view(require_POST(self.here_view)), name="blog_post_here"),
            path("differences/", view(require_POST(self.differences_view)), name="blog_post_differences_new"),
            path("<int:pk>/differences/", view(require_POST(self.differences_view)), name="blog_post_differences"),
            path("<int:pk>/kept/<uuid:key>/", view(self.kept_view), name="blog_post_kept"),
            path("<int:pk>/kept/<uuid:key>/discard/", view(require_POST(self.discard_view)), name="blog_post_discard"),
            *super().get_urls(),
        ]

    # What the page's script asks for

    def autosave_view(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        """Keep the form that was sent. Says in JSON what became of it; a refusal has {"say": a sentence} alone."""
        try:
            marks = Marks.of(request.POST)
        except SheetUnreadable as refusal:
            return JsonResponse({"say": str(refusal)}, status=400)
        if marks is None:
            return JsonResponse({"say": "The page did not say which sheet it sends. Load it again."}, status=400)
        with transaction.atomic():
            key = pk or Sheet.objects.of(request.user).filter(key=marks.key).values_list("post", flat=True).first()
            post, refusal = self._to_write(request, key)
            if refusal:
                return refusal
            sheet = Sheet.objects.claim(marks.key, request.user)
            if sheet.post_id != (post.pk if post else None):
                if sheet.post_id:  # begun by a request that came at the same moment, or not this story's sheet at all
                    places = {} if pk else _places(sheet.post_id)
                    return JsonResponse({"say": "This sheet is another story’s. Load it again.", **places}, status=409)
                sheet.post = post
            if marks.beat <= sheet.beat:  # overtaken by a later one
                return JsonResponse({"overtaken": sheet.beat})
            outcome = autosave(self, request, post, sheet, marks)
        return JsonResponse(self._told(request, outcome))

    def _told(self, request: HttpRequest, outcome: Outcome) -> dict:
        post, sheet = outcome.post, outcome.sheet
        return {
            "at": _clock(sheet.seen_at),
            "why": outcome.why,
            "beat": sheet.beat,
            "began_from": sheet.began_from,
            "others": words_about_others(post, request.user, sheet),
            **_places(post.pk),
        }

    def _to_write(self, request: HttpRequest, pk: int | None) -> tuple[Post | None, JsonResponse | None]:
        """The story, locked (None for a new one); or the refusal."""
        if pk is None:
            may_add = self.has_add_permission(request)
            return None, None if may_add else JsonResponse({"say": "You may not write stories here."}, status=403)
        post = Post.objects.visible_to(request.user).filter(pk=pk).first()
        if post is None:
            return None, JsonResponse({"say": "This story is gone, or not yours to open."}, status=404)
        post = Post.objects.select_for_update().get(pk=pk)
        if not self.has_change_permission(request, post):
            say = "You may not change this story as it stands now; perhaps it was published meanwhile."
            return post, JsonResponse({"say": say}, status=403)
        return post, None

    def here_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        """A sign of life of an open page, or with `gone` its last; says who else writes."""
        post = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
        try:
            marks = Marks.of(request.POST)
        except SheetUnreadable as refusal:
            return JsonResponse({"say": str(refusal)}, status=400)
        if marks is None or not self.has_change_permission(request, post):
            return JsonResponse({"others": ""})
        sheets = Sheet.objects.of(request.user).filter(key=marks.key, post=post)
        if request.POST.get("gone"):
            sheets.update(seen_at=timezone.now() - Sheet.LEFT)
            return JsonResponse({"others": ""})
        sheets.update(seen_at=timezone.now())
        return JsonResponse({"others": words_about_others(post, request.user, sheets.first())})

    def differences_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """How the form that was sent differs from the story, as a part of a page."""
        post = get_object_or_404(Post.objects.visible_to(request.user), pk=pk) if pk else None
        if not (self.has_change_permission(request, post) if post else self.has_add_permission(request)):
            return HttpResponse(status=403)
        form = _unbound(self, request, post)
        lines = differences(form, shown_by(form) if post else {}, typed_in(form, request.POST))
        return TemplateResponse(request, "blog/admin/_differences.html", {"lines": lines})

    # Texts that are kept for their writer

    def kept_view(self, request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
        """What a kept text would change in the story, to go on with or to discard."""
        post, sheet = self._kept(request, pk, key)
        form = _unbound(self, request, post)
        context = {"title": "Changes that are not in the story", "sheet": sheet}
        context["lines"] = differences(form, shown_by(form), {**shown_by(form), **(sheet.typed or {})})
        context["may_edit"] = self.has_change_permission(request, post)
        return self._answer(request, post, "kept", {"subtitle": str(post), **context})

    def discard_view(self, request: HttpRequest, pk: int, key: UUID) -> HttpResponseRedirect:
        """Forget a kept text."""
        _post, sheet = self._kept(request, pk, key)
        sheet.delete()
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[pk]))

    def _kept(self, request: HttpRequest, pk: int, key: UUID) -> tuple[Post, Sheet]:
        post = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
        return post, get_object_or_404(Sheet.objects.of(request.user).holding_text(), post=post, key=key)

    # The sheet when it is opened

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if add or (obj and self.has_change_permission(request, obj)):
            context["sheet"] = self._opened(request, obj, context["adminform"].form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _opened(self, request: HttpRequest, post: Post | None, form) -> dict:
        user, marks = request.user, self._marks_again(request)
        sheet = self._sheet_for(request, post, form, marks)
        own = Sheet.objects.of(user).filter(post=post) if post else Sheet.objects.of(user)
        kept = own.holding_text().exclude(key=sheet.key).defer("shown", "typed").first() if post else None
        return {
            "key": sheet.key,
            "began_from": sheet.began_from,
            "beat": sheet.beat,
            "kept": kept,
            "is_kept": sheet.typed is not None,
            "is_refused": marks is not None,
            "others": words_about_others(post, user, sheet) if post else "",
            "acknowledged": " ".join(
                f"{key}:{beat}" for key, beat in own.values_list("key", "beat")[:MOST_ACKNOWLEDGED]
            ),
            "post": post,
            "user": user,
            "saved": _clock(post.changed_at) if post else "",
            "every": EVERY,
            "pulse": BEAT,
            **(_places(post.pk) if post else _places_of_a_new_story()),
        }

    def _marks_again(self, request: HttpRequest) -> Marks | None:
        """The marks of a form that came back because something is wrong with it."""
        try:
            return Marks.of(request.POST) if request.method == "POST" else None
        except SheetUnreadable:
            return None

    def _sheet_for(self, request: HttpRequest, post: Post | None, form, marks: Marks | None) -> Sheet:
        if marks:
            known = Sheet.objects.of(request.user).filter(key=marks.key).first()
            return known or Sheet(key=marks.key, user=request.user, began_from=marks.began_from, beat=marks.beat)
        if post is None:
            return Sheet(key=uuid4(), user=request.user)
        if again := self._kept_again(request, post):
            form.initial |= as_initial(again.typed or {}, kept_fields(form))
            return again
        latest = latest_of(post)
        Sheet.objects.clear_up(request.user)
        number, now = latest.number if latest else 0, timezone.now()
        sheet = Sheet(key=uuid4(), user=request.user, post=post, began_from=number, opened_at=now, seen_at=now)
        sheet.shown = shown_by(form)
        sheet.save()
        return sheet

    def _kept_again(self, request: HttpRequest, post: Post) -> Sheet | None:
        """The kept text with which the writer wants to go on."""
        try:
            key = UUID(request.GET.get("kept", ""))
        except ValueError:
            return None
        return Sheet.objects.of(request.user).holding_text().filter(post=post, key=key).first()


def differences(form, before: dict, after: dict) -> list[tuple[str, list]]:
    """The (label, word-level changes) of each field in which two forms' values differ."""
    pairs = [(name, before.get(name, ""), value) for name, value in after.items() if name in form.fields]
    return [
        (str(form[name].label), changes(spoken(form, name, old), spoken(form, name, new)))
        for name, old, new in pairs
        if old != new
    ]


def words_about_others(post: Post, user, sheet: Sheet | None) -> str:
    """Who else has the story open, and who has saved it since this sheet was opened; empty when nobody."""
    said = [other.says() for other in Sheet.objects.of_others(post, user)]
    if sheet:
        since = post.revisions.filter(number__gt=sheet.began_from).exclude(kind=Kind.ASIDE).exclude(made_by=user)
        last = since.select_related("made_by").defer("snapshot").first()
        if last:
            who, at = last.made_by or "The newsroom", _clock(last.made_at)
            said.append(
                f"{who} saved at {at}, after you opened it. Save puts both together and asks where you disagree."
            )
    return " ".join(said)


def _unbound(admin, request: HttpRequest, post: Post | None):
    form_class = form_for(admin, request, post)
    return form_class(instance=post) if post else form_class()


def _places(pk: int) -> dict:
    """Where a story's sheet is, and where its script sends to."""
    at = {"page": "change", "autosave": "autosave", "here": "here", "differences": "differences"}
    return {"story": pk, **{name: reverse(f"admin:blog_post_{view}", args=[pk]) for name, view in at.items()}}


def _places_of_a_new_story() -> dict[str, str]:
    at = {"autosave": "autosave_new", "differences": "differences_new"}
    return {name: reverse(f"admin:blog_post_{view}") for name, view in at.items()}


def _clock(moment) -> str:
    return time_format(timezone.localtime(moment), "H:i")
