"""The three steps of WordPress.com Connect: asking the person, fetching a token, fetching the profile."""

from __future__ import annotations

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView

API = "https://public-api.wordpress.com"


class WordPressComAdapter(OAuth2Adapter):
    """Speaks to WordPress.com."""

    provider_id = "wordpress_com"
    authorize_url = f"{API}/oauth2/authenticate"  # who they are; /oauth2/authorize would ask for access to a site
    access_token_url = f"{API}/oauth2/token"
    profile_url = f"{API}/rest/v1.1/me"

    def complete_login(self, request, app, token, **kwargs):
        """The person whose `token` it is. Raises requests.RequestException when WordPress.com does not say."""
        with get_adapter(request).get_requests_session() as http:
            answer = http.get(self.profile_url, headers={"Authorization": f"Bearer {token.token}"})
        answer.raise_for_status()
        return self.get_provider().sociallogin_from_response(request, answer.json())


oauth2_callback = OAuth2CallbackView.adapter_view(WordPressComAdapter)
