"""Pictures in Markdown: `![alt](image:7 "caption")` becomes a captioned, responsive figure.

A paragraph that holds one picture and nothing else becomes a <figure>; its title, which may carry *emphasis* and
[links](…), becomes the <figcaption>. A picture from anywhere but the library becomes a link to it: reading a page
never asks a stranger's server for anything.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import IMAGE_LINK_RE, ImageInlineProcessor
from markdown.treeprocessors import Treeprocessor

from blog.renditions import Picture

LIBRARY_ADDRESS = re.compile(r"^image:(\d{1,18})$")
IMAGE_KEY = re.compile(r"\(\s*<?image:(\d{1,18})\b")

FindPicture = Callable[[int], Picture | None]


class Figures(Extension):
    """Python-Markdown extension; `find` gives the picture for a library key, or None when there is none."""

    def __init__(self, find: FindPicture):
        super().__init__()
        self.find = find
        self.shown: list[Picture] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (the library's name)
        # Before links (160), so that a caption may hold a link.
        md.inlinePatterns.register(ImageInlineProcessor(IMAGE_LINK_RE, md), "image_link", 165)
        # After inline (20) and attr_list (8) have done their work.
        md.treeprocessors.register(_FigureMaker(md, self), "figures", 5)


class _FigureMaker(Treeprocessor):
    def __init__(self, md: Markdown, figures: Figures):
        super().__init__(md)
        self.figures = figures

    def run(self, root: ET.Element) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        for img in list(root.iter("img")):
            match = LIBRARY_ADDRESS.match(img.get("src", ""))
            found = self.figures.find(int(match[1])) if match else None
            if found is None:
                self._link_instead(img)
            else:
                self._show(img, parents[img], found)

    def _link_instead(self, img: ET.Element) -> None:
        address, words = img.get("src", ""), img.get("alt", "")
        img.tag = "a" if address.startswith(("http://", "https://")) else "span"
        img.attrib.clear()
        if img.tag == "a":
            img.set("href", address)
        img.text = words or address

    def _show(self, img: ET.Element, parent: ET.Element, found: Picture) -> None:
        caption, alt = img.get("title") or found.caption, img.get("alt") or found.alt
        picture = _picture_element(found, alt)
        self.figures.shown.append(found)
        is_alone = (
            parent.tag == "p" and len(parent) == 1 and not (parent.text or "").strip() and not (img.tail or "").strip()
        )
        picture.tail = img.tail
        parent[list(parent).index(img)] = picture
        if not is_alone:
            return
        parent.tag = "figure"
        parent.text = picture.tail = None
        if caption or found.credit:
            figcaption = ET.SubElement(parent, "figcaption")
            figcaption.text = caption
            self.md.treeprocessors["inline"].run(parent)
            if found.credit:
                credit = ET.SubElement(figcaption, "small")
                credit.text = found.credit


def _picture_element(found: Picture, alt: str) -> ET.Element:
    picture = ET.Element("picture")
    for mime, srcset in found.sources:
        ET.SubElement(picture, "source", type=mime, srcset=srcset, sizes=found.sizes)
    size = {"width": str(found.width), "height": str(found.height)}
    ET.SubElement(picture, "img", {"src": found.src, "alt": alt, **size}, loading="lazy", decoding="async")
    return picture
