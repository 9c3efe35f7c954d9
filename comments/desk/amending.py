"""A moderator edits a comment at the desk: a telephone number goes, the rest stays."""

from __future__ import annotations

import hashlib

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.desk.facts import above
from comments.desk.ways import Answering, comment_for, sheet_of, way_back
from comments.forms import TEXT_LENGTH, WordsField
from comments.models import Comment, MoveRefused, Status
from comments.models.journal import REASON_LENGTH


class AmendForm(forms.Form):
    """The words of a comment, and why they change. `before` is the digest of the words that were seen: the words
    themselves would not come back from a browser as they went."""

    words = WordsField(
        label=gettext_lazy("The comment"),
        max_length=TEXT_LENGTH,
        error_messages={"required": gettext_lazy("A comment needs words. To take it from readers, trash it.")},
        widget=forms.Textarea(attrs={"rows": 10, "cols": False, "dir": "auto"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("For the journal; readers see only that the newsroom edited it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    before = forms.CharField(required=False, widget=forms.HiddenInput)


class AmendMixin(Answering):
    """Adds the page for an edit to the comments' admin."""

    def get_urls(self):
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("<int:pk>/edit/", view(self.amend_view), name="comments_comment_amend"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def amend_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The comment's words in a field; to a POST, they are changed, or the form comes back with the reason."""
        comment = comment_for(request, pk)
        form = AmendForm(request.POST or None, initial={"words": comment.comment, "before": digest(comment.comment)})
        if request.method == "POST" and form.is_valid():
            try:
                done = amend(comment, form.cleaned_data, by=request.user)
            except MoveRefused as refusal:
                form.add_error(None, ValidationError(str(refusal)))
                form.data = {**request.POST.dict(), "before": digest(comment.comment)}  # they see what it says now
            else:
                messages.success(request, done)
                return HttpResponseRedirect(way_back(request, sheet_of(comment)))
        is_conflict = form.is_bound and bool(form.non_field_errors())
        context = {
            "title": _("Edit the comment by %(name)s") % {"name": comment.name},
            "above": above(comment),
            "form": form,
            "is_conflict": is_conflict,
            "is_withdrawn": comment.status == Status.WITHDRAWN,
            "next": way_back(request),
        }
        status = 409 if is_conflict else 400 if form.errors else 200
        return self.answer(request, "amend", comment, context, status)


def digest(words: str) -> str:
    """The same for the same words."""
    return hashlib.sha256(words.encode()).hexdigest()


def amend(comment: Comment, said: dict, *, by) -> str:
    """Let the comment say what the form says; what to tell the moderator.

    Raises MoveRefused when it says something else by now than the form was made for.
    """
    if said["before"] != digest(comment.comment):
        raise MoveRefused(
            _("The comment was changed while you edited it; nothing is saved yet, and your words are kept.")
        )
    before = comment.comment
    if said["words"] == before.replace("\r\n", "\n").replace("\r", "\n").strip():  # as the field gives it back
        return _("Nothing was changed.")
    comment.amend(said["words"], by=by, reason=said["reason"], before=before)
    return _("Saved. Readers see that the newsroom edited it.")
