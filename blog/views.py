"""The pages a reader meets. Each finds its subject through `Post.objects.published()` and answers with a template."""

from functools import partial

from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.encoding import iri_to_uri

from blog.lost import newest
from blog.models import Author, FrontPage, Post, Section, Tag
from blog.pages import NoSuchPage, page_of, page_with_sticky
from blog.reading import count_reading
from blog.saved_pages import is_read, saved
from blog.search_form import SearchForm
from blog.sharing import shared_in, with_pictures

LOOK_AGAIN = {"Cache-Control": "no-cache"}
# Search engines may show its pictures large. https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
LARGE_PREVIEWS = "max-image-preview:large"
PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@saved
def front(request):
    """The stories that an editor put first, those that are to stay in sight, and the newest."""
    arranged = FrontPage.current()
    pager = partial(page_with_sticky, slots=arranged.slots)
    return _list(request, "front", Post.objects.published(), pager=pager, front=arranged)


@saved
def section(request, slug):
    """The newest stories of one section, under those that are to stay in sight."""
    found = get_object_or_404(Section, slug=slug)
    return _list(request, "section", Post.objects.published().in_section(found), pager=page_with_sticky, section=found)


@saved
def author(request, slug):
    """Who somebody is, and all their stories."""
    found = get_object_or_404(Author.objects.select_related("picture").prefetch_related("links"), slug=slug)
    return _list(request, "author", Post.objects.published().by(found), author=found)


@saved
def tag(request, slug):
    """The newest stories about one thing."""
    found = get_object_or_404(Tag, slug=slug)
    return _list(request, "tag", Post.objects.published().tagged(found), tag=found)


@saved
def article(request, year, month, day, slug, comment_page=None):
    """One story. An address it once had leads to the one it has."""
    path = f"/{year}/{month}/{day}/{slug}/"
    post = Post.objects.published().for_page().filter(path=path).first()
    if post is None:
        return elsewhere(request, path, request.path.removeprefix(path))
    count_reading(post.pk, request)
    response = _found(request, "article", post=post, comment_page=comment_page)
    return is_read(response, post)


def search(request):
    """The stories that somebody looks for. What is found today is for no search engine to keep."""
    form = SearchForm(request.GET)
    response = render(request, "blog/search.html", {"form": form, "results": form.results()})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def shared(request, token):
    """An unpublished story, for who was given the link; kept and indexed by nobody."""
    try:
        post, status = shared_in(token), 410
    except BadSignature as error:
        post, status = None, 410 if isinstance(error, SignatureExpired) else 404
    if post is None:
        return private(render(request, "blog/not_shared.html", status=status))
    if post.is_published:
        return redirect(post)
    response = render(request, "blog/article.html", {"post": post, "is_preview": True, "is_shared": True})
    response.content = with_pictures(response.text, token)
    return private(response)


def private(response):
    """The answer, to be kept by no cache and found by no search engine."""
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


def elsewhere(request, old_path, rest):
    """A redirect to where the story of `old_path` is now, with the `rest` of the address, or what is said in its place.

    A killed story is gone for good, and says so (RFC 9110, 15.5.11); of its words nothing is left but the notice. Both
    may be kept by browsers as they like, so they are asked to look again: a story is reinstated, or moves back.
    """
    if (whereabouts := Post.objects.whereabouts_of(old_path)) is None:
        raise Http404(f"No story has the address {old_path}.")
    path, notice = whereabouts
    if path:
        return HttpResponsePermanentRedirect(iri_to_uri(path) + rest, headers=LOOK_AGAIN)
    response = render(request, "blog/killed.html", {"notice": notice, "newest": newest()}, status=410)
    response.headers["Cache-Control"] = LOOK_AGAIN["Cache-Control"]
    return response


def _list(request, name, posts, pager=page_of, **subject):
    try:
        page = pager(posts.for_cards(), request.GET.get("before", ""))
    except NoSuchPage:
        return redirect(request.path)
    return _found(request, name, page=page, **subject)


def _found(request, name, **shown):
    response = render(request, f"blog/{name}.html", shown)
    response.headers["X-Robots-Tag"] = LARGE_PREVIEWS
    return response
