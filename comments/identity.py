"""Who is commenting. The only place that asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from blog.models import User, newsroom_name
from comments.identicon import identicon

NETWORK = "comments.network"  # in the session: how this browser signed in; absent after a login at the desk
NEWSROOM = "newsroom"
EMAIL = "email"
AS_GUEST = "as_guest"  # the form's own field: its writer is signed in, and chose Change


@dataclass(frozen=True)
class Identity:
    """Somebody signed in.

    `name` and `email` are what their comments carry; `picture` is an address of our own and `profile` one of the
    service's, or None; `network` is the key of a service of settings.SIGN_IN_SERVICES, EMAIL or NEWSROOM.
    """

    user: User
    name: str
    email: str
    picture: str | None = None
    profile: str | None = None
    network: str = NEWSROOM

    @property
    def network_name(self) -> str:
        """The name that readers know the network by."""
        if self.network == EMAIL:
            return _("email")
        names = {service.key: service.name for service in settings.SIGN_IN_SERVICES}
        return names.get(self.network, newsroom_name())

    @property
    def is_verified_email(self) -> bool:
        """True when the address is known to be theirs. An account has no other: comments/adapters.py leaves out what
        nobody confirmed, and what stands in a desk account the newsroom wrote there."""
        return bool(self.email)

    @property
    def trust_key(self) -> str:
        """What trust is bound to, the same for a person every time: the confirmed address, or else the account."""
        return f"email:{self.email.lower()}" if self.email else f"account:{self.user.pk}"

    @property
    def face(self) -> SafeString:
        """The generated picture for somebody without one."""
        return identicon(f"user {self.user.pk}")


def identity_of(request) -> Identity | None:
    """The person signed in, or None for a guest, and for who chose to write as one.

    Without a session cookie no session is looked at, so that an anonymous reader's page depends on nothing but its
    address.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    if request.method == "POST" and request.POST.get(AS_GUEST):
        return None
    user, reader = request.user, getattr(request.user, "reader", None)
    network = request.session.get(NETWORK, NEWSROOM)
    if reader is None:
        return Identity(user, user.get_full_name() or user.get_username(), user.email)
    return Identity(user, reader.name, user.email, reader.portrait_url, reader.profile or None, network)
