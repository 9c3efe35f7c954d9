"""Who may open the conversation's sheets at the desk: those who may moderate."""

from __future__ import annotations

from comments.models.workflow import MODERATE


class ForModerators:
    """A ModelAdmin that moderators see, add to and change, and nobody deletes from; put it before ModelAdmin."""

    def has_module_permission(self, request) -> bool:
        return request.user.has_perm(MODERATE)

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.has_perm(MODERATE)

    def has_add_permission(self, request) -> bool:
        return request.user.has_perm(MODERATE)

    def has_change_permission(self, request, obj=None) -> bool:
        return request.user.has_perm(MODERATE)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
