"""The desk's list of comments: what waits first, and the verbs of comments/models/workflow.py as its buttons."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.defaultfilters import truncatewords
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_comments_xtd.admin import XtdCommentsAdmin

from comments.models import Comment, ConversationRules, MoveRefused, Status
from comments.models.workflow import MODERATE
from comments.moderators import ForModerators

EXCERPT_WORDS = 30
REPORTS_SHOWN = 50
EXCERPT_LENGTH = 300  # characters read for it: a list of fifty long comments would be megabytes

# The verbs of MOVES, as buttons say them.
BUTTONS = {
    "approve": _("Approve"),
    "hold": _("Hold"),
    "spam": _("Mark as spam"),
    "trash": _("Put in the trash"),
    "restore": _("Restore as pending"),
}
PICKING = {"pick": _("Pick for the top"), "unpick": _("Unpick")}


class StatusFilter(admin.SimpleListFilter):
    """By status; what waits for a moderator unless asked otherwise."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [*((value, label) for value, label in Status.choices if value != Status.PENDING), ("all", _("all"))]

    def queryset(self, request, queryset):
        status = self.value() or ("all" if ReportedFilter.parameter_name in request.GET else Status.PENDING)
        return queryset if status == "all" else queryset.filter(status=status)

    def choices(self, changelist):
        for value, label in [(None, Status.PENDING.label), *self.lookup_choices]:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": label}


class ReportedFilter(admin.SimpleListFilter):
    """Those with reports that no moderator has answered yet, whatever their status."""

    title = _("reports")
    parameter_name = "reported"

    def lookups(self, request, model_admin):
        return [("yes", _("Reported"))]

    def queryset(self, request, queryset):
        return queryset.filter(report_count__gt=0) if self.value() else queryset


def _bulk_action(verb: str):
    """An action that makes the move with all that were chosen and can make it."""

    def action(model_admin, request: HttpRequest, queryset: QuerySet) -> None:
        moved = Comment.objects.filter(pk__in=queryset.order_by().values("pk")).move(verb, by=request.user)
        words = ngettext("%(count)d comment moved: %(verb)s.", "%(count)d comments moved: %(verb)s.", moved)
        model_admin.message_user(request, words % {"count": moved, "verb": BUTTONS[verb]}, messages.SUCCESS)

    action.__name__ = verb
    return admin.action(description=BUTTONS[verb])(action)


def _picking_action(verb: str):
    """An action that picks, or unpicks, one after the other, until one cannot be."""

    def action(model_admin, request: HttpRequest, queryset: QuerySet) -> None:
        for comment in Comment.objects.filter(pk__in=queryset.order_by().values("pk")).select_related("post"):
            model_admin.try_to(request, comment, verb)

    action.__name__ = verb
    return admin.action(description=PICKING[verb])(action)


@admin.register(Comment)
class CommentAdmin(ForModerators, XtdCommentsAdmin):
    """Who may moderate sees comments and moves them. Nobody writes, rewrites or deletes one here: its words are its
    writer's, and without it the replies below would hang in the air."""

    list_display = ("excerpt", "writer", "story", "submitted", "standing")
    list_display_links = ("excerpt",)
    list_filter = (StatusFilter, ReportedFilter)
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = None
    ordering = ("-pk",)
    search_fields = ("writer_name", "user_email", "user_url", "comment", "ip_address", "post__headline")
    actions = (*(_bulk_action(verb) for verb in BUTTONS), *(_picking_action(verb) for verb in PICKING))
    change_form_template = "comments/moderate.html"
    fieldsets = None
    fields = readonly_fields = (
        "words",
        "what_the_rules_said",
        "story",
        "writer_name",
        "address",
        "website",
        "user",
        "ip_address",
        "submitted",
        "standing",
        "reports",
    )
    raw_id_fields = ()

    # Who may

    def has_add_permission(self, request):
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

    @admin.display(description=_("status"))
    def standing(self, comment: Comment):
        """The status, and what else readers or editors made of it."""
        count = comment.report_count
        notes = [
            comment.get_status_display(),
            *([ngettext("%d report", "%d reports", count) % count] if count else []),
            *([_("picked")] if comment.picked_at else []),
        ]
        return ", ".join(map(str, notes))

    @admin.display(description=_("reports"))
    def reports(self, comment: Comment):
        """What readers hold to be wrong with it; the newest first."""
        rows = [
            (
                report.get_reason_display(),
                f": {report.words}" if report.words else "",
                report.reporter or _("a guest"),
                date_format(localtime(report.made_at), "DATETIME_FORMAT"),
                "" if report.is_open else f" ({_('answered')})",
            )
            for report in comment.reports.select_related("reporter")[:REPORTS_SHOWN]
        ]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}{} – {}, {}{}</li>", rows)) if rows else "–"

    @admin.display(description=_("comment"))
    def words(self, comment: Comment):
        return comment.text

    @admin.display(description=_("email address"))
    def address(self, comment: Comment):
        return comment.user_email or "–"

    @admin.display(description=_("website"))
    def website(self, comment: Comment):
        return comment.user_url or "–"

    @admin.display(description=_("what the rules said"))
    def what_the_rules_said(self, comment: Comment):
        verdict = getattr(comment, "verdict", None)
        return format_html_join("", "<p>{}</p>", ((reason,) for reason in verdict.reasons)) if verdict else "–"

    def view_on_site(self, comment: Comment):
        return comment.permalink if comment.is_visible else None

    # What is done

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        comment = self.get_object(request, object_id) if object_id else None
        buttons = [*((verb, BUTTONS[verb]) for verb in comment.moves), *_pick_buttons(comment)] if comment else []
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), "buttons": buttons})

    def save_model(self, request, obj, form, change):
        """The form changes nothing; its buttons move."""
        verb = request.POST.get("move", "")
        if verb in BUTTONS or verb in PICKING:
            self.try_to(request, obj, verb)

    def try_to(self, request, comment: Comment, verb: str) -> None:
        """Make the move, or say why it cannot be made."""
        try:
            getattr(comment, verb)(by=request.user)
        except MoveRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)

    def log_change(self, request, obj, message):
        """What the history shows: the button that was pressed."""
        verb = request.POST.get("move", "")
        return super().log_change(request, obj, str({**BUTTONS, **PICKING}.get(verb, message)))


def _pick_buttons(comment: Comment) -> list[tuple]:
    if comment.picked_at:
        return [("unpick", PICKING["unpick"])]
    return [("pick", PICKING["pick"])] if comment.is_visible else []


@admin.register(ConversationRules)
class ConversationRulesAdmin(ForModerators, admin.ModelAdmin):
    """One sheet: its list leads there."""

    fields = ("text",)

    def has_add_permission(self, request):
        return request.user.has_perm(MODERATE) and not ConversationRules.objects.exists()

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
