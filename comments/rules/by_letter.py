"""The pages that the links in a moderator's letter lead to: what will be done, what was done, and its undoing.

They work without cookie, login and script. To open one changes nothing, because programs that look through mail open
every link; the button on it does. No page asks where the press comes from: nobody else knows the address.
"""

from __future__ import annotations

from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.models import Comment, Decision, MoveRefused, Status
from comments.models.journal import REASON_LENGTH, WITHDRAW
from comments.rules.letter_links import Errand, WorthlessLink, errand_in, undo_in, undo_path
from comments.rules.models import CommentVerdict
from config.csp import policy

MOVE, UNDO = "move", "undo"  # the names of the buttons: without theirs, a POST changes nothing
# A page that holds a key runs nothing at all, and asks for nothing but our stylesheet.
POLICY = policy(
    {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
)
QUESTIONS = {
    "approve": _lazy("Approve this comment?"),
    "hold": _lazy("Hold this comment?"),
    "spam": _lazy("Mark this comment as spam?"),
    "trash": _lazy("Put this comment in the trash?"),
}
EFFECTS = {
    "approve": _lazy("Readers see it at once."),
    "hold": _lazy("Readers do not see it until somebody has looked at it again."),
    "spam": _lazy("Readers do not see it, and the spam score learns from it."),
    "trash": _lazy("Readers do not see it; replies below it stay."),
}
DONE = {
    "approve": _lazy("%(name)s approved it at %(time)s."),
    "hold": _lazy("%(name)s held it at %(time)s."),
    "spam": _lazy("%(name)s marked it as spam at %(time)s."),
    "trash": _lazy("%(name)s put it in the trash at %(time)s."),
    "restore": _lazy("%(name)s restored it as pending at %(time)s."),
    "keep": _lazy("%(name)s kept it at %(time)s."),
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request, token):
    """Asks whether the move of a letter's link shall be made, and makes it when its button is pressed."""
    try:
        errand = errand_in(token)
    except WorthlessLink as reason:
        return _worthless(request, reason)
    if errand.comment.status != errand.status:
        return _decided(request, errand, status=409 if MOVE in request.POST else 200)
    if request.POST.get(MOVE) != errand.verb:
        return _ask(request, errand)
    if not constant_time_compare(request.POST.get("words", ""), _digest(errand.comment)):
        problem = _("Its writer changed the words meanwhile. Please read them again.")
        return _ask(request, errand, problem, 409)
    return _move(request, errand)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, token):
    """Asks whether a decision shall be taken back, and does so when its button is pressed."""
    try:
        decision, user = undo_in(token)
    except WorthlessLink as reason:
        return _worthless(request, reason)
    if UNDO not in request.POST:
        words = _said_of(decision)
        return _page(request, "done", headline=_("Undo this?"), words=words, undo_path=request.path)
    try:
        decision.undo(by=user)
    except MoveRefused as refusal:
        return _page(request, "done", headline=_("Nothing was changed"), words=str(refusal), status=409)
    words = _("The comment stands where it stood before: letters about it are not sent, and reports are open again.")
    return _page(request, "done", headline=_("Undone"), words=words)


def _ask(request, errand: Errand, problem: str = "", status: int = 200):
    comment = errand.comment
    verdict = CommentVerdict.objects.filter(comment=comment).first()
    answered = Comment.objects.filter(pk=comment.parent_id).exclude(pk=comment.pk).visible().first()
    context = {
        "errand": errand,
        "question": QUESTIONS[errand.verb],
        "effect": EFFECTS[errand.verb],
        "can_trash": any(choice.verb == "trash" for choice in errand.choices),
        "reason": request.POST.get("reason", ""),
        "reason_length": REASON_LENGTH,
        "reasons": verdict.reasons if verdict and errand.status == Status.PENDING else [],
        "answered": answered,
        "words": _digest(comment),
        "problem": problem,
    }
    return _page(request, "ask", comment=comment, status=status, **context)


def _move(request, errand: Errand):
    reason = " ".join(request.POST.get("reason", "").split())
    is_told = bool(reason) and errand.verb == "trash" and "is_told" in request.POST
    decision = Decision(verb=errand.verb, by=errand.user, reason=reason, is_told=is_told)
    own = Comment.objects.filter(pk=errand.comment.pk)
    moved = own.move(errand.verb, by=errand.user, seen={errand.status}, decision=decision)
    errand.comment.refresh_from_db(fields=["status", "decision"])
    return _decided(request, errand, is_done=bool(moved), status=200 if moved else 409)


def _decided(request, errand: Errand, *, is_done: bool = False, status: int = 200):
    """It does not stand any more where the letter saw it: who did that, and the way to take it back, if it was they."""
    comment, decision = errand.comment, errand.comment.decision
    words = _said_of(decision) if decision else _("It is %(status)s.") % {"status": comment.get_status_display()}
    if not is_done:
        words = f"{words} {_('Nothing was changed.')}"
    is_own = Decision.objects.undoable(errand.user).filter(pk=comment.decision_id).exists()
    way_back = undo_path(decision, errand.user) if decision and is_own else ""
    headline = _("Done") if is_done else _("It was decided already")
    context = {"headline": headline, "words": words, "undo_path": way_back}
    return _page(request, "done", comment=comment, status=status, **context)


def _said_of(decision: Decision) -> str:
    """Who decided what, and when."""
    moment = localtime(decision.made_at)
    time = date_format(moment, "H:i" if moment.date() == localdate() else "j M, H:i")
    if decision.verb == WITHDRAW:
        return _("Its writer withdrew it at %(time)s.") % {"time": time}
    name = decision.by_name or _("The newsroom’s own rule")
    return str(DONE[decision.verb]) % {"name": name, "time": time}


def _digest(comment: Comment) -> str:
    """What changes with the words: nobody approves what they did not read."""
    words = f"{comment.pk} {comment.writer_name} {comment.comment}"
    return salted_hmac("comments.moderate.words", words, algorithm="sha256").hexdigest()


def _worthless(request, reason: WorthlessLink):
    return _page(request, "done", headline=reason.headline, words=reason.words, status=reason.status)


def _page(request, name: str, *, comment: Comment | None = None, status: int = 200, **context):
    """A page for whoever holds the link, and nobody else: its address is the key."""
    if comment is None:
        desk = reverse("admin:comments_comment_changelist")
    else:
        desk = reverse("admin:comments_comment_change", args=[comment.pk])
    context |= {"comment": comment, "desk": desk}
    response = render(request, f"comments/by_letter_{name}.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
