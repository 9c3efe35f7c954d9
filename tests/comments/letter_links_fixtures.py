"""What the tests of the links in moderators' letters share."""

import re

import pytest
from django.test import Client

from comments.models import Comment, Status
from comments.rules.letter_links import errands_of
from tests import factories
from tests.comments.rules_fixtures import past


@pytest.fixture
def comment(post):
    return past(post, Status.PENDING, comment="Look at https://example.net/ <b>now</b>.", writer_name="Spike")[0]


@pytest.fixture
def gwen(edith):
    """Edits as well."""
    gwen = factories.user("gwen", is_staff=True)
    gwen.groups.set(edith.groups.all())
    return gwen


def link(comment, user, verb="approve"):
    [errand] = [errand for errand in errands_of(comment, user) if errand.verb == verb]
    return errand.path


def press(path, **more):
    """Open the page of a link, and press the button of its verb; the answer."""
    page = Client().get(path).content.decode()
    words = re.search(r'name="words" value="(\w+)"', page)
    verb = re.search(r'name="move" value="(\w+)"', page)
    fields = {"words": words[1] if words else "", "move": verb[1] if verb else "approve"}
    return Client().post(path, {**fields, **more})


def undo_in(response):
    return re.search(r'action="(/comments/moderate/undo/[^"]+)"', response.content.decode())[1]


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status
