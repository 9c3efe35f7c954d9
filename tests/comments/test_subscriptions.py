"""Nobody gets letters that they did not confirm, and everybody gets rid of them with one click."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from blog.models import Letter
from comments.models import Subscription
from comments.models.subscription import WISHES_FROM_A_NETWORK
from comments.rules.models import Action
from comments.rules.policy import Verdict
from tests import factories
from tests.comments.conversation import GUEST, comment_on, say
from tests.comments.letterbox import confirmed, letters_to, link_in

pytestmark = pytest.mark.django_db

RUTH = "ruth@example.org"
BOTH = {"followup": "on", "posts": "on"}
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def confirm_all(client, letter):
    path = link_in(letter, "confirm")
    wishes = re.findall(r'name="wish" value="(\d+)"', client.get(path).content.decode())
    return client.post(path, {"wish": wishes})


# Asking


def test_both_boxes_ask_by_one_letter_that_says_nothing_a_stranger_typed(client, post):
    say(client, post, "Buy my pills.", **BOTH, name="Buy Pills", url="https://pills.example")
    [letter] = letters_to()
    assert letter.to == [RUTH]
    assert f"new comments on “{post.headline}”" in letter.body
    assert "new posts" in letter.body
    assert not re.search("pills", str(letter.message()), re.IGNORECASE)
    assert confirmed() == set()


def test_no_box_asks_for_nothing(client, post):
    say(client, post)
    assert letters_to() == []


def test_a_refused_comment_asks_for_nothing(client, post):
    say(client, post, "", **BOTH)
    assert letters_to() == []
    assert not Subscription.objects.exists()


def test_what_the_rules_call_spam_asks_for_nothing(client, post, monkeypatch):
    monkeypatch.setattr("comments.posting.judge", lambda comment, **more: Verdict(Action.SPAM))
    say(client, post, **BOTH)
    assert not Subscription.objects.exists()


def test_the_same_form_sent_three_times_asks_once(client, post):
    for _time in range(3):
        say(client, post, **BOTH, key="a-key-of-the-form-1")
    assert Subscription.objects.count() == 2
    assert len(letters_to()) == 1


# Confirming


def test_the_button_of_the_letters_page_confirms(client, post):
    stranger = Client(enforce_csrf_checks=True)
    say(client, post, **BOTH)
    answer = confirm_all(stranger, letters_to()[0])
    assert "Thank you, that is confirmed" in answer.content.decode()
    assert confirmed() == {(RUTH, post.pk), (RUTH, None)}
    assert not answer.cookies


@pytest.mark.parametrize("about", ["confirm", "leave"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_program_that_opens_every_link_of_a_letter_changes_nothing(client, post, about, method):
    say(client, post, **BOTH)
    [letter] = letters_to()
    if about == "leave":
        confirm_all(client, letter)
        comment_on(post, user_email="somebody@example.org")
        letter = letters_to()[-1]
    before = list(Subscription.objects.order_by("pk").values())
    assert getattr(client, method)(link_in(letter, about)).status_code == 200
    assert list(Subscription.objects.order_by("pk").values()) == before


def test_only_what_is_ticked_is_confirmed(client, post):
    say(client, post, **BOTH)
    path = link_in(letters_to()[0], "confirm")
    wish = Subscription.objects.get(post=None)
    client.post(path, {"wish": [wish.pk]})
    assert confirmed() == {(RUTH, None)}


def test_nothing_ticked_asks_again(client, post):
    say(client, post, **BOTH)
    answer = client.post(link_in(letters_to()[0], "confirm"))
    assert answer.status_code == 400
    assert "Please tick what you want" in answer.content.decode()
    assert confirmed() == set()


@pytest.mark.parametrize("wish", ["", "x", "-1", "²", "9" * 40, "1 OR 1=1"])
def test_the_link_confirms_the_wishes_of_its_own_address_alone(client, post, wish):
    other = Subscription.objects.create(email="spike@example.org", post=post)
    say(client, post, **BOTH)
    path = link_in(letters_to(RUTH)[0], "confirm")
    assert client.post(path, {"wish": [wish, other.pk]}).status_code == 400
    assert confirmed() == set()


def test_a_link_works_for_a_week_and_then_says_what_to_do(client, post, clock):
    say(client, post, **BOTH)
    path = link_in(letters_to()[0], "confirm")
    clock.shift(6 * DAY)
    assert client.get(path).status_code == 200
    clock.shift(2 * DAY)
    for answer in (client.get(path), client.post(path, {"wish": [1]})):
        assert answer.status_code == 410
        assert "Tick the box again" in answer.content.decode()
    Subscription.objects.forget_unconfirmed()
    assert not Subscription.objects.exists()


def test_a_link_that_was_used_says_so(client, post):
    say(client, post, **BOTH)
    [letter] = letters_to()
    confirm_all(client, letter)
    answer = client.get(link_in(letter, "confirm"))
    assert answer.status_code == 200
    assert "You get these letters already" in answer.content.decode()


def test_a_wish_for_a_story_that_was_withdrawn_is_not_named(client, post, edith):
    say(client, post, followup="on")
    post.retract(by=edith)
    assert letters_to(GUEST["email"]) == []


@pytest.mark.parametrize("token", ["x", "MQ:1", "a" * 3000, "MQ:1vbGhT:AAAA"])
@pytest.mark.parametrize("page", ["confirm", "leave"])
def test_a_link_that_was_not_made_here_gets_a_page_that_says_so(client, db, page, token):
    for answer in (client.get(f"/comments/letters/{page}/{token}/"), client.post(f"/comments/letters/{page}/{token}/")):
        assert answer.status_code == 404
        assert "not one of ours" in answer.content.decode()


def test_a_link_to_leave_does_not_confirm(client, post):
    say(client, post, **BOTH)
    path = link_in(letters_to()[0], "confirm")
    token = path.removesuffix("/").rpartition("/")[2]
    assert client.post(f"/comments/letters/leave/{token}/").status_code == 404
    assert Subscription.objects.count() == 2


# Who has shown already whose address it is


def test_whoever_signed_in_with_the_address_confirms_by_ticking(client, post, ruth):
    client.force_login(ruth)
    say(client, post, **BOTH, headers={"Sec-Fetch-Site": "same-origin"})
    assert letters_to() == []
    assert confirmed() == {(ruth.email, post.pk), (ruth.email, None)}


# How often


def test_an_address_is_asked_at_most_once_an_hour_and_then_about_all(client, remy, post, clock):
    stories = [post, *(factories.published_post(by=remy) for _ in range(3))]
    for story in stories:
        say(client, story, followup="on")
        clock.shift(MINUTE)
        letters_to()
    assert len(mail.outbox) == 1
    clock.shift(HOUR)
    [_first, second] = letters_to()
    assert all(story.headline in second.body for story in stories)


def test_nobody_fills_a_strangers_mailbox(client, remy, post, clock):
    for step in range(32 * 24 * 2):
        if step % 3 == 0 or Letter.objects.waiting().exists():
            Subscription.ask(RUTH, post)
            letters_to()
        clock.shift(30 * MINUTE)
    moments = sorted(Letter.objects.filter(sent_at__isnull=False).values_list("sent_at", flat=True))
    for most, within in [(1, HOUR), (3, DAY), (8, 30 * DAY)]:
        assert all(later - earlier >= within for earlier, later in zip(moments, moments[most:], strict=False))
    assert len(moments) >= 8


def test_a_reader_who_confirms_is_asked_again_without_waiting(client, remy, post, clock):
    for _story in range(5):
        say(client, factories.published_post(by=remy), followup="on")
        confirm_all(client, letters_to()[-1])
        clock.shift(MINUTE)
    assert len(confirmed()) == 5


def test_a_network_cannot_ask_many_addresses(client, post, clock):
    for number in range(WISHES_FROM_A_NETWORK + 10):
        say(client, post, f"Words {number}", followup="on", email=f"victim{number}@example.org")
        clock.shift(5)
    assert len(letters_to()) == WISHES_FROM_A_NETWORK


def test_no_network_is_remembered_of_whoever_confirmed(client, post):
    say(client, post, **BOTH)
    assert "" not in Subscription.objects.values_list("asked_from", flat=True)
    confirm_all(client, letters_to()[0])
    assert set(Subscription.objects.values_list("asked_from", flat=True)) == {""}
