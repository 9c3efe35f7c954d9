"""The links in a comment, in every way they are written."""

from __future__ import annotations

import re

# With a scheme or www.; or a bare host with a path or one of the ends that advertisers buy. An address in an e-mail
# address is none. No part can match in two ways, so the time grows with the length alone.
LINK = re.compile(
    r"""(?:https?://|(?<![\w.@/-])www\.)[^\s<>"'\]\[]+"""
    r"""|(?<![\w.@/-])(?:[a-z0-9-]{1,63}\.){1,5}(?:com|net|org|info|biz|xyz|top|ru|cn|online|site|club|shop|io|co)\b(?![\w@.-]*@)(?:/[^\s<>"'\]\[]*)?""",
    re.IGNORECASE,
)
SCHEME = re.compile(r"^https?://(?:www\.)?|^www\.", re.IGNORECASE)


def links_in(text: str) -> list[str]:
    """The links, in order, as often as they stand there: of `[url=…]`, `<a href=…>`, Markdown and bare addresses."""
    return [found[0].rstrip(".,;:!?)*_") for found in LINK.finditer(text)]


def host_of(link: str) -> str:
    """The host that a link leads to, in small letters, without www."""
    return re.split(r"[/?#:]", SCHEME.sub("", link), maxsplit=1)[0].lower()
