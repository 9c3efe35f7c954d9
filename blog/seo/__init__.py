"""What pages say of themselves to search engines and to those who share them. Pure: it reads what it is given.

`structured.py` has the same in schema.org's words, `pictures.py` the picture that stands for a page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import to_locale

from blog.models import Byline, Post
from blog.seo import structured
from blog.seo.pictures import CARD_SHAPE, Shown, picture_of, pictures_of
from blog.seo.structured import whole

__all__ = ["CARD_SHAPE", "Description", "describe", "describe_page", "one_line", "shown", "words_for_cards"]

# What search engines show before they cut; they measure in pixels, so these are about right for Latin letters.
# https://developers.google.com/search/docs/appearance/title-link
TITLE_SHOWN = 60  # characters
DESCRIPTION_SHOWN = 155

# Where most of those who write a language live: Open Graph asks for a country. Elsewhere its name is the language's.
COUNTRIES = {"en": "US", "ja": "JP", "zh": "CN", "hi": "IN", "sv": "SE", "uk": "UA", "fa": "IR", "he": "IL", "ko": "KR"}


@dataclass(frozen=True)
class Description:
    """`title` is what a search result or a share card is headed with, `page_title` has the paper's name as well;
    `canonical` is a whole address, or empty for a page that is not to be found; `robots` is empty where all is allowed.

    `names` and `properties` are the (name, content) of further meta elements: Twitter's, and Open Graph's; `data` is
    the block of schema.org's words, empty where there is nothing to say.
    """

    title: str
    page_title: str
    description: str
    canonical: str
    robots: str
    properties: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]
    data: dict = field(default_factory=dict)


def describe(post: Post, *, newsroom: str, publisher: dict | None = None, is_private: bool = False) -> Description:
    """The description of a story that was loaded with `for_page`. `publisher` is what `structured.publisher` gave,
    where more is known of the newsroom than its name; `is_private` for a preview, or a page that shows somebody's held
    comment.

    A story taken over from elsewhere names its first address as the canonical one. `og:url` stays ours even so: who
    shares our page leads people to our page. https://www.rfc-editor.org/rfc/rfc6596, https://ogp.me/
    """
    title, description = words_for_cards(post)
    ours = "" if is_private else whole(post.get_absolute_url())
    picture, is_seen = picture_of(post, newsroom), post.is_published and not is_private
    data = {}
    if is_seen:
        newsroom_data = publisher or structured.publisher(newsroom)
        story = structured.article(post, newsroom=newsroom_data, pictures=pictures_of(post, newsroom))
        data = structured.data_of(story, structured.breadcrumbs(newsroom, structured.crumbs_of(post)))
    return Description(
        title=title,
        page_title=f"{title} · {newsroom}",
        description=description,
        canonical=ours and (post.canonical_address or ours),
        robots="noindex" if is_private else "",
        properties=(
            *_open_graph("article", title, description, ours, newsroom, picture),
            *(_of_the_article(post) if is_seen else ()),
        ),
        names=_card(picture),
        data=data,
    )


def describe_page(
    title: str,
    *,
    newsroom: str,
    description: str = "",
    address: str = "",
    kind: str = "website",
    picture: Shown | None = None,
) -> Description:
    """The description of any other page; `address` is its whole one, empty for a page that is not to be found."""
    description = one_line(description)
    return Description(
        title=title,
        page_title=title if title == newsroom else f"{title} · {newsroom}",
        description=description,
        canonical=address,
        robots="" if address else "noindex",
        properties=tuple(_open_graph(kind, title, description, address, newsroom, picture)),
        names=_card(picture),
    )


def words_for_cards(post: Post) -> tuple[str, str]:
    """What a search result or a share card of the story is headed with, and what it says beneath."""
    return one_line(post.search_title) or post.headline, one_line(post.search_description or post.summary)


def one_line(words: str) -> str:
    """The words without line ends, as an attribute of the page's head needs them."""
    return " ".join(words.split())


def shown(words: str, most: int) -> str:
    """What a search engine shows of `words`: at most `most` characters, cut after a word where there is one."""
    if len(words) <= most:
        return words
    start, space, _rest = words[: most - 1].rpartition(" ")
    return f"{start if space else words[: most - 2]} …"


def _open_graph(kind: str, title: str, description: str, address: str, newsroom: str, picture: Shown | None):
    said = [
        ("og:type", kind),
        ("og:site_name", newsroom),
        ("og:locale", _locale(settings.LANGUAGE_CODE)),
        ("og:title", title),
        ("og:description", description),
        ("og:url", address),
    ]
    if picture:
        size = [("og:image:width", str(picture.width)), ("og:image:height", str(picture.height))]
        said += [("og:image", picture.address), *size, ("og:image:alt", picture.alt)]
    return [pair for pair in said if pair[1]]


def _of_the_article(post: Post) -> list[tuple[str, str]]:
    """https://ogp.me/#type_article"""
    said = [("article:published_time", _moment(post.published_at))] if post.published_at else []
    if post.changed_since:
        said.append(("article:modified_time", _moment(post.changed_since)))
    if post.section:
        said.append(("article:section", post.section.name))
    writers = [byline.author for byline in post.bylines.all() if byline.role == Byline.Role.BY] or [post.poster]
    said += [("article:author", whole(author.get_absolute_url())) for author in writers]
    return said + [("article:tag", tag.name) for tag in post.around.tags]


def _card(picture: Shown | None) -> tuple[tuple[str, str], ...]:
    # Title, description and picture are taken from Open Graph's.
    return (("twitter:card", "summary_large_image" if picture and picture.width > picture.height else "summary"),)


def _locale(language: str) -> str:
    name, _, rest = to_locale(language).partition("_")
    return f"{name}_{rest if len(rest) == 2 else COUNTRIES.get(name, name.upper())}"


def _moment(moment: datetime) -> str:
    return localtime(moment).isoformat(timespec="seconds")
