"""Who writes: the names above the stories and the boxes under them."""

from __future__ import annotations

from django.contrib import admin
from django.forms import ModelChoiceField

from blog.admin.fields import LibraryInput
from blog.models import Author, AuthorLink, Image


class AuthorLinkInline(admin.StackedInline):
    """An author's addresses elsewhere."""

    model = AuthorLink
    extra = 1
    classes = ["collapse"]
    verbose_name_plural = "links"


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    """Editors keep all authors; somebody with a login keeps their own words."""

    list_display = ["name", "user", "slug"]
    list_select_related = ["user"]
    search_fields = ["name"]
    ordering = ["name", "pk"]
    show_full_result_count = False
    fields = ["name", "bio", "picture", "slug", "user"]
    raw_id_fields = ["user"]
    inlines = [AuthorLinkInline]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "picture":
            return ModelChoiceField(
                Image.objects.all(),
                required=False,
                widget=LibraryInput(),
                help_text="The number of a picture in the library.",
                error_messages={"invalid_choice": "The library has no picture with that number."},
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        keeps_all = super().has_change_permission(request, obj)
        return [] if keeps_all or obj is None else ["slug", "user"]

    def has_change_permission(self, request, obj=None):
        own = obj is not None and obj.user_id == request.user.pk and super().has_view_permission(request, obj)
        return own or super().has_change_permission(request, obj)
