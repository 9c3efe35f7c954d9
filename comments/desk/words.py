"""What the desk calls the verbs of comments: on their buttons, and in the journal afterwards."""

from django.utils.translation import gettext_lazy as _

# The verbs of comments/models/workflow.py.
BUTTONS = {
    "approve": _("Approve"),
    "hold": _("Hold"),
    "spam": _("Mark as spam"),
    "trash": _("Put in the trash"),
    "restore": _("Restore as pending"),
    "keep": _("Keep"),
}
# The same where twenty of each stand on a page.
SHORT = {**BUTTONS, "spam": _("Spam"), "trash": _("Trash"), "restore": _("Restore")}
PICKING = {"pick": _("Pick for the top"), "unpick": _("Unpick")}
APART = frozenset({"spam", "trash"})  # they take something away

PAST = {
    "approve": _("Approved"),
    "hold": _("Held"),
    "spam": _("Marked as spam"),
    "trash": _("Put in the trash"),
    "restore": _("Restored as pending"),
    "keep": _("Kept"),
    "undo": _("Decision undone"),
    "amend": _("Edited"),
    "withdraw": _("Withdrawn"),
    "pick": _("Picked"),
    "unpick": _("Unpicked"),
}
