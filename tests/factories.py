"""Makes newsroom things for tests, through the verbs a person's work goes through."""

from functools import lru_cache
from itertools import count

from blog.images import AlreadyInLibrary, add_to_library, draw_stand_in
from blog.models import Author, Image, Post, Section, Tag, User

PASSWORD = "correct horse battery"
BODY = "First paragraph of the story.\n\nSecond paragraph, with *emphasis* and a [link](https://example.org/)."

_numbers = count(1)


def user(username: str = "", **more) -> User:
    """A user with PASSWORD."""
    name = username or f"person-{next(_numbers)}"
    return User.objects.create_user(name, f"{name}@example.org", PASSWORD, **{"first_name": name.title(), **more})


def author(name: str = "Serge Daniel", **more) -> Author:
    """An author without a login."""
    return Author.objects.create(name=name, **more)


def section(name: str = "World") -> Section:
    return Section.objects.get_or_create(name=name)[0]


def tag(name: str = "Mali") -> Tag:
    return Tag.objects.get_or_create(name=name)[0]


def draft(*, by: User, bylines=(), lead: Image | None = None, **fields) -> Post:
    """A draft with one revision, posted by `by`, who is also its byline unless others are given."""
    poster = Author.of(by)
    fields = {"headline": f"Story number {next(_numbers)}", "body": BODY, **fields}
    post = Post.objects.create(poster=poster, **fields)
    for position, name in enumerate(bylines or [poster]):
        post.bylines.create(author=name, position=position)
    if lead:
        post.lead_with(lead)
    post.revise(by=by)
    return post


def published_post(*, by: User, editor: User | None = None, at=None, **fields) -> Post:
    """A published post; `editor` publishes it, or the newsroom's own clock."""
    post = draft(by=by, **fields)
    post.publish(by=editor, at=at)
    return post


def image(**words) -> Image:
    """A small picture in the library, with its renditions."""
    words = {"alt": "Hills at dusk", "caption": "The hills north of Konna", "credit": "A. Photographer", **words}
    try:
        return add_to_library(picture_file(words["alt"]), by=None, **words)
    except AlreadyInLibrary as known:
        return known.image


@lru_cache
def picture_file(alt: str = "Hills at dusk") -> bytes:
    """A JPEG of 480 by 320 pixels."""
    return draw_stand_in(alt, width=480, height=320)
