"""One request to another server, of which the answer's status is all that is wanted. No redirect is followed: it could
lead anywhere, into this network as well."""

from __future__ import annotations

import socket
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import urlsplit

SILENCE = 5  # seconds between two bytes
PATIENCE = 10  # seconds for the whole, however it trickles


class NoAnswer(OSError):
    """The server was not reached, or said nothing in time; the message says why."""


def post(address: str, body: bytes, headers: dict[str, str], *, patience: float = PATIENCE) -> int:
    """The status of the answer to a POST; the answer's body is never read. Raises NoAnswer when there is none."""
    try:
        return _post(address, body, headers, patience)
    except (OSError, HTTPException, ValueError) as failure:  # ValueError: an address that cannot be asked at all
        raise NoAnswer(f"{type(failure).__name__}: {failure}") from failure


def _post(address: str, body: bytes, headers: dict[str, str], patience: float) -> int:
    parts = urlsplit(address)
    if not parts.hostname:
        raise ValueError("It names no host.")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    with closing(kind(parts.hostname, parts.port, timeout=min(SILENCE, patience))) as line:
        end = Timer(patience, _cut, [line])
        end.daemon = True
        end.start()
        try:
            line.request("POST", target, body, headers)
            return line.getresponse().status
        finally:
            end.cancel()


def _cut(line: HTTPConnection) -> None:
    with suppress(OSError):
        if line.sock:
            line.sock.shutdown(socket.SHUT_RDWR)
