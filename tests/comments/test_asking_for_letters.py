"""Letters can be asked for without a comment, by anybody for anybody: so nothing is sent but a question, and seldom."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from comments.asking import MOST_FROM_A_NETWORK
from comments.models import Rhythm, Subscription
from comments.notifications import leave_path
from tests import factories
from tests.comments.conversation import hidden_fields
from tests.comments.letterbox import confirmed, letters_to, link_in, reads

pytestmark = pytest.mark.django_db

FLORA = "flora@example.org"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def stranger():
    """A browser without cookies, which Django would refuse a form without its token."""
    return Client(enforce_csrf_checks=True)


def ask(client, clock, *, waits=5, headers=OURS, **typed):
    """Open the page, fill the form in, and send it after so many seconds; the answer."""
    page = client.get("/letters/").content.decode()
    clock.shift(waits)
    said = {**hidden_fields(page), "email": FLORA, "rhythm": "weekly", "honeypot": "", **typed}
    return client.post("/letters/", said, headers=headers)


def confirm(client, letter, **more):
    path = link_in(letter, "confirm")
    return client.post(path, {"wish": re.findall(r'name="wish" value="(\d+)"', client.get(path).text), **more})


def rhythm():
    return Subscription.objects.confirmed().values_list("rhythm", flat=True).get()


def test_a_reader_asks_confirms_and_gets_what_was_asked_for(stranger, clock):
    answer = ask(stranger, clock, email="Flora@Example.org")
    assert answer.status_code == 303
    assert answer["Location"] == "/letters/asked/"
    assert "Please look into your mailbox" in stranger.get(answer["Location"]).text
    assert confirmed() == set()
    [letter] = letters_to()
    assert letter.to == [FLORA]
    assert "new posts" in letter.body
    page = confirm(stranger, letter)
    assert "Thank you, that is confirmed" in page.text
    assert confirmed() == {(FLORA, None)}
    assert rhythm() == Rhythm.WEEKLY
    assert not answer.cookies
    assert not page.cookies


def test_how_often_can_be_chosen_where_it_is_confirmed(stranger, clock):
    ask(stranger, clock)
    [letter] = letters_to()
    page = stranger.get(link_in(letter, "confirm")).text
    assert re.search(r'value="weekly" id="rhythm-weekly" checked', page)
    confirm(stranger, letter, rhythm="daily")
    assert rhythm() == Rhythm.DAILY


@pytest.mark.parametrize("typed", ["hourly", "\x00", "d" * 10_000])
def test_a_rhythm_that_is_none_confirms_nothing(stranger, clock, typed):
    ask(stranger, clock)
    answer = confirm(stranger, letters_to()[0], rhythm=typed)
    assert answer.status_code == 400
    assert "Please choose how often." in answer.text
    assert confirmed() == set()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": ""}, "Please enter your e-mail address."),
        ({"email": "flora"}, "such as name@example.org"),
        ({"email": "flora\x00@example.org"}, "Null characters are not allowed."),
        ({"email": f"{'f' * 10_000}@example.org"}, "such as name@example.org"),
        ({"email": "flora@example.org\r\nBcc: all@example.org"}, "such as name@example.org"),
        ({"rhythm": ""}, "Please choose how often."),
        ({"rhythm": "hourly"}, "Please choose one of these."),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(stranger, clock, typed, words):
    answer = ask(stranger, clock, **typed)
    assert answer.status_code == 400
    assert words in answer.text
    kept = {"email": FLORA, "rhythm": "weekly", **typed}
    if kept["email"] == FLORA:
        assert f'value="{FLORA}"' in answer.text
    else:
        assert re.search(r'id="rhythm-weekly" checked', answer.text)
    assert not Subscription.objects.exists()
    again = stranger.post("/letters/", {**hidden_fields(answer.text), "email": FLORA, "rhythm": "weekly"}, headers=OURS)
    assert "quicker than anybody types" in again.text  # and so it can be sent once more
    clock.shift(3)
    again = stranger.post("/letters/", {**hidden_fields(again.text), "email": FLORA, "rhythm": "weekly"}, headers=OURS)
    assert again.status_code == 303


def test_what_a_program_fills_in_is_thanked_and_not_heard(stranger, clock):
    assert ask(stranger, clock, honeypot="x").status_code == 303
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("waits", "token", "words"),
    [
        (1, None, "quicker than anybody types"),
        (25 * 3600, None, "open for long, or was not ours"),
        (5, "nothing", "open for long, or was not ours"),
        (5, "", "open for long, or was not ours"),
    ],
)
def test_a_form_that_nobody_read_is_sent_again(stranger, clock, waits, token, words):
    more = {} if token is None else {"token": token}
    answer = ask(stranger, clock, waits=waits, **more)
    assert answer.status_code == 400
    assert words in answer.text
    assert f'value="{FLORA}"' in answer.text
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://other.example"}, {"Sec-Fetch-Site": "none"}]
)
def test_another_sites_page_asks_for_nothing(stranger, clock, headers):
    answer = ask(stranger, clock, headers=headers)
    assert answer.status_code == 403
    assert "came from our own page" in answer.text
    assert not Subscription.objects.exists()


# Anybody can type anybody's address


def test_a_stranger_learns_nothing_about_an_address(client, clock):
    reads(Rhythm.DAILY, "known@example.org")
    Subscription.objects.create(email="asked@example.org")
    answers = [ask(client, clock, email=f"{name}@example.org") for name in ("known", "asked", "new")]
    assert {(answer.status_code, answer["Location"], answer.content) for answer in answers} == {
        (303, "/letters/asked/", b"")
    }


def test_whoever_gets_letters_already_is_sent_nothing_and_keeps_what_they_chose(client, clock):
    reads(Rhythm.DAILY)
    ask(client, clock, rhythm="instant")
    assert letters_to() == []
    assert rhythm() == Rhythm.DAILY


def test_an_address_is_asked_once_however_often_it_is_typed(client, clock):
    for _time in range(5):
        ask(client, clock)
    assert len(letters_to()) == 1


def test_a_network_asks_few_addresses(client, clock):
    statuses = [
        ask(client, clock, email=f"victim{number}@example.org").status_code for number in range(MOST_FROM_A_NETWORK + 3)
    ]
    assert statuses == [303] * MOST_FROM_A_NETWORK + [429] * 3
    assert len(letters_to()) == MOST_FROM_A_NETWORK
    answer = ask(client, clock, email="one.more@example.org")
    assert "try again in an hour" in answer.text
    assert 'value="one.more@example.org"' in answer.text
    clock.shift(timedelta(hours=1))
    assert ask(client, clock, email="one.more@example.org").status_code == 303


def test_the_page_is_kept_by_nobody_and_the_foot_of_each_page_leads_to_it(client, post):
    assert client.get("/letters/")["Cache-Control"] == "private, no-store"
    for path in ("/", post.get_absolute_url(), "/archive/"):
        assert '<a href="/letters/">Letters</a>' in client.get(path).text
    assert "noindex" in client.get("/letters/asked/")["X-Robots-Tag"]


# Changing


def letter_to_flora(remy, rhythm=Rhythm.INSTANT):
    reads(rhythm)
    factories.published_post(by=remy)
    return letters_to()[-1]


def test_the_link_in_a_letter_leads_to_how_often_they_come(stranger, remy):
    path = link_in(letter_to_flora(remy), "leave")
    page = stranger.get(path).text
    assert "Letters to you" in page
    assert 'id="rhythm-instant" checked' in page
    answer = stranger.post(path, {"rhythm": "weekly", "change": "yes"})
    assert answer.status_code == 200
    assert "That is changed. Once a week, on Monday morning." in answer.text
    assert 'id="rhythm-weekly" checked' in answer.text
    assert rhythm() == Rhythm.WEEKLY


@pytest.mark.parametrize("typed", ["", "hourly", "\x00"])
def test_a_change_to_nothing_says_so_and_changes_nothing(stranger, remy, typed):
    path = link_in(letter_to_flora(remy), "leave")
    answer = stranger.post(path, {"rhythm": typed, "change": "yes"})
    assert answer.status_code == 400
    assert "Please choose how often." in answer.text
    assert rhythm() == Rhythm.INSTANT


def test_the_button_that_ends_letters_ends_them_whatever_is_chosen_above_it(stranger, remy):
    path = link_in(letter_to_flora(remy), "leave")
    assert "You have left" in stranger.post(path, {"rhythm": "weekly"}).text
    assert not Subscription.objects.exists()


def test_one_click_ends_those_letters_alone(stranger, remy, post):
    reads(Rhythm.INSTANT, "fred@example.org")
    Subscription.objects.filter(pk=Subscription.objects.create(email=FLORA, post=post).pk).confirm()
    letter_to_flora(remy)
    [letter] = [letter for letter in mail.outbox if letter.to == [FLORA]]
    path = letter.message()["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    stranger.post(path, {"List-Unsubscribe": "One-Click"})
    assert confirmed() == {(FLORA, post.pk), ("fred@example.org", None)}


def test_a_letter_about_comments_leads_to_those_about_stories_too(stranger, remy, post):
    subscription = Subscription.objects.create(email=FLORA, post=post)
    Subscription.objects.filter(pk=subscription.pk).confirm()
    new_posts = link_in(letter_to_flora(remy), "leave")
    page = stranger.get(leave_path(subscription)).text
    assert f'href="{new_posts}"' in page
    stranger.post(leave_path(subscription), {"rhythm": "weekly", "change": "yes"})
    assert confirmed() == {(FLORA, None)}  # there is nothing to change about these: the press ends them
