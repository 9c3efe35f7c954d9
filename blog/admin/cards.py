"""How a story will look where its text is not: as a search result and as a shared link, on the sheet itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from blog.models import Post, newsroom_name
from blog.models.address import post_path
from blog.seo import CARD_SHAPE, DESCRIPTION_SHOWN, TITLE_SHOWN, shown, words_for_cards

FIELDS = ["short_headline", "search_title", "search_description", "cards"]


class CardsMixin:
    """Adds `cards` to the story's admin: a field that only shows. A script keeps it in step with what is typed."""

    @admin.display(description="How it will look")
    def cards(self, post: Post):
        return render_to_string("blog/admin/_cards.html", cards_of(post))


def cards_of(post: Post) -> dict:
    """The template variables of both cards, from the story as it was saved; an unsaved one has no picture yet."""
    title, description = words_for_cards(post)
    before, slug = address_to_be(post)
    return {
        "newsroom": newsroom_name(),
        "host": settings.SITE_HOST,
        "before": before,
        "address": f"{before}{slug}/",
        "title": title,
        "title_shown": shown(title, TITLE_SHOWN),
        "title_limit": TITLE_SHOWN,
        "is_title_cut": len(title) > TITLE_SHOWN,
        "description": description,
        "description_shown": shown(description, DESCRIPTION_SHOWN),
        "description_limit": DESCRIPTION_SHOWN,
        "is_description_cut": len(description) > DESCRIPTION_SHOWN,
        "opening": post.opening,
        "picture": post.lead.image.picture(CARD_SHAPE) if post.pk is not None and post.lead else None,
        "elsewhere": post.canonical_address,
    }


def address_to_be(post: Post) -> tuple[str, str]:
    """What stands before the slug, without the scheme, and the slug: those of now, or what they would be today."""
    slug = post.slug or slugify(post.headline, allow_unicode=True) or "…"
    path = post.path or post_path(post.published_at or timezone.now(), slug)
    before, slug = path.strip("/").rsplit("/", 1)
    return f"{settings.SITE_ADDRESS.split('://')[1]}/{before}/", slug
