"""How a word-level difference is shown."""

from django import template

register = template.Library()


LINE_END = "↵"  # one that was removed or added would not be seen otherwise


@register.filter
def as_removed(text: str) -> str:
    """The text with a sign in the place of each line end: what is removed breaks no line."""
    return text.replace("\n", LINE_END)


@register.filter
def as_added(text: str) -> str:
    """The text with a sign before each line end."""
    return text.replace("\n", f"{LINE_END}\n")
