"""The links in a moderator's letter: opening one changes nothing, its button decides, and it is worth nothing else."""

import re

import pytest
from django.core import mail
from django.test import Client

from blog.letters import send_due
from blog.models import Letter
from comments.models import Comment, CommentQuerySet, Decision, Status
from tests.blog.conftest import by_smtp
from tests.blog.post_office import PostOffice
from tests.comments.conversation import say
from tests.comments.letter_links_fixtures import comment, gwen, link, press, status_of, undo_in
from tests.comments.rules_fixtures import rules

__all__ = ["by_smtp", "comment", "gwen"]


def test_both_parts_of_the_letter_have_a_link_for_each_move_and_one_to_the_desk(client, post, edith):
    rules(tell_of="held", hold_words="casino")
    say(client, post, "Casino talk")
    send_due()
    [letter] = mail.outbox
    html = letter.alternatives[0].content
    paths = re.findall(r"http://127\.0\.0\.1:8000(/comments/moderate/\S+/)\n", letter.body)
    assert [Client().get(path).context["errand"].verb for path in paths] == ["approve", "spam", "trash"]
    assert all(f'href="http://127.0.0.1:8000{path}"' in html for path in paths)
    for words in ("Approve", "Mark as spam", "Put in the trash", "works for 3 days"):
        assert words in letter.body
        assert words in html
    assert "/desk/comments/comment/" in letter.body
    press(paths[0])
    assert Comment.objects.get().status == Status.APPROVED


@pytest.mark.parametrize("headers", [{}, {"Sec-Purpose": "prefetch"}, {"User-Agent": "Mail scanner"}])
@pytest.mark.parametrize("verb", ["approve", "spam", "trash"])
@pytest.mark.parametrize("how", ["get", "head", "post"])
def test_a_scanner_that_opens_a_link_changes_nothing(comment, edith, how, verb, headers):
    response = getattr(Client(), how)(link(comment, edith, verb), headers=headers)
    assert response.status_code == 200
    assert status_of(comment) == Status.PENDING
    assert not Decision.objects.exists()


def test_a_press_without_the_words_that_were_read_only_asks_again(comment, edith):
    path = link(comment, edith)
    assert Client().post(path, {"move": "approve"}).status_code == 409
    assert Client().post(path, {"move": "spam", "words": "x"}).status_code == 200
    assert status_of(comment) == Status.PENDING


def test_the_page_shows_the_comment_and_why_it_waits_and_keeps_its_key_to_itself(
    comment, edith, django_assert_max_num_queries
):
    comment.verdict.reasons = ["On the hold list: “look” in the comment."]
    comment.verdict.save()
    with django_assert_max_num_queries(12):
        response = Client().get(link(comment, edith, "trash"))
    page = response.content.decode()
    for words in ("Put this comment in the trash?", "Spike", str(comment.post), "On the hold list", "<b>Edith</b>"):
        assert words in page
    assert "Look at https://example.net/ &lt;b&gt;now" in page
    assert 'href="https://example.net' not in page
    assert "ruth@example.org" not in page
    assert "guest@example.net" not in page
    assert re.findall(r'name="move" value="(\w+)"', page) == ["trash", "approve", "spam"]
    assert "<script" not in page
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize(
    ("verb", "target"), [("approve", Status.APPROVED), ("spam", Status.SPAM), ("trash", Status.TRASH)]
)
def test_the_button_decides_in_the_name_of_the_moderator(comment, edith, verb, target):
    response = press(link(comment, edith, verb), reason="Off the  subject")
    assert response.status_code == 200
    assert "Edith" in response.content.decode()
    decision = Decision.objects.get()
    assert (decision.by, decision.verb, decision.reason) == (edith, verb, "Off the subject")
    assert status_of(comment) == target


def test_a_press_that_is_repeated_decides_once(comment, edith):
    path = link(comment, edith)
    page = Client().get(path).content.decode()
    fields = {"move": "approve", "words": re.search(r'name="words" value="(\w+)"', page)[1]}
    assert Client().post(path, fields).status_code == 200
    again = Client().post(path, fields)
    assert again.status_code == 409
    assert "Edith approved it at 12:00. Nothing was changed." in again.content.decode()
    assert undo_in(again)
    assert Decision.objects.count() == 1


def test_what_somebody_else_decided_meanwhile_stands(comment, edith, gwen):
    path = link(comment, edith, "spam")
    comment.approve(by=gwen)
    opened, pressed = Client().get(path), press(path, move="spam")
    assert (opened.status_code, pressed.status_code) == (200, 409)
    for response in (opened, pressed):
        assert "Gwen approved it at 12:00. Nothing was changed." in response.content.decode()
        assert "/desk/comments/comment/" in response.content.decode()
        assert "Undo" not in response.content.decode()
    assert status_of(comment) == Status.APPROVED


def test_a_decision_between_the_look_and_the_press_stands(comment, edith, gwen, monkeypatch):
    """The status is compared where the move is made, not only where the page is."""
    path, real = link(comment, edith), CommentQuerySet.move

    def later(self, verb, *, by, **more):
        if by == edith:
            comment.trash(by=gwen)
        return real(self, verb, by=by, **more)

    monkeypatch.setattr(CommentQuerySet, "move", later)
    response = press(path)
    assert response.status_code == 409
    assert "Gwen put it in the trash" in response.content.decode()
    assert status_of(comment) == Status.TRASH


def test_two_moderators_press_one_after_the_other(comment, edith, gwen):
    first, second = link(comment, edith), link(comment, gwen, "trash")
    assert press(first).status_code == 200
    assert "Edith approved it" in press(second, move="trash").content.decode()
    assert [decision.by for decision in Decision.objects.all()] == [edith]


def test_words_that_changed_since_they_were_read_are_not_approved(comment, edith):
    path = link(comment, edith)
    page = Client().get(path).content.decode()
    comment.amend("Something quite different.", by=edith)
    fields = {"move": "approve", "words": re.search(r'name="words" value="(\w+)"', page)[1]}
    response = Client().post(path, fields)
    assert response.status_code == 409
    assert "Something quite different." in response.content.decode()
    assert status_of(comment) == Status.PENDING


@pytest.mark.parametrize(("status", "words"), [(Status.WITHDRAWN, "withdrawn"), (Status.TRASH, "in the trash")])
def test_what_nobody_decided_is_told_by_its_status(comment, edith, status, words):
    path = link(comment, edith)
    Comment.objects.filter(pk=comment.pk).update(status=status)
    assert words in Client().get(path).content.decode()


def test_what_was_done_is_undone_by_its_button_for_ten_minutes(comment, edith, clock):
    way_back = undo_in(press(link(comment, edith)))
    clock.shift(600)
    assert Client().get(way_back).status_code == 200
    assert Client().head(way_back).status_code == 200
    assert Client().post(way_back).status_code == 200
    assert status_of(comment) == Status.APPROVED
    undone = Client().post(way_back, {"undo": "yes"})
    assert "Undone" in undone.content.decode()
    assert undone.headers["Referrer-Policy"] == "no-referrer"
    assert status_of(comment) == Status.PENDING
    assert Client().post(way_back, {"undo": "yes"}).status_code == 409


def test_after_ten_minutes_it_is_too_late_to_undo(comment, edith, clock):
    way_back = undo_in(press(link(comment, edith)))
    clock.shift(601)
    response = Client().post(way_back, {"undo": "yes"})
    assert response.status_code == 410
    assert "for 10 minutes" in response.content.decode()
    assert status_of(comment) == Status.APPROVED


def test_what_was_decided_anew_is_not_undone(comment, edith, gwen):
    way_back = undo_in(press(link(comment, edith)))
    comment.refresh_from_db()
    comment.trash(by=gwen)
    assert Client().post(way_back, {"undo": "yes"}).status_code == 409
    assert status_of(comment) == Status.TRASH


def test_the_letter_is_for_the_older_of_two_accounts_with_one_address(client, post, edith, gwen):
    type(gwen).objects.filter(pk=gwen.pk).update(email=edith.email)
    rules(tell_of="held", hold_everything=True)
    say(client, post)
    send_due()
    [letter] = mail.outbox
    path = re.search(r"(/comments/moderate/\S+)\n", letter.body)[1]
    press(path)
    assert Decision.objects.get().by == edith


def test_a_mail_server_that_is_down_for_an_hour_gets_each_letter_once_with_links_that_work(
    client, post, edith, gwen, by_smtp, clock
):
    rules(tell_of="held", hold_everything=True, most_per_person=0)
    for number in range(3):
        say(client, post, f"Words number {number}.")
    for _minute in range(60):
        send_due()
        clock.shift(60)
    assert set(Letter.objects.values_list("state", flat=True)) == {Letter.State.WAITING}
    with PostOffice(by_smtp) as office:
        for _minute in range(120):
            send_due()
            clock.shift(60)
    assert len(office.taken) == len(set(office.ids)) == 6
    assert sorted(message["To"] for message in office.taken) == [edith.email] * 3 + [gwen.email] * 3
    text = office.taken[0].get_body(("plain",)).get_content()
    assert press(re.search(r"(/comments/moderate/\S+/)", text)[1]).status_code == 200


def test_a_comment_that_readers_see_can_be_held_or_thrown_out_by_letter(client, post, edith):
    rules(tell_of="all")
    say(client, post)
    send_due()
    [letter] = mail.outbox
    paths = re.findall(r"(/comments/moderate/\S+/)\n", letter.body)
    assert [Client().get(path).context["errand"].verb for path in paths] == ["hold", "spam", "trash"]
    press(paths[0])
    assert Comment.objects.get().status == Status.PENDING
