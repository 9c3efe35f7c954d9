"""Markdown or HTML in, safe HTML out. The only place in the project that may call a string safe.

What an author writes (`render`) and what a stranger writes (`render_comment`) go through the same two steps:
Python-Markdown makes HTML, and nh3 keeps of it only what is on a list.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html import escape
from urllib.parse import urljoin

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from blog.embeds import FindKnown
from blog.figures import IMAGE_KEY, Figures, FindPicture
from blog.linkcards import LinkCards
from blog.pullquotes import PullQuotes
from blog.renditions import Picture
from blog.tones import TONE_CLASSES

LONGEST_TEXT = 500_000  # characters: a long novel; Python-Markdown takes a few seconds for it
LONGEST_BRACKET_RUN = 40  # Python-Markdown's time grows with the square of a run of open brackets
# It does so with the links, footnotes and tags that one paragraph opens, too: these many cost a tenth of a second.
MOST_OPENED_BY_AUTHORS = 1000  # in one paragraph, list or table: a long index still fits
MOST_OPENED_BY_STRANGERS = 200
# Each quotation mark, backtick, star and line end has it copy the paragraph once: characters copied, in half
# a second. A book in ordinary paragraphs takes a tenth of that, a wire's 100 KB without an empty line just so much.
COPYING = re.compile("[\"'`*_\\n]")
MOST_COPIED = 300_000_000
MOST_PARAGRAPHS = 10_000  # it looks through all of them for each; a book of LONGEST_TEXT has half as many
LINK_SCHEMES = {"http", "https", "mailto", "tel"}

ARTICLE_TAGS = set(
    "p br hr h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code em strong b i s del ins sub sup small q cite abbr "
    "mark a figure figcaption picture source img table caption thead tbody tfoot tr th td div span aside".split()
)
ARTICLE_ATTRIBUTES = {
    "a": {"href", "title", "id", "hreflang"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "source": {"type", "srcset", "sizes"},
    "abbr": {"title"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "li": {"id"},
    "sup": {"id"},
    "p": {"lang", "dir"},
    "blockquote": {"lang", "dir"},
    "span": {"lang", "dir"},
}
ARTICLE_CLASSES = {
    "aside": {"pullquote"},
    "blockquote": {"pullquote"},
    "div": {"footnote", "gallery"},
    "p": {"embed"},
    "figure": {"alignleft", "alignright", "alignwide", "gallery"},
    "a": {"footnote-ref", "footnote-backref"},
    "img": TONE_CLASSES,
    "th": {"center", "end"},
    "td": {"center", "end"},
}
ALIGNMENTS = {"text-align: center;": "center", "text-align: right;": "end"}  # as Python-Markdown writes it: as a class
FOOTNOTE_ID = re.compile(r"^(fn|fnref)\d*:[\w-]+$")  # no other id: a text must not be able to shadow the page's own

COMMENT_TAGS = set("p br em strong a blockquote code pre ul ol li".split())


class TextRefused(ValueError):
    """The text cannot be published as it is; the message says why."""


def check(source: str) -> None:
    """Raises TextRefused for a text that could not be rendered in reasonable time."""
    if len(source) > LONGEST_TEXT:
        raise TextRefused(f"The text is longer than {LONGEST_TEXT:,} characters. Split it into parts.")
    if _has_bracket_run(source):
        raise TextRefused(f"More than {LONGEST_BRACKET_RUN} brackets in a row cannot be read as Markdown. Remove some.")
    if _most_opened(source) > MOST_OPENED_BY_AUTHORS:
        raise TextRefused(
            f"One paragraph has more than {MOST_OPENED_BY_AUTHORS:,} links or tags. Divide it into several."
        )
    if _copied(source) > MOST_COPIED:
        raise TextRefused("A paragraph is too long for its many quotation marks or lines. Divide it into several.")
    if len(_blocks(source)) > MOST_PARAGRAPHS:
        raise TextRefused(f"The text has more than {MOST_PARAGRAPHS:,} paragraphs. Split it into parts.")


def render(
    source: str, find_picture: FindPicture = lambda key: None, find_known: FindKnown = lambda address: None
) -> str:
    """An author's Markdown, with some HTML in it, as HTML that is safe to print.

    `find_picture` gives the Picture for a key of the library, `find_known` what is known of a film, post or song by its
    address, or None. A text that `check` refuses comes out as plain paragraphs, so that an imported one is still there
    to read and mend.
    """
    figures = Figures(find_picture)
    try:
        check(source)
        html = _convert(source, _article_markdown(figures, LinkCards(find_known, figures)))
    except TextRefused:
        html = _paragraphs(source)
    ours = {address for picture in figures.shown for address in _addresses(picture)}

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "id":
            return value if FOOTNOTE_ID.match(value) else None
        if attribute in {"src", "srcset"}:
            return value if value in ours else None
        return _whole_address(value) if attribute == "href" else value

    return nh3.clean(
        html,
        tags=ARTICLE_TAGS,
        attributes=ARTICLE_ATTRIBUTES,
        allowed_classes=ARTICLE_CLASSES,
        attribute_filter=keep,
        # A wide table scrolls sideways on a phone; those who use a keyboard must be able to reach it to do so.
        set_tag_attribute_values={"table": {"tabindex": "0"}},
        url_schemes=LINK_SCHEMES,
        link_rel=None,
    )


def render_comment(source: str) -> str:
    """A stranger's words as HTML that is safe to print: emphasis, links, quotes, code and lists; no pictures, no HTML.

    Links say `nofollow ugc noopener`. https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links
    """
    is_too_much = _has_bracket_run(source) or _most_opened(source) > MOST_OPENED_BY_STRANGERS
    return nh3.clean(
        _paragraphs(source) if is_too_much else _convert(source, _comment_markdown()),
        tags=COMMENT_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=lambda tag, attribute, value: _whole_address(value),
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def trusted(html: str) -> SafeString:
    """HTML that `render` or `render_comment` made and the database kept, for a template to print."""
    return mark_safe(html)


def data_block(data: dict) -> SafeString:
    """`data` as JSON for the inside of a script element that holds data: nothing in it can end the element, or begin
    a comment. https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements"""
    escapes = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(escapes))


def image_keys(source: str) -> set[int]:
    """The library keys of the pictures that a text names."""
    return {int(key) for key in IMAGE_KEY.findall(source)}


def with_absolute_addresses(html: str, page: str) -> str:
    """Rendered HTML whose addresses hold elsewhere too: each as it is meant on `page`, the whole address of the page
    that shows it, footnotes of the page among them."""

    def complete(address: str) -> str:
        try:
            return urljoin(page, address)
        except ValueError:  # it leads nowhere on the page either
            return address

    def completed(attribute: re.Match) -> str:
        name, value = attribute[1], attribute[2]
        if name == "srcset":
            return f'srcset="{re.sub(r"(?:^|(?<=, ))[^ ,]+", lambda each: complete(each[0]), value)}"'
        return f'{name}="{complete(value)}"'

    def whole(tag: re.Match) -> str:
        return re.sub(r'(?<=\s)(href|src|srcset)="([^"]*)"', completed, tag[0])

    return re.sub(r"<(?:a|img|source)\s[^>]*>", whole, html)


def _article_markdown(*more: Extension) -> Markdown:
    named = ["tables", "footnotes", "attr_list", "smarty", "fenced_code", "sane_lists"]
    return Markdown(extensions=[*named, _OurHtml(), PullQuotes(), *more], output_format="html")


def _comment_markdown() -> Markdown:
    converter = Markdown(extensions=["nl2br", "sane_lists", "fenced_code", _BareAddresses()], output_format="html")
    converter.preprocessors.deregister("html_block")
    for name in ("html", "image_link", "image_reference", "short_image_ref"):
        converter.inlinePatterns.deregister(name)
    for name in ("reference", "hashheader", "setextheader", "hr"):
        converter.parser.blockprocessors.deregister(name)
    return converter


def _convert(source: str, converter: Markdown) -> str:
    try:
        return converter.convert(source.replace("\x00", ""))
    except RecursionError:  # quotes within quotes within quotes …
        return _paragraphs(source)


def _paragraphs(source: str) -> str:
    """The text as it stands, in plain paragraphs."""
    return "".join(f"<p>{escape(part)}</p>" for part in _blocks(source) if part.strip())


def _blocks(source: str) -> list[str]:
    return re.split(r"\n[ \t]*\n", source.replace("\x00", "").replace("\r\n", "\n"))


def _most_opened(source: str) -> int:
    """How many links, footnotes and tags the busiest paragraph opens."""
    return max(block.count("[") + block.count("<") for block in _blocks(source))


def _copied(source: str) -> int:
    """How many characters are copied for the signs of all paragraphs."""
    return sum(len(COPYING.findall(block)) * len(block) for block in _blocks(source))


def _addresses(picture: Picture) -> list[str]:
    return [picture.src, *(srcset for _mime, srcset in picture.sources)]


def _has_bracket_run(source: str) -> bool:
    """Open brackets count as a run however much white space or `!` stands between them."""
    return re.search(rf"(?:\[[\s!]*){{{LONGEST_BRACKET_RUN + 1}}}", source) is not None


def _whole_address(address: str) -> str:
    """`//host/path` names another site while looking like a path of ours: say so.

    Browsers read a backslash as a slash, and drop line ends and tabs. https://url.spec.whatwg.org/#concept-basic-url-parser
    """
    address = re.sub(r"[\t\r\n]", "", address).strip()
    return "https://" + address.lstrip("/\\") if re.match(r"[/\\]{2}", address) else address


class _OurHtml(Extension):
    """The page's own headline is its only h1; a column's alignment is a class, as no style may stand in a page."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(_OurHtmlMaker(md), "our_html", 4)


class _OurHtmlMaker(Treeprocessor):
    def run(self, root: ET.Element) -> None:
        for element in root.iter():
            if element.tag == "h1":
                element.tag = "h2"
            elif element.tag in ("th", "td") and (align := ALIGNMENTS.get(element.attrib.pop("style", ""))):
                element.set("class", align)


class _BareAddresses(Extension):
    """An address alone in a sentence becomes a link, as readers are used to."""

    ADDRESS = r"(?<![\w/\"'=(<])(https?://[^\s<>\"']{1,2000}[^\s<>\"'.,;:!?)\]*_])"

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.inlinePatterns.register(_BareAddress(self.ADDRESS, md), "bare_address", 100)


class _BareAddress(InlineProcessor):
    def handleMatch(self, m, data):  # noqa: N802
        link = ET.Element("a", href=m.group(1))
        link.text = AtomicString(m.group(1))
        return link, m.start(0), m.end(0)
