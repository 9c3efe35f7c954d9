"""What feed readers follow."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed

from blog import markup
from blog.models import Byline, Correction, Post

TAG_AUTHORITY = f"{settings.SITE_HOST},2026"
FEED_LENGTH = 20  # what a reader who looks once a day does not miss; WordPress sends 10


class AtomWithText(Atom1Feed):
    """Atom with the whole story in <content>, and the standfirst in <summary>. https://www.rfc-editor.org/rfc/rfc4287"""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["text"], {"type": "html"})
        for name in item["other_authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")


class FrontFeed(Feed):
    """The newest stories of the whole paper."""

    feed_type = AtomWithText
    title = settings.NEWSROOM_NAME
    link = reverse_lazy("blog:front")

    def items(self):
        return Post.objects.published().for_article().newest_first()[:FEED_LENGTH]

    def item_title(self, post):
        return post.headline

    def item_description(self, post):
        return post.summary

    def item_author_name(self, post):
        return self._names(post)[0]

    def item_pubdate(self, post):
        return post.published_at

    def item_updateddate(self, post):
        """Typos are mended without a word. https://www.rfc-editor.org/rfc/rfc4287#section-4.2.15"""
        return post.updated_at or post.published_at

    def item_guid(self, post):
        """A tag: address stays the same when the story moves. https://www.rfc-editor.org/rfc/rfc4151"""
        return f"tag:{TAG_AUTHORITY}:post/{post.pk}"

    def item_categories(self, post):
        return [tag.name for tag in post.tags.all()]

    def item_extra_kwargs(self, post):
        words = render_to_string("blog/_feed_entry.html", {"post": post})
        text = markup.with_absolute_addresses(words, settings.SITE_ADDRESS)
        return {"text": text, "other_authors": self._names(post)[1:]}

    def _names(self, post):
        return [b.author.name for b in post.bylines.all() if b.role == Byline.Role.BY] or [post.poster.name]


class CorrectionsFeed(Feed):
    """What the paper had wrong, newest first."""

    feed_type = Atom1Feed
    title = f"{settings.NEWSROOM_NAME}: corrections"
    link = reverse_lazy("blog:corrections")

    def items(self):
        return Correction.objects.public().for_lists().newest_first()[:FEED_LENGTH]

    def item_title(self, correction):
        return correction.post.headline

    def item_description(self, correction):
        return f"{correction.text} {correction.thanks}".strip()

    def item_pubdate(self, correction):
        return correction.made_at

    def item_updateddate(self, correction):
        return correction.made_at

    def item_guid(self, correction):
        return f"tag:{TAG_AUTHORITY}:correction/{correction.pk}"
