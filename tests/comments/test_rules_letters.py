"""The letters to those who moderate."""

import pytest
from django.core import mail
from django.utils import timezone

from blog.letters import send_due
from blog.models import Letter
from comments.models import Comment, Status
from tests.comments.conversation import say
from tests.comments.rules_fixtures import rules


@pytest.mark.parametrize(
    ("told", "words", "letters"),
    [
        ("none", "Casino talk", 0),
        ("held", "Casino talk", 1),
        ("held", "A calm word", 0),
        ("all", "Casino talk", 1),
        ("all", "A calm word", 1),
    ],
)
def test_moderators_are_told_of_what_the_newsroom_chose(client, post, edith, remy, told, words, letters):
    rules(tell_of=told, hold_words="casino")
    say(client, post, words)
    assert [letter.recipient for letter in Letter.objects.all()] == [edith.email] * letters


def test_the_letter_says_who_what_and_why_and_leads_to_the_desk(client, post, edith):
    rules(tell_of="held", hold_words="casino")
    say(client, post, "Casino talk", name="Spike")
    send_due()
    [letter] = mail.outbox
    comment = Comment.objects.get()
    assert letter.to == [edith.email]
    assert letter.subject == f"Waiting: a comment on “{post.headline}”"
    assert "Spike says under" in letter.body
    assert "> Casino talk" in letter.body
    assert "On the hold list: “casino” in the comment." in letter.body
    assert f"/desk/comments/comment/{comment.pk}/change/" in letter.body
    assert "ruth@example.org" not in letter.body


def test_no_letter_is_sent_of_what_was_thrown_out_meanwhile(client, post, edith):
    rules(tell_of="held", hold_words="casino")
    say(client, post, "Casino talk")
    Comment.objects.get().spam(by=edith)
    send_due()
    assert mail.outbox == []


def test_no_letter_is_sent_to_who_may_not_moderate_any_more(client, post, edith):
    rules(tell_of="held", hold_words="casino")
    say(client, post, "Casino talk")
    edith.groups.clear()
    send_due()
    assert mail.outbox == []


def test_what_a_moderator_writes_and_a_retried_form_make_no_letter(client, post, edith):
    rules(tell_of="all")
    say(client, post, "A calm word")
    say(client, post, "A calm word")
    assert Letter.objects.count() == 1
    client.force_login(edith)
    say(client, post, "My own", headers={"Sec-Fetch-Site": "same-origin"})
    assert Comment.objects.filter(status=Status.APPROVED, submit_date__lte=timezone.now()).count() == 2
    assert Letter.objects.count() == 1


def test_the_choice_is_made_at_the_desk(client, edith):
    client.force_login(edith)
    page = client.get("/desk/rules/moderationrules/1/change/").content.decode()
    assert "Write to the moderators of" in page
