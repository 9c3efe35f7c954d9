"""What a reader may ask the search, as a form whose address can be kept and sent to others."""

import re
from datetime import date
from typing import cast
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.models import Section
from blog.models.posts import PostQuerySet
from blog.search import Filters, Results, newest, search
from blog.search.words import LONGEST_QUESTION

NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # controls and halves of characters, which no page can hold
DIGITS_OF_A_PAGE = 4
FILTERS = ("section", "author", "since", "until")


class DayInput(forms.DateInput):
    """A browser's own field for a day, which holds nothing that is none: what was typed in its place is told beside."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")

    def format_value(self, value):
        said = super().format_value(value) or ""
        try:
            return date.fromisoformat(said).isoformat()
        except ValueError:
            return ""


class SearchForm(forms.Form):
    """Nothing typed into it stops it from answering: a filter that makes no sense is left out, and says so."""

    q = forms.CharField(label=_("Words"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)
    author = forms.CharField(label=_("Author"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput)
    until = forms.DateField(label=_("To"), required=False, widget=DayInput)

    def __init__(self, address):
        """`address` is the query of the address, as request.GET."""
        said = {name: NO_TEXT.sub(" ", value)[:LONGEST_QUESTION].strip() for name, value in address.items()}
        super().__init__(said, label_suffix="")
        self.sections = {section.slug: section for section in Section.objects.all()}
        names = [(slug, section.name) for slug, section in self.sections.items()]
        cast(forms.ChoiceField, self.fields["section"]).choices = [("", _("All sections")), *names]
        for name in ("q", "author"):
            self.fields[name].widget.attrs["maxlength"] = LONGEST_QUESTION
        for name in self.errors:
            self.fields[name].widget.attrs["aria-describedby"] = f"id_{name}_error"

    @property
    def words(self) -> str:
        return self.cleaned_data.get("q", "")

    @property
    def is_narrowed(self) -> bool:
        """True when something is said besides the words, sensible or not."""
        return any(self.data.get(name) for name in FILTERS)

    @property
    def words_alone(self) -> str:
        """The address's query without what narrows it."""
        return urlencode({"q": self.words})

    @property
    def filters(self) -> list:
        return [self[name] for name in FILTERS]

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one; it was left out."))
        return self.cleaned_data

    @property
    def query(self) -> str:
        """The address's query with what makes sense of it, always in the same order: the name of this question."""
        said = {name: value for name in ("q", *FILTERS) if (value := self.cleaned_data.get(name))}
        return urlencode(said)

    @property
    def said(self) -> str:
        """What is asked, in one line for people."""
        said = self.cleaned_data
        since, until = said.get("since"), said.get("until")
        days = f"{since or ''}–{until or ''}" if since or until else ""
        section = self.sections.get(said.get("section", ""))
        words = f"“{self.words}”" if self.words else ""
        return ", ".join(part for part in (words, section and section.name, said.get("author", ""), days) if part)

    def newest(self, most: int) -> PostQuerySet:
        """The newest stories that are found, at most so many."""
        return newest(self.words, self._filters(), most=most)

    def results(self) -> Results:
        """What is found."""
        number = self.data.get("page", "")[:DIGITS_OF_A_PAGE]
        page = int(number) if number.isdecimal() else 1
        return search(self.words, self._filters(), page=page, before=self.data.get("before", ""))

    def _filters(self) -> Filters:
        said = self.cleaned_data
        return Filters(
            section=self.sections.get(said.get("section", "")),
            author=said.get("author", ""),
            since=said.get("since"),
            until=said.get("until"),
        )
