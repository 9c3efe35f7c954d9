"""Compresses answers: with Brotli where the browser takes it, which is a tenth smaller than gzip, else with gzip.

What a page that is saved (blog/saved_pages.py) carries compressed already is sent as it is.
"""

from __future__ import annotations

import re

import brotli
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

NO_SECRETS = {"lite"}  # cookies that are the same for everybody who has them
LEAST = 200  # bytes; below that, headers weigh more than what is won
QUICK = 5  # of Brotli's eleven steps: a millisecond for a long page
BEST = 11  # a hundred of them: for what is sent again and again
COMPRESSIBLE = re.compile(r"text/|application/(json|xml|javascript|feed\+json|(atom|rss|ld)\+\w+)|image/svg")
REFUSED = re.compile(r"\bbr\s*;\s*q=0(\.0*)?\s*(,|$)", re.IGNORECASE)
NAMED = re.compile(r"(^|,)\s*br\s*(;|,|$)", re.IGNORECASE)


def takes_brotli(request) -> bool:
    """True when the browser says so. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3"""
    accepted = request.headers.get("Accept-Encoding", "")
    return bool(NAMED.search(accepted)) and not REFUSED.search(accepted)


def pressed(content: bytes, quality: int = BEST) -> bytes:
    """The content as Brotli compresses a text."""
    return brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality)


class CompressionMiddleware(GZipMiddleware):
    """Django's own, and Brotli before it.

    Who sends a cookie may get a page with secrets of theirs in it. There gzip is used as Django does it, with padding
    of random length (https://breachattack.com/); all others get the same bytes and have no secret in them.
    """

    def process_response(self, request, response):
        if request.COOKIES.keys() - NO_SECRETS or response.streaming or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        if len(response.content) < LEAST or not COMPRESSIBLE.match(response.get("Content-Type", "")):
            return response
        if not takes_brotli(request):
            return self._unpadded(request, response)
        patch_vary_headers(response, ["Accept-Encoding"])
        response.content = getattr(response, "pressed", None) or pressed(response.content, QUICK)
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = "br"
        if etag := response.get("ETag", "").removeprefix("W/"):
            response.headers["ETag"] = f"W/{etag}"  # the same words in other bytes: RFC 9110, 8.8.1
        return response

    def _unpadded(self, request, response):
        plain = GZipMiddleware(self.get_response)
        plain.max_random_bytes = 0
        return plain.process_response(request, response)
