"""What people send who mean harm: nothing of it runs, nothing of it fails."""

import re
from html.parser import HTMLParser

import pytest

from comments.forms import one_line
from comments.models import Comment
from tests import factories
from tests.comments.conversation import FRAGMENT, comment_on, hidden_fields, say

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></ScRiPt>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&#58;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example/)",
    "[x](\\\\evil.example\\)",
    "[x](/\\evil.example)",
    '[x](https://example.org/" onmouseover="alert(1))',
    '[x](https://example.org/ "t\\" onmouseover=\\"alert(1)")',
    "![x](https://evil.example/pixel.gif)",
    "![x][1]\n\n[1]: https://evil.example/pixel.gif",
    "<javascript:alert(1)>",
    "<https://example.org/'onclick='alert(1)>",
    "`</code><script>alert(1)</script>`",
    "```\n</pre><script>alert(1)</script>\n```",
    "{{ request.META }} {% load static %} ${7*7}",
    "</div></li></ol><form action=https://evil.example>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<style>@import 'https://evil.example/'</style>",
    "<reply-form></reply-form><base href=https://evil.example>",
    "x\u2028<script>\u2029",
    "\ufeff<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "\x1b[31mred\x07",
    "a\u0301" * 3000,
]
HUGE = [
    "[" * 20_000,
    "[](" * 20_000,
    "*" * 65_525,
    "_*" * 30_000,
    "> " * 30_000,
    "* " * 30_000,
    "`" * 65_000,
    "<" * 65_000,
    "&" * 65_000,
    "((((" * 16_000,
    "![" * 30_000,
    "\n" * 65_000 + "x",
    " " * 65_000 + "x",
    "1. " * 20_000,
    "a@b." * 16_000,
    "https://example.org/" * 3_000,
    "\u202e" * 65_000,
]
ALLOWED_IN_TEXT = set("p br em strong a blockquote code pre ul ol li".split())


class Reader(HTMLParser):
    """Reads a page as a browser does, and remembers each comment's tags and the whole page's scripts and handlers."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.hazards, self.links = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        self.hazards += [name for name in values if name.startswith("on") or name in {"style", "srcdoc"}]
        if not values.get("formaction", "/comments/").startswith("/comments/"):
            self.hazards.append("formaction")
        is_ours = values.get("src", "").startswith("/static/") or values.get("class") == "face"
        is_data = (tag, attrs) == ("script", [("type", "application/ld+json")])  # see tests/blog/test_structured.py
        is_ours = is_ours or is_data
        if tag in {"script", "base", "iframe", "object", "embed", "style", "svg", "math"} and not is_ours:
            self.hazards.append(tag)
        if tag == "a" and "href" in values:
            self.links.append(values["href"])


def leads_somewhere(link: str) -> bool:
    """A path of ours, or an address that says its scheme. Browsers drop these characters before they read it."""
    link = re.sub(r"[\t\r\n]", "", link).strip("".join(map(chr, range(33))))
    scheme = re.match(r"(?i)([a-z][a-z0-9+.-]*):", link)
    return scheme.group(1).lower() in {"http", "https", "mailto"} if scheme else not re.match(r"[/\\]{2}", link)


def check_the_page(html: str) -> None:
    read = Reader(html)
    assert not read.hazards
    assert not [link for link in read.links if not leads_somewhere(link)]
    assert html.count("<form method") == 1
    assert html.replace('<form id="recommend" method="post" hidden></form>', "").count("<form") == 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_in_a_comment_runs(client, post, attack):
    answer = say(client, post, attack, name=f"x{attack}"[:245], honeypot="")
    if answer.status_code == 400:
        check_the_page(answer.content.decode())
        return
    comment = Comment.objects.get()
    comment.approve(by=None)
    page = client.get(post.get_absolute_url()).content.decode()
    check_the_page(page)
    text = re.search(r'(?s)<div class="comment__text" dir="auto">(.*?)</div>', page).group(1)
    assert set(Reader(text).tags) <= ALLOWED_IN_TEXT
    for link in re.findall(r"<a [^>]*>", text):
        assert 'rel="nofollow ugc noopener"' in link


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_in_a_refused_or_previewed_comment_runs(client, post, attack):
    for more in ({"email": attack}, {"preview": "1"}, {"url": attack}, {"reply_to": attack}, {"key": attack}):
        answer = say(client, post, attack, **{"name": f"x{attack}", **more})
        assert answer.status_code in {200, 303, 400}
        if answer.status_code != 303:
            check_the_page(answer.content.decode())
    answer = say(client, post, attack, email="x", headers={"Accept": FRAGMENT})
    check_the_page(answer.content.decode())


@pytest.mark.parametrize("words", HUGE, ids=lambda words: repr(words[:4]))
def test_huge_texts_are_taken_or_refused_in_words(client, post, words):
    answer = say(client, post, words, name="x" + words)
    assert answer.status_code == 400
    assert "at most 245 characters" in answer.content.decode()
    assert say(client, post, words).status_code in {303, 400}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example/", "JAVASCRIPT:alert(1)", "\tjavascript:alert(1)"]
)
def test_a_website_is_a_web_address_or_nothing(client, post, url):
    answer = say(client, post, url=url)
    kept = Comment.objects.values_list("user_url", flat=True)
    assert answer.status_code in {303, 400}
    assert all(address.startswith(("http://", "https://")) for address in kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eevil\u202c", "evil"),
        ("Ruth\n\r\tReader", "Ruth Reader"),
        ("Ru\u200bth\ufeff", "Ruth"),
        ("\u2066Ruth\u2069", "Ruth"),
        ("Ruth\x07\x1b[31m", "Ruth [31m"),
        ("  Ruth \u00a0 Reader\u2028", "Ruth Reader"),
        ("Zoe\u0308", "Zoë"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("אבגד", "אבגד"),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(typed, kept):
    assert one_line(typed) == kept


@pytest.mark.parametrize(
    "parent", ["-1", "0x1", "1e3", "٣", "9" * 10, "9" * 40, "x", "\x00", "1;2", "null", "2147483648"]
)
def test_a_forged_parent_is_refused_in_words(client, post, parent):
    answer = say(client, post, "My words.", reply_to=parent)
    assert answer.status_code in {303, 400}
    if answer.status_code == 400:
        assert 'role="alert"' in answer.content.decode()
        assert "My words." in answer.content.decode()
    assert not Comment.objects.exclude(is_root=True).exists()


def test_a_parent_under_another_story_is_refused(client, post, remy):
    stranger = comment_on(factories.published_post(by=remy))
    assert say(client, post, reply_to=stranger.pk).status_code == 400
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("pk", ["0", "99999", "2147483648", "9" * 30])
@pytest.mark.parametrize("address", ["/comments/{}/", "/comments/reply/{}/"])
def test_an_address_of_no_comment_is_not_found(client, post, address, pk):
    comment_on(post)
    assert client.get(address.format(pk)).status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "head", "get"])
def test_other_methods_store_nothing(client, post, method):
    getattr(client, method)("/comments/post/")
    assert not Comment.objects.exists()


@pytest.mark.parametrize("body", [b"\xff\xfe", b"comment=%ff%fe&name=%c0%80", b"%00=%00", b"a=b&" * 300, b"=" * 1000])
def test_broken_bytes_are_answered_in_words(client, post, body):
    page = client.get(post.get_absolute_url()).content.decode()
    fields = "&".join(f"{name}={value}" for name, value in hidden_fields(page).items()).encode()
    kind = "application/x-www-form-urlencoded"
    for sent in (body, fields + b"&" + body):
        answer = client.generic("POST", "/comments/post/", sent, content_type=kind)
        assert 400 <= answer.status_code < 500
        assert "<h1" in answer.content.decode()


def test_many_values_for_one_field_are_one(client, post):
    assert say(client, post, ["One.", "Two."], name=["A", "B"], key=["k" * 20, "l" * 20]).status_code == 303
    assert Comment.objects.count() == 1
