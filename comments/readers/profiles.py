"""What a service says of a person, as far as it can be believed and shown. Anything may stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from comments.forms import one_line
from comments.readers.models import NAME_LENGTH, PROFILE_LENGTH

HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")  # X's own rule
NAMELESS = "Reader"  # never a part of the e-mail address, which nobody asked to publish


@dataclass(frozen=True)
class Profile:
    """A `name` fit to be shown, the addresses of the person's `page` and of a `portrait`, empty where there is none."""

    name: str
    page: str = ""
    portrait: str = ""


def profile_from(provider: str, said: object) -> Profile:
    """The profile in what the service `provider` (allauth's name for it) answered, whatever that may be."""
    said = said if isinstance(said, dict) else {}
    return READERS[provider](said)


def name_from(*candidates: object) -> str:
    """The first of `candidates` that is text and leaves something to be read, in one line, of at most NAME_LENGTH."""
    for words in candidates:
        if isinstance(words, str) and (name := one_line(words[: NAME_LENGTH * 10])[:NAME_LENGTH].strip()):
            return name
    return NAMELESS


def _google(said: dict) -> Profile:
    return Profile(name_from(said.get("name"), said.get("given_name")), portrait=_address(said.get("picture")))


def _x(said: dict) -> Profile:
    handle = said.get("username")
    is_handle = isinstance(handle, str) and HANDLE.fullmatch(handle)
    page = f"https://x.com/{handle}" if is_handle else ""
    return Profile(name_from(said.get("name"), handle), page, _address(said.get("profile_image_url")))


def _facebook(said: dict) -> Profile:
    picture = said.get("picture")
    data = picture.get("data") if isinstance(picture, dict) else None
    drawn = data if isinstance(data, dict) and not data.get("is_silhouette") else {}
    return Profile(name_from(said.get("name")), portrait=_address(drawn.get("url")))


def _wordpress_com(said: dict) -> Profile:
    page = _address(said.get("profile_URL"), within="gravatar.com")
    name = name_from(said.get("display_name"), said.get("username"))
    return Profile(name, page, _address(said.get("avatar_URL")))


READERS = {"google": _google, "twitter_oauth2": _x, "facebook": _facebook, "wordpress_com": _wordpress_com}


def _address(words: object, *, within: str = "") -> str:
    """`words` where it is an https address (of the host `within`, or below it); otherwise nothing."""
    if not isinstance(words, str) or len(words) > PROFILE_LENGTH * 4 or not words.isprintable():
        return ""
    try:
        parts = urlsplit(words)
        host = parts.hostname or ""
        has_port = parts.port is not None
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or has_port or "@" in parts.netloc:
        return ""
    if within and not (f".{host}".endswith(f".{within}") and len(words) <= PROFILE_LENGTH):
        return ""
    return parts._replace(scheme="https").geturl()
