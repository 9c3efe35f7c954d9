"""Readers at the desk. allauth's own lists of keys and tokens are not shown: the environment holds those."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin

from comments.readers.models import Reader

for model in (EmailAddress, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(Reader)
class ReaderAdmin(admin.ModelAdmin):
    """Who signed in to comment: to be found, and given another name."""

    list_display = ("name", "network", "user")
    list_filter = ("network",)
    search_fields = ("name", "user__email")
    fields = ("name", "network", "profile", "user")
    readonly_fields = ("network", "profile", "user")
    list_select_related = ("user",)

    def has_add_permission(self, request) -> bool:
        """Nobody is signed in by others."""
        return False
