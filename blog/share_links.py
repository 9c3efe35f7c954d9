"""Where a reader who shares a story is led: plain links, for which nothing is fetched and nobody is told. Pure."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def ways_to_share(headline: str, address: str) -> list[tuple[str, str]]:
    """The (name, link) of each way. `address` is the story's whole one, percent-encoded as it stands in a page.

    https://faq.whatsapp.com/5913398998672934, https://core.telegram.org/widgets/share,
    https://developers.facebook.com/docs/sharing/reference/share-dialog, https://docs.x.com/x-for-websites/web-intents,
    https://www.rfc-editor.org/rfc/rfc6068
    """
    words, place = quote(headline, safe=""), quote(address, safe="")
    return [
        (_("WhatsApp"), f"https://wa.me/?text={words}%20{place}"),
        (_("Telegram"), f"https://t.me/share/url?url={place}&text={words}"),
        (_("Facebook"), f"https://www.facebook.com/sharer/sharer.php?u={place}"),
        (pgettext("a network", "X"), f"https://x.com/intent/post?text={words}&url={place}"),
        (_("E-mail"), f"mailto:?subject={words}&body={place}"),
    ]
