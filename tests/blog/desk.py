"""What the tests of the desk share: signing in, the addresses, and a filled sheet."""

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from tests import factories


def signed_in(user) -> Client:
    """A client in which `user` sits at the desk."""
    client = Client()
    client.force_login(user)
    return client


def address(name, *args) -> str:
    return reverse(f"admin:blog_{name}", args=args)


def sheet(post=None, **more) -> dict:
    """What the browser sends of a story's sheet; `more` is what was typed over it."""
    return {
        "headline": post.headline if post else "A new story",
        "standfirst": post.standfirst if post else "Why to read on.",
        "body": post.body if post else factories.BODY,
        "slug": post.slug if post else "",
        "comments_mode": "open",
        "by": ", ".join(line.author.name for line in post.bylines.all()) if post else "",
        **more,
    }


def said(response) -> str:
    """All messages of the page that the answer leads to."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def refusals(response) -> dict[str, str]:
    """The refused fields of the page, with what is said beside each."""
    return {name: " ".join(map(str, errors)) for name, errors in response.context["adminform"].form.errors.items()}
