"""A comment's sheet at the desk: what it says, where, who wrote it, why it waits, what was done; and the verbs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.desk.amending import AmendMixin
from comments.desk.facts import above, ban_kinds, links_of, network_of
from comments.desk.journal import LATEST_ENTRIES, journal_of
from comments.desk.replying import ReplyMixin, can_be_answered
from comments.desk.ways import Answering, comment_for, sheet_of, way_back
from comments.desk.words import APART, BUTTONS, PAST, PICKING
from comments.desk.writer_page import WriterMixin
from comments.desk.writers import pasts_of, with_window
from comments.models import Comment, Decision, MoveRefused, Status
from comments.models.journal import AMEND, REASON_LENGTH, UNDO
from comments.models.workflow import STANDING
from comments.rules.models import Ban

REPORTS_SHOWN = 50


class SheetMixin(WriterMixin, ReplyMixin, AmendMixin, Answering):
    """Puts the sheet in the place of Django's form, and its journal in that of Django's history."""

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None) -> HttpResponse:
        """The sheet; to a POST, what its buttons do."""
        comment = comment_for(request, object_id, with_window(Comment.objects.all()))
        if request.method == "POST":
            self._press(request, comment)
            return HttpResponseRedirect(way_back(request, sheet_of(comment)))
        return self.answer(request, "sheet", comment, _sheet(request, comment))

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        """The journal is on the sheet."""
        return HttpResponseRedirect(f"{sheet_of(comment_for(request, object_id))}#journal")

    def _press(self, request: HttpRequest, comment: Comment) -> None:
        """Do what the button says, or tell why it cannot be done."""
        try:
            done = _undone(request, comment) if "undo" in request.POST else _moved(request, comment)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)


def _moved(request: HttpRequest, comment: Comment) -> str:
    verb = request.POST.get("move", "")
    if verb in BUTTONS:
        _decide(request.POST, comment, verb, by=request.user)
    elif verb in PICKING:
        getattr(comment, verb)(by=request.user)
    else:
        raise MoveRefused(_("There is no such button; nothing was done."))
    return f"{PAST[verb]}."


def _decide(form: QueryDict, comment: Comment, verb: str, *, by) -> None:
    """Make the move, if the comment stands where it was seen; with the reason, which the writer may be told."""
    reason, seen = form.get("reason", "").replace("\0", "").strip(), form.get("seen")
    is_told = bool(reason) and verb == "trash" and "is_told" in form
    decision = Decision(verb=verb, by=by, reason=reason, is_told=is_told)
    own = Comment.objects.filter(pk=comment.pk)
    if not own.move(verb, by=by, seen={seen} if seen else None, decision=decision):
        comment.refresh_from_db(fields=["status"])
        thing, remedy = STANDING[Status(comment.status)]
        raise MoveRefused(f"Cannot {verb} {thing}; {remedy}.")


def _undone(request: HttpRequest, comment: Comment) -> str:
    decision = comment.decision
    if decision is None or request.POST["undo"] != str(decision.pk) or not can_be_undone(decision):
        raise MoveRefused(_("This cannot be undone any more; look at where the comment stands now."))
    count = decision.undo(by=request.user)
    return ngettext("Undone.", "Undone, with all %(count)d comments.", count) % {"count": count}


def can_be_undone(decision: Decision | None) -> bool:
    """True for what a person decided in the last minutes. What a writer took back nobody brings back."""
    if decision is None or decision.by_id is None or decision.verb in (UNDO, AMEND):
        return False
    return timezone.now() <= decision.undoable_until


def _sheet(request: HttpRequest, comment: Comment) -> dict:
    """All that the sheet tells, in seven queries at the most."""
    return {
        "title": _("Comment by %(name)s") % {"name": comment.name},
        "above": above(comment),
        "verdict": getattr(comment, "verdict", None),
        "reports": comment.reports.select_related("reporter")[:REPORTS_SHOWN],
        "past": pasts_of([comment]).get(comment.pk),
        "links": links_of(comment),
        "network": network_of(comment.ip_address),
        "bans": Ban.objects.in_force().against(comment),
        "ban_kinds": ban_kinds(comment),
        "moves": [(verb, BUTTONS[verb], verb in APART) for verb in comment.moves],
        "picking": _picking(comment),
        "undo": comment.decision if can_be_undone(comment.decision) else None,
        "can_be_answered": can_be_answered(comment),
        "can_trash": "trash" in comment.moves,
        "is_withdrawn": comment.status == Status.WITHDRAWN,
        "reason_length": REASON_LENGTH,
        "journal": journal_of(comment),
        "latest_entries": LATEST_ENTRIES,
        "next": way_back(request),
    }


def _picking(comment: Comment) -> tuple[str, str] | None:
    verb = "unpick" if comment.picked_at else "pick" if comment.is_visible else ""
    return (verb, str(PICKING[verb])) if verb else None
