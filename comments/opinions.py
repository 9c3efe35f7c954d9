"""Readers recommend a comment, or report it. Both work for guests, without cookie and without script."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.visiting import comes_from_our_own_page
from comments import answers
from comments.forms import WordsField
from comments.identity import identity_of
from comments.limits import RECOMMENDATIONS, REPORTS, does_too_often
from comments.models import Comment, Report
from comments.models.report import WORDS_LENGTH
from comments.persons import recommender, reporter


class ReportForm(forms.Form):
    """Why a comment is wrong here."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=Report.Reason.choices,
        error_messages={
            "required": gettext_lazy("Please choose what is wrong."),
            "invalid_choice": gettext_lazy("Please choose what is wrong."),
        },
        widget=forms.RadioSelect,
    )
    words = WordsField(
        label=gettext_lazy("What should we know?"),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "cols": False}),
    )

    def clean(self) -> dict:
        super().clean()
        said = self.cleaned_data
        if said.get("reason") == Report.Reason.OTHER and not said.get("words") and "words" not in self.errors:
            self.add_error("words", _("Please say what is wrong."))
        return said


def recommend(request, comment: Comment) -> HttpResponse:
    """Count it, once for each person; or with `back` in the form take that back."""
    identity = identity_of(request)
    if not comes_from_our_own_page(request):
        return answers.not_done(request, comment, 403, _not_from_here())
    if does_too_often("recommend", request, RECOMMENDATIONS):
        return answers.not_done(request, comment, 429, _("You are recommending comments too quickly. Slow down."))
    person, takes_back = recommender(request, identity), "back" in request.POST
    if takes_back:
        comment.take_recommendation_back(person)
    elif not (identity and comment.user_id == identity.user.pk):  # nobody recommends themselves
        comment.recommend(person)
    return answers.recommended(request, comment, is_recommended=not takes_back)


def report(request, comment: Comment) -> HttpResponse:
    """The form for it; or, to a POST, thanks."""
    identity = identity_of(request)
    if request.method != "POST":
        return answers.page_or_part(request, "report", {"comment": comment, "form": ReportForm()}, 200)
    form, status = ReportForm(request.POST), 200
    if not comes_from_our_own_page(request):
        form.add_error(None, _not_from_here())
        status = 403
    elif not form.is_valid():
        status = 400
    elif does_too_often("report", request, REPORTS):
        form.add_error(None, _("You are reporting comments too quickly. Slow down."))
        status = 429
    else:
        user = identity.user if identity else None
        comment.report(reporter(request, identity), **form.cleaned_data, reporter=user)
    context = {"comment": comment, "form": form, "is_done": not form.errors}
    return answers.page_or_part(request, "report", context, status)


def _not_from_here() -> str:
    return _("Your browser did not say that this came from our own page. Please send it again.")
