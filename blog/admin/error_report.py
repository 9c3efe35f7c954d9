"""The errors that readers reported, at the desk: a queue, and each with its paragraph as it was and as it is."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from blog.admin.read_only import ReadOnly
from blog.admin.to_decide import ToDecideFilter
from blog.models import AuditEntry, ErrorReport
from blog.wirecopy import changes

SHOWN = 90  # characters of a report in the queue


class ReportFilter(ToDecideFilter):
    """What is open, unless somebody asks for the rest."""

    states, first = ErrorReport.State, (ErrorReport.State.OPEN,)


@admin.register(ErrorReport)
class ErrorReportAdmin(ReadOnly, admin.ModelAdmin):
    """Who may change a live story sees what readers say is wrong in it. A report is settled, never changed."""

    list_display = ["said", "post", "made_at", "state"]
    list_filter = [ReportFilter]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    def get_urls(self):
        dismiss = self.admin_site.admin_view(require_POST(self.dismiss_view))
        return [path("<int:pk>/dismiss/", dismiss, name="blog_errorreport_dismiss"), *super().get_urls()]

    def get_queryset(self, request):
        seen = ErrorReport.objects.visible_to(request.user).select_related("post")
        return seen.defer("post__body", "post__body_html").order_by("-made_at", "-pk")

    def has_view_permission(self, request, obj=None):
        user = request.user
        if obj is None:
            return user.has_perm("blog.publish_any_post") or user.has_perm("blog.publish_own_post")
        return ErrorReport.objects.visible_to(user).filter(pk=obj.pk).exists()

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    @admin.display(description="what a reader says")
    def said(self, report: ErrorReport) -> str:
        return Truncator(report.message).chars(SHOWN)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One report: what it says, and the paragraph then and now."""
        report = self._report(request, int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0)
        now = " ".join(report.words_now)
        context = {
            **self.admin_site.each_context(request),
            "title": "A reader reports an error",
            "subtitle": str(report.post),
            "opts": self.opts,
            "report": report,
            "post": report.post,
            "changes": changes(report.words, now) if report.words != now else None,
            "may_correct": report.post.is_published and report.post.can_edit(request.user),
        }
        return TemplateResponse(request, "blog/admin/error_report.html", {**context, **(extra_context or {})})

    def dismiss_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Close it without a correction."""
        report = self._report(request, pk)
        report.dismiss(by=request.user)
        AuditEntry.note_down("dismissed an error report", by=request.user, about=report.post, note=report.message)
        messages.success(request, "Dismissed. It stays in the list, under “Dismissed”.")
        return HttpResponseRedirect(reverse("admin:blog_errorreport_changelist"))

    def _report(self, request: HttpRequest, pk: int) -> ErrorReport:
        seen = ErrorReport.objects.visible_to(request.user).select_related("post", "revision", "settled_by")
        return get_object_or_404(seen, pk=pk)
