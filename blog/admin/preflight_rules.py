"""What is looked at before a story is published, as editors set it: one sheet."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.shortcuts import redirect

from blog.models import PreflightRules

RIGHT = "blog.publish_any_post"


@admin.register(PreflightRules)
class PreflightRulesAdmin(admin.ModelAdmin):
    """One row, for those who may publish any story."""

    fieldsets = [
        (
            None,
            {
                "fields": ["byline", ("headline_length", "headline_least", "headline_most"), "text", "links"],
                "description": "“Publish now” and “Schedule” look at these first. What blocks is put right before the "
                "story goes out; what warns is asked about once. No headline, and an address that another story has, "
                "always block.",
            },
        ),
        ("Pictures", {"fields": ["alt", "alt_is_caption", "credit", ("file_photo", "file_photo_days")]}),
        ("Sources", {"fields": ["unnamed", "unnamed_phrases"]}),
        ("Weight", {"fields": [("weight", "page_kilobytes", "picture_kilobytes")]}),
    ]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(RIGHT)

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm(RIGHT)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """There is nothing to choose from."""
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return redirect("admin:blog_preflightrules_change", 1)

    def get_object(self, request, object_id, from_field=None):
        """The rules, or, before they were ever saved, the defaults."""
        if object_id != "1":
            return None
        return super().get_object(request, object_id, from_field) or PreflightRules(pk=1)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        words = {"title": "Check before publishing", "subtitle": None}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **words})

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "unnamed_phrases":
            kwargs["widget"] = forms.Textarea(
                attrs={"rows": 12, "class": "desk-list", "dir": "auto", "spellcheck": "false"}
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
