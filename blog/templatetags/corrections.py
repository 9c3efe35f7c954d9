"""What a story's page says about its corrections, to readers and to programs."""

from datetime import datetime

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from blog import markup
from blog.models import Correction, ErrorReport, PlannedChange, Post

register = template.Library()

MOST_COUNTED = 99  # reports that wait; one more is "more than"
MOST_MISSED = 10


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


@register.inclusion_tag("blog/admin/_corrections_waiting.html", takes_context=True)
def corrections_waiting(context) -> dict:
    """What readers reported, and the planned changes that were not applied, as far as they are this person's."""
    user = context["request"].user
    if not (user.has_perm("blog.publish_any_post") or user.has_perm("blog.publish_own_post")):
        return {}
    missed = PlannedChange.objects.missed().filter(post__in=Post.objects.visible_to(user).order_by().values("pk"))
    return {
        "missed": missed.select_related("post").defer("snapshot", "post__body", "post__body_html")[:MOST_MISSED],
        "reports": ErrorReport.objects.visible_to(user).open().order_by()[: MOST_COUNTED + 1].count(),
        "most": MOST_COUNTED,
    }
