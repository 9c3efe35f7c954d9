"""A moderator answers a comment at the desk, and approves it with the same press of a button where it waits."""

from __future__ import annotations

import secrets

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.desk.facts import above
from comments.desk.ways import Answering, comment_for, sheet_of, way_back
from comments.forms import KEY, TEXT_LENGTH, WordsField
from comments.identity import Identity, identity_of
from comments.limits import address_of
from comments.models import Comment, Kind, MoveRefused, Status, tally
from comments.opening import is_open
from comments.posting import REPLAY_WINDOW, fingerprint
from comments.rules.policy import judge, record

ANSWERABLE = frozenset({Status.PENDING, Status.APPROVED})
KEY_BYTES = 18


class ReplyForm(forms.Form):
    """What a moderator answers. `key` is the form's own: however often it arrives, it is one comment; `seen` is where
    the comment stood on the page it was written on."""

    words = WordsField(
        label=gettext_lazy("Your reply"),
        max_length=TEXT_LENGTH,
        error_messages={"required": gettext_lazy("Please type your reply.")},
        widget=forms.Textarea(attrs={"rows": 6, "cols": False, "dir": "auto"}),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.ChoiceField(choices=Status, widget=forms.HiddenInput)

    def clean_key(self) -> str | None:
        """None for what no page of ours made."""
        return self.cleaned_data["key"] if KEY.fullmatch(self.cleaned_data["key"]) else None


class ReplyMixin(Answering):
    """Adds the page for a reply to the comments' admin."""

    def get_urls(self):
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("<int:pk>/reply/", view(self.reply_view), name="comments_comment_reply"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def reply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The comment and an empty field; to a POST, the reply is there, or the form comes back with the reason."""
        comment = comment_for(request, pk)
        form = ReplyForm(
            request.POST or None, initial={"key": secrets.token_urlsafe(KEY_BYTES), "seen": comment.status}
        )
        if request.method == "POST" and form.is_valid():
            try:
                reply = answer_comment(comment, form.cleaned_data, identity_of(request), address_of(request))
            except MoveRefused as refusal:
                form.add_error(None, ValidationError(str(refusal)))
                form.data = {**request.POST.dict(), "seen": comment.status}  # they have seen where it stands now
            else:
                messages.success(request, _("Your reply is posted, as %(name)s.") % {"name": reply.name})
                return HttpResponseRedirect(way_back(request, sheet_of(comment)))
        status = 409 if form.is_bound and form.non_field_errors() else 400 if form.errors else 200
        return self.answer(request, "reply", comment, _page(request, comment, form), status)


def _page(request: HttpRequest, comment: Comment, form: ReplyForm) -> dict:
    identity = identity_of(request)
    return {
        "title": _("Reply to %(name)s") % {"name": comment.name},
        "above": above(comment),
        "form": form,
        "writes_as": identity.name if identity else "",
        "approves": comment.status == Status.PENDING,
        "cannot": why_not_answered(comment),
        "next": way_back(request),
    }


def can_be_answered(comment: Comment) -> bool:
    """True where a reply could be posted now."""
    return not why_not_answered(comment)


def why_not_answered(comment: Comment) -> str:
    """Why the comment takes no reply, as a sentence; empty where it does."""
    if comment.kind != Kind.COMMENT:
        return _("This came from another site; there is nobody to answer.")
    if comment.status not in ANSWERABLE:
        return _("A comment that is %(status)s cannot be answered; approve it first.") % {
            "status": comment.get_status_display()
        }
    if not comment.post.is_published:
        return _("The story is not published; nobody would see the reply.")
    return "" if is_open(comment.post) else _("The conversation under this story is closed; nobody can answer there.")


def answer_comment(comment: Comment, said: dict, identity: Identity | None, address: str | None) -> Comment:
    """Post the reply; the comment, new or of an earlier arrival of the same form.

    `said` has the words, the form's key, and the status that the comment was seen with: one that waits is approved in
    the same transaction. Raises MoveRefused when it was decided meanwhile, or takes no reply.
    """
    if identity is None:
        raise MoveRefused(_("You are not signed in any more. Copy your reply, and sign in again."))
    reply = _composed(comment, said, identity, address)
    try:
        with transaction.atomic():
            tally.hold_posts([comment.post_id])  # first, as whoever decides does
            if earlier := _earlier(reply):
                return earlier
            _refuse_what_changed(comment, said["seen"])
            if comment.status == Status.PENDING:
                comment.approve(by=identity.user)
            reply.save()
            record(reply, judge(reply))
    except IntegrityError:  # two arrivals of one form at the same moment: the database took one
        if earlier := _earlier(reply):
            return earlier
        raise
    return reply


def _composed(comment: Comment, said: dict, identity: Identity, address: str | None) -> Comment:
    under = comment.reply_parent_key()
    reply = Comment(
        post=comment.post,
        parent_id=under,
        answered_key=comment.pk if comment.pk != under else None,
        user=identity.user,
        writer_name=identity.name,
        user_email=identity.email,
        comment=said["words"],
        ip_address=address,
        key=said["key"],
        submit_date=timezone.now(),
        status=Status.APPROVED,
    )
    reply.fingerprint = fingerprint(reply, under)
    return reply


def _earlier(reply: Comment) -> Comment | None:
    """The same form, which came before; or the same words, said minutes ago. Raises MoveRefused when long ago."""
    same_words = Comment.objects.filter(fingerprint=reply.fingerprint).first()
    if same_words is None:
        if reply.key and Comment.objects.filter(key=reply.key).exists():
            reply.key = None  # the form came before with other words: these are a comment of their own
        return None
    if (reply.key and same_words.key == reply.key) or timezone.now() - same_words.submit_date < REPLAY_WINDOW:
        return same_words
    raise MoveRefused(_("You have said exactly this here before."))


def _refuse_what_changed(comment: Comment, seen: str) -> None:
    """Look at the comment as it is now, held by the lock on its story."""
    comment.refresh_from_db(fields=["status", "decision"])
    if reason := why_not_answered(comment):
        raise MoveRefused(reason)
    if comment.status != seen:
        words = _("Somebody decided meanwhile: the comment is %(status)s now. Nothing was posted; your words are kept.")
        raise MoveRefused(words % {"status": comment.get_status_display()})
