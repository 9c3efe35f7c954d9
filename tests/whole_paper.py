"""A paper that has everything readers meet, and one address of each kind of page that they can open.

Tests that walk all pages walk these: a page of a new kind joins with one line in `pages_of`. The URLconf is the truth
about what there is: `unknown_routes` names what nobody has listed.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.core.management import call_command
from django.urls import URLPattern, get_resolver, resolve
from django.utils import timezone

from blog.demo.story import PATH
from blog.models import FrontPage, Post, Section, SiteSettings, Source, without_letters
from blog.sharing import share_path
from comments.held import held_path, way_to_change
from comments.models import Comment, Decision, Rhythm, Status, Subscription
from comments.notifications import confirm_path, leave_path
from comments.rules.letter_links import errands_of, undo_path
from comments.rules.policy import combine, record
from comments.sign_in import letters
from config import providers
from tests import factories
from tests.comments.conversation import comment_on, crowd

RICH = """## Heading

Text[^1] and a

> quotation

> Pull quote:
> Repeated words
> — who said them

![](image:{key})

![](image:{key} "One")
![](image:{key} "Another")

https://youtu.be/dQw4w9WgXcQ

[![](image:{key} "A film")](https://vimeo.com/76979871)

| a | b |
|---|--:|
| 1 | 2 |

1. one
2. two

```
code
```

[^1]: A note.
"""
THREADS = 6  # below the rich story, and one four deep; a test makes pages as short as it likes
NOT_READERS = ("desk/", "stand-in/", "trouble/")  # the newsroom's; other people's servers; the tests' own
# Addresses that are no pages: what a machine asks for, what only a form is sent to, what leads on.
NO_PAGES = {
    "feed/": "feeds; see test_feeds.py",
    ".xml": "sitemaps; see test_sitemaps.py",
    ".txt": "for robots",
    "media/r/": "pictures",
    "share-picture/": "pictures as well",
    "style/": "the stylesheet",
    "category/": "leads to sections and tags",
    "/callback/": "services send readers back there; leads to the story",
    "comments/post/": "takes a form; leads to the front page",
    "comments/<int:pk>/recommend/": "takes a form; leads to the comment",
    "comments/reply/": "leads to the story",
    "comments/<int:pk>/edit/": "of an account's own comment; the same page as the one by signed address",
    "comments/<int:pk>/": "leads to the comment",
    "comments/log-out/": "takes a form; leads to the front page",
    "comments/change/": "takes a form; leads to the front page",
    "comments/identity/": "a line for a page's script",
}


def make(*, by, editor) -> Post:
    """The paper: the demonstration story; one rich story, which is returned; two dozen others, of several years; one
    that was killed, one that moved, one taken over from elsewhere; a conversation of two pages."""
    call_command("seed_demo", verbosity=0)
    factories.section("Business")  # without stories
    picture, section, tag = factories.image(), factories.section(), factories.tag()
    now = timezone.now()
    for number in range(24):
        post = factories.published_post(
            by=by, section=section, at=now - timedelta(days=40 * number + 1), lead=picture if number % 8 == 0 else None
        )
        post.tags.add(tag)
    factories.published_post(by=by, canonical_address="https://agency.example/story", at=now - timedelta(days=3))
    killed = factories.published_post(by=by, slug="killed", at=now - timedelta(days=2))
    moved = factories.published_post(by=by, slug="old-name", at=now - timedelta(days=2))
    with without_letters():
        killed.kill(by=editor, note="We took it back.")
        moved.slug = "new-name"
        moved.settle_address()
        moved.save()
    rich = rich_story(by=by, editor=editor, section=section, picture=picture)
    rich.tags.add(tag, factories.tag("Côte d’Ivoire & <more>"))
    arrange(rich)
    return rich


def rich_story(*, by, editor, section, picture) -> Post:
    """A story with all that a story can have."""
    post = factories.published_post(
        by=by,
        section=section,
        standfirst="In short.",
        dateline="BAMAKO, 10 January",
        agency_credit="AFP",
        lead=picture,
        body=RICH.format(key=picture.pk),
    )
    Source.objects.create(post=post, name="AFP", how="agency", is_public=True, public_words="AFP’s bureau in Bamako")
    post.bylines.create(author=factories.author("Ines Sow"), role="photographs", position=2)
    answered = None
    for words in ("First.", "Second.", "Third.", "Fourth."):
        answered = comment_on(post, answered, comment=words)
    crowd(post, THREADS)
    before = post.revisions.first()
    post.body = post.body.replace("Text[^1]", "Words[^1]")
    post.save()
    post.correct(by=editor, text="It said text.", thanks="We thank Ruth.")
    post.report_error(revision=before, number=1, key=uuid4(), message="It is words.", name="Ruth", may_thank=True)
    at = timezone.now() + timedelta(days=1)
    later = {**post.snapshot(), "headline": "Later"}
    post.plan_change(later, by=editor, at=at, kind="update", based_on=before)
    return post


def arrange(post) -> None:
    """All that can stand around the stories: sections, a tagline, a contact, breaking news, one story put first."""
    for number, name in enumerate(("World", "Politics", "Science", "Culture", "Opinion", "Sport"), 1):
        Section.objects.update_or_create(name=name, defaults={"position": number})
    SiteSettings.objects.create(
        tagline="Reporting from the river", contact="letters@example.org", paper_light="#ffffff"
    )
    FrontPage.arrange("add", post.pk)
    until = timezone.now() + timedelta(hours=1)
    FrontPage.announce(seen=None, breaking="The bridge is closed", breaking_story=post, breaking_until=until)


def offer_every_way_in(settings) -> None:
    """Let readers sign in by all services, and by letter."""
    settings.STAND_IN_SIGN_IN = settings.SIGN_IN_BY_EMAIL = True
    settings.SIGN_IN_SERVICES = providers.services(stand_in=True)


def pages_of(rich: Post, *, editor) -> dict[str, str]:
    """One address of each kind of page, by what it is; `rich` is what `make` gave."""
    moment = timezone.localtime(rich.published_at)
    return {
        "front": "/",
        "front, further down": f"/?before={int(moment.timestamp()) * 10**6}-1",
        "the source page": PATH,
        "article with comments": rich.path,
        "second page of comments": f"{rich.path}comment-page-2/",
        "newest comments first": f"{rich.path}?order=newest",
        "replying": f"{rich.path}?replytocom={Comment.objects.filter(post=rich).earliest('pk').pk}",
        "section": rich.section.get_absolute_url(),
        "empty section": "/section/business/",
        "tag": factories.tag().get_absolute_url(),
        "author": rich.poster.get_absolute_url(),
        "archive": "/archive/",
        "year": "/2013/",
        "month": "/2013/01/",
        "day": "/2013/01/10/",
        "day without stories": "/2013/01/11/",
        "corrections": "/corrections/",
        "correction": f"{rich.path}corrections/1/",
        "report an error": f"{rich.path}report-an-error/",
        "reported": f"{rich.path}report-an-error/thanks/",
        "search": "/search/",
        "search with results": "/search/?q=story",
        "search with filters": "/search/?q=paragraph&section=world&since=2012-01-01&until=1",
        "search without results": "/search/?q=zebra",
        "search with a slip": "/search/?q=paragraf",
        "about": "/about/",
        "policy": "/corrections-policy/",
        "letters": "/letters/",
        "letters asked for": "/letters/asked/",
        "not found": "/2013/01/10/nothing/",
        "killed": _killed().path,
        **_signed_pages(rich, editor),
        **{f"trouble {code}": f"/trouble/{code}/" for code in ("400", "403", "csrf", "500")},
    }


def pages_without_pictures(rich: Post) -> dict[str, str]:
    """The same for who wants none. To open one sets a cookie, and the pages that are opened next have none either."""
    pages = {"article": rich.path, "the source page": PATH, "front": "/", "author": rich.poster.get_absolute_url()}
    return {f"{kind} without pictures": f"{address}?lite=1" for kind, address in pages.items()}


def _killed() -> Post:
    return Post.objects.get(slug="killed")


def _signed_pages(rich: Post, editor) -> dict[str, str]:
    """Those whose addresses are keys."""
    draft = factories.draft(by=rich.poster.user, headline="Not yet", lead=factories.image())
    waits = comment_on(rich, status=Status.PENDING, comment="Look at https://example.net/ <b>now</b>.")
    done = comment_on(rich, status=Status.PENDING)
    refused = comment_on(rich, status=Status.PENDING)
    refused.trash(by=editor)
    record(waits, combine([]))
    [errand] = [errand for errand in errands_of(waits, editor) if errand.verb == "approve"]
    done.approve(by=editor)
    wish = Subscription.objects.create(email="flora@example.org", post=rich)
    told = Subscription.objects.create(email="flo@example.org")
    Subscription.objects.of("flo@example.org").confirm(Rhythm.DAILY)
    held = held_path(waits).partition("#")[0]
    key = letters._put_by({"email": "new@example.org", "post": rich.pk, "words": {}, "way_back": rich.path})
    return {
        "preview": share_path(draft),
        "preview that is none": "/preview/nothing/",
        "own comment that waits": held,
        "own comment in the trash": held_path(refused).partition("#")[0],
        "editing a comment": way_to_change(held.rstrip("/").rpartition("/")[2]),
        "reporting a comment": f"/comments/{Comment.objects.visible().earliest('pk').pk}/report/",
        "moderating by letter": errand.path,
        "moderating by a bad link": "/comments/moderate/nothing/",
        "undoing by letter": undo_path(Decision.objects.latest("pk"), editor),
        "confirming letters": confirm_path(wish),
        "ending letters": leave_path(told),
        "ending letters by a bad link": "/comments/letters/leave/nothing/",
        "signing in by a service": f"/comments/sign-in/google/?post={rich.pk}",
        "signing in by letter": f"/comments/sign-in/email/?post={rich.pk}",
        "letter to sign in": f"/comments/sign-in/letter/{key}/",
        "old letter to sign in": "/comments/sign-in/letter/nothing/",
    }


def routes(patterns=None, prefix="") -> list[str]:
    """Every route of the URLconf that readers or their machines may ask for."""
    found = []
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(entry.pattern)
        found += [route] if isinstance(entry, URLPattern) else routes(entry.url_patterns, route)
    return [route for route in found if not route.startswith(NOT_READERS)]


def route_of(address: str) -> str:
    """The route that answers to an address."""
    return resolve(address.partition("?")[0]).route


def unknown_routes(addresses) -> list[str]:
    """The routes of pages of which none of `addresses` is one, and that NO_PAGES does not explain."""
    met = {route_of(address) for address in addresses}
    return [route for route in routes() if route not in met and not is_explained(route)]


def is_explained(route: str) -> bool:
    """True for the routes that lead to no page."""
    return any(route == known or (known in route and not known.startswith("comments/<")) for known in NO_PAGES)
