"""Queues at the desk in which what is decided stays to be found."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db import models


class ToDecideFilter(admin.SimpleListFilter):
    """What is left to decide, unless somebody asks for the rest. `states` are all there are, `first` those left."""

    title, parameter_name = "state", "state"
    states: ClassVar[type[models.TextChoices]]
    first: ClassVar[tuple[str, ...]]

    def lookups(self, request, model_admin):
        return [*self.states.choices, ("all", "all")]

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "To decide",
        }
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": str(label).capitalize()}

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.filter(state__in=[self.value()] if self.value() in self.states.values else self.first)
