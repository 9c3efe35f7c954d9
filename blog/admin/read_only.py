"""Pages of the desk that are read, and where nothing is written."""

from __future__ import annotations


class ReadOnly:
    """A ModelAdmin that adds, changes and deletes nothing; put it before ModelAdmin. Who may look, the class says."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
