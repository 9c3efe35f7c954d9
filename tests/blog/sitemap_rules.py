"""The rules of https://www.sitemaps.org/protocol.html and of Google's two extensions, as a check of one file.

What their schemas say, and what they leave to words: how long an address may be, and that all are of one site.
https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps (and …/news-sitemap)
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from urllib.parse import urlsplit

MOST_ADDRESSES, MOST_BYTES, LONGEST_ADDRESS = 50_000, 50 * 2**20, 2048
MOST_PICTURES, MOST_NEWS = 1000, 1000
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"

# What may stand in an element, in this order: how often at least, and at most.
INSIDE: dict[str, dict[str, tuple[int, int]]] = {
    f"{SITEMAP}urlset": {f"{SITEMAP}url": (1, MOST_ADDRESSES)},
    f"{SITEMAP}sitemapindex": {f"{SITEMAP}sitemap": (1, MOST_ADDRESSES)},
    f"{SITEMAP}sitemap": {f"{SITEMAP}loc": (1, 1), f"{SITEMAP}lastmod": (0, 1)},
    f"{SITEMAP}url": {
        f"{SITEMAP}loc": (1, 1),
        f"{SITEMAP}lastmod": (0, 1),
        f"{SITEMAP}changefreq": (0, 1),
        f"{SITEMAP}priority": (0, 1),
        f"{NEWS}news": (0, 1),
        f"{IMAGE}image": (0, MOST_PICTURES),
    },
    f"{IMAGE}image": {f"{IMAGE}loc": (1, 1)},
    f"{NEWS}news": {f"{NEWS}publication": (1, 1), f"{NEWS}publication_date": (1, 1), f"{NEWS}title": (1, 1)},
    f"{NEWS}publication": {f"{NEWS}name": (1, 1), f"{NEWS}language": (1, 1)},
}
# https://www.w3.org/TR/NOTE-datetime: a moment to the minute or second with its zone, or a day alone.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?")
LANGUAGE = re.compile(r"[a-z]{2,3}|zh-cn|zh-tw")
WRITTEN_OUT = re.compile(r"[!-~]+")  # an address in ASCII: all else is escaped


def faults(content: bytes, site: str) -> list[str]:
    """What is wrong with a sitemap of `site` ("https://paper.example"); nothing when it is valid."""
    if len(content) > MOST_BYTES:
        return [f"It has {len(content):,} bytes."]
    if (
        not content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>'.lower())
        and b"UTF-8" not in content[:60].upper()
    ):
        return ["It does not say that it is in UTF-8."]
    root = ET.fromstring(content)
    if root.tag not in (f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex"):
        return [f"It is a {root.tag}."]
    found = [*_shape(root), *_values(root, site)]
    told = [loc.text for loc in root.iterfind(f"*/{SITEMAP}loc")]
    if len(told) != len(set(told)):
        found.append("An address stands there twice.")
    if sum(1 for _ in root.iter(f"{NEWS}news")) > MOST_NEWS:
        found.append("There are too many news.")
    return found


def _shape(element: ET.Element) -> list[str]:
    """Elements that are in no place for them."""
    rules = INSIDE.get(element.tag, {})
    tags = [child.tag for child in element]
    found = [f"{element.tag} has {tag}." for tag in tags if tag not in rules]
    order = [list(rules).index(tag) for tag in tags if tag in rules]
    if order != sorted(order):
        found.append(f"In {element.tag} stand {tags}.")
    for tag, (least, most) in rules.items():
        if not least <= tags.count(tag) <= most:
            found.append(f"{element.tag} has {tags.count(tag)} {tag}.")
    if element.attrib:
        found.append(f"{element.tag} has {element.attrib}.")
    return found + [fault for child in element for fault in _shape(child)]


def _values(root: ET.Element, site: str) -> list[str]:
    """Texts that are none of their kind."""
    found = []
    for element in root.iter():
        text = element.text or ""
        name = element.tag.partition("}")[2]
        if element.tag in INSIDE:
            is_right = not text.strip()
        elif name == "loc":
            is_right = _is_address(text, site)
        elif name in ("lastmod", "publication_date"):
            is_right = MOMENT.fullmatch(text) is not None
        elif name == "language":
            is_right = LANGUAGE.fullmatch(text) is not None
        else:
            is_right = bool(text.strip())
        found += [] if is_right else [f"{element.tag} says {text!r}."]
    return found


def _is_address(text: str, site: str) -> bool:
    parts = urlsplit(text)
    is_whole = f"{parts.scheme}://{parts.netloc}" == site and parts.path.startswith("/") and not parts.fragment
    return is_whole and WRITTEN_OUT.fullmatch(text) is not None and 12 <= len(text) < LONGEST_ADDRESS
