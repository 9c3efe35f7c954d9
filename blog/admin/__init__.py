"""The desk: Django's own admin, in the newsroom's words. Each module registers what belongs together."""

from django.conf import settings
from django.contrib import admin

from blog.admin import (
    audit,
    author,
    error_report,
    image,
    letter,
    newsroom,
    planned_change,
    post,
    preflight_rules,
)

__all__ = [
    "audit",
    "author",
    "error_report",
    "image",
    "letter",
    "newsroom",
    "planned_change",
    "post",
    "preflight_rules",
]

admin.site.site_header = admin.site.site_title = settings.NEWSROOM_NAME
admin.site.index_title = "The desk"
admin.site.empty_value_display = "–"
admin.site.enable_nav_sidebar = False  # the way around stands at the top of every page
