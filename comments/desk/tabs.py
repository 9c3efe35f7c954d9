"""The tabs of the queue: which comments stand in each, in which order, and what can be done with all of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Status

PENDING, REPORTED = "pending", "reported"


@dataclass(frozen=True)
class Tab:
    """`verbs` are those of the bar for many comments; `empty` is what an empty tab says. What waits is worked from its
    oldest comment on, what is done is looked at from its newest."""

    key: str
    label: str | Promise
    empty: str | Promise
    verbs: tuple[str, ...]
    begins_with_newest: bool = True

    def comments(self) -> QuerySet[Comment]:
        """Those that stand in it, in no order. What readers reported may be pending or approved: other decisions answer
        the reports."""
        if self.key == REPORTED:
            return Comment.objects.filter(report_count__gt=0)
        return Comment.objects.filter(status=Status(self.key))

    def holds(self, comment: Comment) -> bool:
        """True when `comment` stands in it."""
        return comment.report_count > 0 if self.key == REPORTED else comment.status == self.key


TABS = {
    tab.key: tab
    for tab in (
        Tab(PENDING, _("Pending"), _("No comment waits. Well done."), ("approve", "spam", "trash"), False),
        Tab(
            REPORTED,
            _("Reported"),
            _("Readers report nothing that is still open."),
            ("approve", "hold", "spam", "trash"),
            False,
        ),
        Tab("approved", _("Approved"), _("No comment has been approved yet."), ("hold", "spam", "trash")),
        Tab("spam", _("Spam"), _("There is no spam."), ("approve", "restore", "trash")),
        Tab("trash", _("Trash"), _("The trash is empty."), ("approve", "restore", "spam")),
    )
}
