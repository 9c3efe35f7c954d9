"""What the three specifications ask of a feed, as far as a program can see: each function returns what is wrong."""

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

ATOM, DC = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# RFC 3339 as RFC 4287, 3.3, narrows it; RFC 822 as RSS does, with four digits for the year.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
DAY = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)")
MIME_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")

# RFC 4287, 4.1.1 and 4.1.2: how often each may stand in a feed, and in an entry; None for as often as it likes.
FEED = {"author": None, "category": None, "contributor": None, "generator": 1, "icon": 1, "id": 1, "link": None}
FEED |= {"logo": 1, "rights": 1, "subtitle": 1, "title": 1, "updated": 1, "entry": None}
ENTRY = {"author": None, "category": None, "content": 1, "contributor": None, "id": 1, "link": None, "published": 1}
ENTRY |= {"rights": 1, "source": 1, "summary": 1, "title": 1, "updated": 1}
# The RSS 2.0 specification's elements that have no namespace, of a channel and of an item.
CHANNEL = {"title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate", "image"}
CHANNEL |= {"lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "skipHours", "skipDays", "item"}
ITEM = {"title", "link", "description", "author", "category", "comments", "enclosure", "guid", "pubDate", "source"}


def is_whole(address) -> bool:
    """True for an address that means the same everywhere."""
    parts = urlsplit(address or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc) and address == address.strip()


def is_iri(name) -> bool:
    return bool(re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", name or ""))


def faults(words: str, checks) -> list[str]:
    return [f"{words}: {what}" for what, holds in checks if not holds]


def faults_of_atom(content: bytes, own_address: str) -> list[str]:
    """RFC 4287."""
    feed = ET.fromstring(content)
    entries = feed.findall(f"{ATOM}entry")
    own = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    found = _faults_of_atom_element("feed", feed, FEED)
    found += faults("feed", [
        ("the root is a feed", feed.tag == f"{ATOM}feed"),
        ("has an author, or each entry has", _has_author(feed) or all(map(_has_author, entries))),
        ("names itself once", [link.get("href") for link in own] == [own_address]),
        ("is as new as its newest entry", all(_text(entry, "updated") <= _text(feed, "updated") for entry in entries)),
        ("says its language", LANGUAGE.fullmatch(feed.get("{http://www.w3.org/XML/1998/namespace}lang", ""))),
        ("no two entries have one id", len({_text(entry, "id") for entry in entries}) == len(entries)),
    ])  # fmt: skip
    for entry in entries:
        found += _faults_of_atom_element("entry", entry, ENTRY)
        contents = entry.findall(f"{ATOM}content")
        found += faults("entry", [
            ("has a page", any(link.get("rel") == "alternate" for link in entry.findall(f"{ATOM}link"))),
            ("was not changed before it appeared", _text(entry, "published") <= _text(entry, "updated")),
            ("has its text as HTML", [content.get("type") for content in contents] == ["html"]),
            ("has plain text where it says so", not list(entry.find(f"{ATOM}title"))),
        ])  # fmt: skip
    return found


def _faults_of_atom_element(kind: str, element, allowed) -> list[str]:
    names = Counter(child.tag.removeprefix(ATOM) for child in element if child.tag.startswith(ATOM))
    links = element.findall(f"{ATOM}link")
    alternates = [(link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"]
    enclosures = [link for link in links if link.get("rel") == "enclosure"]
    persons = [*element.findall(f"{ATOM}author"), *element.findall(f"{ATOM}contributor")]
    moments = [moment.text for name in ("updated", "published") for moment in element.findall(ATOM + name)]
    return faults(kind, [
        (f"has known elements: {names}", set(names) <= set(allowed)),
        (f"has each as often as it may: {names}", all(names[n] <= most for n, most in allowed.items() if most)),
        ("has id, title and updated", all(names[name] == 1 for name in ("id", "title", "updated"))),
        ("has an id that is an IRI", is_iri(_text(element, "id"))),
        ("has a title", _text(element, "title").strip()),
        (f"has moments as RFC 3339 writes them: {moments}", all(MOMENT.fullmatch(moment) for moment in moments)),
        ("has links that lead somewhere", all(is_whole(link.get("href")) for link in links)),
        ("has one page in each type", len(set(alternates)) == len(alternates)),
        ("has enclosures with type and length", all(_is_file(e.get("type"), e.get("length")) for e in enclosures)),
        ("has categories with a term", all(c.get("term") for c in element.findall(f"{ATOM}category"))),
        ("has people with one name", all(len(person.findall(f"{ATOM}name")) == 1 for person in persons)),
        ("has people with addresses", all(is_whole(uri.text) for p in persons for uri in p.findall(f"{ATOM}uri"))),
    ])  # fmt: skip


def faults_of_rss(content: bytes, own_address: str) -> list[str]:
    """RSS 2.0, and the RSS Advisory Board's profile of it."""
    rss = ET.fromstring(content)
    [channel] = rss
    items = channel.findall("item")
    own = [link.get("href") for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    names = Counter(child.tag for child in channel if not child.tag.startswith("{"))
    found = faults("channel", [
        ("is of version 2.0", (rss.tag, rss.get("version"), channel.tag) == ("rss", "2.0", "channel")),
        (f"has known elements: {names}", set(names) <= CHANNEL),
        ("has each once", all(names[name] == 1 for name in set(names) - {"item", "category"})),
        ("has title, link and description", all(channel.findtext(n) for n in ("title", "link", "description"))),
        ("leads to a page", is_whole(channel.findtext("link"))),
        ("names itself once", own == [own_address]),
        ("says its language", LANGUAGE.fullmatch(channel.findtext("language", ""))),
        ("has a true date", _is_day(channel.findtext("lastBuildDate")) or not items),
        ("no two items have one guid", len({item.findtext("guid") for item in items}) == len(items)),
        ("has its items last", [child.tag for child in channel][len(channel) - len(items) :] == ["item"] * len(items)),
    ])  # fmt: skip
    for item in items:
        found += _faults_of_item(item)
    return found


def _faults_of_item(item) -> list[str]:
    names = Counter(child.tag for child in item if not child.tag.startswith("{"))
    guid, files = item.find("guid"), item.findall("enclosure")
    return faults("item", [
        (f"has known elements: {names}", set(names) <= ITEM),
        ("has each once", all(names[name] == 1 for name in set(names) - {"category"})),
        ("has a title", item.findtext("title", "").strip()),
        ("leads to a page", is_whole(item.findtext("link"))),
        ("has a guid that is no link", guid.get("isPermaLink") == "false" and is_iri(guid.text)),
        ("has a true date", _is_day(item.findtext("pubDate"))),
        ("has its text", item.findtext(f"{CONTENT}encoded")),
        ("has files of a type and a length", all(_is_file(f.get("type"), f.get("length")) for f in files)),
        ("has files somewhere", all(is_whole(file.get("url")) and len(file.attrib) == 3 for file in files)),
        ("has somebody who made it", item.findtext(f"{DC}creator") or "correction" in guid.text),
    ])  # fmt: skip


def faults_of_json_feed(content: bytes, own_address: str) -> list[str]:
    """JSON Feed 1.1."""
    feed = json.loads(content)
    items, keys = feed["items"], [item["id"] for item in feed["items"]]
    found = faults("feed", [
        ("is of version 1.1", feed["version"] == "https://jsonfeed.org/version/1.1"),
        ("has a title", feed["title"].strip()),
        ("leads to a page", is_whole(feed["home_page_url"])),
        ("names itself", feed["feed_url"] == own_address),
        ("says its language", LANGUAGE.fullmatch(feed["language"])),
        ("no two items have one id", len(set(keys)) == len(keys)),
        ("has no member that is empty", all(value for name, value in feed.items() if name != "items")),
    ])  # fmt: skip
    for item in items:
        files, people = item.get("attachments", []), item.get("authors", [])
        found += faults("item", [
            ("has an id of text", isinstance(item["id"], str) and is_iri(item["id"])),
            ("leads to a page", is_whole(item["url"])),
            ("has its text", item.get("content_html") or item.get("content_text")),
            ("has moments", all(MOMENT.fullmatch(item[n]) for n in ("date_published", "date_modified"))),
            ("has tags of text", all(isinstance(tag, str) and tag for tag in item.get("tags", []))),
            ("has people with a name or a page", all(p.get("name") or p.get("url") for p in people)),
            ("has files of a type and a length", all(_is_file(f["mime_type"], f["size_in_bytes"]) for f in files)),
            ("has files somewhere", all(is_whole(file["url"]) for file in files)),
        ])  # fmt: skip
    return found


def _text(element, name: str) -> str:
    return element.findtext(ATOM + name, "")


def _has_author(element) -> bool:
    return element.find(f"{ATOM}author/{ATOM}name") is not None


def _is_file(mime_type, length) -> bool:
    return bool(MIME_TYPE.fullmatch(mime_type or "")) and int(length or 0) > 0


def _is_day(words) -> bool:
    return bool(words and DAY.fullmatch(words)) and parsedate_to_datetime(words).strftime("%a") == words[:3]
