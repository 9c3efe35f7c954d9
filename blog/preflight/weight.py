"""What a phone fetches to show the whole story: the page, its styles and script, and each picture once.

The page is made as readers get it, and read as a browser does: of each picture it takes the best format, and of its
widths the one for the phone.
"""

from __future__ import annotations

import copy
import gzip
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.template.loader import render_to_string

from blog import stylesheet
from blog.file_sizes import sizes_of
from blog.models import State
from blog.models.address import post_path
from blog.preflight.finding import Finding
from blog.preflight.material import Material, Shown
from blog.renditions import name_in, rendition_names

# The phone: the commonest width of Android phones, and their pixels for each of CSS.
PHONE_WIDTH, PHONE_DENSITY = 412, 2.625
EM = 16  # CSS pixels
COMPRESSION = 6  # of gzip, as the site answers
MOST_PICTURES = 200
IMPORT = re.compile(r"""@import\s+["']([\w./-]+)["']""")


@dataclass(frozen=True)
class Weight:
    """Bytes. `page` is HTML, styles and script, compressed; `pictures` is each file by its address."""

    page: int
    pictures: dict[str, int]

    @property
    def total(self) -> int:
        return self.page + sum(self.pictures.values())


def weigh(story: Material) -> Weight:
    """What a phone fetches for the story, as if it were published now. Files that are not made yet count nothing."""
    reader = _Fetched()
    html = _as_readers_get_it(story)
    reader.feed(html)
    page = _compressed(html.encode()) + sum(map(_static, reader.static))
    return Weight(page, _sizes(list(dict.fromkeys(reader.pictures))[:MOST_PICTURES]))


def heavy(story: Material, weight: Weight) -> Iterator[Finding]:
    """A page, or a picture, over the budget."""
    rules, total = story.rules, _kilobytes(weight.total)
    if total > rules.page_kilobytes:
        says = f"A phone fetches {total} KB to show the story; at most {rules.page_kilobytes} KB are wanted."
        yield Finding(says, "Take out a picture, or choose a simpler one.", "id_body")
    names = {name: shown for shown in story.pictures for name in rendition_names(shown.image)}
    for address, size in weight.pictures.items():
        shown = names.get(name_in(address) or "")
        if shown and _kilobytes(size) > rules.picture_kilobytes:
            says = f"{shown.called} costs {_kilobytes(size)} KB; at most {rules.picture_kilobytes} KB are wanted."
            yield Finding(says, "Choose one with less detail, or cut it smaller before you upload it.", _place(shown))


def _place(shown: Shown) -> str:
    return "id_lead_image" if shown.is_lead else "id_body"


def _kilobytes(size: int) -> int:
    return math.ceil(size / 1024)


def _as_readers_get_it(story: Material) -> str:
    """The article page for somebody who is not signed in. Nothing of this copy is ever saved."""
    post, request = copy.copy(story.post), HttpRequest()
    post.state, post.published_at = State.PUBLISHED, post.published_at or story.moment
    post.path = post.path or post_path(story.moment, post.slug or "x")
    request.method, request.path, request.path_info = "GET", post.path, post.path
    request.META = {"SERVER_NAME": settings.SITE_HOST, "SERVER_PORT": "443", "REQUEST_METHOD": "GET"}
    request.user, request.session = AnonymousUser(), _sessions().SessionStore()
    return render_to_string("blog/article.html", {"post": post, "comment_page": None}, request)


def _sessions() -> Any:
    return import_module(settings.SESSION_ENGINE)


class _Fetched(HTMLParser):
    """Collects the addresses that a phone fetches for a page, pictures apart."""

    def __init__(self) -> None:
        super().__init__()
        self.static: list[str] = []
        self.pictures: list[str] = []
        self.chosen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" in told:
            self.static.append(told["src"])
        elif tag == "link" and told.get("rel") == "stylesheet":
            self.static.append(told["href"])
        elif tag == "picture":
            self.chosen = ""
        elif tag == "source":
            self.chosen = self.chosen or chosen(told.get("srcset", ""), told.get("sizes", ""))
        elif tag == "img" and (address := self.chosen or told.get("src", "")):
            self.pictures.append(address)
            self.chosen = ""


def chosen(srcset: str, sizes: str) -> str:
    """The address of `srcset` that the phone fetches; "" where there is none.

    The narrowest file that is sharp, unless the one below comes nearer, as Chromium and WebKit decide it: by the
    geometric mean of the two. https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/core/html/parser/html_srcset_parser.cc
    """
    shown = _length(sizes.rsplit(",", 1)[-1])
    files = sorted((int(width[:-1]), address) for address, _, width in map(_parted, srcset.split(",")) if width[1:])
    for (width, address), (next_width, _next) in pairwise(files):
        if next_width / shown >= PHONE_DENSITY and math.sqrt(width * next_width) / shown > PHONE_DENSITY:
            return address
    return files[-1][1] if files else ""


def _parted(candidate: str) -> tuple[str, str, str]:
    return candidate.strip().rpartition(" ")


def _length(size: str) -> float:
    """A length of `sizes` in CSS pixels of the phone: its whole width for anything but vw, px, rem and em."""
    found = re.fullmatch(r"([\d.]+)(vw|px|r?em)", size.strip())
    if not found:
        return PHONE_WIDTH
    return max(1.0, float(found[1]) * {"vw": PHONE_WIDTH / 100, "px": 1}.get(found[2], EM))


def _sizes(addresses: list[str]) -> dict[str, int]:
    names = {address: name for address in addresses if (name := name_in(address))}
    sizes = sizes_of(names.values())
    return {address: sizes.get(names.get(address, ""), 0) for address in addresses}


def _static(address: str) -> int:
    """The compressed size of a stylesheet or script: as it was collected, or, on a developer's machine, as it is. What
    is no static file is the stylesheet in the paper's own colours."""
    if not address.startswith(settings.STATIC_URL):
        return stylesheet.size()
    name = unquote(address.removeprefix(settings.STATIC_URL))
    for packed in (f"{name}.br", f"{name}.gz"):
        if staticfiles_storage.exists(packed):
            return staticfiles_storage.size(packed)
    return _uncollected(name)


def _uncollected(name: str) -> int:
    place = finders.find(name)
    if not isinstance(place, str):
        return 0
    content = Path(place).read_bytes()
    imported = IMPORT.findall(content.decode(errors="replace")) if name.endswith(".css") else []
    folder = name.rpartition("/")[0]
    return _compressed(content) + sum(_uncollected(f"{folder}/{other}") for other in imported)


def _compressed(content: bytes) -> int:
    return len(gzip.compress(content, COMPRESSION))
