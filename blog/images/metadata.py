"""What photographers and agencies write into their files: read as plain text, and never trusted.

The fields are those of the IPTC Photo Metadata Standard 2023.2, which names the XMP property and the older IPTC-IIM
dataset of each; EXIF comes last, because cameras fill it by themselves. A field that cannot be read is empty: nothing
in a picture's metadata is a reason to refuse the picture.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from xml.parsers import expat

from PIL import ImageFile

MAX_XMP_BYTES = 256 * 1024  # a packet with all standard fields and an editing history has about 20 KB
MAX_XMP_DEPTH = 32  # the deepest standard property lies at nine
MAX_IPTC_FIELDS = 500  # keywords are one field each
LONGEST = {"alt": 500, "caption": 1000, "credit": 200, "source": 200, "licence": 120}  # characters
LONGEST_BESIDES = {"file_headline": 250, "file_keywords": 500, "file_place": 250, "file_rights": 300}  # characters
FIRST_PHOTOGRAPH = 1826

# Cameras' own names, written where a caption belongs.
NOT_CAPTIONS = re.compile(r"(?i)(\w+ )?\w*\s?(digital camera|dsc|csc|dcim)\W*|default|untitled|exif_jpeg_\w+")

_XMP_FIELDS = {
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/ AltTextAccessibility": "alt",
    "http://purl.org/dc/elements/1.1/ description": "caption",
    "http://ns.adobe.com/photoshop/1.0/ Credit": "credit",
    "http://purl.org/dc/elements/1.1/ creator": "creator",
    "http://ns.adobe.com/photoshop/1.0/ Source": "source",
    "http://ns.adobe.com/xap/1.0/rights/ UsageTerms": "licence",
    "http://purl.org/dc/elements/1.1/ rights": "rights",
    "http://ns.adobe.com/photoshop/1.0/ DateCreated": "taken_on",
    "http://ns.adobe.com/photoshop/1.0/ Headline": "headline",
    "http://purl.org/dc/elements/1.1/ subject": "keywords",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/ Location": "location",
    "http://ns.adobe.com/photoshop/1.0/ City": "city",
    "http://ns.adobe.com/photoshop/1.0/ State": "state",
    "http://ns.adobe.com/photoshop/1.0/ Country": "country",
}
_LISTS = {"creator", "keywords"}  # all others are one text, in XMP perhaps in several languages
_PLACE = ("location", "city", "state", "country")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns# "
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
_IPTC_FIELDS = {120: "caption", 110: "credit", 80: "creator", 115: "source", 116: "rights", 55: "taken_on"} | {
    105: "headline",
    25: "keywords",
    92: "location",
    90: "city",
    95: "state",
    101: "country",
}
_EXIF_FIELDS = {0x010E: "caption", 0x013B: "creator", 0x8298: "rights"}
_EXIF_MOMENTS, _EXIF_TAKEN = 0x8769, 0x9003


@dataclass(frozen=True)
class Words:
    """What a file says of itself, cleaned; empty or None where it says nothing. What begins with `file_` is for the
    desk alone."""

    alt: str = ""
    caption: str = ""
    credit: str = ""
    source: str = ""
    licence: str = ""
    taken_on: date | None = None
    file_headline: str = ""
    file_keywords: str = ""
    file_place: str = ""
    file_rights: str = ""


def read(picture: ImageFile.ImageFile) -> Words:
    """The words in an opened picture's XMP, else IPTC, else EXIF, field by field. Never raises."""
    told = [xmp_fields(picture.info.get("xmp")), _iptc_fields(picture), _exif_fields(picture)]

    def first(*fields: str, longest: int) -> str:
        values = (plain(fields_of.get(field, ""), longest) for field in fields for fields_of in told)
        return next(filter(None, values), "")

    def besides(name: str) -> str:
        return first(name.removeprefix("file_"), longest=LONGEST_BESIDES[name])

    caption = first("caption", longest=LONGEST["caption"])
    place = ", ".join(dict.fromkeys(filter(None, (first(part, longest=100) for part in _PLACE))))
    return Words(
        alt=first("alt", longest=LONGEST["alt"]),
        caption="" if NOT_CAPTIONS.fullmatch(caption) else caption,
        credit=first("credit", "creator", longest=LONGEST["credit"]),
        source=first("source", longest=LONGEST["source"]),
        licence=first("licence", "rights", longest=LONGEST["licence"]),
        taken_on=next(filter(None, (_day(fields.get("taken_on", "")) for fields in told)), None),
        file_headline=besides("file_headline"),
        file_keywords=besides("file_keywords"),
        file_place=plain(place, LONGEST_BESIDES["file_place"]),
        file_rights=besides("file_rights"),
    )


def plain(text: str, longest: int) -> str:
    """One line of text of at most `longest` characters: no tags, no control or direction-changing characters."""
    text = unicodedata.normalize("NFC", text[: longest * 10])  # the factor leaves room for tags and spaces
    text = re.sub(r"<[a-zA-Z/!?][^<>]*>", " ", text)
    text = " ".join("".join(c if _is_text(c) else " " if c.isspace() or c == "\0" else "" for c in text).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _is_text(character: str) -> bool:
    """Joiners are text (Persian and emoji need them); overrides and isolates of direction are not (Unicode TR 36)."""
    if "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069":
        return False
    return unicodedata.category(character) not in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def _day(text: str) -> date | None:
    """The day in `2013-01-10T…` (XMP), `20130110` (IPTC) or `2013:01:10 …` (EXIF); None for anything vaguer."""
    found = re.match(r"\s*(\d{4})([-:]?)(\d\d)\2(\d\d)(?!\d)", text[:40], re.ASCII)
    try:
        day = found and date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None
    return day if day and day.year >= FIRST_PHOTOGRAPH else None


def xmp_fields(packet: bytes | str | None) -> Mapping[str, str]:
    """The known fields of an XMP packet. Refuses document types and entities outright, and goes only so deep; a packet
    that is too large, broken or hostile says nothing."""
    if not packet or len(packet) > MAX_XMP_BYTES:
        return {}
    reader = _XmpReader()
    try:
        text = packet if isinstance(packet, str) else packet.decode()
        reader.parser.Parse(text.strip("\0\ufeff \r\n\t"), True)
    except (expat.ExpatError, ValueError):
        return {}
    return reader.fields


class _XmpReader:
    """Keeps the text of each known property that stands directly in the packet's own rdf:Description."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.path: list[str] = []
        self.field = ""
        self.items: list[tuple[str, list[str]]] = []  # language, pieces of text
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def refuse(self, *_declared: object) -> None:
        raise ValueError("An XMP packet declares no document type and no entities")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.path) >= MAX_XMP_DEPTH:
            raise ValueError("An XMP packet is not nested so deep")
        if name == f"{_RDF}Description" and self.path[-1:] == [f"{_RDF}RDF"]:
            for attribute, value in attributes.items():
                self.keep(_XMP_FIELDS.get(attribute, ""), value)
        elif self.path[-2:] == [f"{_RDF}RDF", f"{_RDF}Description"]:
            self.field, self.items = _XMP_FIELDS.get(name, ""), [("", [])]
        elif self.field and name == f"{_RDF}li":
            self.items.append((attributes.get(_LANGUAGE, ""), []))
        self.path.append(name)

    def text(self, text: str) -> None:
        if self.field:
            self.items[-1][1].append(text)

    def end(self, _name: str) -> None:
        self.path.pop()
        if self.field and self.path[-2:] == [f"{_RDF}RDF", f"{_RDF}Description"]:
            values = [(language, "".join(pieces).strip()) for language, pieces in self.items]
            values = [(language, value) for language, value in values if value]
            if self.field in _LISTS:
                self.keep(self.field, ", ".join(value for _, value in values))
            elif values:
                self.keep(self.field, next((v for language, v in values if language == "x-default"), values[0][1]))
            self.field = ""

    def keep(self, field: str, value: str) -> None:
        if field and value.strip():
            self.fields.setdefault(field, value)


def _iptc_fields(picture: ImageFile.ImageFile) -> Mapping[str, str]:
    """IPTC-IIM 4.2, record 2, from Photoshop's resource 0x0404: byte 0x1C, record, dataset, length, value."""
    resources = picture.info.get("photoshop")
    block = resources.get(0x0404, b"") if isinstance(resources, dict) else b""
    fields: dict[str, list[str]] = {}
    position = 0
    for _ in range(MAX_IPTC_FIELDS):
        if position + 5 > len(block) or block[position] != 0x1C:
            break
        record, dataset, length = struct.unpack_from(">BBH", block, position + 1)
        if length & 0x8000:  # the extended form, for values that no caption needs
            break
        field = _IPTC_FIELDS.get(dataset) if record == 2 else None
        if field:
            fields.setdefault(field, []).append(_decoded(block[position + 5 : position + 5 + length]))
        position += 5 + length
    return {field: ", ".join(values) if field in _LISTS else values[0] for field, values in fields.items()}


def _exif_fields(picture: ImageFile.ImageFile) -> Mapping[str, str]:
    try:
        exif = picture.getexif()
        told = {field: exif.get(tag) for tag, field in _EXIF_FIELDS.items()}
        told["taken_on"] = exif.get_ifd(_EXIF_MOMENTS).get(_EXIF_TAKEN)
    except Exception:  # garbled EXIF makes Pillow raise nearly anything
        return {}
    # Pillow reads EXIF text as Latin-1, most programs write it as UTF-8.
    return {field: _decoded(text.encode("latin-1", "replace")) for field, text in told.items() if isinstance(text, str)}


def _decoded(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace").replace("\ufffd", "")
