"""The way by e-mail: a letter with a link that works once, for half an hour, in any browser.

The words typed so far wait with the link, because a letter is often opened in another browser than the one in which
the comment was begun. They wait in the session store, under a key of their own that only the letter names.
"""

from __future__ import annotations

from importlib import import_module
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from blog.models import newsroom_name
from blog.visiting import address_of
from comments.forms import EMAIL_LENGTH
from comments.identity import EMAIL, NETWORK
from comments.readers.admission import admit_by_email, is_a_readers_own, owner_of
from comments.sign_in import arrival, kept, pace
from comments.sign_in.departure import NotNow

LETTER = "comments.letter"  # in the store
LASTS = 1800  # seconds
BACKEND = "django.contrib.auth.backends.ModelBackend"


TO_READERS = _lazy(
    "Somebody, we think you, asked to sign in with this address to comment on %(newsroom)s.\n\n"
    "Open this link to be signed in. It works once, for %(minutes)s minutes:\n\n%(link)s\n\n"
    "If it was not you, do nothing: nobody is signed in without the link.\n"
)
TO_STAFF = _lazy(
    "Somebody asked to sign in with this address to comment on %(newsroom)s.\n\n"
    "The address belongs to an account of the newsroom, which no letter opens. If it was you, log in at the desk and "
    "go back to the story:\n\n%(link)s\n\n"
    "If it was not you, do nothing.\n"
)


def are_offered() -> bool:
    """True when letters leave this site, or wait in a folder of a demo where one can look for them."""
    return settings.SIGN_IN_BY_EMAIL


def write(request, post) -> str:
    """Send a link to the address in the form under `post`; the sentence that says so. Raises NotNow.

    The answer is the same whatever is known of the address; who owns it reads in the letter that they come in another
    way.
    """
    words = kept.typed(request)
    email = _address(str(words["email"]))
    if pace.writes_too_often(address_of(request), email):
        raise NotNow(_("Several links were sent already. Please look for the letter, or try again in an hour."), 429)
    owner = owner_of(email)
    if owner and not is_a_readers_own(owner):
        _send(email, _("Your address at %(newsroom)s"), TO_STAFF, reverse("admin:index"))
    else:
        key = _put_by({"email": email, "post": post.pk, "words": words, "way_back": arrival.way_back(request)})
        _send(email, _("Your link to comment on %(newsroom)s"), TO_READERS, reverse("sign_in:letter", args=[key]))
    return _("A letter is on its way to %(email)s. Open the link in it to be signed in; your words are kept.") % {
        "email": email
    }


def opened(key: str) -> dict | None:
    """What waits with the link whose key that is: `email`, `post`, `words`, `way_back`. None when it was used, is too
    old, or never was."""
    return _store(key).get(LETTER) if key.isascii() and key.isalnum() else None


def follow(request, key: str, letter: dict, name: str) -> None:
    """Sign in the owner of the letter's address, who writes as `name` from now on, unless they have a name here.

    Raises PermissionError, with a sentence, when the account has another way in or is closed.
    """
    _store(key).delete()
    user = admit_by_email(letter["email"], name)
    if not user.is_active:
        raise PermissionError(_("The newsroom has closed this account."))
    typed_here = request.session.get(kept.KEPT)
    login(request, user, backend=BACKEND)
    request.session[NETWORK] = EMAIL
    request.session[arrival.WAY_BACK] = letter["way_back"]
    request.session.set_expiry(None)
    if typed_here:
        request.session[kept.KEPT] = typed_here
    if str(letter["post"]) not in (typed_here or {}):  # what was typed here since is newer
        kept.keep(request.session, letter["post"], letter["words"])


def _address(words: str) -> str:
    email = words.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        email = ""
    if not email or len(email) > EMAIL_LENGTH:
        raise NotNow(_("Please enter your email address first; the link is sent to it."), 400)
    return email


def _put_by(letter: dict) -> str:
    drawer = _store()
    drawer[LETTER] = letter
    drawer.set_expiry(LASTS)
    drawer.create()
    return drawer.session_key


def _store(key: str | None = None):
    return import_module(settings.SESSION_ENGINE).SessionStore(session_key=key)


def _send(email: str, subject, body, path: str) -> None:
    link = f"{settings.SITE_ADDRESS}{path}"
    words = {"newsroom": newsroom_name(), "minutes": LASTS // 60, "link": link}
    try:
        send_mail(" ".join((subject % words).split()), body % words, None, [email])
    except (OSError, SMTPException):
        raise NotNow(_("The letter could not be sent just now. Please try again in a few minutes."), 503) from None
