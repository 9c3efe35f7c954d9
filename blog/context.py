"""What every template may say about the newsroom itself."""

from django.conf import settings


def newsroom(request) -> dict[str, str]:
    """Template variables `newsroom_name` and `site_address` (scheme and host, no slash at the end)."""
    return {"newsroom_name": settings.NEWSROOM_NAME, "site_address": settings.SITE_ADDRESS}
