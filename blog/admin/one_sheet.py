"""A setting of which there is one for the whole paper, as a sheet at the desk."""

from __future__ import annotations

from django.contrib import admin
from django.shortcuts import redirect

RIGHT = "blog.publish_any_post"


class ForTheEditors(admin.ModelAdmin):
    """What those who may publish any story look after, and nobody else sees."""

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(RIGHT)

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm(RIGHT)

    def has_add_permission(self, request):
        return request.user.has_perm(RIGHT)

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm(RIGHT)

    def has_module_permission(self, request):
        return request.user.has_perm(RIGHT)


class OneSheet(ForTheEditors):
    """At most one row, with the key 1; before it was ever saved the sheet shows the defaults."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """There is nothing to choose from."""
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", 1)

    def get_object(self, request, object_id, from_field=None):
        """The row, or the defaults."""
        if object_id != "1":
            return None
        return super().get_object(request, object_id, from_field) or self.model(pk=1)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        words = {"title": str(self.model(pk=1)), "subtitle": None}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **words})
