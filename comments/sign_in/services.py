"""The services that are offered, by the names others have for them."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from config.providers import EVERY_SERVICE, Service


def offered_service(key: str) -> Service | None:
    """The offered service with that key in our addresses."""
    return next((service for service in settings.SIGN_IN_SERVICES if service.key == key), None)


def service_of(provider: str) -> Service:
    """The service that allauth calls `provider`, offered or not."""
    return next(service for service in EVERY_SERVICE if service.provider == provider)


def name_of_network(key: str) -> str:
    """What readers call the network with that key: a service, or e-mail."""
    return next((service.name for service in EVERY_SERVICE if service.key == key), _("email"))
