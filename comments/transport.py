"""How this server speaks to the services readers sign in with: to their hosts alone, over https, briefly."""

from __future__ import annotations

import time
from collections.abc import Iterable

import requests
from requests.adapters import HTTPAdapter

LARGEST_ANSWER = 512 * 2**10  # bytes; a portrait has 5 to 50 thousand, a profile hardly one
PATIENCE = 8  # seconds for a whole answer, however it trickles; the silence between two bytes is the caller's `timeout`
PIECE = 2**16


class KnownHosts(HTTPAdapter):
    """Sends to `hosts` ("*." stands for all below), and reads no more, and no longer, than an answer may take.

    Addresses of pictures stand in profiles that anybody can write: no other host of this network, or of any, can be
    reached by one. Raises requests.ConnectionError for all that is not allowed.
    """

    def __init__(self, hosts: Iterable[str]) -> None:
        super().__init__()
        self.hosts = tuple(hosts)

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        """As the library's, within the bounds above."""
        if not self.allows(host_of(request.url)):
            raise requests.ConnectionError(f"{host_of(request.url)} is none of the services' hosts.")
        request.url = self.destination(request.url)
        request.headers["Accept-Encoding"] = "identity"  # what is counted is what arrives
        started = time.monotonic()
        answer = super().send(request, stream=True, timeout=timeout, verify=verify, cert=cert, proxies=proxies)
        with answer.raw as body:
            answer._content = _read(body, started)  # where the library itself puts what it has read
        answer._content_consumed = True
        return answer

    def destination(self, url: str) -> str:
        """Where the request for `url` goes: there."""
        return url

    def allows(self, host: str) -> bool:
        """True for the services' own hosts."""
        return any(host.endswith(known[1:]) if known.startswith("*.") else host == known for known in self.hosts)


class Nowhere(HTTPAdapter):
    """Refuses every address: what is not encrypted may carry no token."""

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        """Raises requests.ConnectionError."""
        raise requests.ConnectionError(f"{host_of(request.url)} is not asked without encryption.")


def host_of(url: str) -> str:
    """The host in an address, in small letters."""
    return (requests.utils.urlparse(url).hostname or "").lower()


def _read(body, started: float) -> bytes:
    pieces, size = [], 0
    while piece := body.read1(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise requests.ConnectionError(f"The answer has more than {LARGEST_ANSWER} bytes.")
        if time.monotonic() - started > PATIENCE:
            raise requests.Timeout(f"The answer took longer than {PATIENCE} seconds.")
    return b"".join(pieces)
