"""Editors see what became of each letter."""

import pytest
from django.core import mail

from blog import letters
from blog.letters import Words, send_due
from blog.models import Letter
from tests.blog.desk import address, signed_in


@pytest.fixture
def failed(db, monkeypatch):
    words = Words("Hello", "Hello.", "<p>Hello.</p>")
    monkeypatch.setitem(letters.WRITERS, "greeting", lambda letter: words)
    Letter.objects.write("greeting", to="ruth@example.org")
    Letter.objects.update(state=Letter.State.FAILED, last_error="SMTPServerDisconnected: gone", tries=28)
    return Letter.objects.get()


def test_an_editor_sees_why_a_letter_failed_and_can_change_nothing(edith, failed):
    desk = signed_in(edith)
    listed = desk.get(address("letter_changelist")).content.decode()
    assert "SMTPServerDisconnected: gone" in listed
    assert "ruth@example.org" in listed
    one = desk.get(address("letter_change", failed.pk))
    assert one.status_code == 200
    assert 'name="_save"' not in one.content.decode()
    desk.post(address("letter_change", failed.pk), {"recipient": "spike@example.org"})
    assert desk.get(address("letter_add")).status_code == 403
    assert desk.post(address("letter_delete", failed.pk), {"post": "yes"}).status_code == 403
    assert Letter.objects.get().recipient == "ruth@example.org"


def test_an_editor_may_have_a_failed_letter_sent_again(edith, failed):
    desk = signed_in(edith)
    choice = {"action": "try_again", "_selected_action": [failed.pk]}
    page = desk.post(address("letter_changelist"), choice, follow=True)
    assert "1 letter will be tried again." in page.content.decode()
    send_due()
    assert len(mail.outbox) == 1
    desk.post(address("letter_changelist"), choice)
    send_due()
    assert len(mail.outbox) == 1


def test_who_does_not_run_the_newsroom_does_not_see_readers_addresses(remy, failed):
    desk = signed_in(remy)
    for name, *key in (("letter_changelist",), ("letter_change", failed.pk), ("letter_history", failed.pk)):
        assert desk.get(address(name, *key)).status_code == 403
