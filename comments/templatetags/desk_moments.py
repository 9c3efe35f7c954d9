"""Moments at the desk, as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

HOUR = timedelta(hours=1)
MOMENT = '<time datetime="{}" title="{}">{}</time>'


@register.simple_tag
def said(when: datetime) -> str:
    """The moment as people say it, in the newsroom's own time; exactly in its title."""
    exact = date_format(timezone.localtime(when), "j F Y, H:i:s")
    return format_html(MOMENT, when.isoformat(timespec="seconds"), exact, in_words(when))


def in_words(when: datetime) -> str:
    """“just now”, “12 minutes ago”, “today, 09:30”, “yesterday, 18:02”, “4 March, 12:00”, “4 March 2024”."""
    now, local = timezone.localtime(), timezone.localtime(when)
    if timedelta() <= now - local < HOUR:
        minutes = (now - local) // timedelta(minutes=1)
        return (
            ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
            if minutes
            else _("just now")
        )
    days = (now.date() - local.date()).days
    if days in (0, 1):
        return f"{_('today') if days == 0 else _('yesterday')}, {date_format(local, 'H:i')}"
    return date_format(local, "j F, H:i" if local.year == now.year else "j F Y")
