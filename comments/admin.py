"""The desk's list of comments: what waits first, and the verbs of comments/models/workflow.py as its buttons."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.template.defaultfilters import truncatewords
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_comments_xtd.admin import XtdCommentsAdmin

from comments.models import Comment, MoveRefused, Status
from comments.models.queryset import MODERATE

EXCERPT_WORDS = 30
EXCERPT_LENGTH = 300  # characters read for it: a list of fifty long comments would be megabytes

# The verbs of MOVES, as buttons say them.
BUTTONS = {
    "approve": _("Approve"),
    "hold": _("Hold"),
    "spam": _("Mark as spam"),
    "trash": _("Put in the trash"),
    "restore": _("Restore as pending"),
}


class StatusFilter(admin.SimpleListFilter):
    """By status; what waits for a moderator unless asked otherwise."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [*((value, label) for value, label in Status.choices if value != Status.PENDING), ("all", _("all"))]

    def queryset(self, request, queryset):
        status = self.value() or Status.PENDING
        return queryset if status == "all" else queryset.filter(status=status)

    def choices(self, changelist):
        for value, label in [(None, Status.PENDING.label), *self.lookup_choices]:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": label}


def _bulk_action(verb: str):
    """An action that makes the move with all that were chosen and can make it."""

    def action(model_admin, request: HttpRequest, queryset: QuerySet) -> None:
        moved = Comment.objects.filter(pk__in=queryset.order_by().values("pk")).move(verb, by=request.user)
        words = ngettext("%(count)d comment moved: %(verb)s.", "%(count)d comments moved: %(verb)s.", moved)
        model_admin.message_user(request, words % {"count": moved, "verb": BUTTONS[verb]}, messages.SUCCESS)

    action.__name__ = verb
    return admin.action(description=BUTTONS[verb])(action)


@admin.register(Comment)
class CommentAdmin(XtdCommentsAdmin):
    """Who may moderate sees comments and moves them. Nobody writes, rewrites or deletes one here: its words are its
    writer's, and without it the replies below would hang in the air."""

    list_display = ("excerpt", "writer", "story", "submitted", "status")
    list_display_links = ("excerpt",)
    list_filter = (StatusFilter,)
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = None
    ordering = ("-pk",)
    search_fields = ("writer_name", "user_email", "user_url", "comment", "ip_address", "post__headline")
    actions = tuple(_bulk_action(verb) for verb in BUTTONS)
    change_form_template = "comments/moderate.html"
    fieldsets = None
    fields = readonly_fields = (
        "words",
        "story",
        "writer_name",
        "address",
        "website",
        "user",
        "ip_address",
        "submitted",
        "status",
    )
    raw_id_fields = ()

    # Who may

    def has_module_permission(self, request):
        return request.user.has_perm(MODERATE)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(MODERATE)

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm(MODERATE)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # What is shown

    def get_queryset(self, request):
        """With the story, and no more than an excerpt of the text. The library's own joins what no list shows."""
        comments = Comment.objects.select_related("post", "user").defer("comment", "body_html", "post__body_html")
        return comments.defer("post__body").annotate(beginning=Substr("comment", 1, EXCERPT_LENGTH)).order_by("-pk")

    @admin.display(description=_("comment"))
    def excerpt(self, comment: Comment):
        return truncatewords(comment.beginning, EXCERPT_WORDS)

    @admin.display(description=_("writer"))
    def writer(self, comment: Comment):
        return format_html("<bdi>{}</bdi><br>{}", comment.name, comment.user_email)

    @admin.display(description=_("story"))
    def story(self, comment: Comment):
        return format_html('<a href="{}">{}</a>', comment.post.get_absolute_url() or "#", comment.post)

    @admin.display(description=_("posted"), ordering="-pk")
    def submitted(self, comment: Comment):
        return date_format(localtime(comment.submit_date), "DATETIME_FORMAT")

    @admin.display(description=_("comment"))
    def words(self, comment: Comment):
        return comment.text

    @admin.display(description=_("email address"))
    def address(self, comment: Comment):
        return comment.user_email or "–"

    @admin.display(description=_("website"))
    def website(self, comment: Comment):
        return comment.user_url or "–"

    def view_on_site(self, comment: Comment):
        return comment.permalink if comment.is_visible else None

    # What is done

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        comment = self.get_object(request, object_id) if object_id else None
        buttons = [(verb, BUTTONS[verb]) for verb in comment.moves] if comment else []
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), "buttons": buttons})

    def save_model(self, request, obj, form, change):
        """The form changes nothing; its buttons move."""
        verb = request.POST.get("move", "")
        if verb not in BUTTONS:
            return
        try:
            getattr(obj, verb)(by=request.user)
        except MoveRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)

    def log_change(self, request, obj, message):
        """What the history shows: the button that was pressed."""
        verb = request.POST.get("move", "")
        return super().log_change(request, obj, str(BUTTONS[verb]) if verb in BUTTONS else message)
