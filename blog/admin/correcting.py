"""Saving a story that readers see: as a typo, an update or a correction, at once or later."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from blog.admin.change_form import SAID, ChangeForm
from blog.models import AuditEntry, ChangeKind, MoveRefused, PlannedChange, Post
from blog.models.recording import latest_of
from blog.wirecopy import changes


class _NotNow(Exception):
    """Undoes what was written to see how the story would be."""


def change_form_of(request: HttpRequest, post: Post | None) -> ChangeForm | None:
    """The question on the sheet of `post`, one for each request; None for a story that readers do not see."""
    if post is None or not post.is_published:
        return None
    known = getattr(request, "change_form", None)
    if known is None or known.post.pk != post.pk:
        data, report = (request.POST, "") if request.method == "POST" else (None, request.GET.get("report", ""))
        request.change_form = known = ChangeForm(data, post=post, user=request.user, report=report)
    return known


def differences(before: dict, after: dict) -> list[tuple[str, list]]:
    """The (name, word-level changes) of the words in which two snapshots differ."""
    pairs = [(label, before.get(name, ""), after.get(name, "")) for name, label in SAID.items()]
    return [(label, changes(old, new)) for label, old, new in pairs if old != new]


class CorrectingMixin:
    """Adds the question about a change to a live story, and the changes that wait, to the story's admin."""

    def get_urls(self):
        view = self.admin_site.admin_view
        decide = view(require_POST(self.decide_view))
        return [
            path("<int:pk>/planned/<int:key>/", view(self.planned_view), name="blog_post_planned"),
            path("<int:pk>/planned/<int:key>/decide/", decide, name="blog_post_decide"),
            *super().get_urls(),
        ]

    # The sheet

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        may_edit = obj is not None and self.has_change_permission(request, obj)
        return type(form.__name__, (form,), {"change": change_form_of(request, obj) if may_edit else None})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and self.has_change_permission(request, obj):
            context["change_form"] = change_form_of(request, obj)
            context["planned"] = obj.planned_changes.unsettled().select_related("made_by").defer("snapshot")
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Saving

    def save_model(self, request, obj, form, change):
        if not (form.change and form.change.is_for_later):
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        post, answer = form.instance, form.change
        if answer and answer.is_for_later:
            self._plan(request, form)
            return
        super().save_related(request, form, formsets, change)
        (answer.recording(post) if answer else post.revise)(by=request.user)

    def _plan(self, request: HttpRequest, form) -> None:
        """Keep for later what the form says. The story is written to see how it would be, and that is undone."""
        post, said = form.instance, form.change.cleaned_data
        for tag in form.cleaned_data["tag_names"]:
            if tag.pk is None:  # a new one stays, or the change could not name it
                tag.save()
        before, snapshot = Post.objects.get(pk=post.pk).snapshot(), {}
        with suppress(_NotNow), transaction.atomic():
            post.save()
            form.save_m2m()
            snapshot = post.snapshot()
            raise _NotNow
        post.refresh_from_db()
        try:
            if snapshot == before and said["change_kind"] != ChangeKind.CORRECTION:
                raise MoveRefused("Nothing was changed, so there is nothing to keep for later.")
            post.plan_change(
                snapshot,
                by=request.user,
                at=said["change_at"],
                kind=said["change_kind"] or ChangeKind.TYPO,
                based_on=latest_of(post),
                text=said["correction"],
                thanks=said["thanks"],
                report=form.change.answered,
            )
        except (MoveRefused, PermissionDenied) as refusal:
            messages.error(request, str(refusal))
        else:
            AuditEntry.note_down("planned a change", by=request.user, about=post, note=f"For {said['change_at']}")
            at = date_format(timezone.localtime(said["change_at"]), "j M Y, H:i")
            messages.success(request, f"Kept for later: readers see the change from {at}. Until then nothing changes.")

    def _after_saving(self, request, post):
        answer = getattr(request, "change_form", None)
        if not (answer and answer.is_for_later):
            return super()._after_saving(request, post)
        if (sheet := getattr(request, "sheet", None)) and sheet.pk:
            sheet.delete()  # its words wait as a planned change now
        request.sheet = None
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[post.pk]))

    # Changes that wait

    def planned_view(self, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        """What a planned change would change in the story as it is now."""
        post, planned = self._planned(request, pk, key)
        context = {"title": "A change for later", "subtitle": str(post), "planned": planned}
        context["lines"] = differences(post.snapshot(), planned.snapshot)
        context["zone"] = timezone.get_current_timezone_name()
        return self._answer(request, post, "planned", context)

    def decide_view(self, request: HttpRequest, pk: int, key: int) -> HttpResponseRedirect:
        """Apply it at once, or never."""
        post, planned = self._planned(request, pk, key)
        if "cancel" in request.POST:
            planned.cancel()
            AuditEntry.note_down(
                "cancelled a planned change", by=request.user, about=post, note=f"Of {planned.made_at}"
            )
            messages.success(request, "Cancelled: the story stays as it is.")
        elif planned.apply(by=request.user):
            messages.success(request, "Applied: readers see it now.")
        else:
            planned.refresh_from_db()
            messages.error(request, f"Not applied. {planned.missed_because}")
            return HttpResponseRedirect(reverse("admin:blog_post_planned", args=[pk, key]))
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[pk]))

    def _planned(self, request: HttpRequest, pk: int, key: int) -> tuple[Post, PlannedChange]:
        post = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
        if not post.can_edit(request.user):
            raise PermissionDenied
        planned = post.planned_changes.unsettled().select_related("based_on", "made_by", "report")
        return post, get_object_or_404(planned, pk=key)
