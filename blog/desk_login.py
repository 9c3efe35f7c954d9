"""The desk's login: whoever guesses passwords is held up, and nobody else.

What is counted are wrong passwords, for each network apart: whoever is locked out here by somebody's guesses can log
in from anywhere else, and a stranger on another network locks out nobody. The same form stands before a locked desk.
"""

from __future__ import annotations

import logging

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from blog.limits import MINUTE, give_back, is_over
from blog.visiting import household_of

MOST_OF_AN_ACCOUNT = 10  # wrong passwords from one network: who has forgotten theirs gives up sooner
MOST_OF_A_NETWORK = 30  # for whatever accounts; an office behind one address mistypes as well
WITHIN = 10 * MINUTE
TOO_MANY = "too_many_guesses"
TOO_MANY_WORDS = _(
    "Too many wrong passwords came from your network. Please wait ten minutes, or log in from another network."
)

log = logging.getLogger(__name__)


class DeskLoginForm(AdminAuthenticationForm):
    """Django's own, which looks at no password more once too many were wrong."""

    def clean(self):
        """Each try counts before its password is looked at, so that many at once gain nothing; a right one is not a
        guess, and is given back."""
        names = self._names()
        if is_over(names, WITHIN):
            log.warning("Too many wrong passwords for %.100r from one network.", self.cleaned_data.get("username"))
            raise ValidationError(TOO_MANY_WORDS, code=TOO_MANY)
        cleaned = super().clean()
        if self.get_user():
            give_back(*names)
        return cleaned

    def _names(self) -> dict[str, int]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not username or not password:
            return {}  # no guess
        network = household_of(self.request)
        return {
            f"desk:{network} {username.casefold()}": MOST_OF_AN_ACCOUNT,
            f"desk:{network}": MOST_OF_A_NETWORK,
        }


class DeskLoginMiddleware:
    """Gives the page that says so its status, whichever of the two logins it is."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        form = (response.context_data or {}).get("form")
        if isinstance(form, DeskLoginForm) and form.is_bound and form.has_error(NON_FIELD_ERRORS, TOO_MANY):
            response.status_code = 429
            response.headers["Retry-After"] = str(WITHIN)
        return response
