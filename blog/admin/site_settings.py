"""The paper's name and look, as editors set them: one sheet."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from blog.admin.fields import LibraryInput
from blog.admin.one_sheet import OneSheet
from blog.models import Image, SiteSettings

COLOURS = ("paper_light", "accent_light", "paper_dark", "accent_dark")


@admin.register(SiteSettings)
class SiteSettingsAdmin(OneSheet):
    """What is saved here readers see at once."""

    fieldsets = [
        (None, {"fields": ["name", "tagline", "contact", "logo"]}),
        (
            "Colours",
            {
                "fields": [("paper_light", "accent_light"), ("paper_dark", "accent_dark")],
                "description": "The paper, and the colour of links and buttons, in the light and in the dark. Colours "
                "on which words could not be read by everybody are refused, with what is wrong.",
            },
        ),
        (
            "Fonts",
            {
                "fields": ["text_font", "label_font"],
                "description": "All of them are on readers’ machines already: no font is ever fetched.",
            },
        ),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in COLOURS:
            kwargs["widget"] = forms.TextInput(attrs={"type": "color"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """The logo."""
        return forms.ModelChoiceField(
            Image.objects.all(),
            required=False,
            widget=LibraryInput(),
            help_text="The number of a picture in the library. Search engines show it beside the paper’s name.",
            error_messages={"invalid_choice": "The library has no picture with that number."},
        )
