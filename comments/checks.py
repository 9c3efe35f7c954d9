"""What a real site must not be."""

from django.conf import settings
from django.core import checks


@checks.register(deploy=True)
def the_stand_in_is_off(app_configs, **kwargs) -> list[checks.Error]:
    """Nobody may sign in as somebody made up."""
    if not settings.STAND_IN_SIGN_IN:
        return []
    words = "The stand-in for sign-in services is on: anybody can sign in as somebody made up."
    return [checks.Error(words, hint="Leave BYLINE_STAND_IN_SIGN_IN out.", id="comments.E001")]
