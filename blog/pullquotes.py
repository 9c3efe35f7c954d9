"""Pull quotes in Markdown: a quote whose first line says so.

    > Pull quote:
    > We have nothing left to burn.
    > — Awa Traoré, baker

They repeat what stands in the text, so they are set apart from it, and left out of its first words.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

BEGINNING = re.compile(r"(?:^|\n) {0,3}> ?(?=pull[ -]?quote *:)", re.I)
MARK = re.compile(r"\s*pull[ -]?quote *:\s*", re.I)
SIGN = re.compile(r"(?m)^ {0,3}> ?")
SPEAKER = re.compile(r"\n *(?:—|–|-{1,3}) *(?P<name>[^\s-].*)$")


class PullQuotes(Extension):
    """Python-Markdown extension: such a quote becomes an <aside class="pullquote">, with the speaker in a <cite>."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (the library's name)
        md.parser.blockprocessors.register(_PullQuote(md.parser), "pull_quote", 25)  # before other quotes (20)


class _PullQuote(BlockProcessor):
    def test(self, parent: ET.Element, block: str) -> bool:
        return parent.tag != "aside" and BEGINNING.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool | None:
        block = blocks.pop(0)
        beginning = BEGINNING.search(block)
        start = beginning.start() if beginning else 0
        words = MARK.sub("", SIGN.sub("", block[start:]), count=1).strip()
        speaker = SPEAKER.search(words)
        said = words[: speaker.start()].strip() if speaker else words
        if not said:
            blocks.insert(0, block)
            return False  # nothing is quoted: it is shown as any quote
        if before := block[:start]:
            self.parser.parseBlocks(parent, [before])
        aside = ET.SubElement(parent, "aside", {"class": "pullquote"})
        self.parser.parseChunk(aside, said)
        if speaker:
            ET.SubElement(ET.SubElement(aside, "p"), "cite").text = speaker["name"]
        return True
