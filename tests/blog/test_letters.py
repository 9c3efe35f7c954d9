"""The outbox: what a letter is, and what leads to one."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from blog.letters import Words, forget_old, send_due
from blog.models import Letter, without_letters
from tests.blog.post_office import PostOffice, states, write

State = Letter.State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("greeting")]


def test_a_letter_is_written_together_with_its_cause_or_not_at_all():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_a_cause_makes_one_letter_to_an_address():
    write("ruth@example.org", "ruth@example.org", "spike@example.org")
    assert Letter.objects.count() == 2


@pytest.mark.parametrize(
    "address", ["", "nobody", "ruth@example.org\nBcc: all@example.org", "ruth@example.org\r\n", "a@b@example.org"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValidationError):
        Letter.objects.write("greeting", to=address)
    assert not Letter.objects.exists()


def test_an_import_writes_no_letters():
    with without_letters():
        write()
    assert not Letter.objects.exists()
    write()
    assert Letter.objects.count() == 1


def test_a_letter_has_two_parts_and_one_click_ends_it(by_smtp):
    write()
    with PostOffice(by_smtp) as office:
        send_due()
    [message] = office.taken
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message.get_body(("plain",)).get_content().strip() == "Hello, Ruth."
    assert message["List-Unsubscribe"] == "<http://127.0.0.1:8000/leave/1/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_letter_that_belongs_to_no_subscription_offers_no_way_out(greeting):
    greeting["words"] = Words("Hello", "Hello.", "<p>Hello.</p>")
    write()
    send_due()
    assert "List-Unsubscribe" not in mail.outbox[0].message()


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\x00", "\u2028", "\x85"])
def test_nobody_writes_a_header_into_a_letter(by_smtp, greeting, ending):
    greeting["words"] = Words(f"Hello{ending}Bcc: all@example.org{ending}{ending}Body", "Hello.", "<p>Hello.</p>")
    write()
    with PostOffice(by_smtp) as office:
        send_due()
    [message] = office.taken
    assert message["Subject"] == "Hello Bcc: all@example.org Body"
    assert message["Bcc"] is None
    assert message["To"] == "ruth@example.org"


def test_a_subject_in_any_script_arrives_as_it_was(by_smtp, greeting):
    subject = "Мали: что дальше? – مالي ما التالي؟ – 马里"
    greeting["words"] = Words(subject, f"{subject}\n", f"<p>{subject}</p>")
    write()
    with PostOffice(by_smtp) as office:
        send_due()
    [message] = office.taken
    assert message["Subject"].strip() == subject
    assert message.get_body(("plain",)).get_content().strip() == subject


def test_a_letter_with_nothing_to_say_any_more_leaves_the_outbox(greeting):
    greeting["words"] = None
    write()
    assert send_due() == {"dropped": 1}
    assert not Letter.objects.exists()


def test_old_letters_are_forgotten_and_waiting_ones_never(clock):
    write("ruth@example.org")
    send_due()
    write("spike@example.org")
    clock.shift(timedelta(days=91))
    assert forget_old() == 1
    assert states() == [State.WAITING]


def test_the_command_sends_what_is_due_and_says_so(capsys):
    write("ruth@example.org", "spike@example.org")
    call_command("send_letters")
    call_command("send_letters")
    assert re.findall(r"Letters: .*", capsys.readouterr().out) == ["Letters: 2 sent.", "Letters: none due."]
