"""What search engines are told of: every story, every page that lists stories, and, apart, the news of two days.

https://www.sitemaps.org/protocol.html, https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import constant_time_compare

from blog.feeds.channel import whole
from blog.feeds.stories import readers_saw_it_change_at
from blog.models import Author, FlatPage, Listing, Placement, Post, Section, Tag, newsroom_name
from blog.xml import Document

# A part may have 50,000 addresses and 50 MB. A story with a long address in Arabic letters and as many pictures as are
# told of here takes 4 KB: ten thousand of them stay below both, and are sent within the time that a crawler waits.
STORIES_OF_A_PART = 10_000  # by their keys: where stories were deleted a part has fewer, and no part ever shifts
PICTURES_OF_A_STORY = 10
AT_A_TIME = 1000  # stories in memory
MOST_PAGES_OF_A_KIND = 10_000  # sections, authors, tags; the stories lead to the others
NEWS_LASTS, MOST_NEWS = timedelta(days=2), 1000  # Google's own limits
PARTS, PARTS_LAST = "sitemap-parts", 300  # seconds; they are read from the index of all stories
LARGEST_PART = 10**9  # of a number in an address

NAMESPACES = {
    "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xmlns__image": "http://www.google.com/schemas/sitemap-image/1.1",
    "xmlns__news": "http://www.google.com/schemas/sitemap-news/0.9",
}

Writer = Callable[[Document], None]


def index(request) -> HttpResponse:
    """The parts that there are, each with its latest change, as they were within the last five minutes."""
    xml = Document()
    with xml.element("sitemapindex", xmlns=NAMESPACES["xmlns"]):
        _part(xml, reverse("blog:sitemap_pages"))
        if _news().exists():
            _part(xml, reverse("blog:sitemap_news"))
        for number, changed_at, published_at, _count in _parts_of_late():
            _part(xml, reverse("blog:sitemap_stories", args=[number]), max(changed_at, published_at))
    return HttpResponse(xml.text(), content_type="application/xml")


def stories(request, number: int) -> HttpResponseBase:
    """All stories of a part, a thousand in memory at a time. Raises Http404 for a part without any."""
    first = (number - 1) * STORIES_OF_A_PART + 1
    posts = Post.objects.published().filter(pk__range=(first, first + STORIES_OF_A_PART - 1))
    facts = list(_parts(posts)) if number <= LARGEST_PART else []
    if not facts:
        raise Http404(f"No story stands in part {number} of the sitemap.")
    return _streamed(request, facts[0], chain.from_iterable(_chunks(_our_own(posts))))


def pages(request) -> HttpResponse:
    """The front page, the pages that are no story, and every section, author and tag that a published story has."""
    xml = Document()
    with xml.element("urlset", xmlns=NAMESPACES["xmlns"]):
        _address(xml, reverse("blog:front"))
        _address(xml, reverse("blog:archive"))
        for page in FlatPage.objects.published().order_by("path")[:MOST_PAGES_OF_A_KIND]:
            _address(xml, page.get_absolute_url(), page.changed_at)
        _addresses(xml, Section.objects.filter(Exists(Post.objects.published().in_section(OuterRef("pk")))))
        _addresses(xml, Author.objects.filter(Exists(Listing.objects.public().filter(author=OuterRef("pk")))))
        _addresses(xml, Tag.objects.filter(Exists(Listing.objects.public().filter(tag=OuterRef("pk")))))
    return HttpResponse(xml.text(), content_type="application/xml")


def news(request) -> HttpResponse:
    """The stories of the last two days, with everything that Google News asks for.

    https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
    """
    language = settings.LANGUAGE_CODE.lower()
    language = language if language in {"zh-cn", "zh-tw"} else language.partition("-")[0]
    xml = Document()
    with xml.element("urlset", **NAMESPACES):
        for post in _with_pictures(_news().newest_first())[:MOST_NEWS]:
            with xml.element("url"):
                xml.line("loc", whole(post.get_absolute_url()))
                with xml.element("news:news"):
                    with xml.element("news:publication"):
                        xml.line("news:name", newsroom_name())
                        xml.line("news:language", language)
                    xml.line("news:publication_date", _moment(post.published_at))
                    xml.line("news:title", post.headline)
                _pictures(xml, post)
    return HttpResponse(xml.text(), content_type="application/xml")


def robots(request) -> HttpResponse:
    """What crawlers may leave alone. It keeps nothing secret: what is not public asks who comes. RFC 9309."""
    address = whole(reverse("blog:sitemap"))
    return render(request, "robots.txt", {"sitemap": address}, content_type="text/plain; charset=utf-8")


def indexnow_key(request, key: str) -> HttpResponse:
    """Shows IndexNow that who sends pings with the key owns this site. https://www.indexnow.org/documentation"""
    if not settings.INDEXNOW_KEY or not constant_time_compare(key, settings.INDEXNOW_KEY):
        raise Http404("There is no such file.")
    return HttpResponse(key, content_type="text/plain; charset=utf-8")


def _parts(posts=None):
    """(number, latest change, latest publication, how many) of each part that has stories."""
    posts = Post.objects.published() if posts is None else posts
    numbered = posts.annotate(part=(F("pk") - 1) / STORIES_OF_A_PART + 1).order_by("part").values("part")
    facts = numbered.annotate(changed=Max("changed_at"), published=Max("published_at"), count=Count("pk"))
    return facts.values_list("part", "changed", "published", "count")


def _parts_of_late() -> list[tuple]:
    parts = cache.get(PARTS)
    if parts is None:
        cache.set(PARTS, parts := list(_parts()), PARTS_LAST)
    return parts


def _our_own(posts):
    """Without those taken over from elsewhere: search engines are to show them there."""
    return posts.filter(canonical_address="")


def _news():
    """What is news; a story without a headline has nothing to be called."""
    fresh = Post.objects.published().filter(published_at__gte=timezone.now() - NEWS_LASTS)
    return _our_own(fresh).exclude(headline="")


def _chunks(posts) -> Iterator[Iterator[Writer]]:
    """Stories by their keys, a query at a time: none stays open while a slow client reads."""
    last = 0
    while chunk := list(_with_pictures(posts.filter(pk__gt=last).order_by("pk"))[:AT_A_TIME]):
        yield (partial(_story, post=post) for post in chunk)
        last = chunk[-1].pk
        if len(chunk) < AT_A_TIME:
            return


def _with_pictures(posts):
    placed = Prefetch("placements", Placement.objects.select_related("image"))
    return posts.only("path", "headline", "changed_at", "published_at").prefetch_related(placed)


def _streamed(request, facts: tuple, writers: Iterable[Writer]) -> HttpResponseBase:
    """The urlset, sent while it is written; 304 when the `facts` that it follows from are those the client has."""
    _number, changed_at, published_at, count = facts
    etag = f'W/"{changed_at.timestamp()}-{published_at.timestamp()}-{count}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = StreamingHttpResponse(_urlset(writers), content_type="application/xml")
    response.headers["ETag"] = etag
    return response


def _urlset(writers: Iterable[Writer]) -> Iterator[str]:
    xml = Document()
    with xml.element("urlset", xmlns=NAMESPACES["xmlns"], xmlns__image=NAMESPACES["xmlns__image"]):
        for number, write in enumerate(writers, 1):
            write(xml)
            if not number % AT_A_TIME:
                yield xml.taken()
    yield xml.taken()


def _story(xml: Document, post: Post) -> None:
    with xml.element("url"):
        xml.line("loc", whole(post.get_absolute_url()))
        xml.line("lastmod", _moment(readers_saw_it_change_at(post)))
        _pictures(xml, post)


def _pictures(xml: Document, post: Post) -> None:
    """Each once, the lead picture first."""
    placed = sorted(post.placements.all(), key=lambda placement: placement.role != Placement.Role.LEAD)
    addresses = dict.fromkeys(placement.image.picture().largest for placement in placed)
    for address in list(addresses)[:PICTURES_OF_A_STORY]:
        with xml.element("image:image"):
            xml.line("image:loc", whole(address))


def _part(xml: Document, path: str, changed_at: datetime | None = None) -> None:
    with xml.element("sitemap"):
        xml.line("loc", whole(path))
        if changed_at:
            xml.line("lastmod", _moment(changed_at))


def _addresses(xml: Document, things) -> None:
    for thing in things.order_by("pk")[:MOST_PAGES_OF_A_KIND]:
        _address(xml, thing.get_absolute_url())


def _address(xml: Document, path: str, changed_at: datetime | None = None) -> None:
    with xml.element("url"):
        xml.line("loc", whole(path))
        if changed_at:
            xml.line("lastmod", _moment(changed_at))


def _moment(moment: datetime | None) -> str:
    """As https://www.w3.org/TR/NOTE-datetime has it."""
    return moment.isoformat(timespec="seconds") if moment else ""
