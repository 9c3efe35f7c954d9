"""Stories for tests of feeds: one with everything, and many in bulk."""

from datetime import timedelta

from django.utils import timezone

from blog.images import finish_due
from blog.models import Byline, Post
from tests import factories

ENDINGS = ["feed/", "feed/atom/", "feed/json/"]  # of a page's address: its feed in each format


def full_story(*, by):
    """A published story with all that a feed can tell of one."""
    picture = factories.image(alt="Hills & dales")
    finish_due()
    post = factories.published_post(
        by=by,
        headline="Rebels <retake> Konna & more",
        standfirst="In short: “war”.",
        dateline="BAMAKO, 10 January",
        body=f"First words.[^1]\n\n![Hills](image:{picture.pk})\n\n[Home](/)\n\n[^1]: A note.",
        bylines=[factories.author("Ada Obi"), factories.author("Musa Keita")],
        lead=picture,
        section=factories.section(),
    )
    post.bylines.create(author=factories.author("Ines Sow"), role=Byline.Role.PHOTOGRAPHS, position=5)
    post.tags.add(factories.tag("Mali"))
    return post


def places(story):
    """The pages that have a feed with the story."""
    return ["/", story.section.get_absolute_url(), "/tag/mali/", "/author/ada-obi/", "/author/ines-sow/"]


def copy_of(post, number):
    """Another story like it, not saved, published that many minutes ago."""
    fields = {name: getattr(post, name) for name in ("state", "headline", "body_html", "section", "poster")}
    moment = timezone.now() - timedelta(minutes=number)
    return Post(**fields, slug=f"copy-{number}", path=f"/copy/{number}/", published_at=moment, changed_at=moment)
