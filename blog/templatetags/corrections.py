"""What a story's page says about its corrections, to readers and to programs."""

from datetime import datetime

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from blog import markup
from blog.models import Correction, Post

register = template.Library()


@register.simple_tag
def corrections_of(post: Post) -> list[Correction]:
    """Its corrections, newest first; without a query for a story that has none."""
    return list(post.corrections.newest_first()) if post.correction_count else []


@register.simple_tag
def corrections_data(post: Post, corrections: list[Correction]) -> SafeString:
    """The story and its corrections in schema.org's words. https://schema.org/correction"""
    site = settings.SITE_ADDRESS
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": post.headline,
        "url": f"{site}{post.get_absolute_url()}",
        "datePublished": _moment(post.published_at),
        "dateModified": _moment(post.updated_at or post.published_at),
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": each.text,
                "datePublished": each.made_at.isoformat(),
                "url": f"{site}{each.get_absolute_url()}",
            }
            for each in corrections
        ],
    }
    return format_html('<script type="application/ld+json">{}</script>', markup.data_block(data))


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
