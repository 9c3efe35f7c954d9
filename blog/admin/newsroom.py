"""The newsroom itself: its sections and tags, and who may sign in."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, Permission
from django.db.models import Count
from django.forms import CheckboxSelectMultiple

from blog.models import Section, Tag, User


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    """A section with stories in it is not deleted."""

    list_display = ["name", "position", "description"]
    search_fields = ["name"]
    fields = ["name", "description", "position", "slug"]
    show_full_result_count = False


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """Tags are mostly made while writing; here they are put right."""

    list_display = ["name", "stories"]
    search_fields = ["name"]
    ordering = ["name"]
    fields = ["name", "slug"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(story_count=Count("posts"))

    @admin.display(description="stories", ordering="story_count")
    def stories(self, tag: Tag) -> int:
        return tag.story_count


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """What somebody may do follows from their groups. Only a superuser makes superusers, or touches one."""

    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Who", {"fields": ["first_name", "last_name", "email"]}),
        ("What they may do", {"fields": ["is_active", "is_staff", "groups", "is_superuser"]}),
        ("When", {"fields": ["last_login", "date_joined"]}),
    ]
    filter_horizontal = []
    list_display = ["username", "first_name", "last_name", "email", "is_staff"]
    show_facets = admin.ShowFacets.NEVER
    list_filter = ["is_staff", "is_active", "groups"]
    show_full_result_count = False

    def get_readonly_fields(self, request, obj=None):
        moments = ["last_login", "date_joined"]
        return moments if request.user.is_superuser else [*moments, "is_superuser"]

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **{**kwargs, "widget": CheckboxSelectMultiple()})

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _is_within_reach(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _is_within_reach(request.user, obj)


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    """A role. Its permissions are ticked one by one, which works with a thumb and without script."""

    filter_horizontal = []

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        every = Permission.objects.select_related("content_type").order_by("content_type__app_label", "codename")
        ticks = {"widget": CheckboxSelectMultiple(), "queryset": every}
        return super().formfield_for_manytomany(db_field, request, **{**kwargs, **ticks})


def _is_within_reach(user, other) -> bool:
    """True unless `other` is a superuser and `user` is none."""
    return user.is_superuser or other is None or not other.is_superuser
