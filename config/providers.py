"""Which other sites' accounts readers may sign in with: those whose credentials are in the environment."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from config import env

STAND_IN_SWITCH = "BYLINE_STAND_IN_SIGN_IN"
STAND_IN_CREDENTIALS = ("stand-in", "not-a-secret")


@dataclass(frozen=True)
class Service:
    """A site whose accounts can be used here.

    `key` is its name in our addresses, `provider` in allauth's. A reader's browser is sent to `authorise_hosts`, this
    server talks to `api_hosts` and fetches portraits from `portrait_hosts`, and to and from no others; a host that
    begins with "*." stands for all below it.
    """

    key: str
    provider: str
    name: str
    app: str
    authorise_hosts: tuple[str, ...]
    api_hosts: tuple[str, ...]
    portrait_hosts: tuple[str, ...]
    options: dict
    client_id: str = ""
    secret: str = ""

    @property
    def variables(self) -> tuple[str, str]:
        """The names of the two environment variables that offer it."""
        prefix = f"BYLINE_{self.key.upper().replace('-', '_')}"
        return f"{prefix}_CLIENT_ID", f"{prefix}_SECRET"


# In the order in which readers see them. Beside the host that each documents for the request stand those it sends a
# browser on to (a phone's edition, its own log-in page): a browser holds the whole chain against our form-action.
EVERY_SERVICE = (
    Service(
        key="wordpress-com",
        provider="wordpress_com",
        name="WordPress.com",
        app="comments.wordpress_com",
        authorise_hosts=("public-api.wordpress.com", "wordpress.com"),
        api_hosts=("public-api.wordpress.com",),
        portrait_hosts=("*.gravatar.com", "*.wp.com"),
        options={},
    ),
    Service(
        key="google",
        provider="google",
        name="Google",
        app="allauth.socialaccount.providers.google",
        authorise_hosts=("accounts.google.com",),
        api_hosts=("oauth2.googleapis.com", "www.googleapis.com"),
        portrait_hosts=("*.googleusercontent.com",),
        options={"OAUTH_PKCE_ENABLED": True, "AUTH_PARAMS": {"prompt": "select_account"}},
    ),
    Service(
        key="x",
        provider="twitter_oauth2",
        name="Twitter (X)",
        app="allauth.socialaccount.providers.twitter_oauth2",
        authorise_hosts=("x.com", "twitter.com"),
        api_hosts=("api.x.com",),
        portrait_hosts=("pbs.twimg.com", "abs.twimg.com"),
        options={"FIELDS": ["id", "name", "username", "profile_image_url"]},
    ),
    Service(
        key="facebook",
        provider="facebook",
        name="Facebook",
        app="allauth.socialaccount.providers.facebook",
        authorise_hosts=("*.facebook.com",),
        api_hosts=("graph.facebook.com",),
        portrait_hosts=("*.fbsbx.com", "*.fbcdn.net"),
        options={"METHOD": "oauth2", "VERSION": "v23.0", "FIELDS": ["id", "name", "email", "picture"]},
    ),
)


def stand_in_is_on(*, is_secure: bool) -> bool:
    """Whether the stand-in identity provider answers for all services: in a demo on an unencrypted address alone.

    Raises ImproperlyConfigured where it is switched on for a site on https, or beside real credentials.
    """
    if not env.flag(STAND_IN_SWITCH):
        return False
    if is_secure:
        raise ImproperlyConfigured(f"{STAND_IN_SWITCH} is for a demo, and must be off where BYLINE_ORIGIN is https.")
    for service in EVERY_SERVICE:
        for variable in service.variables:
            if env.text(variable):
                raise ImproperlyConfigured(f"{STAND_IN_SWITCH} and {variable} exclude each other; leave one out.")
    return True


def services(*, stand_in: bool) -> tuple[Service, ...]:
    """The services to offer, with their credentials. With `stand_in` it is all of them, with made-up ones.

    Raises ImproperlyConfigured when one of a service's two variables is set without the other.
    """
    found = []
    for service in EVERY_SERVICE:
        pair = STAND_IN_CREDENTIALS if stand_in else tuple(env.text(variable) for variable in service.variables)
        if all(pair):
            found.append(Service(**{**vars(service), "client_id": pair[0], "secret": pair[1]}))
        elif any(pair):
            there, missing = service.variables if pair[0] else service.variables[::-1]
            raise ImproperlyConfigured(f"{missing} must be set as well: {there} is, and neither works alone.")
    return tuple(found)


def form_targets(offered: tuple[Service, ...]) -> list[str]:
    """The sources that `form-action` needs besides 'self': a sign-in begins with a form that leads away."""
    return [f"https://{host}" for service in offered for host in service.authorise_hosts]
