"""What a request says about where it comes from: the network, and the page."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings

IPV6_NETWORK = 64  # bits: what a provider gives to one household


def address_of(request) -> str | None:
    """The reader's IP address, or None when it cannot be read.

    Behind a proxy it is the last of X-Forwarded-For: the proxy itself wrote that one, and anybody can write the others.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return None
    # ::ffff:192.0.2.1 is what a server that listens on both calls 192.0.2.1; all of these are no one household.
    return str(getattr(read, "ipv4_mapped", None) or read)


def household(address: str) -> str:
    """The network of an address: an IPv4 address itself, or what a provider gives to one household."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))


def household_of(request) -> str:
    """The reader's network; empty when their address is unreadable."""
    return household(address_of(request) or "")


def comes_from_our_own_page(request) -> bool:
    """True when a browser says that the request was made by a page of this site.

    Sec-Fetch-Site cannot be set by a page's script; browsers that do not send it send Origin, or Referer, with a POST.
    https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin") or _origin(request.headers.get("Referer", ""))
    return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
