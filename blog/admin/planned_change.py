"""All changes to live stories that wait for their moment, or missed it."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from blog.admin.read_only import ReadOnly
from blog.admin.to_decide import ToDecideFilter
from blog.models import PlannedChange


class PlannedFilter(ToDecideFilter):
    """What waits and what was missed, unless somebody asks for the rest."""

    states, first = PlannedChange.State, PlannedChange.UNSETTLED


@admin.register(PlannedChange)
class PlannedChangeAdmin(ReadOnly, admin.ModelAdmin):
    """A list; each leads to its page, where it is applied at once or cancelled: see correcting.py."""

    list_display = ["story", "at", "kind", "state", "missed_because", "made_by"]
    list_display_links = None
    list_filter = [PlannedFilter]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    def get_queryset(self, request):
        seen = PlannedChange.objects.of(request.user).select_related("post", "made_by")
        return seen.defer("snapshot", "post__body", "post__body_html").order_by("at", "pk")

    def has_view_permission(self, request, obj=None):
        user = request.user
        return user.has_perm("blog.publish_any_post") or user.has_perm("blog.publish_own_post")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    @admin.display(description="story")
    def story(self, change: PlannedChange):
        if change.state not in PlannedChange.UNSETTLED:
            return str(change.post)
        address = reverse("admin:blog_post_planned", args=[change.post_id, change.pk])
        return format_html('<a href="{}">{}</a>', address, change.post)
