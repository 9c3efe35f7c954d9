"""The desk: Django's own admin, in the newsroom's words. Each module registers what belongs together."""

from django.contrib import admin
from django.utils.functional import lazy

from blog.admin import (
    audit,
    author,
    error_report,
    flat_page,
    front_page,
    image,
    letter,
    newsroom,
    planned_change,
    post,
    preflight_rules,
    site_settings,
)
from blog.desk_login import DeskLoginForm
from blog.models import newsroom_name

__all__ = [
    "audit",
    "author",
    "error_report",
    "flat_page",
    "front_page",
    "image",
    "letter",
    "newsroom",
    "planned_change",
    "post",
    "preflight_rules",
    "site_settings",
]

admin.site.site_header = admin.site.site_title = lazy(newsroom_name, str)()  # as it is called at each page
admin.site.index_title = "The desk"
admin.site.login_form = DeskLoginForm
admin.site.empty_value_display = "–"
admin.site.enable_nav_sidebar = False  # the way around stands at the top of every page
