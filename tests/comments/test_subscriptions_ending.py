"""Everybody gets rid of letters with one click, without cookie, login or script."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from comments.digests import MOST_STORIES
from comments.models import Rhythm, Subscription
from tests import factories
from tests.comments.conversation import comment_on, say
from tests.comments.letterbox import confirmed, follow, letters_to, link_in, reads
from tests.tooling import vnu_check

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def stranger():
    """A browser without cookies, which Django would refuse a form without its token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def letter(post):
    """A letter that Flora got about a comment; she also gets new posts, and follows another story."""
    follow(post)
    follow()
    comment_on(post)
    return letters_to()[0]


@pytest.fixture
def all_kinds(letter, remy, edith, clock):
    """One of every other kind was sent as well."""
    told = factories.published_post(by=remy, standfirst="In <short>.")
    reads(Rhythm.DAILY, "daily@example.org")
    for _number in range(MOST_STORIES + 1):
        factories.published_post(by=remy, section=factories.section())
    letters_to()
    told.kill(by=edith, note="It was <wrong>.")
    clock.shift(DAY)
    letters_to()


def test_one_click_in_the_mail_program_ends_the_subscription(letter, stranger, post):
    path = link_in(letter, "leave")
    assert letter.message()["List-Unsubscribe"] == f"<http://127.0.0.1:8000{path}>"
    answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert confirmed() == {("flora@example.org", None)}
    comment_on(post)
    assert letters_to() == [letter]


def test_the_page_of_the_link_ends_one_subscription_or_all(letter, stranger):
    path = link_in(letter, "leave")
    page = stranger.get(path).content.decode()
    assert "End these letters" in page
    assert "End all letters from" in page
    stranger.post(path, {"everything": "yes"})
    assert not Subscription.objects.exists()


def test_whoever_left_one_is_offered_to_leave_the_rest(letter, stranger):
    page = stranger.post(link_in(letter, "leave")).content.decode()
    rest = re.search(r'action="(/comments/letters/leave/[^"]+)"', page)[1]
    stranger.post(rest, {"everything": "yes"})
    assert not Subscription.objects.exists()


def test_a_link_to_leave_works_years_later_and_more_than_once(letter, stranger, clock):
    clock.shift(5 * 365 * DAY)
    for _time in range(2):
        assert "You have left" in stranger.post(link_in(letter, "leave")).content.decode()
    assert confirmed() == {("flora@example.org", None)}


def test_whoever_leaves_gets_nothing_that_waits(letter, stranger, post):
    comment_on(post)
    stranger.post(link_in(letter, "leave"))
    assert letters_to() == [letter]


def test_the_pages_of_letters_are_kept_by_nobody(letter, client):
    answer = client.get(link_in(letter, "leave"))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert 'name="robots" content="noindex"' in answer.content.decode()


@pytest.mark.checker
def test_the_letters_and_their_pages_are_valid_html(letter, all_kinds, client, post):
    say(client, post, followup="on", posts="on")
    confirm, leave = link_in(letters_to("ruth@example.org")[0], "confirm"), link_in(letter, "leave")
    answers = {
        "confirming": client.get(confirm),
        "nothing ticked": client.post(confirm),
        "leaving": client.get(leave),
        "left, with others": client.post(leave),
        "no link": client.get("/comments/letters/leave/x/"),
    }
    pages = {name: answer.content.decode() for name, answer in answers.items()}
    pages |= {f"letter: {sent.subject}": sent.alternatives[0].content for sent in mail.outbox}
    assert {"A story was withdrawn", f"New comment on “{post.headline}”"} < {sent.subject for sent in mail.outbox}
    assert any("more stories" in sent.subject for sent in mail.outbox)
    assert vnu_check(pages) == []
