"""The audit log at the desk: to be read, and nothing else."""

from __future__ import annotations

from django.contrib import admin

from blog.admin.read_only import ReadOnly
from blog.models import AuditEntry


@admin.register(AuditEntry)
class AuditAdmin(ReadOnly, admin.ModelAdmin):
    """Who did what, the newest first."""

    list_display = ["made_at", "who", "deed", "kind", "thing", "note"]
    list_display_links = None
    list_filter = ["kind"]
    list_per_page = 100
    ordering = ["-pk"]
    search_fields = ["by_name", "thing"]
    search_help_text = "Finds names of people and of things."
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    @admin.display(description="who")
    def who(self, entry: AuditEntry) -> str:
        return entry.by_name or "the newsroom’s clock"
