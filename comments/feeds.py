"""The conversation for feed readers: one story's, and the whole site's."""

from __future__ import annotations

from django.db.models.functions import MD5
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from blog import markup, plain_text
from blog.feeds.answering import Stamp, answer
from blog.feeds.channel import Channel, Entry, Person, guid, whole
from blog.feeds.formats import Format
from blog.models import Post, newsroom_name
from comments.models import Comment, Kind

SUMMARY_WORDS = 40  # for programs that show no HTML, and as RSS wants a description beside the whole
FEED_LENGTH = 50  # a busy evening; who looks once a day does not miss it


def site_feed(request, form: Format) -> HttpResponse:
    """The newest comments under all published stories."""
    return _feed(request, form, _comments(), guid("comments"), newsroom_name(), reverse("blog:front"))


def story_feed(request, form: Format, year: str, month: str, day: str, slug: str) -> HttpResponse:
    """The feed of the story at that address; from an address it once had a redirect to its feed."""
    path = f"/{year}/{month}/{day}/{slug}/"
    if post := Post.objects.published().filter(path=path).only("path", "headline").first():
        own_path = post.get_absolute_url()
        return _feed(request, form, _comments().on(post), guid(f"comments/{post.pk}"), post.headline, own_path)
    post = Post.objects.published().once_at(path).first()
    if post is None:
        raise Http404(f"No story has the address {path}.")
    return HttpResponsePermanentRedirect(post.get_absolute_url() + request.path.removeprefix(path))


def _comments():
    return Comment.objects.visible().filter(kind=Kind.COMMENT, post__in=Post.objects.published())


def _feed(request, form: Format, comments, name: str, subject: str, path: str) -> HttpResponse:
    title = _("Comments on %(subject)s") % {"subject": subject}

    def channel() -> Channel:
        found = comments.select_related("post").defer("post__body", "post__body_html").order_by("-pk")[:FEED_LENGTH]
        return Channel(name, title, whole(path), title, [_entry(comment) for comment in found])

    return answer(request, form, _stamp(comments, title), channel)


def _stamp(comments, title: str) -> Stamp:
    """Without a moment: comments come and go by many ways, and not all of them leave one that only grows."""
    seen = ("pk", "writer_name", "submit_date", "edited_at", "amended_at", "post__headline", "words")
    rows = comments.order_by("-pk").annotate(words=MD5("body_html")).values_list(*seen)
    return Stamp((title, list(rows[:FEED_LENGTH])))


def _entry(comment: Comment) -> Entry:
    title = _("%(name)s on “%(headline)s”")
    words = markup.with_absolute_addresses(comment.body_html, whole(comment.post.get_absolute_url()))
    return Entry(
        guid=guid(f"comment/{comment.pk}"),
        address=whole(f"{comment.permalink}#{comment.anchor}"),  # it stays, and costs no query to know
        title=title % {"name": comment.name, "headline": comment.post.headline},
        html=words,
        published=comment.submit_date,
        summary=plain_text.first_words(words, SUMMARY_WORDS),
        updated=comment.amended_at or comment.edited_at or comment.submit_date,
        authors=[Person(comment.name)],
    )
