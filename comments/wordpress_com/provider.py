"""What WordPress.com says of a person, in allauth's terms.

https://developer.wordpress.com/docs/wpcc/ and https://developer.wordpress.com/docs/api/1.1/get/me/
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from comments.wordpress_com.views import WordPressComAdapter


class WordPressComAccount(ProviderAccount):
    """One person's account."""


class WordPressComProvider(OAuth2Provider):
    """WordPress.com Connect: it tells who somebody is, and gives no access to their sites."""

    id = "wordpress_com"
    name = "WordPress.com"
    account_class = WordPressComAccount
    oauth2_adapter_class = WordPressComAdapter

    def get_default_scope(self) -> list[str]:
        """Only who they are."""
        return ["auth"]

    def extract_uid(self, data: dict) -> str:
        """The number of the account; a name can be changed. Raises KeyError or ValueError for an answer without one."""
        return str(int(data["ID"]))

    def extract_common_fields(self, data: dict) -> dict:
        """The address alone: the rest is read by comments/readers/profiles.py."""
        return {"email": data.get("email")}

    def extract_email_addresses(self, data: dict) -> list[EmailAddress]:
        """The account's address, confirmed only where WordPress.com says so in as many words."""
        if not data.get("email"):
            return []
        return [EmailAddress(email=data["email"], verified=data.get("email_verified") is True, primary=True)]


provider_classes = [WordPressComProvider]
