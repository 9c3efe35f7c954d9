"""The ways to sign in, as buttons of the form they stand in: `{% ways_in %}`."""

from __future__ import annotations

from django import template
from django.conf import settings

from comments.sign_in import letters

register = template.Library()


@register.simple_tag
def can_sign_in() -> bool:
    """True when there is any way to sign in."""
    return bool(settings.SIGN_IN_SERVICES) or letters.are_offered()


@register.inclusion_tag("sign_in/_ways.html")
def ways_in():
    """A button for each service that is offered, and for the letter."""
    return {"services": settings.SIGN_IN_SERVICES, "by_email": letters.are_offered()}
