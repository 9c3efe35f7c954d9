"""The conversation for feed readers: one story's, and the whole site's."""

from __future__ import annotations

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from blog import markup
from blog.models import Post
from comments.models import Comment, Kind

FEED_LENGTH = 50  # a busy evening; who looks once a day does not miss it


class AtomWithComments(Atom1Feed):
    """Atom with the whole comment in <content>. https://www.rfc-editor.org/rfc/rfc4287"""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["text"], {"type": "html"})


class SiteFeed(Feed):
    """The newest comments under all published stories."""

    feed_type = AtomWithComments

    def link(self, post=None):
        return post.get_absolute_url() if post else reverse("blog:front")

    def title(self, post=None):
        return _("Comments on %(subject)s") % {"subject": post.headline if post else settings.NEWSROOM_NAME}

    def items(self, post=None):
        comments = Comment.objects.visible().filter(kind=Kind.COMMENT, post__in=Post.objects.published())
        stories = comments.on(post) if post else comments
        return stories.select_related("post").defer("post__body", "post__body_html").order_by("-pk")[:FEED_LENGTH]

    def item_title(self, comment):
        words = _("%(name)s on “%(headline)s”")
        return words % {"name": comment.name, "headline": comment.post.headline}

    def item_description(self, comment):
        return None

    def item_link(self, comment):
        """An address that stays, and costs no query to know."""
        return f"{comment.permalink}#{comment.anchor}"

    def item_author_name(self, comment):
        return comment.name

    def item_pubdate(self, comment):
        return comment.submit_date

    def item_updateddate(self, comment):
        return comment.amended_at or comment.edited_at or comment.submit_date

    def item_guid(self, comment):
        """A tag: address stays the same when the story moves. https://www.rfc-editor.org/rfc/rfc4151"""
        return f"tag:{settings.SITE_HOST},2026:comment/{comment.pk}"

    def item_extra_kwargs(self, comment):
        return {"text": markup.with_absolute_addresses(comment.body_html, settings.SITE_ADDRESS)}


class StoryFeed(SiteFeed):
    """The newest comments under one story."""

    def get_object(self, request, post):
        return post


def story_feed(request, year, month, day, slug) -> HttpResponse:
    """The feed of the story at that address; from an address it once had a redirect to its feed."""
    path = f"/{year}/{month}/{day}/{slug}/"
    post = Post.objects.published().filter(path=path).first()
    if post:
        return StoryFeed()(request, post=post)
    post = Post.objects.published().once_at(path).first()
    if post is None:
        raise Http404(f"No story has the address {path}.")
    return HttpResponsePermanentRedirect(f"{post.get_absolute_url()}feed/")
