"""Guessing passwords at the desk's login: held up after a few, for that network alone."""

from datetime import timedelta

import pytest
from django.test import Client

from blog import desk_login
from blog.limits import forget_known
from blog.models import Lockdown, Pace
from tests import factories
from tests.comments.test_rules_racing import at_once

LOGIN = "/desk/login/"
HERE, ELSEWHERE = "203.0.113.5", "198.51.100.7"
SENTENCE = "Too many wrong passwords came from your network. Please wait ten minutes"

pytestmark = pytest.mark.django_db


def typed(username, password="wrong", *, at=HERE):
    return Client(REMOTE_ADDR=at).post(LOGIN, {"username": username, "password": password, "next": "/desk/"})


def let_in(answer) -> bool:
    return answer.status_code == 302 and answer["Location"] == "/desk/"


def test_an_eleventh_guess_at_one_account_is_not_looked_at(edith):
    assert [typed("edith").status_code for _ in range(10)] == [200] * 10
    refused = typed("edith", factories.PASSWORD)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "600"
    assert SENTENCE in refused.content.decode()


def test_the_right_password_still_works_elsewhere_and_for_others_here(edith, remy):
    for _ in range(12):
        typed("edith")
    assert let_in(typed("edith", factories.PASSWORD, at=ELSEWHERE))
    assert let_in(typed("remy", factories.PASSWORD))


def test_after_ten_minutes_it_works_here_as_well(edith, clock):
    for _ in range(12):
        typed("edith")
    clock.shift(timedelta(minutes=10))
    assert let_in(typed("edith", factories.PASSWORD))


def test_a_network_that_goes_through_accounts_is_held_up_too(edith):
    statuses = [typed(f"name-{number}").status_code for number in range(31)]
    assert statuses == [200] * 30 + [429]
    assert typed("edith", factories.PASSWORD).status_code == 429
    assert let_in(typed("edith", factories.PASSWORD, at=ELSEWHERE))


def test_the_name_is_the_same_however_it_is_written(edith):
    for number in range(10):
        typed("EDITH" if number % 2 else " edith ")
    assert typed("edith", factories.PASSWORD).status_code == 429


def test_right_passwords_are_no_guesses_however_many_come_at_nine_in_the_morning(edith):
    assert all(let_in(typed("edith", factories.PASSWORD)) for _ in range(40))


def test_who_is_no_member_of_the_newsroom_guesses_by_a_right_password_as_well(ruth):
    assert {typed("ruth", factories.PASSWORD).status_code for _ in range(10)} == {200}
    assert typed("ruth", factories.PASSWORD).status_code == 429


def test_a_form_that_is_not_filled_in_is_no_guess(edith):
    for _ in range(40):
        assert typed("", "").status_code == typed("edith", "").status_code == 200
    assert not Pace.objects.exists()


def test_opening_the_page_is_no_guess(edith):
    assert {Client(REMOTE_ADDR=HERE).get(LOGIN).status_code for _ in range(40)} == {200}
    assert not Pace.objects.exists()


@pytest.mark.parametrize("name", ["\x00", "a" * 10_000, "‮edith", "%s%d", "edith\nFAKE LINE"])
def test_strange_names_get_an_answer(edith, name):
    assert typed(name).status_code == 200


def test_before_a_locked_desk_it_is_the_same(edith):
    Lockdown.begin(way=Lockdown.Way.SHELL)
    assert [typed("edith").status_code for _ in range(11)] == [200] * 10 + [429]
    assert typed("edith", factories.PASSWORD, at=ELSEWHERE)["Location"].endswith("/code/")


def test_a_proxy_names_the_network(edith, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for number in range(12):  # what comes before the last address anybody can write
        Client(REMOTE_ADDR="10.0.0.1").post(
            LOGIN,
            {"username": "edith", "password": "wrong"},
            headers={"X-Forwarded-For": f"192.0.2.{number}, {HERE}", "X-Forwarded-Proto": "https"},
        )
    assert typed("edith", factories.PASSWORD, at=HERE).status_code == 429
    assert let_in(typed("edith", factories.PASSWORD, at=ELSEWHERE))


def test_a_listener_on_both_kinds_of_address_does_not_take_all_of_one_for_a_household(edith):
    for _ in range(12):
        typed("edith", at=f"::ffff:{HERE}")
    assert typed("edith", at=HERE).status_code == 429
    assert let_in(typed("edith", factories.PASSWORD, at=f"::ffff:{ELSEWHERE}"))


def test_another_process_knows_what_was_guessed_in_this_one(edith):
    for _ in range(10):
        typed("edith")
        forget_known()
    assert typed("edith", factories.PASSWORD).status_code == 429


def test_guesses_at_the_same_moment_in_several_processes_are_all_counted(shared_database, edith, monkeypatch):
    looked_at = []
    check = desk_login.AdminAuthenticationForm.clean

    def counted(form):
        looked_at.append(form)
        return check(form)

    monkeypatch.setattr(desk_login.AdminAuthenticationForm, "clean", counted)
    monkeypatch.setattr("blog.limits._over", _Forgetful())  # as if each thread were a process that knows nothing

    def guess():
        for _ in range(5):
            typed("edith")

    at_once(*[guess] * 4)
    assert len(looked_at) == 10


class _Forgetful(dict):
    def update(self, *_args):
        pass
