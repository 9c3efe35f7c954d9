"""The letters about several stories at once, and about one that was killed; as those in comments/notifications.py."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2s
from typing import cast

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.letters import Words, regularly, words_from, writes
from blog.models import Letter, Post, State
from comments.models import News, Subscription
from comments.models.telling import DIGEST, NEW_POST, WITHDRAWN, bulletins_in
from comments.notifications import excerpt_of, leave_path, lines_of, subscription_of

MOST_STORIES = 20  # in one letter; mail programs cut long ones, and nobody reads them
KEPT = 3600  # seconds for which what a digest says of its stories is remembered: as long as it takes to send it to all

regularly(Subscription.objects.write_digests)


@writes(DIGEST)
def digest(letter: Letter) -> Words | None:
    """Tells of all that became news since the last one and is with readers now, but for what this address has been told
    of by letter before."""
    subscription = subscription_of(letter)
    found = _stories_for(letter) if subscription else []
    if not subscription or not found:
        return None
    stories, more = _said_of(found[:MOST_STORIES]), max(0, len(found) - MOST_STORIES)
    first, others = stories[0]["headline"], len(found) - 1
    subject = ngettext("%(headline)s, and %(count)d more story", "%(headline)s, and %(count)d more stories", others)
    subject = subject % {"headline": first, "count": others} if others else first
    archive = reverse("blog:archive")
    return words_from("emails/digest", subject, leave_path(subscription), stories=stories, more=more, archive=archive)


@writes(WITHDRAWN)
def withdrawn(letter: Letter) -> Words | None:
    """Tells who was told of a story that it was killed, in the newsroom's own words and in none of the story's."""
    killed = Post.objects.filter(state=State.KILLED, pk=letter.about)
    post = killed.only("kill_notice", "path", "published_at").first()
    subscription = post and subscription_of(letter)
    if not post or not post.published_at or not subscription:
        return None
    return words_from(
        "emails/withdrawn",
        _("A story was withdrawn"),
        leave_path(subscription),
        day=_day_of(post.published_at),
        notice=post.kill_notice,
        link=post.get_absolute_url(),
    )


def _stories_for(letter: Letter) -> list[tuple[int, datetime]]:
    """The keys of the stories, newest first, each with when it was changed."""
    news = News.objects.told_of(*bulletins_in(letter.about)).values("post")
    found = list(Post.objects.published().filter(pk__in=news).newest_first().values_list("pk", "changed_at"))
    letters = Letter.objects.filter(recipient=letter.recipient, kind=NEW_POST).exclude(state=Letter.State.FAILED)
    told = set(letters.filter(about__in=[str(key) for key, _changed in found]).values_list("about", flat=True))
    return [story for story in found if str(story[0]) not in told]


def _said_of(found: list[tuple[int, datetime]]) -> list[dict[str, str]]:
    """What the letter says of each of these. It is the same for almost everybody, so it is looked up once."""
    key = f"digest:{blake2s(repr(found).encode(), digest_size=16).hexdigest()}"
    if (said := cache.get(key)) is None:
        posts = Post.objects.published().select_related("section").defer("body", "body_html")
        by_key = posts.in_bulk([key for key, _changed in found])
        said = [_card(by_key[key]) for key, _changed in found if key in by_key]
        cache.set(key, said, KEPT)
    return said


def _card(post: Post) -> dict[str, str]:
    excerpt, day = excerpt_of(post.summary), _day_of(cast(datetime, post.published_at))
    return {
        "headline": post.headline,
        "excerpt": excerpt,
        "quotation": lines_of(excerpt),
        "where_and_when": f"{post.section.name}, {day}" if post.section else day,
        "link": post.get_absolute_url(),
    }


def _day_of(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
