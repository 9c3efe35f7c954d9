"""The rules and the bans at the desk, for those who may moderate."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models import Comment
from comments.moderators import ForModerators
from comments.rules.clearing import clear_past_comments
from comments.rules.learning import LEAST_LESSONS, THRESHOLD, measured
from comments.rules.models import Ban, ModerationRules
from comments.rules.subjects import Kind, fingerprint

LIST_ROWS = 12
LISTS = ("hold_words", "refuse_words", "disposable_domains")


@admin.register(ModerationRules)
class ModerationRulesAdmin(ForModerators, admin.ModelAdmin):
    """One sheet: there is one set of rules."""

    readonly_fields = ("what_the_score_knows",)
    fieldsets = (
        (
            None,
            {
                "fields": ("hold_everything", "hold_first"),
                "description": _("A comment that is held waits for a moderator. What moderators write is never held."),
            },
        ),
        (_("What it says"), {"fields": ("most_links", "hold_words", "refuse_words")}),
        (
            _("Who writes it"),
            {
                "fields": (
                    *("new_account_hours", "refusal_percent", "refusal_sample", "least_seconds"),
                    *("hold_disposable", "disposable_domains"),
                ),
                "description": _("Whom the newsroom does not want at all stands in the list of bans."),
            },
        ),
        (
            _("How fast"),
            {
                "fields": ("most_per_person", "most_per_network"),
                "description": _(
                    "What comes faster goes back to its writer, with the text kept, to be sent a minute later. "
                    "Moderators are never slowed down."
                ),
            },
        ),
        (_("What it resembles"), {"fields": ("score_use", "what_the_score_knows")}),
        (_("Letters"), {"fields": ("tell_of", "appeal_address")}),
    )

    def has_add_permission(self, request):
        return False

    def changelist_view(self, request, extra_context=None):
        """There is nothing to choose from."""
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return redirect("admin:rules_moderationrules_change", 1)

    def get_object(self, request, object_id, from_field=None):
        """The rules, or, before they were ever saved, the defaults."""
        if object_id != "1":
            return None
        return super().get_object(request, object_id, from_field) or ModerationRules(pk=1)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in LISTS:
            kwargs["widget"] = forms.Textarea(
                attrs={"rows": LIST_ROWS, "class": "desk-list", "dir": "auto", "spellcheck": "false"}
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("what the score knows"))
    def what_the_score_knows(self, rules: ModerationRules) -> str:
        seen = measured()
        if min(seen["good"], seen["spam"]) < LEAST_LESSONS:
            words = _("So far %(good)d good comments and %(spam)d spam; it begins with %(least)d of each.")
            return words % {**seen, "least": LEAST_LESSONS}
        if not seen["called"]:
            return _("%(good)d good comments and %(spam)d spam. It has called nothing spam yet.") % seen
        words = _(
            "%(good)d good comments and %(spam)d spam. Before a moderator had decided, it gave %(called)d of them a "
            "score of %(threshold)d or more; %(right)d %% of these were spam. It found %(found)d %% of the spam."
        )
        right, found = seen["rightly"] / seen["called"], seen["rightly"] / (seen["scored_spam"] or 1)
        return words % {**seen, "threshold": THRESHOLD * 100, "right": int(right * 100), "found": int(found * 100)}


class BanForm(forms.ModelForm):
    """A new ban, and what becomes of what the person wrote before."""

    clears = forms.BooleanField(
        required=False,
        label=_("Put their past comments in the trash"),
        help_text=_("Those that readers see, or that wait. Of a network: of the last 30 days."),
    )

    def clean_until(self):
        """A ban that has ended before it is made would be a slip of the keys."""
        until = self.cleaned_data["until"]
        if until and not self.instance.pk and until <= timezone.now():
            raise forms.ValidationError(_("This is in the past; a ban ends later, or is left without an end."))
        return until


class InForce(admin.SimpleListFilter):
    """Those that count now, unless asked otherwise."""

    title = _("in force")
    parameter_name = "in_force"

    def lookups(self, request, model_admin):
        return [("all", _("ended ones as well"))]

    def queryset(self, request, queryset):
        return queryset if self.value() == "all" else queryset.in_force()

    def choices(self, changelist):
        for value, label in ((None, _("in force")), *self.lookup_choices):
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": label}


@admin.register(Ban)
class BanAdmin(ForModerators, admin.ModelAdmin):
    """Bans are made, ended earlier or later, and never rewritten.

    `?comment=…&kind=…` begins one on a comment's writer, `?kind=…&subject=…` one on anybody.
    """

    form = BanForm
    list_display = ("subject", "kind", "reason", "until", "made_by", "made_at")
    list_filter = (InForce, "kind")
    list_select_related = ("made_by",)
    search_fields = ("subject", "reason")
    search_help_text = _("Finds whom a ban is against, and reasons.")
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    ordering = ("-pk",)
    actions = ("end_now",)

    def get_fields(self, request, obj=None):
        shown = ("kind", "subject", "reason", "until")
        return (*shown, "made_by", "made_at") if obj else (*shown, "clears")

    def get_readonly_fields(self, request, obj=None):
        return ("kind", "subject", "made_by", "made_at") if obj else ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "subject" and request.GET.get("comment"):
            kwargs["help_text"] = _(
                "From the comment. A network is told by a fingerprint that many people may share; its address is not "
                "shown."
            )
        if db_field.name == "until":
            # One field with one label. Django's pair of two has none on either.
            moment = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            kwargs |= {"form_class": forms.DateTimeField, "widget": moment}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        kind, key = request.GET.get("kind", ""), request.GET.get("comment", "")
        comment = Comment.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
        if comment is None or kind not in Kind.values:
            return {"kind": kind if kind in Kind.values else Kind.EMAIL, "subject": request.GET.get("subject", "")}
        known = Kind.HOUSEHOLD if kind == Kind.NETWORK else Kind(kind)
        return {"kind": known, "subject": _subject(comment, known)}

    def save_model(self, request: HttpRequest, obj: Ban, form, change: bool) -> None:
        if not change:
            obj.made_by_id = request.user.pk
        super().save_model(request, obj, form, change)
        if not change and form.cleaned_data.get("clears"):
            count = clear_past_comments(obj, by=request.user)
            words = ngettext("%(count)d comment put in the trash.", "%(count)d comments put in the trash.", count)
            self.message_user(request, words % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("End now"), permissions=["change"])
    def end_now(self, request, bans):
        count = 0
        for ban in bans.in_force():
            ban.end(by=request.user)
            count += 1
        words = ngettext("%(count)d ban ended.", "%(count)d bans ended.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)


def _subject(comment: Comment, kind: Kind) -> str:
    """What a ban of this kind on the writer of `comment` would be against; empty when that is not known."""
    if kind == Kind.ACCOUNT:
        return str(comment.user_id or "")
    if kind == Kind.HOUSEHOLD:  # the address itself is shown nowhere at the desk
        return fingerprint(comment.ip_address) if comment.ip_address else ""
    return {
        Kind.EMAIL: comment.user_email,
        Kind.DOMAIN: comment.user_email.rpartition("@")[2],
    }[kind]
