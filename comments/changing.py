"""A writer edits or withdraws a comment of their own: on a small page, or, with script, in its place."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import markup
from blog.visiting import comes_from_our_own_page
from comments import answers
from comments.forms import TEXT_LENGTH, WordsField
from comments.limits import CHANGES, does_too_often
from comments.models import Comment, MoveRefused
from comments.models.own import changeable_until
from comments.posting import fingerprint
from comments.rules.policy import judge, record


class EditForm(forms.Form):
    """The words of a comment."""

    comment = WordsField(
        label=gettext_lazy("Your comment"),
        max_length=TEXT_LENGTH,
        error_messages={"required": gettext_lazy("Please type your comment, or withdraw it.")},
        widget=forms.Textarea(attrs={"rows": 8, "cols": False}),
    )


class NotChanged(Exception):
    """The comment stays as it is. The message says why; `status` is the answer's HTTP status."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def answer(request, comment: Comment, own_path: str) -> HttpResponse:
    """The form; or, to a POST, what became of the comment.

    `own_path` is the signed address of who has no account. Without it the one who asks is signed in, and must come
    from a page of ours.
    """
    if request.method != "POST":
        return _form(request, comment, own_path, EditForm(initial={"comment": comment.comment}), 200)
    form = EditForm(request.POST)
    try:
        if not own_path and not comes_from_our_own_page(request):
            words = _("Your browser did not say that this came from our own page. Please send it again.")
            raise NotChanged(403, words)
        if "preview" in request.POST:
            return _form(request, comment, own_path, form, 200 if form.is_valid() else 400, _preview(form))
        if does_too_often("change", request, CHANGES):
            raise NotChanged(429, _("You are changing comments too quickly. Slow down."))
        if "withdraw" in request.POST:
            return _withdrawn(request, comment)
        _edit(comment, form)
    except NotChanged as refusal:
        form.add_error(None, ValidationError(str(refusal)))
        return _form(request, comment, own_path, form, refusal.status)
    if form.errors:
        return _form(request, comment, own_path, form, 400)
    place = own_path if own_path or not comment.is_visible else comment.get_absolute_url()
    return answers.changed(request, comment, place)


def _edit(comment: Comment, form: EditForm) -> None:
    """Let `comment` say what the form says. Raises NotChanged; leaves errors in the form where it has any."""
    if not form.is_valid() or form.cleaned_data["comment"] == comment.comment:
        return
    comment.comment = form.cleaned_data["comment"]
    own_fingerprint = fingerprint(comment, (comment.ancestor_keys or [0])[-1])
    verdict = judge(comment)
    if verdict.refusal:
        raise NotChanged(403, verdict.refusal)
    try:
        with transaction.atomic():
            comment.edit(comment.comment, verdict=verdict.status, fingerprint=own_fingerprint)
            record(comment, verdict)
    except MoveRefused as refusal:
        raise NotChanged(403, str(refusal)) from None
    except IntegrityError:
        words = _("Duplicate comment detected; it looks as though you've already said that!")
        raise NotChanged(409, words) from None


def _withdrawn(request, comment: Comment) -> HttpResponse:
    try:
        comment.withdraw()
    except MoveRefused as refusal:
        raise NotChanged(403, str(refusal)) from None
    place = comment.get_absolute_url() if comment.is_shown else f"{comment.post.get_absolute_url()}#comments"
    return answers.changed(request, comment, place)


def _preview(form: EditForm) -> str:
    return markup.trusted(markup.render_comment(form.cleaned_data.get("comment", ""))) if form.is_valid() else ""


def _form(request, comment: Comment, own_path: str, form: EditForm, status: int, preview: str = "") -> HttpResponse:
    context = {
        "comment": comment,
        "form": form,
        "preview": preview,
        "until": changeable_until(comment.submit_date),
        "place": own_path or comment.get_absolute_url(),
    }
    return answers.page_or_part(request, "edit", context, status)
