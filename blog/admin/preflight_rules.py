"""What is looked at before a story is published, as editors set it: one sheet."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from blog.admin.one_sheet import OneSheet
from blog.models import PreflightRules


@admin.register(PreflightRules)
class PreflightRulesAdmin(OneSheet):
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

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "unnamed_phrases":
            kwargs["widget"] = forms.Textarea(
                attrs={"rows": 12, "class": "desk-list", "dir": "auto", "spellcheck": "false"}
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
