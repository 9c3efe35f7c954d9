"""A story with pictures everywhere, and what a page without them says."""

import re

from blog.models import Author, Post, User
from comments.readers.models import Reader
from tests import factories
from tests.comments.conversation import comment_on

SAVES_DATA = {"Save-Data": "on"}
PHOTO = re.compile(r'<a class="photo" href="([^"]+)"><b>Load photo \((\d+) KB\)</b>(?: <span>([^<]*)</span>)?</a>')
BODY = """![](image:{a})

![At the well](image:{a} "Water in *Konna*")

![](image:{a} "One") ![](image:{a})

[![](image:{a} "A film")](https://vimeo.com/76979871)

[![The map](image:{a})](https://example.org/map)

Among words ![small](image:{a}) they stand.
"""


def story_with_pictures(*, by: User) -> Post:
    """A story with a picture in every place that can have one, and a comment by a reader with a portrait."""
    lead, other = factories.image(), factories.image(alt="A well", caption="", credit="B. Photographer")
    portrait = factories.image(alt="Remy at his desk")
    Author.objects.filter(pk=Author.of(by).pk).update(picture=portrait)
    post = factories.published_post(
        by=by, section=factories.section(), lead=lead, body=BODY.format(a=other.pk), standfirst="In short."
    )
    ruth = factories.user("ruth-with-a-face")
    Reader.objects.create(user=ruth, name="Ruth", network="google", portrait="r/faces/ruth.webp")
    comment_on(post, user=ruth)
    comment_on(post)
    return post


def lists(post) -> list[str]:
    return [
        "/",
        post.section.get_absolute_url(),
        post.poster.get_absolute_url(),
        "/2026/03/",
        "/archive/",
        "/corrections/",
        "/search/?q=story",
        "/nothing/",
    ]


def page(client, address, **headers) -> str:
    return client.get(address, headers=headers).content.decode()


def photos(html: str) -> list[tuple[str, int, str]]:
    """Address, kilobytes and alternative text of each link to a photo."""
    return [(address, int(size), alt) for address, size, alt in PHOTO.findall(html)]


def cookie(answer) -> str | None:
    return answer.cookies["lite"].value if "lite" in answer.cookies else None
