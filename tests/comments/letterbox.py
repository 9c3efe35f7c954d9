"""Reads the letters that a test sent, and makes followers."""

import re
from datetime import UTC, datetime

from django.conf import settings
from django.core import mail
from django.utils import timezone

from blog.letters import send_due
from comments.models import Subscription


def letters_to(address=None):
    """Send what is due; all letters so far about comments, stories to read and wishes, or those to one address.

    Those that tell authors what became of their story are tested elsewhere.
    """
    send_due()
    letters = [letter for letter in mail.outbox if "/desk/blog/post/" not in letter.body]
    return [letter for letter in letters if address in (None, *letter.to)]


def link_in(letter, about):
    """The path of the link in a letter that has the word `about`, the same in both parts."""
    [path] = set(re.findall(rf"{settings.SITE_ADDRESS}(/comments/letters/{about}/\S+)", letter.body))
    assert f"{settings.SITE_ADDRESS}{path}" in letter.alternatives[0].content
    return path


def follow(post=None, email="flora@example.org"):
    """A confirmed subscription: to the comments on `post`, or to new posts."""
    return Subscription.objects.create(email=email, post=post, confirmed_at=timezone.now())


def crowd_of_followers(post, amount):
    """That many followers of `post`, or of new posts."""
    now = timezone.now()
    Subscription.objects.bulk_create(
        Subscription(email=f"follower{number}@example.org", post=post, confirmed_at=now) for number in range(amount)
    )


def confirmed():
    """The addresses that get letters, each with the key of the story that it follows, or None for new posts."""
    return set(Subscription.objects.confirmed().values_list("email", "post"))


def reads(rhythm, email="flora@example.org"):
    """A subscription to new posts that its owner has just confirmed, to come `rhythm`."""
    wishes = Subscription.objects.filter(pk=Subscription.objects.create(email=email).pk)
    wishes.confirm(rhythm)
    return wishes.get()


def on_the_morning_of(day, hour=7, minute=0):
    """That moment of March 2026, UTC."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def headlines_in(letter):
    """The headlines that a digest names, in its order."""
    return re.findall(r"^\* (.+)$", letter.body, re.MULTILINE)
