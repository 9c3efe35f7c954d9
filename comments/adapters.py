"""allauth's hooks: what happens between a service's answer and a reader with a session.

None of allauth's own pages has an address here. Each way through it ends in `arrival.come_back`.
"""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from requests import RequestException

from comments.identity import NETWORK
from comments.readers.admission import admit, is_a_readers_own, owner_of, username_for
from comments.readers.portraits import fetch_portrait
from comments.readers.profiles import profile_from
from comments.sign_in import arrival
from comments.sign_in.kept import KEPT
from comments.sign_in.services import name_of_network, service_of
from comments.stand_in.detour import OnLoopback
from comments.transport import KnownHosts, Nowhere


class AccountAdapter(DefaultAccountAdapter):
    """The session: what it keeps when somebody comes or goes."""

    def post_login(self, request, user, *, signal_kwargs, **details):
        """Remember by which network this browser signed in, and go back to the story."""
        sociallogin = (signal_kwargs or {})["sociallogin"]
        request.session[NETWORK] = service_of(sociallogin.account.provider).key
        request.session.set_expiry(None)
        return super().post_login(request, user, signal_kwargs=signal_kwargs, **details)

    def logout(self, request) -> None:
        """End the session of the one who was signed in before; the words typed here are this reader's."""
        kept = request.session.get(KEPT)
        super().logout(request)
        if kept:
            request.session[KEPT] = kept

    def get_login_redirect_url(self, request) -> str:
        """Where the sign-in began."""
        return arrival.way_back(request)

    def respond_user_inactive(self, request, user):
        """The newsroom closed the account."""
        return arrival.come_back(request, _("The newsroom has closed this account."))

    def add_message(self, *args, **kwargs) -> None:
        """Nothing: the form itself shows who is signed in."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The services: which there are, how they are asked, and who may come in by them."""

    def list_apps(self, request, provider=None, client_id=None) -> list[SocialApp]:
        """Those the environment offers. The database offers none."""
        offered = [service for service in settings.SIGN_IN_SERVICES if provider in (None, service.provider)]
        return [SocialApp(provider=s.provider, name=s.name, client_id=s.client_id, secret=s.secret) for s in offered]

    def get_requests_session(self):
        """A session whose transport reaches the offered services alone; in the demo, their stand-in on this machine."""
        http = super().get_requests_session()
        hosts = [host for service in settings.SIGN_IN_SERVICES for host in service.api_hosts + service.portrait_hosts]
        http.mount("https://", (OnLoopback if settings.STAND_IN_SIGN_IN else KnownHosts)(hosts))
        http.mount("http://", Nowhere())
        return http

    def populate_user(self, request, sociallogin, data):
        """Take from the service's answer what we need, and let go of the rest.

        An e-mail address that the service did not confirm is let go of as well: anybody can write anybody's there.
        """
        account, user = sociallogin.account, sociallogin.user
        sociallogin.profile = profile_from(account.provider, account.extra_data)
        account.extra_data = {}
        sociallogin.email_addresses = [address for address in sociallogin.email_addresses if address.verified][:1]
        user.username = username_for(service_of(account.provider).key)
        user.first_name = sociallogin.profile.name
        user.email = sociallogin.email_addresses[0].email if sociallogin.email_addresses else ""
        return user

    def pre_social_login(self, request, sociallogin) -> None:
        """Refuse who comes with the address of another account; fetch the picture of everybody else.

        The address proves nothing about that account: it is entered by its own way in. Fetching comes before the
        database is written to, which may wait for no stranger.
        """
        if not sociallogin.is_existing and (owner := owner_of(sociallogin.user.email)):
            raise ImmediateHttpResponse(arrival.come_back(request, _another_way(owner, sociallogin.user.email)))
        with self.get_requests_session() as http:
            sociallogin.portrait = fetch_portrait(http, sociallogin.profile.portrait)
        if sociallogin.is_existing:
            self._admit(sociallogin)

    @transaction.atomic
    def save_user(self, request, sociallogin, form=None):
        """Make the account and its reader, or neither."""
        user = super().save_user(request, sociallogin, form)
        self._admit(sociallogin)
        return user

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None) -> None:
        """Back to the form, with the reason."""
        was_begun_here = "state" in (extra_context or {})
        reason = _reason(error, exception, was_begun_here) % {"network": service_of(provider.id).name}
        raise ImmediateHttpResponse(arrival.come_back(request, reason))

    @staticmethod
    def _admit(sociallogin) -> None:
        network = service_of(sociallogin.account.provider).key
        admit(sociallogin.user, network, sociallogin.profile, portrait=sociallogin.portrait)


def _another_way(owner, email: str) -> str:
    if is_a_readers_own(owner):
        words = _("You have signed in here with %(email)s before, by %(network)s. Please use that way again.")
        return words % {"email": email, "network": name_of_network(owner.reader.network)}
    words = _(
        "The address %(email)s belongs to an account of the newsroom, so nobody is signed in by it here. If it is "
        "yours, log in at the desk first; or choose another way below."
    )
    return words % {"email": email}


def _reason(error, exception, was_begun_here: bool) -> str:
    if error == AuthError.CANCELLED:
        return _("%(network)s says that you did not allow the sign-in.")
    if not was_begun_here:
        return _("This sign-in was not begun in this browser, or too long ago. Please choose %(network)s again.")
    if isinstance(exception, RequestException):
        return _("%(network)s does not answer just now. Please try again in a moment, or choose another way.")
    return _("%(network)s did not confirm who you are. Please choose it again.")
