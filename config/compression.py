"""Compresses answers: with Brotli where the browser takes it, which is a tenth smaller than gzip, else with gzip.

What is compressed already is sent as it is: pictures, and a page that is saved (blog/saved_pages.py).
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
OURS = ("br", "gzip")
REFUSED = re.compile(r"q=0(\.0*)?")


class AcceptedEncodingsMiddleware:
    """Leaves of `Accept-Encoding` the names of those encodings that are ours and wanted.

    What follows looks for names alone: WhiteNoise, Django and our stylesheet would send gzip to whoever says
    `gzip;q=0`, which is to refuse it. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if accepted := request.META.get("HTTP_ACCEPT_ENCODING"):
            wanted = encodings_wanted(accepted)
            request.META["HTTP_ACCEPT_ENCODING"] = ", ".join(name for name in OURS if name in wanted)
        return self.get_response(request)


def encodings_wanted(accepted: str) -> set[str]:
    """The encodings that an `Accept-Encoding` names, in small letters, without those that it refuses."""
    named = (each.partition(";") for each in accepted.lower().split(","))
    return {name.strip() for name, _, weight in named if not REFUSED.fullmatch(weight.strip())}


def encoding_for(request) -> str:
    """The best encoding of ours that the browser takes; "" for none."""
    wanted = encodings_wanted(request.headers.get("Accept-Encoding", ""))
    return next((name for name in OURS if name in wanted), "")


def takes_brotli(request) -> bool:
    """True when the browser says so."""
    return encoding_for(request) == "br"


def pressed(content: bytes, quality: int = BEST) -> bytes:
    """The content as Brotli compresses a text."""
    return brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality)


class CompressionMiddleware(GZipMiddleware):
    """Django's own, and Brotli before it.

    Who sends a cookie may get a page with secrets of theirs in it. There gzip is used as Django does it, with padding
    of random length (https://breachattack.com/); all others get the same bytes and have no secret in them.
    """

    def process_response(self, request, response):
        if response.status_code == 304 and response.has_header("ETag"):
            patch_vary_headers(response, ["Accept-Encoding"])  # as the answer itself had it: RFC 9110, 15.4.5
        if not COMPRESSIBLE.match(response.get("Content-Type", "")):
            return response
        if request.COOKIES.keys() - NO_SECRETS or response.streaming or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        if len(response.content) < LEAST:
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
