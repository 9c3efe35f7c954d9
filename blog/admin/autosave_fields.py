"""A story's form as plain data: what it shows and what was typed, by field, and two people's forms put together.

A value is a string, with "\\n" at line ends and no white space around it; an empty one is "". A tick is "on".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from blog import merging
from blog.merging import Conflict, Passage

Values = dict[str, str]
IN_PARAGRAPHS = "body"  # the one field that is put together piece by piece; the others count as a whole
A_VALUE_APART = "\x1f"  # between several values of one field
LONGEST = 600_000  # characters kept of one field: more than the longest text that may be saved


@dataclass(frozen=True)
class Question:
    """One place that two people changed differently: in a field's text, or a field as a whole."""

    field: str
    label: str
    conflict: Conflict
    is_passage: bool = False


def kept_fields(form: forms.BaseForm) -> dict[str, forms.Field]:
    """The fields that can be kept as text: all but files and fields made of several inputs."""
    return {
        name: field
        for name, field in form.fields.items()
        if not isinstance(field.widget, forms.FileInput | forms.MultiWidget)
    }


def shown_by(form: forms.BaseForm) -> Values:
    """What an unbound form shows."""
    return {name: _shown(form[name]) for name in kept_fields(form)}


def typed_in(form: forms.BaseForm, data: QueryDict) -> Values:
    """What `data` says in the fields of `form`. A field that is not there at all counts as empty."""
    typed = {}
    for name, field in kept_fields(form).items():
        if isinstance(field.widget, forms.CheckboxInput):
            typed[name] = (
                "on" if field.widget.value_from_datadict(data, MultiValueDict(), form.add_prefix(name)) else ""
            )
        else:
            typed[name] = _plain(data.getlist(form.add_prefix(name)))
    return typed


def filled(data: QueryDict, values: Values, fields: Mapping[str, forms.Field]) -> QueryDict:
    """A copy of `data` that says `values` in `fields`, as a browser would have sent it."""
    copy = data.copy()
    for name, value in values.items():
        if name in fields:
            if value or not isinstance(fields[name].widget, forms.CheckboxInput):
                copy.setlist(name, value.split(A_VALUE_APART))
            else:
                copy.pop(name, None)
    return copy


def as_initial(values: Values, fields: Mapping[str, forms.Field]) -> dict:
    """`values` in the shape in which an unbound form takes them."""
    return {
        name: value.split(A_VALUE_APART) if isinstance(fields[name], forms.MultipleChoiceField) else value
        for name, value in values.items()
        if name in fields
    }


def merged(
    form: forms.BaseForm, before: Values | None, mine: Values, theirs: Values
) -> tuple[Values, list[Question], list[Passage]]:
    """Two people's forms put together, the questions nobody but a person can answer, and the passages of the text.

    Where there is a question the values hold mine. Without `before`, whatever differs is asked.
    """
    together, questions = dict(mine), []
    passages: list[Passage] = []
    for name, value in mine.items():
        other, label = theirs.get(name, ""), str(form[name].label)
        origin = None if before is None else before.get(name, "")
        if value == other or other == origin:
            continue
        if value == origin or (name != IN_PARAGRAPHS and origin is not None and value.split() == origin.split()):
            together[name] = other
        elif name == IN_PARAGRAPHS:
            passages = merging.merge(merging.shared(value, other) if origin is None else origin, value, other)
            found = merging.conflicts(passages)
            questions += [Question(name, label, conflict, is_passage=True) for conflict in found]
            together[name] = value if found else merging.put_together(passages)
        else:
            questions.append(Question(name, label, Conflict(origin or "", value, other)))
    return together, questions, passages


def origin_after(together: Values, mine: Values, said: Values) -> Values:
    """Where the next merge starts, after a form that says `mine` was saved as `together` and the story says `said`.

    What was taken from somebody else's save is not in the form yet, so it starts from the form there. Elsewhere it
    starts from the story, which may have put the typed words in order.
    """
    return {
        name: said.get(name, value) if together[name] == value and name != IN_PARAGRAPHS else value
        for name, value in mine.items()
    }


def spoken(form: forms.BaseForm, name: str, value: str) -> str:
    """The value as a person reads it: the section's name instead of its number."""
    field = form.fields[name]
    if isinstance(field.widget, forms.CheckboxInput):
        return "yes" if value else "no"
    if value and isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        named = {str(key): str(label) for key, label in list(field.choices) if not isinstance(label, list | tuple)}  # type: ignore[arg-type]
        return ", ".join(named.get(part, part) for part in value.split(A_VALUE_APART))
    if value.isdecimal() and isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        row = field.queryset.filter(pk=value[:18]).first()
        return str(row) if row else value
    return value.replace(A_VALUE_APART, ", ")


def _shown(bound: forms.BoundField) -> str:
    value = bound.value()
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return "on" if value else ""
    shown = bound.field.widget.format_value(value)
    return _plain(shown if isinstance(shown, list | tuple) else [shown])


def _plain(values: Iterable) -> str:
    texts = [str(value)[:LONGEST] for value in values if value is not None]
    return A_VALUE_APART.join(
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip() for text in texts
    )
