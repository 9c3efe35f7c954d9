"""What feed readers follow: the paper, a section, a tag, an author, a search, the corrections. Those of comments are in
comments/feeds.py.

While nothing has changed an answer takes two queries, whatever the feed is of; see `stories.stamp_of`. A third finds
the name of the paper, where it is not known; see `Masthead.known`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.feeds.answering import Stamp, answer
from blog.feeds.channel import Channel, guid, whole
from blog.feeds.corrections import entry_of_correction, newest_corrections, stamp_of_corrections
from blog.feeds.formats import FORMATS, Format
from blog.feeds.routes import OLD_NAMES
from blog.feeds.stories import FEED_LENGTH, entry_of, stamp_of
from blog.models import Author, Post, Section, Tag, newsroom_name
from blog.search_form import SearchForm

FORMAT_NAMES = {**{form.name: form.name for form in FORMATS}, **dict.fromkeys(OLD_NAMES, "")}


@dataclass(frozen=True)
class Subject:
    """What a feed is about, with the page it belongs to."""

    guid: str
    title: str
    path: str
    description: str


def site(request, form: Format) -> HttpResponse:
    """The newest stories of the whole paper."""

    def subject():
        name = newsroom_name()
        words = _("The newest stories of %(newsroom_name)s.") % {"newsroom_name": name}
        return Subject("feed", name, reverse("blog:front"), words)

    return _feed(request, form, Post.objects.published(), subject)


def section(request, form: Format, slug: str) -> HttpResponse:
    """The newest stories of one section."""

    def subject():
        found = get_object_or_404(Section, slug=slug)
        return _subject(found, "section", found.description)

    return _feed(request, form, Post.objects.published().in_section(_one(Section, slug)), subject)


def tag(request, form: Format, slug: str) -> HttpResponse:
    """The newest stories about one thing."""

    def subject():
        found = get_object_or_404(Tag, slug=slug)
        return _subject(found, "tag", _("All stories about %(name)s.") % {"name": found.name})

    return _feed(request, form, Post.objects.published().tagged(_one(Tag, slug)), subject)


def author(request, form: Format, slug: str) -> HttpResponse:
    """The newest stories somebody posted or is named on."""

    def subject():
        found = get_object_or_404(Author, slug=slug)
        return _subject(found, "author", found.bio)

    return _feed(request, form, Post.objects.published().by(_one(Author, slug)), subject)


def search(request, form: Format) -> HttpResponse:
    """The newest stories that answer what somebody looks for, by date and not by rank; of nothing, none.

    No hub is named: none can be told of all that anybody might look for. Nor is a moment: a story leaves the answer by
    other ways than those that are written down.
    """
    asked = SearchForm(request.GET)
    posts = asked.newest(FEED_LENGTH)
    stamp = replace(stamp_of(posts) or Stamp("nothing"), changed_at=None)

    def channel() -> Channel:
        name = _("%(newsroom_name)s: search") % {"newsroom_name": newsroom_name()}
        title = f"{asked.said} · {name}" if asked.said else name
        address = reverse("blog:search") + (f"?{asked.query}" if asked.query else "")
        entries = [entry_of(post) for post in posts.for_feeds().newest_first()]
        return Channel(guid(f"feed/search?{asked.query}"), title, whole(address), title, entries)

    response = answer(request, form, stamp, channel, query=asked.query)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def corrections(request, form: Format) -> HttpResponse:
    """What the paper had wrong."""

    def channel() -> Channel:
        title = _("%(newsroom_name)s: corrections") % {"newsroom_name": newsroom_name()}
        entries = [entry_of_correction(correction) for correction in newest_corrections()]
        return Channel(guid("feed/corrections"), title, whole(reverse("blog:corrections")), title, entries)

    return answer(request, form, stamp_of_corrections(), channel)


def category(request, rest: str) -> HttpResponsePermanentRedirect:
    """From an address of WordPress's categories to the section, or else the tag, of that name; to its feed from a feed.

    `rest` is what follows "category/": parents, the category's slug, then perhaps "feed" and a format, or "page" and a
    number. Raises Http404 where the paper has neither.
    """
    names, _page, _number = rest.strip("/").partition("/page/")
    names, feed, form = names.partition("/feed")
    form = form.strip("/")
    slug = names.rpartition("/")[2]
    found = Section.objects.filter(slug=slug).first() or Tag.objects.filter(slug=slug).first()
    if found is None or form not in FORMAT_NAMES:
        raise Http404(f"There is no section, and no tag, called {slug}.")
    name = FORMAT_NAMES[form]
    ending = f"feed/{name}/" if name else "feed/"
    return HttpResponsePermanentRedirect(found.get_absolute_url() + (ending if feed else ""))


def _one(model, slug: str):
    """As part of another query, so that a feed that has not changed need not look for what it is about."""
    return model.objects.filter(slug=slug)[:1]


def _subject(found: Section | Tag | Author, kind: str, description: str) -> Subject:
    title = f"{found.name} · {newsroom_name()}"
    return Subject(f"feed/{kind}/{found.pk}", title, found.get_absolute_url(), description or title)


def _feed(request, form: Format, posts, subject_of) -> HttpResponse:
    def channel() -> Channel:
        subject = subject_of()
        stories = posts.for_feeds().newest_first()[:FEED_LENGTH]
        return Channel(
            guid=guid(subject.guid),
            title=subject.title,
            address=whole(subject.path),
            description=subject.description,
            entries=[entry_of(post) for post in stories],
            hub=settings.WEBSUB_HUB,
        )

    return answer(request, form, stamp_of(posts), channel)
