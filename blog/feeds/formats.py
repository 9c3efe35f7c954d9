"""The three languages of feed readers: RSS 2.0, Atom 1.0 and JSON Feed 1.1, each with the whole text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.feedgenerator import rfc2822_date, rfc3339_date

from blog.feeds.channel import Channel, Enclosure, Entry, Person
from blog.models import newsroom_name
from blog.xml import Document

NAMESPACES = {  # https://www.rssboard.org/rss-profile, https://www.rssboard.org/media-rss
    "xmlns__atom": "http://www.w3.org/2005/Atom",
    "xmlns__content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns__dc": "http://purl.org/dc/elements/1.1/",
    "xmlns__media": "http://search.yahoo.com/mrss/",
}


@dataclass(frozen=True)
class Format:
    """`name` is the last part of its addresses (RSS has none, as on WordPress); `write` takes a channel and the
    address that the feed itself was asked at."""

    name: str
    mime_type: str
    write: Callable[[Channel, str], str]


def rss(channel: Channel, own_address: str) -> str:
    """RSS 2.0. https://www.rssboard.org/rss-specification"""
    xml = Document()
    with xml.element("rss", version="2.0", **NAMESPACES), xml.element("channel"):
        xml.line("title", channel.title)
        xml.line("link", channel.address)
        xml.line("description", channel.description)
        xml.line("language", settings.LANGUAGE_CODE)
        xml.line("atom:link", rel="self", type=RSS.mime_type, href=own_address)
        if channel.hub:
            xml.line("atom:link", rel="hub", href=channel.hub)
        if channel.entries:
            xml.line("lastBuildDate", rfc2822_date(channel.updated))
        for entry in channel.entries:
            with xml.element("item"):
                _rss_item(xml, entry)
    return xml.text()


def _rss_item(xml: Document, entry: Entry) -> None:
    xml.line("title", entry.title)
    xml.line("link", entry.address)
    xml.line("guid", entry.guid, isPermaLink="false")
    xml.line("pubDate", rfc2822_date(entry.published))
    xml.line("atom:updated", rfc3339_date(entry.updated))
    _each(xml, "dc:creator", (person.name for person in entry.authors))
    _each(xml, "dc:contributor", (person.name for person in entry.contributors))
    _each(xml, "category", entry.categories)
    if entry.summary:
        xml.line("description", entry.summary)
    xml.line("content:encoded", entry.html)
    if entry.enclosure:
        _rss_file(xml, entry.enclosure)


def _rss_file(xml: Document, file: Enclosure) -> None:
    size = str(file.length)
    xml.line("enclosure", url=file.address, length=size, type=file.mime_type)
    with xml.element("media:content", url=file.address, fileSize=size, type=file.mime_type, medium="image"):
        if file.alt:
            xml.line("media:description", file.alt, type="plain")
        if file.credit:
            xml.line("media:credit", file.credit)


def atom(channel: Channel, own_address: str) -> str:
    """Atom 1.0. https://www.rfc-editor.org/rfc/rfc4287"""
    xml = Document()
    attributes = {"xmlns": "http://www.w3.org/2005/Atom", "xml__lang": settings.LANGUAGE_CODE}
    with xml.element("feed", **attributes):
        xml.line("id", channel.guid)
        xml.line("title", channel.title)
        if channel.description:
            xml.line("subtitle", channel.description)
        xml.line("updated", rfc3339_date(channel.updated))
        xml.line("link", rel="alternate", type="text/html", href=channel.address)
        xml.line("link", rel="self", type=ATOM.mime_type, href=own_address)
        if channel.hub:
            xml.line("link", rel="hub", href=channel.hub)
        _atom_person(xml, "author", Person(newsroom_name(), settings.SITE_ADDRESS + "/"))
        for entry in channel.entries:
            with xml.element("entry"):
                _atom_entry(xml, entry)
    return xml.text()


def _atom_entry(xml: Document, entry: Entry) -> None:
    xml.line("id", entry.guid)
    xml.line("title", entry.title)
    xml.line("published", rfc3339_date(entry.published))
    xml.line("updated", rfc3339_date(entry.updated))
    xml.line("link", rel="alternate", type="text/html", href=entry.address)
    for person in entry.authors:
        _atom_person(xml, "author", person)
    for person in entry.contributors:
        _atom_person(xml, "contributor", person)
    for category in entry.categories:
        xml.line("category", term=category)
    if file := entry.enclosure:
        xml.line("link", rel="enclosure", href=file.address, type=file.mime_type, length=str(file.length))
    if entry.summary:
        xml.line("summary", entry.summary)
    xml.line("content", entry.html, type="html")


def _atom_person(xml: Document, name: str, person: Person) -> None:
    with xml.element(name):
        xml.line("name", person.name)
        if person.address:
            xml.line("uri", person.address)


def _each(xml: Document, name: str, words: Iterable[str]) -> None:
    for each in words:
        xml.line(name, each)


def json_feed(channel: Channel, own_address: str) -> str:
    """JSON Feed 1.1. https://www.jsonfeed.org/version/1.1/"""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.address,
        "feed_url": own_address,
        "description": channel.description,
        "language": settings.LANGUAGE_CODE,
        "hubs": [{"type": "WebSub", "url": channel.hub}] if channel.hub else [],
    }
    items = [_json_item(entry) for entry in channel.entries]
    return json.dumps({**_said(feed), "items": items}, ensure_ascii=False)


def _json_item(entry: Entry) -> dict:
    file = entry.enclosure
    return _said(
        {
            "id": entry.guid,
            "url": entry.address,
            "title": entry.title,
            "content_html": entry.html,
            "summary": entry.summary,
            "image": file.address if file else "",
            "date_published": rfc3339_date(entry.published),
            "date_modified": rfc3339_date(entry.updated),
            "authors": [_said({"name": person.name, "url": person.address}) for person in entry.authors],
            "tags": list(entry.categories),
            "attachments": [_json_file(file)] if file else [],
        }
    )


def _json_file(file: Enclosure) -> dict:
    return {"url": file.address, "mime_type": file.mime_type, "size_in_bytes": file.length}


def _said(members: dict) -> dict:
    """Without what says nothing."""
    return {name: value for name, value in members.items() if value}


RSS = Format("", "application/rss+xml", rss)
ATOM = Format("atom", "application/atom+xml", atom)
JSON = Format("json", "application/feed+json", json_feed)
FORMATS = (RSS, ATOM, JSON)
