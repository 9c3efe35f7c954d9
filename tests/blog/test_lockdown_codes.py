"""The door of the locked desk: the password, and a code from a letter."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from blog.models import Lockdown, Passage, User
from blog.models.passage import MOST_CODES, MOST_TRIES
from tests import factories

CODE = "/desk/lock-down/code/"
LOGIN = "/desk/login/?next=/desk/blog/post/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def lockdown(edith):
    return Lockdown.begin(way=Lockdown.Way.SHELL)


@pytest.fixture
def waiting(client, lockdown):
    """Edith's browser, after her password."""
    log_in(client)
    return client


def log_in(client, username="edith", password=factories.PASSWORD):
    return client.post(LOGIN, {"username": username, "password": password, "next": "/desk/blog/post/"})


def last_code():
    """As it stands in the last letter."""
    return re.search(r"\n    ([0-9]{4} [0-9]{4})\n", mail.outbox[-1].body)[1]


def enter(client, code):
    return client.post(CODE, {"code": code})


def wrong(code):
    return f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"


def test_password_and_code_open_the_desk_and_nothing_less_does(waiting, lockdown, edith):
    assert waiting.get("/desk/").status_code == 302
    assert "_auth_user_id" not in waiting.session
    assert waiting.get("/comments/identity/").status_code == 204
    page = waiting.get(CODE).content.decode()
    assert "e…@example.org" in page
    assert "edith@example.org" not in page
    assert enter(waiting, last_code()).headers["Location"] == "/desk/blog/post/"
    assert waiting.get("/desk/blog/post/").status_code == 200
    assert waiting.get("/desk/autocomplete/").status_code != 302
    page = waiting.get("/desk/lock-down/").content.decode()
    assert re.search(r"<b>Edith</b> passed 4 Mar, 12:00", page)
    passage = Passage.objects.get()
    assert (passage.user, passage.lockdown, passage.tries, passage.code) == (edith, lockdown, 1, "")


def test_the_letter_says_what_to_do_and_what_to_do_if_it_was_not_you(waiting):
    [letter] = mail.outbox
    assert letter.to == ["edith@example.org"]
    assert letter.subject.startswith("Your code for the desk of")
    for words in (
        "within 10 minutes",
        "If it was not you",
        "call whoever runs the site",
        "locked since 4 March, 12:00",
    ):
        assert words in letter.body
    assert last_code().replace(" ", "") not in str(Passage.objects.values())


@pytest.mark.parametrize("password", ["wrong", ""])
def test_without_the_password_no_code_is_sent(client, lockdown, password):
    page = log_in(client, password=password)
    assert page.status_code == 200
    assert "The desk is locked" in page.content.decode()
    assert mail.outbox == []
    assert enter(client, "12345678").headers["Location"] == "/desk/login/"
    assert client.get(CODE).status_code == 302


def test_a_reader_with_a_password_does_not_enter(client, lockdown, ruth):
    log_in(client, "ruth")
    assert mail.outbox == []


@pytest.mark.parametrize("typed", ["", "0", "٣" * 8, "a" * 5000, "1234 5678 9"])
def test_what_is_no_code_is_refused_in_words(waiting, typed):
    response = enter(waiting, typed)
    assert response.status_code == 400
    assert "not the code of the last letter" in response.content.decode()


def test_a_code_that_was_missed_too_often_is_worth_nothing(waiting):
    code = last_code()
    for _try in range(MOST_TRIES - 1):
        assert enter(waiting, wrong(code)).status_code == 400
    assert enter(waiting, wrong(code)).status_code == 429
    refused = enter(waiting, code)
    assert refused.status_code == 429
    assert "Please have a new one sent." in refused.content.decode()
    assert Passage.objects.get().tries == MOST_TRIES
    waiting.post(CODE, {"again": "yes"})
    assert enter(waiting, last_code()).status_code == 302
    assert waiting.get("/desk/").status_code == 200


def test_an_hour_has_few_codes_from_however_many_browsers(waiting, clock):
    codes = [last_code()]
    for _code in range(MOST_CODES - 1):
        assert log_in(Client()).status_code == 302
        codes.append(last_code())
    assert enter(waiting, codes[0]).status_code == 400  # a new code ends the one before
    refused = waiting.post(CODE, {"again": "yes"})
    assert refused.status_code == 429
    assert "try again in an hour" in refused.content.decode()
    assert log_in(Client()).status_code == 429
    assert len(mail.outbox) == MOST_CODES
    assert enter(waiting, codes[-1]).status_code == 302
    clock.shift(61 * MINUTE)
    assert log_in(Client()).status_code == 302


def test_a_code_lasts_ten_minutes_and_the_password_half_an_hour(waiting, clock):
    clock.shift(10 * MINUTE)
    old = enter(waiting, last_code())
    assert old.status_code == 410
    assert "too old" in old.content.decode()
    waiting.post(CODE, {"again": "yes"})
    clock.shift(9 * MINUTE)
    assert waiting.get(CODE).status_code == 200
    clock.shift(12 * MINUTE)
    assert enter(waiting, last_code()).headers["Location"] == "/desk/login/"
    assert waiting.get("/desk/").status_code == 302


def test_a_code_is_worth_nothing_twice_or_in_another_hand(waiting, remy, lockdown):
    code, remys = last_code(), Client()
    log_in(remys, "remy")
    assert enter(remys, code).status_code == 400
    assert enter(Client(), code).headers["Location"] == "/desk/login/"
    assert enter(waiting, code).headers["Location"] == "/desk/blog/post/"
    other = Client()
    log_in(other)
    assert enter(other, code).status_code == 400


def test_who_passed_an_earlier_lock_down_passes_the_next_one_anew(waiting, lockdown):
    enter(waiting, last_code())
    assert waiting.get("/desk/").status_code == 200
    Lockdown.end()
    assert waiting.get("/desk/").status_code == 200
    Lockdown.begin(way=Lockdown.Way.SHELL)
    assert waiting.get("/desk/").status_code == 302
    session = waiting.session
    assert "desk.passed" not in session


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"is_staff": False}, {"password": "!"}], ids=["closed", "no staff", "password"]
)
def test_who_may_not_enter_any_more_is_stopped_at_the_code(waiting, edith, change):
    User.objects.filter(pk=edith.pk).update(**change)
    assert enter(waiting, last_code()).headers["Location"] == "/desk/login/"
    assert waiting.get("/desk/").status_code == 302


def test_when_the_desk_is_opened_meanwhile_the_password_is_enough(waiting):
    Lockdown.end()
    assert enter(waiting, last_code()).headers["Location"] == "/desk/login/"
    log_in(waiting)
    assert waiting.get("/desk/").status_code == 200
    assert len(mail.outbox) == 1


def test_who_has_no_address_is_told_so(client, lockdown, edith):
    User.objects.filter(pk=edith.pk).update(email="")
    response = log_in(client)
    assert response.status_code == 503
    assert "no e-mail address" in response.content.decode()
    assert not Passage.objects.exists()


def test_a_mail_server_that_does_not_answer_is_told_in_words(client, lockdown, monkeypatch):
    def refuse(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    response = log_in(client)
    assert response.status_code == 503
    assert "could not be sent just now" in response.content.decode()


def test_without_a_mail_server_the_page_says_where_the_letter_is(client, lockdown, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    log_in(client)
    assert "no mail server" in client.get(CODE).content.decode()
    [letter] = tmp_path.iterdir()
    code = re.search(r"\n    ([0-9]{4} [0-9]{4})\n", letter.read_text())[1]
    assert enter(client, code).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_the_way_back_leads_to_no_other_site(client, lockdown):
    client.post("/desk/login/?next=https://evil.example/", {"username": "edith", "password": factories.PASSWORD})
    assert enter(client, last_code()).headers["Location"] == "/desk/"


def test_the_desk_tells_operators_who_passed(waiting, capsys):
    from django.core.management import call_command

    enter(waiting, last_code())
    call_command("lockdown", "status")
    assert "to Edith: passed 2026-03-04 12:00" in capsys.readouterr().out
