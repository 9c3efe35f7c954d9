"""Link cards in Markdown: the address of a film, post or song alone on its line becomes a card that leads there.

The card is a paragraph with one link, plain enough for feeds and letters. It is made of what the text says and what the
newsroom has learnt (see oembed.py); a reader's browser asks the service for nothing until the reader goes there.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

from blog.embeds import FindKnown, Known, Line, read_line
from blog.figures import Figures, picture_element


class LinkCards(Extension):
    """Python-Markdown extension; `find` gives what is known of a work by its address, `figures` has the pictures."""

    def __init__(self, find: FindKnown, figures: Figures):
        super().__init__()
        self.find = find
        self.figures = figures

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (the library's name)
        # After fenced code (25) and HTML (20) are out of the way: an address in them is no card.
        md.preprocessors.register(_LineApart(md), "link_card_lines", 15)
        # Before inline (20), which would make typography of an address's hyphens.
        md.treeprocessors.register(_CardMaker(md, self), "link_cards", 25)


class _LineApart(Preprocessor):
    """Makes a line that is a card a paragraph of its own, as authors expect who leave no empty line around it."""

    def run(self, lines: list[str]) -> list[str]:
        apart: list[str] = []
        for line in lines:
            is_card = "http" in line and read_line(line) is not None
            apart += ["", line, ""] if is_card else [line]
        return apart


class _CardMaker(Treeprocessor):
    def __init__(self, md: Markdown, cards: LinkCards):
        super().__init__(md)
        self.cards = cards

    def run(self, root: ET.Element) -> None:
        for paragraph in root.iter("p"):
            line = read_line((paragraph.text or "").strip()) if len(paragraph) == 0 else None
            if line:
                self._fill(paragraph, line)

    def _fill(self, paragraph: ET.Element, line: Line) -> None:
        known = self.cards.find(line.work.address) or Known()
        paragraph.text = None
        paragraph.set("class", "embed")
        link = ET.SubElement(paragraph, "a", href=line.work.link)
        picture = self.cards.figures.find(line.image) if line.image is not None else None
        if picture:
            self.cards.figures.shown.append(picture)
            link.append(picture_element(picture, line.alt or picture.alt))
        _add(link, "small", line.work.service)
        author = _plain(known.author)
        title = _plain(known.title) or author or line.work.address.split("://", 1)[1]
        # What the author typed may have emphasis in it; what a service said, and an address, are taken as they are.
        _add(link, "strong", line.words or AtomicString(title))
        if author and author != title:
            _add(link, "cite", AtomicString(author))
        if picture and picture.credit:
            _add(link, "span", AtomicString(picture.credit))


def _plain(words: str) -> str:
    """Without the two signs that mean something to the library: they stand for HTML that it has put aside."""
    return words.replace(STX, "").replace(ETX, "")


def _add(link: ET.Element, tag: str, words: str) -> None:
    if len(link):
        link[-1].tail = " "
    ET.SubElement(link, tag).text = words
