"""The letter with a code. It is sent at once and not kept in the outbox, where the code would stand for all to read."""

from __future__ import annotations

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from blog.models import Lockdown, User, newsroom_name
from blog.models.passage import CODE_LASTS

SUBJECT = _lazy("Your code for the desk of %(newsroom)s")
BODY = _lazy(
    "Somebody, we think you, logged in with your password at the desk of %(newsroom)s. "
    "The desk is locked since %(since)s, so a code is needed as well:\n\n    %(code)s\n\n"
    "Type it into the page that asks for it, within %(minutes)s minutes. "
    "Nobody from the newsroom will ever ask you for it.\n\n"
    "If it was not you, somebody knows your password. Tell nobody the code, and call whoever runs the site.\n"
)


class NotSent(Exception):
    """The letter could not be sent. The message says why, and what to do."""


def write_code(user: User, lockdown: Lockdown, code: str) -> None:
    """Send `code` to the address of `user`. Raises NotSent."""
    if not user.email:
        raise NotSent(_("Your account has no e-mail address to send a code to. Please ask whoever runs the site."))
    words = {
        "newsroom": newsroom_name(),
        "since": date_format(localtime(lockdown.began_at), "j F, H:i"),
        "code": f"{code[:4]} {code[4:]}",
        "minutes": int(CODE_LASTS.total_seconds()) // 60,
    }
    try:
        send_mail(" ".join((SUBJECT % words).split()), BODY % words, None, [user.email])
    except (OSError, SMTPException):
        raise NotSent(_("The letter could not be sent just now. Please try again in a few minutes.")) from None


def are_files() -> bool:
    """True where no mail server is set up, and letters are files in the data directory."""
    return settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")
