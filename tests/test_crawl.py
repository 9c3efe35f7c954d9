"""The whole paper, walked as a search engine walks it: from the front page along every link of its own, to the last.

No link is broken or leads round a corner, none points at a place that its page does not have, and every page says what
it is. Links to others are by https, and to hosts that the stories name.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from blog.demo.story import PATH
from blog.models import Post
from comments.models import Comment
from tests import whole_paper

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
MOST = 4000  # addresses; a paper of this size has some hundred, so whoever meets more is led in circles
IN_CSS = re.compile(r"""(?:@import\s+|url\()["']?([^"')]+)""")
# Whom stories, the demonstration story and their share links lead to.
SHARING = {"wa.me", "t.me", "www.facebook.com", "x.com"}
OTHERS = SHARING | {
    "example.org",
    "www.youtube.com",
    "youtu.be",
    "vimeo.com",
    "agency.example",
    "beegeagle.wordpress.com",
}
# What leads on, and why that is meant.
LEADS_ON = {r"/comments/\d+/$": "a comment's own address: on which page of the conversation it stands changes"}
# What answers with an error, and why that is meant.
MAY_FAIL: dict[str, str] = {}
# Routes that no link leads to, and why.
NOT_LINKED = {
    "preview/": "somebody is given the link",
    "letters/asked/": "a form leads there",
    "share-picture/": "the head of a story without a picture names it",
    "category/": "WordPress's addresses",
    "comments/feed/": "the comments on all stories: for the newsroom, which knows it",
    "report-an-error/thanks/": "follows a form",
    "<slug:key>.txt": "IndexNow is told of it",
    "comments/letters/": "in letters",
    "comments/moderate/": "in letters",
    "comments/held/": "only its writer is led there",
    "comments/sign-in/": "in letters, and by forms",
    "/callback/": "services send readers back there",
    "comments/post/": "takes a form",
    "comments/<int:pk>/recommend/": "takes a form",
    "comments/<int:pk>/edit/": "its writer is offered it",
    "comments/reply/": "the library's own",
    "comments/log-out/": "takes a form",
    "comments/change/": "takes a form",
    "comments/identity/": "a script asks for it",
    "sitemap-news.xml": "only with news",
}


@dataclass
class Page:
    """What a walker sees of a page of HTML."""

    ids: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    headings: int = 0
    titles: list[str] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    canonical: str = ""


class Reader(HTMLParser):
    """Reads as much of a page of HTML as a walker needs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.page, self.is_in_title = Page(), False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        self.page.ids |= {said[name] for name in ("id",) if name in said}
        self.page.links |= {said[name] for name in ("href", "src", "poster") if name in said}
        self.page.links |= {part.split()[0] for part in said.get("srcset", "").split(",") if part.strip()}
        if tag == "form" and said.get("method", "get").lower() == "get":
            self.page.links.add(said.get("action", ""))
        self.page.headings += tag == "h1"
        self.is_in_title = tag == "title"
        if self.is_in_title:
            self.page.titles.append("")
        if tag == "meta" and "name" in said:
            self.page.metas[said["name"]] = said.get("content", "")
        if tag == "link" and said.get("rel") == "canonical":
            self.page.canonical = said["href"]

    def handle_data(self, data):
        if self.is_in_title:
            self.page.titles[-1] += data

    def handle_endtag(self, tag):
        self.is_in_title = False


class Walk:
    """Everything that is met from `start` on: `answers` by address, `pages` of HTML, `links` as (from, to)."""

    def __init__(self, *start: str) -> None:
        self.client = Client(SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
        self.answers: dict[str, int] = {}
        self.pages: dict[str, Page] = {}
        self.links: list[tuple[str, str]] = []
        self.others: set[tuple[str, str]] = set()
        self.ahead = deque(f"{SITE}{path}" for path in start)
        while self.ahead and len(self.answers) < MOST:
            self._visit(self.ahead.popleft())

    def _visit(self, address: str) -> None:
        if address in self.answers:
            return
        if address.startswith(f"{SITE}/static/"):
            self._visit_file(address)
            return
        answer = self.client.get(address.removeprefix(SITE))
        body = answer.getvalue().decode(errors="replace")
        self.answers[address] = answer.status_code
        kind = answer.get("Content-Type", "").partition(";")[0]
        if answer.status_code in (301, 302):
            self._meet(address, answer["Location"])
        elif kind == "text/html":
            self.pages[address] = Reader(body).page
            for link in self.pages[address].links:
                self._meet(address, link)
        elif "json" in kind or "xml" in kind or kind == "text/plain":
            for link in re.findall(rf"{re.escape(SITE)}[^\s\"'<>)\]\\]*", body):
                self._meet(address, link.replace("&amp;", "&"))

    def _visit_file(self, address: str) -> None:
        """What a live site's web server answers with."""
        found = finders.find(address.removeprefix(f"{SITE}/static/"))
        self.answers[address] = 200 if found else 404
        if found and found.endswith(".css"):
            for link in IN_CSS.findall(Path(found).read_text()):
                self._meet(address, link)

    def _meet(self, at: str, link: str) -> None:
        whole = urljoin(at, link)
        if whole.startswith(("data:", "mailto:")):
            return
        if not whole.startswith(f"{SITE}/") and whole != SITE:
            self.others.add((at, whole))
            return
        self.links.append((at, whole))
        self.ahead.append(urldefrag(whole)[0])


@pytest.fixture
def rich(remy, edith, settings):
    settings.COMMENT_PAGE_SIZE = whole_paper.THREADS // 2
    return whole_paper.make(by=remy, editor=edith)


def test_the_paper_is_whole(rich):
    """One walk and many questions, since the walk is what takes time."""
    walk = Walk("/", "/robots.txt", "/search/?q=story")
    assert len(walk.answers) < MOST, "It leads in circles."
    questions = (broken, round_a_corner, pointing_nowhere, unclear, other_hosts, not_met)
    found = {question.__name__: question(walk) for question in questions}
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert {SITE + post.get_absolute_url() for post in Post.objects.published()} <= walk.answers.keys()
    met = {urlsplit(address).path for address in walk.answers}
    assert {PATH, f"{rich.path}comment-page-2/", f"{rich.path}corrections/1/", "/2013/01/10/"} <= met
    assert f"/comments/{Comment.objects.earliest('pk').pk}/report/" in met


def broken(walk) -> list[tuple[str, int, list[str]]]:
    """Addresses that do not answer, and who links to them."""
    found = {address: status for address, status in walk.answers.items() if status >= 400}
    return [
        (address, status, [at for at, to in walk.links if urldefrag(to)[0] == address][:3])
        for address, status in found.items()
        if not any(part in address for part in MAY_FAIL)
    ]


def round_a_corner(walk) -> list[tuple[str, list[str]]]:
    """Addresses that send on to another, and who links to them."""
    found = [address for address, status in walk.answers.items() if 300 <= status < 400]
    return [
        (address, [at for at, to in walk.links if urldefrag(to)[0] == address][:3])
        for address in found
        if not any(re.search(part, address) for part in LEADS_ON)
    ]


def pointing_nowhere(walk) -> list[tuple[str, str]]:
    """Links to a place in a page that it does not have."""
    found = []
    for at, to in walk.links:
        address, place = urldefrag(to)
        if place and address in walk.pages and unquote(place) not in walk.pages[address].ids:
            found.append((at, to))
    return found


def unclear(walk) -> list[tuple[str, str]]:
    """Pages that lack a title of their own, one heading, or what search engines go by."""
    found = []
    for address, page in walk.pages.items():
        is_hidden = "noindex" in page.metas.get("robots", "")
        problems = {
            "title": len(page.titles) != 1 or not page.titles[0].strip(),
            "one h1": page.headings != 1,
            "canonical or noindex": not page.canonical and not is_hidden,
            "canonical is ours": not page.canonical.startswith(("", SITE) if is_hidden else ("https://", SITE)),
            "description": not is_hidden and not page.metas.get("description", "").strip(),
        }
        found += [(address, what) for what, is_wrong in problems.items() if is_wrong]
    return found


def other_hosts(walk) -> list[tuple[str, str]]:
    """Links to other sites that are not by https, or to hosts that nobody named."""
    return [
        (at, to)
        for at, to in sorted(walk.others)
        if urlsplit(to).scheme != "https" or (urlsplit(to).hostname or "") not in OTHERS
    ]


def not_met(walk) -> list[str]:
    """Routes that no link leads to. Of a feed one format is enough: its program knows the addresses of the others."""
    met = {whole_paper.route_of(urlsplit(address).path) for address in walk.answers if "/static/" not in address}
    followed = {route.partition("feed/")[0] for route in met if "feed/" in route}
    return [
        route
        for route in whole_paper.routes()
        if route not in met
        and not ("feed/" in route and route.partition("feed/")[0] in followed)
        and not _has_a_reason(route)
    ]


def _has_a_reason(route: str) -> bool:
    return any(part in route for part in NOT_LINKED)
