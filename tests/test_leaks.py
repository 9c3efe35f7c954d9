"""Nothing of a story that is not public is met at any public address.

The addresses are read from the URLconf: a new one is walked by itself, and a new kind of argument in one fails here
until SAMPLES says what it may be.
"""

import re
from datetime import timedelta
from itertools import product
from types import ModuleType

import pytest
from django.conf import settings
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, clear_url_caches, get_resolver, include, path, resolve
from django.utils import timezone

from blog.letters import send_due
from blog.models import Image, Post, User, without_letters
from blog.models.posts import PostQuerySet
from blog.share_picture import key_of
from blog.sharing import share_path
from comments.held import held_path
from comments.models import Subscription
from comments.notifications import confirm_path, leave_path
from tests import factories
from tests.comments.conversation import comment_on

pytestmark = pytest.mark.django_db

MARK = "zquill"  # in every word, name and number of a story that nobody may meet; in no other text, and no token
NOT_PUBLIC = ("desk/", "stand-in/")  # the one asks who comes, the other is a stand-in for other people's servers
QUERIES = ("", f"?q={MARK}", "?order=newest", f"?before={MARK}", "?lite=1", f"?post={MARK}")
STATES = ("draft", "in_review", "scheduled", "embargoed", "held", "retracted", "killed", "trashed")
SHARED_ON_PURPOSE = ("draft", "in_review", "scheduled")  # by a signed link, which is for whoever was given it


def secret(state, *, by, editor) -> Post:
    """A story full of the MARK, with a picture of its own, standing at `state`."""
    word = f"{MARK}{state.replace('_', '')}"
    image = factories.image(alt=f"{word} seen", caption=f"{word} caption", credit=f"{word} credit")
    post = factories.draft(
        by=by,
        headline=f"{word} headline",
        slug=word,
        standfirst=f"{word} standfirst",
        body=f"{word} text.\n\n![{word}](image:{image.pk})",
        lead=image,
        section=factories.section(),
    )
    post.tags.add(factories.tag("Mali"))
    later = timezone.now() + timedelta(hours=1)
    moves = {
        "in_review": lambda: post.submit(by=by),
        "scheduled": lambda: post.schedule(by=editor, at=later),
        "embargoed": lambda: post.embargo(by=editor, until=later),
        "held": lambda: post.hold(by=editor, note=f"{word} note"),
        "trashed": lambda: post.trash(by=by),
    }
    if state in ("retracted", "killed"):
        with without_letters():
            post.publish(by=editor)
        comment_on(post, comment=f"{word} comment", writer_name=f"{word} writer")
        comment_on(post, comment=f"{word} waits", status="pending")
        Subscription.objects.create(email="flora@example.org", post=post, confirmed_at=timezone.now())
        Subscription.objects.create(email="nobody@example.org", post=post)
        post.retract(by=editor) if state == "retracted" else post.kill(by=editor, note="We took it back.")
    elif state in moves:
        moves[state]()
    return post


@pytest.fixture
def secrets(remy, edith):
    Subscription.objects.create(email="flora@example.org", confirmed_at=timezone.now())
    stories = {state: secret(state, by=remy, editor=edith) for state in STATES}
    shown = factories.published_post(by=remy, section=factories.section())
    shown.tags.add(factories.tag("Mali"))
    comment_on(shown)
    return stories


def tokens_of(state, post) -> list[str]:
    """What stands in the signed addresses that somebody may hold of a story."""
    paths = [] if state in SHARED_ON_PURPOSE else [share_path(post)]
    paths += [held_path(comment).partition("#")[0] for comment in post.comments.all()]
    for subscription in post.subscriptions.all():
        paths += [leave_path(subscription), confirm_path(subscription)]
    return [resolve(path).kwargs["token"] for path in paths]


def samples_of(state, post) -> dict[str, list]:
    """For each name of an argument in an address, what it may be where the story is concerned."""
    moment = timezone.localtime(post.published_at or timezone.now())
    others = [post.section.slug, post.poster.slug, post.tags.get().slug]
    return {
        "year": [f"{moment:%Y}"],
        "month": [f"{moment:%m}"],
        "day": [f"{moment:%d}"],
        "slug": [post.slug, *others],
        "token": [*tokens_of(state, post), "nothing"],
        "name": [name.removeprefix("r/") for name in files_of(post)],
        "pk": [*post.comments.values_list("pk", flat=True), post.pk],
        "number": [1],
        "comment_page": [1],
        "key": ["nothing", post.slug, key_of(post, settings.NEWSROOM_NAME)],
        "rest": [post.slug, *others, *(f"parent/{slug}/feed" for slug in others)],
        "network": [service.key for service in settings.SIGN_IN_SERVICES] or ["google"],
    }


def files_of(post) -> list[str]:
    """The names of the files of its pictures, beneath the media address."""
    found = []
    for image in Image.objects.filter(placements__post=post).distinct():
        html = str(image.picture().sources) + image.picture().src
        found += re.findall(rf"{settings.MEDIA_URL}([^\s\"',)]+)", html)
    return found


def routes(patterns=None, prefix="") -> list[tuple[str, dict]]:
    """Every (route, converters) of the URLconf."""
    found = []
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            found.append((route, entry.pattern.converters))
        else:
            found += routes(entry.url_patterns, route)
    return [(route, converters) for route, converters in found if not route.startswith(NOT_PUBLIC)]


def addresses(route: str, samples: dict[str, list]) -> list[str]:
    """The route with every sample in its places."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", route)
    unknown = [name for name in names if name not in samples]
    assert not unknown, f"{route}: say in samples_of() what {unknown} may be."
    return ["/" + _filled(route, names, choice) for choice in product(*(samples[name] for name in names))]


def _filled(route: str, names: list[str], choice) -> str:
    for name, value in zip(names, choice, strict=True):
        route = re.sub(rf"<(?:\w+:)?{name}>", lambda _match, value=value: str(value), route)
    return route


def leaks(stories) -> list[str]:
    """Every public address that tells something of one of the stories, and every letter."""
    client, asked, found = Client(raise_request_exception=False), set(), []
    for state, post in stories.items():
        samples = samples_of(state, post)
        for route, _converters in routes():
            for address in addresses(route, samples):
                for query in QUERIES if "<" not in route else QUERIES[:1]:
                    if (whole := address + query) not in asked:
                        asked.add(whole)
                        found += [whole] if tells(client.get(whole), whole) else []
    send_due()
    newsroom = set(User.objects.filter(is_staff=True).values_list("email", flat=True))  # authors hear of their stories
    public = [letter for letter in mail.outbox if not newsroom.intersection(letter.to)]
    found += [f"letter to {letter.to}" for letter in public if MARK in (letter.subject + letter.body).lower()]
    return found


def tells(answer, address: str) -> bool:
    """True when the answer, apart from the address itself where it says it back, has the MARK, or is a picture; and
    when there is none."""
    if answer.status_code >= 500:
        return True
    if answer.status_code in (301, 302, 303):
        return MARK in answer["Location"].lower() and MARK not in address
    body = answer.getvalue() if answer.streaming else answer.content
    if answer.get("Content-Type", "").startswith("image/") and answer.status_code == 200:
        return settings.MEDIA_URL in address or "share-picture" in address  # its words are drawn
    words = body.decode(errors="replace").lower()
    for part in re.split(r"[/?=&]", address.lower()):
        if MARK in part:
            words = words.replace(part, "")
    return MARK in words


def test_no_public_address_and_no_letter_tells_of_a_story_that_is_not_public(secrets):
    assert leaks(secrets) == []


def test_the_walk_meets_the_pages_the_feeds_the_files_and_the_comments(secrets):
    walked = {route for route, _converters in routes()}
    for part in (
        "feed/",
        "feed/atom/",
        "feed/json/",
        "section/<str:slug>/feed/",
        "comments/feed/json/",
        "sitemap-news.xml",
        "sitemap-<int:number>.xml",
        "archive/",
        "author/",
        "section/",
        "tag/",
        "media/r/",
        "share-picture/",
        "preview/",
        "comments/feed/",
        "comments/held/",
    ):
        assert any(part in route for route in walked), part
    assert all(files_of(post) for post in secrets.values())


def test_a_list_that_forgets_who_may_be_seen_is_found(secrets, monkeypatch):
    monkeypatch.setattr(PostQuerySet, "published", lambda self: self.exclude(published_at=None))
    found = leaks(secrets)
    for part in ("/?q=", "/feed/atom/", "/section/", "/tag/"):
        assert any(part in f"{address}?q=" or part in address for address in found), part


def test_a_new_address_is_walked_by_itself(secrets, settings):
    def forgetful(request):
        return HttpResponse(", ".join(Post.objects.values_list("headline", flat=True)))

    module = ModuleType("leaking_urls")
    module.urlpatterns = [path("brand-new/", forgetful), path("", include("config.urls"))]
    settings.ROOT_URLCONF = module
    clear_url_caches()
    try:
        assert "/brand-new/" in leaks(secrets)
    finally:
        clear_url_caches()


def test_a_new_kind_of_argument_must_be_explained(secrets):
    with pytest.raises(AssertionError, match="mystery"):
        addresses("new/<str:mystery>/", samples_of("draft", secrets["draft"]))
