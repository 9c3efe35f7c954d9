"""The conversation at the desk: the queue of comments, the sheet of each, and the rules that readers are told."""

from __future__ import annotations

from django.contrib import admin
from django.shortcuts import redirect

from comments.desk.queue import QueueMixin
from comments.desk.sheet import SheetMixin
from comments.models import Comment, ConversationRules
from comments.models.workflow import MODERATE
from comments.moderators import ForModerators


@admin.register(Comment)
class CommentAdmin(QueueMixin, SheetMixin, ForModerators, admin.ModelAdmin):
    """Who may moderate sees comments and moves them. Nobody adds or deletes one here: a reply is written on a page of
    its own, and without a comment the replies below it would hang in the air."""

    actions = None

    def has_add_permission(self, request) -> bool:
        return False


@admin.register(ConversationRules)
class ConversationRulesAdmin(ForModerators, admin.ModelAdmin):
    """One sheet: its list leads there."""

    fields = ("text",)

    def has_add_permission(self, request):
        return request.user.has_perm(MODERATE) and not ConversationRules.objects.exists()

    def get_model_perms(self, request) -> dict[str, bool]:
        """For the list of everything, which every page of the desk makes: without asking whether there is one."""
        may = request.user.has_perm(MODERATE)
        return {"add": False, "change": may, "delete": False, "view": may}

    def changelist_view(self, request, extra_context=None):
        """The one sheet, written or not."""
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        rules = ConversationRules.objects.first()
        return (
            redirect("admin:comments_conversationrules_change", rules.pk)
            if rules
            else redirect("admin:comments_conversationrules_add")
        )
