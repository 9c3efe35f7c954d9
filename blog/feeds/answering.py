"""A feed is asked for every few minutes by everybody who follows it, and has mostly not changed: saying so is cheap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2s

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.encoding import escape_uri_path
from django.utils.http import http_date

from blog.feeds.channel import Channel, whole
from blog.feeds.formats import Format
from blog.models import newsroom_name

VERSION = 2  # raise when the same stories are written otherwise


@dataclass(frozen=True)
class Stamp:
    """What a feed's content follows from; `content` is anything whose repr tells two states apart.

    With `changed_at` a client that keeps dates alone is answered as well: it must never go back, not even when a story
    leaves the feed. Without it only the entity tag is compared.
    """

    content: object
    changed_at: datetime | None = None

    def etag(self, form: Format, path: str) -> str:
        """The entity tag of the feed in that format at that address."""
        about = (VERSION, form.name, path, newsroom_name(), settings.SITE_ADDRESS, settings.WEBSUB_HUB)
        return f'"{blake2s(repr((about, self.content)).encode(), digest_size=16).hexdigest()}"'


def answer(
    request, form: Format, stamp: Stamp | None, channel: Callable[[], Channel], *, query: str = ""
) -> HttpResponse:
    """The feed, or 304 when the client has it as `stamp` says; then `channel` is not called.

    Without a stamp there is nothing to compare. `query` is that of the feed's own address, for one that has any.
    """
    path = escape_uri_path(request.path) + (f"?{query}" if query else "")
    etag = stamp.etag(form, path) if stamp else None
    moment = int(stamp.changed_at.timestamp()) if stamp and stamp.changed_at else None
    response = get_conditional_response(request, etag=etag, last_modified=moment)
    if response is None:
        response = _written(form, channel(), whole(path))
    if etag:
        response.headers["ETag"] = etag
    if moment:
        response.headers["Last-Modified"] = http_date(moment)
    return response


def _written(form: Format, channel: Channel, own_address: str) -> HttpResponse:
    response = HttpResponse(form.write(channel, own_address), content_type=f"{form.mime_type}; charset=utf-8")
    if channel.hub:  # https://www.w3.org/TR/websub/#discovery
        response.headers["Link"] = f'<{channel.hub}>; rel="hub", <{own_address}>; rel="self"'
    return response
