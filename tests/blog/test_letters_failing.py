"""Every letter is sent once, whatever breaks on the way."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as LocalBackend
from django.utils import timezone

from blog import letters
from blog.letters import MOST_TRIES, Words, send_again, send_due
from blog.models import Letter
from tests.blog.post_office import END, GREETING, PostOffice, states, write

State = Letter.State
HOUR = timedelta(hours=1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("greeting")]


def test_a_server_that_is_down_for_an_hour_gets_every_letter_once(by_smtp, clock):
    write(*(f"reader{number}@example.org" for number in range(30)))
    for _minute in range(60):
        send_due()
        clock.shift(60)
    assert set(states()) == {State.WAITING}
    with PostOffice(by_smtp) as office:
        for _minute in range(120):
            send_due()
            clock.shift(60)
    assert len(office.ids) == len(set(office.ids)) == 30
    assert set(states()) == {State.SENT}


def test_a_server_that_is_down_is_asked_once_in_a_sweep(by_smtp):
    write("ruth@example.org", "spike@example.org")
    with PostOffice(by_smtp) as office:
        office.answers[GREETING] = b"421 we are closed"
        send_due()
    assert office.connections == 1
    assert sorted(Letter.objects.values_list("tries", flat=True)) == [0, 1]


def test_each_pause_is_twice_as_long_as_the_one_before_up_to_a_limit(by_smtp, clock):
    write()
    pauses = []
    for _try in range(12):
        send_due()
        letter = Letter.objects.get()
        pauses.append((letter.due_at - timezone.now()) / timedelta(minutes=1))
        clock.move_to(letter.due_at)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]


def test_a_letter_is_given_up_after_five_days_and_says_why(by_smtp, clock):
    write()
    began = timezone.now()
    while states() == [State.WAITING]:
        clock.move_to(Letter.objects.get().due_at)
        send_due()
    letter = Letter.objects.get()
    assert letter.state == State.FAILED
    assert letter.tries == MOST_TRIES
    assert "refused" in letter.last_error
    assert timedelta(days=4) < timezone.now() - began < timedelta(days=6)


def test_every_try_carries_the_same_message_id(by_smtp, clock):
    write()
    with PostOffice(by_smtp) as office:
        office.answers[END] = b"451 not now"
        send_due()
        office.answers[END] = b"250 taken"
        clock.shift(HOUR)
        send_due()
        [first] = office.ids
        Letter.objects.update(state=State.FAILED)
        send_again(Letter.objects.all())
        send_due()
    assert office.ids == [first, first]


@pytest.mark.parametrize("moment", ["MAIL", "RCPT", "DATA", END])
def test_a_letter_that_is_refused_for_now_waits(by_smtp, clock, moment):
    write()
    with PostOffice(by_smtp) as office:
        usual, office.answers[moment] = office.answers[moment], b"451 not now"
        assert send_due() == {State.WAITING: 1}
        assert office.taken == []
        office.answers[moment] = usual
        clock.shift(HOUR)
        assert send_due() == {State.SENT: 1}
    assert len(office.taken) == 1


def test_a_mailbox_that_does_not_exist_is_not_tried_again(by_smtp):
    write()
    with PostOffice(by_smtp) as office:
        office.answers["RCPT"] = b"550 no such user"
        assert send_due() == {State.FAILED: 1}
    assert "no such user" in Letter.objects.get().last_error


@pytest.mark.parametrize("moment", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_line_that_breaks_before_the_words_costs_a_try(by_smtp, clock, moment):
    write()
    with PostOffice(by_smtp) as office:
        usual, office.answers[moment] = office.answers[moment], None
        assert send_due() == {State.WAITING: 1}
        office.answers[moment] = usual
        clock.shift(HOUR)
        assert send_due() == {State.SENT: 1}
    assert len(office.taken) == 1


def test_a_line_that_breaks_after_the_words_leaves_it_to_an_editor(by_smtp, clock):
    """The server has taken the letter, and nobody was told."""
    write("ruth@example.org", "spike@example.org")
    with PostOffice(by_smtp) as office:
        office.answers[END] = None
        assert send_due() == {State.UNSURE: 2}
        office.answers[END] = b"250 taken"
        clock.shift(24 * HOUR)
        assert send_due() == {}
        assert len(office.ids) == len(set(office.ids)) == 2
        assert send_again(Letter.objects.filter(recipient="ruth@example.org")) == 1
        assert send_due() == {State.SENT: 1}


def test_a_process_that_dies_while_it_sends_does_not_make_a_second_letter(clock, monkeypatch):
    def take_and_die(self, messages):
        real(self, messages)
        raise SystemExit

    real = LocalBackend.send_messages
    monkeypatch.setattr(LocalBackend, "send_messages", take_and_die)
    write()
    with pytest.raises(SystemExit):
        send_due()
    monkeypatch.setattr(LocalBackend, "send_messages", real)
    for _hour in range(48):
        send_due()
        clock.shift(HOUR)
    assert len(mail.outbox) == 1
    assert states() == [State.UNSURE]


def test_a_process_that_dies_before_it_sends_loses_nothing(monkeypatch):
    def die(self):
        raise SystemExit

    write()
    with monkeypatch.context() as patch:
        patch.setattr(LocalBackend, "open", die)
        with pytest.raises(SystemExit):
            send_due()
    assert send_due() == {State.SENT: 1}


def test_a_sender_slower_than_its_time_still_says_that_it_has_sent(clock, monkeypatch):
    def slow(self, messages):
        clock.shift(HOUR)
        letters._notice_lost_ones()  # another process passes by
        return real(self, messages)

    real = LocalBackend.send_messages
    monkeypatch.setattr(LocalBackend, "send_messages", slow)
    write()
    assert send_due() == {State.SENT: 1}
    assert states() == [State.SENT]


def test_a_process_that_ends_leaves_the_rest_to_the_next(monkeypatch):
    end = threading.Event()
    monkeypatch.setattr(letters, "stopping", end)
    words = Words("Hello", "Hello.", "<p>Hello.</p>")
    monkeypatch.setitem(letters.WRITERS, "greeting", lambda letter: end.set() or words)
    write("ruth@example.org", "spike@example.org")
    assert send_due() == {State.SENT: 1}
    assert sorted(states()) == [State.SENT, State.WAITING]


def test_another_process_may_be_faster(monkeypatch):
    def lose(self):
        Letter.objects.update(state=State.SENDING)

    monkeypatch.setattr(LocalBackend, "open", lose)
    write()
    assert send_due() == {"taken": 1}
    assert mail.outbox == []


def test_a_letter_that_cannot_be_written_holds_up_no_other(monkeypatch, clock):
    def writer(letter):
        if letter.recipient.startswith("ruth"):
            raise KeyError("nobody knows what to say")
        return Words("Hello", "Hello.", "<p>Hello.</p>")

    monkeypatch.setitem(letters.WRITERS, "greeting", writer)
    write("ruth@example.org", "spike@example.org")
    assert send_due() == {State.WAITING: 1, State.SENT: 1}
    assert [message.to for message in mail.outbox] == [["spike@example.org"]]
