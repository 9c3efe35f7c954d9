"""What every template may say about the newsroom itself."""

from django.conf import settings

from blog.models import Masthead


def newsroom(request) -> dict[str, object]:
    """Template variables `newsroom_name`, `site_address` (scheme and host, no slash at the end) and `masthead`: what
    stands around every story."""
    around = Masthead.known()
    return {"newsroom_name": around.name, "site_address": settings.SITE_ADDRESS, "masthead": around}
