"""A picture as those read who save data: a link to its file that says what it weighs and what it shows.

A rendered text is kept with its pictures; here their places are taken by links when a page is printed, so that feeds
and letters stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from html import escape, unescape
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from blog.paragraphs import TAG
from blog.renditions import light, name_in, tag_in

ATTRIBUTE = re.compile(r'\s(src|srcset|alt)="([^"]*)"')
CAPTION_FOLLOWS = re.compile(r"(?:</picture>)?\s*<figcaption>(?!<small>)")
NOTHING_LEFT = re.compile(r"<figure\b[^<>]*+>\s*+(?:<figcaption><small>[^<]*</small></figcaption>\s*+)?</figure>")
NO_FIGURE_LEFT = re.compile(r'<div class="gallery">\s*+</div>')
LINK = '<a class="photo"'
FETCHED = re.compile(r"<(?=(?:img|picture|source)\b)", re.IGNORECASE)

Sizes = Callable[[Iterable[str]], dict[str, int]]


class Photo(NamedTuple):
    """A picture of a text: the address of its file for who saves data, and its alternative text."""

    address: str
    alt: str

    @property
    def name(self) -> str:
        """Its name in the storage; empty for what is no file of ours."""
        return name_in(self.address) or ""


def photo_link(address: str, size: int, alt: str) -> SafeString:
    """ "Load photo (38 KB)", with what it shows, leading to the file of `size` bytes; 0 where nobody knows."""
    words = _("Load photo (%(size)s KB)") % {"size": -(-size // 1024)} if size else _("Load photo")
    shows = format_html(" <span>{}</span>", alt) if alt else ""
    return format_html(LINK + ' href="{}"><b>{}</b>{}</a>', address, words, shows)


def with_photo_links(html: str, sizes_of: Sizes, decorative: Collection[str] = ()) -> str:
    """Rendered HTML, as blog/markup.py makes it, with links in the places of its pictures. Takes linear time.

    `sizes_of` gives the bytes of files by their names. Of the pictures with a tag in `decorative`, those without words
    of their own vanish. What leads elsewhere and showed a picture keeps its words, and the link stands after it.
    """
    pieces = _taken_apart(html, decorative)
    sizes = sizes_of({piece.name for piece in pieces if isinstance(piece, Photo)} - {""})
    linked = "".join(
        photo_link(piece.address, sizes.get(piece.name, 0), piece.alt) if isinstance(piece, Photo) else piece
        for piece in pieces
    )
    if decorative:
        linked = NO_FIGURE_LEFT.sub("", NOTHING_LEFT.sub("", linked))
    return FETCHED.sub("&lt;", linked)  # there is none left, whatever the text was


def _taken_apart(html: str, decorative: Collection[str]) -> list[str | Photo]:
    """The text in order, with each picture as a Photo where its link is to stand."""
    pieces: list[str | Photo] = []
    end, srcsets = 0, [""]
    link_begins = -1  # where the link begins that the place is in
    in_link: list[str | Photo] = []
    for tag in TAG.finditer(html):
        pieces.append(html[end : tag.start()])
        end, is_closing, name = tag.end(), bool(tag[1]), tag[2]
        if name == "picture":
            srcsets = []
        elif name == "source":
            srcsets.append(_attributes(tag[3]).get("srcset", ""))
        elif name == "img":
            photo = _photo(_attributes(tag[3]), srcsets)
            if _is_to_vanish(photo, decorative) and not CAPTION_FOLLOWS.match(html, end):
                continue
            (in_link if link_begins >= 0 else pieces).append(photo if photo.name else escape(photo.alt))
        elif name == "a":
            if is_closing and in_link and not _has_words(pieces[link_begins:]):
                pieces.append(" ".join(escape(_words(shown)) for shown in in_link))
            link_begins = -1 if is_closing else len(pieces)
            pieces.append(tag[0])
            if is_closing:
                pieces += [photo for photo in in_link if isinstance(photo, Photo)]
                in_link = []
        else:
            pieces.append(tag[0])
    return [*pieces, html[end:]]


def _attributes(written: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(written)}


def _photo(attributes: dict[str, str], srcsets: list[str]) -> Photo:
    return Photo(light(attributes.get("src", ""), *srcsets), attributes.get("alt", ""))


def _is_to_vanish(photo: Photo, decorative: Collection[str]) -> bool:
    return not photo.alt and tag_in(photo.name.removeprefix("r/")) in decorative


def _words(shown: str | Photo) -> str:
    return unescape(shown) if isinstance(shown, str) else shown.alt or _("Photo")


def _has_words(pieces: list[str | Photo]) -> bool:
    """True when a reader sees anything of these, besides pictures."""
    return any(isinstance(piece, str) and piece.strip() and not piece.startswith("<") for piece in pieces)
