"""The outbox at the desk: what was sent, what waits and why."""

from __future__ import annotations

from django.contrib import admin, messages

from blog.admin.read_only import ReadOnly
from blog.letters import send_again
from blog.models import Letter


@admin.register(Letter)
class LetterAdmin(ReadOnly, admin.ModelAdmin):
    """To be read. What failed, or was perhaps sent, can be sent again."""

    list_display = ["recipient", "kind", "state", "tries", "next_try", "last_error", "created_at", "sent_at"]
    list_filter = ["state", "kind"]
    search_fields = ["recipient"]
    search_help_text = "Finds addresses."
    ordering = ["-pk"]
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = ["try_again"]

    @admin.display(description="next try", ordering="due_at")
    def next_try(self, letter: Letter):
        return letter.due_at if letter.state == Letter.State.WAITING else None

    @admin.action(description="Send again (failed and perhaps sent ones)", permissions=["view"])
    def try_again(self, request, letters):
        count = send_again(letters)
        words = f"{count} letters will be tried again." if count != 1 else "1 letter will be tried again."
        self.message_user(request, words, messages.SUCCESS)
