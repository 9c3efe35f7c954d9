"""Fields in which a writer types names and numbers instead of picking from endless lists, script or not."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html

from blog.models import Author

LONGEST_TAG = 80  # characters, as the model has it
MOST_NAMES = 30  # in one field: a story with more tags or authors than this was pasted into the wrong field


class NamesInput(forms.TextInput):
    """A line for names separated by commas; with script, names that exist are offered while typing."""

    def __init__(self, suggest_for: str, attrs: dict | None = None):
        super().__init__(attrs={"autocomplete": "off", "spellcheck": "false", "class": "vTextField", **(attrs or {})})
        self.suggest_for = suggest_for  # the field of Post whose choices the admin's own autocomplete view gives

    def render(self, name, value, attrs=None, renderer=None):
        address = reverse("admin:autocomplete")
        query = f"?app_label=blog&model_name=post&field_name={self.suggest_for}"
        field = super().render(name, value, attrs, renderer)
        return format_html('<desk-names src="{}{}">{}</desk-names>', address, query, field)


class NamesField(forms.CharField):
    """Rows of `model` by their names, in the order typed: "Serge Daniel, Ada Lovelace".

    Cleans to a list of rows. A name that no row has goes through `unknown`, which refuses it. Where a name cannot stand
    for the row (several have it, or it holds a comma), the row's slug does.
    """

    def __init__(self, model: type[models.Model], *, suggest_for: str, most: int = MOST_NAMES, **kwargs):
        super().__init__(required=False, widget=NamesInput(suggest_for), **kwargs)
        self.model, self.most = model, most
        self.may_add = False  # may the one who types add a row? The form says so

    def clean(self, value: str | None) -> list:
        typed = [name for part in (value or "").split(",") if (name := " ".join(part.split()))]
        folded = [name.casefold() for name in typed]
        names = [name for place, name in enumerate(typed) if folded[place] not in folded[:place]]
        if len(names) > self.most:
            raise ValidationError(self._too_many())
        rows = self._rows(names)
        found = [self._choose(name, rows) for name in names]
        missing = [name for name, row in zip(names, found, strict=True) if row is None]
        made = iter(self.unknown(missing) if missing else ())
        rows = [next(made) if row is None else row for row in found]
        return [row for place, row in enumerate(rows) if row not in rows[:place]]  # unsaved ones equal only themselves

    def unknown(self, names: list[str]) -> Iterable:
        """Rows for names that nothing has, one for each, in their order. Raises ValidationError."""
        kind = self.model._meta.verbose_name
        raise ValidationError(
            [f"No {kind} is called “{name}”. Check the spelling, or ask an editor to add it." for name in names]
        )

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        rows = list(value)
        shared = self.model._default_manager.filter(name__in=[row.name for row in rows]).values_list("name", flat=True)
        names = list(shared) if rows else []
        return ", ".join(row.slug if "," in row.name or names.count(row.name) > 1 else row.name for row in rows)

    def has_changed(self, initial, data) -> bool:
        return (self.prepare_value(initial) or "").strip() != (data or "").strip()

    def _rows(self, names: list[str]) -> list:
        wanted = Q(pk__in=[])
        for name in names:
            wanted |= Q(name__iexact=name) | Q(slug=name)
        return list(self.model._default_manager.filter(wanted)) if names else []

    def _choose(self, name: str, rows: list) -> models.Model | None:
        """The row of that slug, else of exactly that name, else of that name in other capitals."""
        for likeness in (
            lambda row: row.slug == name,
            lambda row: row.name == name,
            lambda row: row.name.lower() == name.lower(),
        ):
            alike = [row for row in rows if likeness(row)]
            if len(alike) == 1:
                return alike[0]
            if alike:
                slugs = " or ".join(row.slug for row in alike)
                raise ValidationError(f"{len(alike)} are called “{name}”. Write {slugs} to say which.")
        return None

    def _too_many(self) -> str:
        if self.most == 1:
            return "Only one name can stand here."
        return f"At most {self.most} names can stand here. Separate them with commas."


class AuthorNamesField(NamesField):
    """Authors by name. Somebody new is added on a page of their own: a slip of the keys makes nobody. Only the writer
    themselves becomes an author by their own name."""

    writer = None  # the one who types; the form says so

    def unknown(self, names):
        strangers = [name for name in names if not self._is_writer(name)]
        return self._refuse(strangers) if strangers else [Author.of(self.writer) for _name in names]

    def _is_writer(self, name: str) -> bool:
        own = self.writer is not None and name.casefold() == str(self.writer).casefold()
        return own and not Author.objects.filter(user=self.writer).exists()

    def _refuse(self, names: list[str]) -> Iterable:
        if not self.may_add:
            return super().unknown(names)
        address = reverse("admin:blog_author_add")
        raise ValidationError(
            [
                format_html(
                    'No author is called “{0}”. Check the spelling, or <a href="{1}?name={0}" target="_blank">'
                    "add them (in a new tab)</a> and save again.",
                    name,
                    address,
                )
                for name in names
            ]
        )


class TagNamesField(NamesField):
    """Tags by name; new ones come back unsaved, for the form to save."""

    def unknown(self, names):
        if not self.may_add:
            return super().unknown(names)
        if too_long := [name for name in names if len(name) > LONGEST_TAG]:
            raise ValidationError(f"A tag has at most {LONGEST_TAG} characters; “{too_long[0]}” has more.")
        return [self.model(name=name) for name in names]


class LibraryInput(forms.NumberInput):
    """The number of a picture, with the way to the library beside it; with script, a click there fills it in."""

    def __init__(self, attrs: dict | None = None):
        super().__init__(
            attrs={"class": "vForeignKeyRawIdAdminField", "min": "1", "inputmode": "numeric", **(attrs or {})}
        )

    def render(self, name, value, attrs=None, renderer=None):
        address = f"{reverse('admin:blog_image_changelist')}?_to_field=id"
        link = format_html(
            '<a href="{}" class="related-lookup desk-lookup" id="lookup_{}">Look in the library</a>',
            address,
            (attrs or {}).get("id", f"id_{name}"),
        )
        return format_html("{} {}", super().render(name, value, attrs, renderer), link)
