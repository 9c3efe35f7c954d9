"""Pages that are no story, at the desk."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from blog.admin.one_sheet import ForTheEditors
from blog.models import FlatPage
from blog.views import private


@admin.register(FlatPage)
class FlatPageAdmin(ForTheEditors):
    """What readers see is taken from them first, and deleted then."""

    list_display = ["title", "path", "is_published", "policy"]
    show_full_result_count = False
    search_fields = ["title", "path"]
    actions = None
    view_on_site = False
    fieldsets = [
        (None, {"fields": ["title", "body", "is_published"]}),
        ("Where it stands", {"fields": ["path", "footer_position", "policy"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<int:pk>/preview/", view, name="blog_flatpage_preview"), *super().get_urls()]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Whoever takes an address that another editor took since it was checked is told so beside the field."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:  # nothing of it was kept: looked at again, the form finds the other page
            return super().changeform_view(request, object_id, form_url, extra_context)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_published)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "body":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 20, "class": "vLargeTextField desk-body", "dir": "auto"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page as readers would see it, published or not."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = get_object_or_404(FlatPage, pk=pk)
        return private(render(request, "blog/page.html", {"page": page, "is_preview": True}))
