"""XML, a tag at a time."""

from __future__ import annotations

import re
from contextlib import contextmanager
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

# What XML 1.0 has no way to write, not even as a number. https://www.w3.org/TR/xml/#charsets
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Document:
    """Collects elements; `text()` is the whole. Words are escaped, and lose what XML cannot say."""

    def __init__(self) -> None:
        self._text = StringIO()
        self._xml = SimplerXMLGenerator(self._text, "utf-8")
        self._xml.startDocument()

    @contextmanager
    def element(self, name: str, **attributes: str):
        """What is written within stands in the element. "__" in an attribute's name is a colon."""
        self._xml.startElement(name, AttributesImpl(_clean(attributes)))
        yield
        self._xml.endElement(name)

    def line(self, name: str, words: str = "", **attributes: str) -> None:
        """One element that holds `words` alone."""
        self._xml.addQuickElement(name, NOT_XML.sub("", words), _clean(attributes))

    def text(self) -> str:
        """All that was written, and what was written since the last `taken`."""
        return self._text.getvalue()

    def taken(self) -> str:
        """What was written since this was last called: for long documents, which are sent in pieces."""
        words = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return words


def _clean(attributes: dict[str, str]) -> dict[str, str]:
    return {name.replace("__", ":"): NOT_XML.sub("", value) for name, value in attributes.items()}
