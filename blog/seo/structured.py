"""What pages say of themselves in schema.org's words, as one block of data. Pure: it reads what it is given.

https://developers.google.com/search/docs/appearance/structured-data/article, …/profile-page, …/breadcrumb
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.utils.timezone import localtime

from blog.models import Author, Byline, Post
from blog.seo.pictures import Shown

LONGEST_HEADLINE = 110  # characters; what Google once asked for, and still shows
Crumb = tuple[str, str]  # name and path


def data_of(*things: dict) -> dict:
    """The block of a page that tells of `things`."""
    return {"@context": "https://schema.org", "@graph": list(things)}


def article(post: Post, *, newsroom: dict, pictures: Iterable[Shown]) -> dict:
    """A published story that was loaded with `for_page` or `for_article`. `newsroom` is what `publisher` gave."""
    address = whole(post.get_absolute_url())
    bylines = list(post.bylines.all())
    writers = [byline.author for byline in bylines if byline.role == Byline.Role.BY] or [post.poster]
    others = dict.fromkeys(byline.author for byline in bylines if byline.role != Byline.Role.BY)
    return _filled(
        {
            "@type": "NewsArticle",
            "headline": _cut(post.headline),
            "description": " ".join((post.search_description or post.summary).split()),
            "mainEntityOfPage": post.canonical_address or address,
            "datePublished": _moment(post.published_at),
            "dateModified": _moment(post.changed_since or post.published_at),
            "author": [person(author) for author in writers],
            "contributor": [person(author) for author in others],
            "publisher": newsroom,
            "image": [picture.address for picture in pictures],
            "articleSection": post.section.name if post.section else "",
            "keywords": [tag.name for tag in post.around.tags],
            "inLanguage": settings.LANGUAGE_CODE,
            "isAccessibleForFree": True,
            "wordCount": post.length.words,
            "commentCount": post.comment_count,
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": each.text,
                    "datePublished": _moment(each.made_at),
                    "url": whole(each.address),
                }
                for each in post.around.corrections
            ],
        }
    )


def publisher(name: str, *, logo: str = "", policies: dict[str, str] | None = None) -> dict:
    """The newsroom itself. `logo` is a picture's whole address; `policies` are whole addresses of pages by schema.org's
    names for them, such as "publishingPrinciples" and "correctionsPolicy".

    https://schema.org/NewsMediaOrganization
    """
    logo_data = {"@type": "ImageObject", "url": logo} if logo else None
    organization = {"@type": "NewsMediaOrganization", "name": name, "url": whole("/"), "logo": logo_data}
    return _filled({**organization, **(policies or {})})


def website(newsroom: dict) -> dict:
    """The paper as a whole, and how its search is asked. https://schema.org/SearchAction"""
    return {
        "@type": "WebSite",
        "name": newsroom["name"],
        "url": whole("/"),
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": newsroom,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": whole("/search/?q={search_term_string}")},
            "query-input": "required name=search_term_string",
        },
    }


def profile(author: Author, picture: Shown | None) -> dict:
    """The page about somebody who writes here."""
    about = {
        "description": " ".join(author.bio.split()),
        "image": picture.address if picture else "",
        "sameAs": [link.url for link in author.links.all()],
    }
    return {"@type": "ProfilePage", "url": whole(author.get_absolute_url()), "mainEntity": person(author, **about)}


def person(author: Author, **more) -> dict:
    """Somebody by name, with their page here."""
    return _filled({"@type": "Person", "name": author.name, "url": whole(author.get_absolute_url()), **more})


def breadcrumbs(newsroom_name: str, crumbs: Sequence[Crumb]) -> dict:
    """The way from the front page to this one, which is the last of `crumbs`."""
    steps = [(newsroom_name, "/"), *crumbs]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": whole(path)}
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }


def crumbs_of(post: Post) -> list[Crumb]:
    """The steps to a story, below the front page."""
    section = [(post.section.name, post.section.get_absolute_url())] if post.section else []
    return [*section, (_cut(post.headline), post.get_absolute_url())]


def whole(address: str) -> str:
    """An address of this site, as machines elsewhere need it; one that is whole already stays as it is."""
    return urljoin(settings.SITE_ADDRESS + "/", address)


def _cut(headline: str) -> str:
    return headline if len(headline) <= LONGEST_HEADLINE else f"{headline[: LONGEST_HEADLINE - 1].rstrip()}…"


def _moment(moment: datetime | None) -> str:
    return localtime(moment).isoformat(timespec="seconds") if moment else ""


def _filled(data: dict) -> dict:
    """Without what is not known; a number is, even when it is 0."""
    return {name: value for name, value in data.items() if value not in ("", None, [], {})}
