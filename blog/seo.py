"""What a story's page says of itself to search engines and to those who share it. Pure: it reads what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from django.utils.timezone import localtime

from blog.models import Post

# What search engines show before they cut; they measure in pixels, so these are about right for Latin letters.
# https://developers.google.com/search/docs/appearance/title-link
TITLE_SHOWN = 60  # characters
DESCRIPTION_SHOWN = 155
CARD_SHAPE = "16x9"  # of the picture on a share card


@dataclass(frozen=True)
class Description:
    """`title` is what a search result or a share card is headed with, `page_title` has the paper's name as well;
    `canonical` is a whole address, or empty for a page that is not to be found; `robots` is empty where all is allowed.

    `names` and `properties` are the (name, content) of further meta elements: Twitter's, and Open Graph's.
    """

    title: str
    page_title: str
    description: str
    canonical: str
    robots: str
    properties: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]


def describe(post: Post, *, site: str, newsroom: str, is_private: bool = False) -> Description:
    """The description of a story that was loaded with `for_article`. `site` is scheme and host, without a slash;
    `is_private` for a preview, or a page that shows somebody's held comment.

    A story taken over from elsewhere names its first address as the canonical one. `og:url` stays ours even so: who
    shares our page leads people to our page. https://www.rfc-editor.org/rfc/rfc6596, https://ogp.me/
    """
    title = one_line(post.search_title) or post.headline
    description = one_line(post.search_description or post.summary)
    ours = urljoin(site + "/", post.get_absolute_url())
    lead = post.lead if post.pk is not None else None
    picture = lead.image.picture(CARD_SHAPE, alt=lead.alt) if lead else None
    properties = [
        ("og:type", "article"),
        ("og:site_name", newsroom),
        ("og:title", title),
        ("og:description", description),
        ("og:url", "" if is_private else ours),
    ]
    if picture:
        properties += [("og:image", urljoin(site + "/", picture.largest)), ("og:image:alt", picture.alt)]
    if post.published_at:
        properties += [("article:published_time", localtime(post.published_at).isoformat(timespec="seconds"))]
    return Description(
        title=title,
        page_title=f"{title} · {newsroom}",
        description=description,
        canonical="" if is_private else post.canonical_address or ours,
        robots="noindex" if is_private else "",
        properties=tuple(pair for pair in properties if pair[1]),
        # Title, description and picture are taken from Open Graph's.
        names=(("twitter:card", "summary_large_image" if picture else "summary"),),
    )


def one_line(words: str) -> str:
    """The words without line ends, as an attribute of the page's head needs them."""
    return " ".join(words.split())


def shown(words: str, most: int) -> str:
    """What a search engine shows of `words`: at most `most` characters, cut after a word where there is one."""
    if len(words) <= most:
        return words
    start, space, _rest = words[: most - 1].rpartition(" ")
    return f"{start if space else words[: most - 2]} …"
