"""Pictures in Markdown: `![alt](image:7 "caption")` becomes a captioned, responsive figure.

A paragraph that holds one picture and nothing else becomes a <figure>; its title, which may carry *emphasis* and
[links](…), becomes the <figcaption>. One that holds several becomes a gallery of such figures. A figure alone can stand
beside the words: `{: .alignright }` directly behind the picture or on the next line. A picture from anywhere but the
library becomes a link to it: reading a page never asks a stranger's server for anything.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import IMAGE_LINK_RE, ImageInlineProcessor
from markdown.treeprocessors import Treeprocessor

from blog.renditions import Picture

LIBRARY_ADDRESS = re.compile(r"^image:(\d{1,18})$")
IMAGE_KEY = re.compile(r"\(\s*<?image:(\d{1,18})\b")
BESIDE_THE_WORDS = {"alignleft", "alignright"}
ALIGNMENTS = BESIDE_THE_WORDS | {"alignwide"}
BESIDE = "(min-width: 640px) 320px, 100vw"  # as text.css has them
IN_A_GALLERY = "(min-width: 700px) 350px, 50vw"  # two beside each other, as text.css has them

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
        # What stands in a <picture> already was put there by a link card.
        holders = [parents[img] for img in root.iter("img") if parents[img].tag != "picture"]
        for paragraph in dict.fromkeys(holders):
            if _is_of_pictures(paragraph):
                self._hang(paragraph, parents[paragraph])
            else:
                for img in paragraph.findall("img"):
                    self._show_within(img, paragraph)

    def _hang(self, paragraph: ET.Element, parent: ET.Element) -> None:
        """Make a paragraph of pictures a figure, or several in a gallery; what the library lacks follows in words."""
        images = paragraph.findall("img")
        found = [(img, picture) for img in images if (picture := self._found(img))]
        missing = [img for img in images if not self._found(img)]
        for child in list(paragraph):
            paragraph.remove(child)
        paragraph.text = None
        if len(found) == 1:
            self._align(paragraph, *found[0])
        elif found:
            paragraph.tag = "div"
            paragraph.set("class", "gallery")
            for img, picture in found:
                self._fill(ET.SubElement(paragraph, "figure"), img, replace(picture, sizes=IN_A_GALLERY))
        rest = paragraph
        if found and missing:
            rest = ET.Element("p")
            parent.insert(list(parent).index(paragraph) + 1, rest)
        for img in missing:
            _link_instead(img)
            img.tail = "" if img is missing[-1] else " "
            rest.append(img)

    def _align(self, figure: ET.Element, img: ET.Element, picture: Picture) -> None:
        """The figure stands where the author put the picture, or the paragraph around it."""
        asked = {*img.get("class", "").split(), *figure.get("class", "").split()} & ALIGNMENTS
        if asked:
            figure.set("class", " ".join(sorted(asked)))
        self._fill(figure, img, replace(picture, sizes=BESIDE) if asked & BESIDE_THE_WORDS else picture)

    def _fill(self, figure: ET.Element, img: ET.Element, picture: Picture) -> None:
        figure.tag = "figure"
        figure.append(self._shown(img, picture))
        caption = img.get("title") or picture.caption
        if caption or picture.credit:
            figcaption = ET.SubElement(figure, "figcaption")
            figcaption.text = caption
            self.md.treeprocessors["inline"].run(figure)
            if picture.credit:
                credit = ET.SubElement(figcaption, "small")
                credit.text = picture.credit

    def _show_within(self, img: ET.Element, parent: ET.Element) -> None:
        """A picture among words stays among them, without a caption."""
        picture = self._found(img)
        if picture is None:
            _link_instead(img)
            return
        shown = self._shown(img, picture)
        shown.tail = img.tail
        parent[list(parent).index(img)] = shown

    def _shown(self, img: ET.Element, picture: Picture) -> ET.Element:
        self.figures.shown.append(picture)
        return picture_element(picture, img.get("alt") or picture.alt)

    def _found(self, img: ET.Element) -> Picture | None:
        match = LIBRARY_ADDRESS.match(img.get("src", ""))
        return self.figures.find(int(match[1])) if match else None


def picture_element(found: Picture, alt: str) -> ET.Element:
    """The `<picture>` with its sources; `alt` is what those hear who do not see it."""
    picture = ET.Element("picture")
    for mime, srcset in found.sources:
        ET.SubElement(picture, "source", type=mime, srcset=srcset, sizes=found.sizes)
    size = {"width": str(found.width), "height": str(found.height)}
    words = {"src": found.src, "alt": alt, "class": found.tone}
    ET.SubElement(picture, "img", {**words, **size}, loading="lazy", decoding="async")
    return picture


def _is_of_pictures(paragraph: ET.Element) -> bool:
    """True for a paragraph that holds pictures and nothing else; they may stand on lines of their own."""
    words = [paragraph.text, *(child.tail for child in paragraph)]
    is_bare = all(child.tag in ("img", "br") for child in paragraph) and not any((w or "").strip() for w in words)
    return paragraph.tag == "p" and is_bare


def _link_instead(img: ET.Element) -> None:
    address, words = img.get("src", ""), img.get("alt", "")
    img.tag = "a" if address.startswith(("http://", "https://")) else "span"
    img.attrib.clear()
    if img.tag == "a":
        img.set("href", address)
    img.text = words or address
