"""Signing in by a link in a letter."""

import re
from smtplib import SMTPServerDisconnected
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from blog.models import User
from comments.models import Comment
from comments.readers.models import Reader
from tests.comments.conversation import comment_on, hidden_fields
from tests.comments.sign_in_fixtures import OUR_PAGE, main_of

WORDS = "I was there."
RUTH = {"email": "ruth@reader.example", "name": "Ruth Reader", "comment": WORDS}


def ask_for_a_letter(traveller, **typed):
    answer = traveller.press("/comments/sign-in/email/", **{**RUTH, **typed})
    return traveller.client.get(answer["Location"]) if answer.status_code == 303 else answer


def link_in(letter):
    return urlsplit(re.search(r"http\S+/comments/sign-in/letter/\S+", letter.body)[0]).path


def follow(traveller, link, **typed):
    return traveller.client.post(link, typed, headers=OUR_PAGE, follow=True)


def test_the_round_trip_by_letter_ends_at_the_form_with_the_words(traveller, post):
    waiting = ask_for_a_letter(traveller)
    assert "A letter is on its way to ruth@reader.example." in main_of(waiting)
    assert waiting.context["form"].initial["comment"] == WORDS
    assert not traveller.is_signed_in

    (letter,) = mail.outbox
    assert letter.to == ["ruth@reader.example"]
    assert WORDS not in letter.body
    link = link_in(letter)
    page = traveller.client.get(link)
    assert 'value="Ruth Reader"' in page.content.decode()
    assert not traveller.is_signed_in  # a program that follows links has signed nobody in

    page = follow(traveller, link, name="Ruth Reader")
    assert page.redirect_chain[-1][0] == f"{post.get_absolute_url()}#respond"
    assert "You are commenting using your confirmed email address." in main_of(page)
    assert page.context["form"].initial["comment"] == WORDS
    assert page.context["form"].identity.trust_key == "email:ruth@reader.example"
    traveller.client.post(
        "/comments/post/", {**hidden_fields(page.content.decode()), "comment": WORDS}, headers=OUR_PAGE
    )
    comment = Comment.objects.get()
    assert (comment.name, comment.user_email) == ("Ruth Reader", "ruth@reader.example")
    assert EmailAddress.objects.get(user=comment.user).verified


def test_the_words_come_along_to_another_browser(traveller):
    ask_for_a_letter(traveller)
    traveller.client.cookies.clear()
    page = follow(traveller, link_in(mail.outbox[0]), name="Ruth Reader")
    assert page.context["form"].initial["comment"] == WORDS


def test_words_typed_since_are_not_replaced_by_older_ones(traveller):
    ask_for_a_letter(traveller, comment="First")
    ask_for_a_letter(traveller, comment="Second")
    page = follow(traveller, link_in(mail.outbox[0]), name="Ruth Reader")
    assert page.context["form"].initial["comment"] == "Second"


def test_a_link_works_once(traveller):
    ask_for_a_letter(traveller)
    link = link_in(mail.outbox[0])
    follow(traveller, link, name="Ruth Reader")
    traveller.client.logout()
    for answer in (traveller.client.get(link), follow(traveller, link, name="Ruth Reader")):
        assert answer.status_code == 410
        assert "This link was used already" in main_of(answer)
    assert not traveller.is_signed_in


def test_a_link_is_good_for_half_an_hour(traveller, clock):
    ask_for_a_letter(traveller)
    clock.shift(1801)
    assert traveller.client.get(link_in(mail.outbox[0])).status_code == 410


@pytest.mark.parametrize("key", ["x", "a" * 32, "ä", "..%2f", "%00", "a" * 500])
def test_a_made_up_link_signs_nobody_in(client, db, key):
    assert client.get(f"/comments/sign-in/letter/{key}/").status_code in (404, 410)


def test_the_key_of_a_session_is_no_link(traveller):
    traveller.sign_in()
    key = traveller.client.cookies["sessionid"].value
    assert traveller.client.get(f"/comments/sign-in/letter/{key}/").status_code == 410


def test_another_site_cannot_follow_a_link_in_a_readers_name(traveller):
    ask_for_a_letter(traveller)
    answer = traveller.client.post(
        link_in(mail.outbox[0]), {"name": "Theirs"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert "Sign in by email" in main_of(answer)
    assert not traveller.is_signed_in


def test_the_second_letter_leads_to_the_same_reader_and_name(traveller):
    ask_for_a_letter(traveller)
    follow(traveller, link_in(mail.outbox[0]), name="Ruth Reader")
    traveller.client.logout()
    ask_for_a_letter(traveller)
    page = traveller.client.get(link_in(mail.outbox[1]))
    assert "Your name here: <bdi>Ruth Reader</bdi>" in main_of(page)
    follow(traveller, link_in(mail.outbox[1]), name="Edith")
    assert Reader.objects.get().name == "Ruth Reader"


def test_a_letter_finds_the_reader_whose_address_a_service_confirmed(traveller):
    traveller.sign_in("google")
    traveller.client.logout()
    ask_for_a_letter(traveller, email="Ada@Reader.Example")
    page = follow(traveller, link_in(mail.outbox[0]))
    assert "Ada Obi" in main_of(page)
    assert "You are commenting using your confirmed email address." in main_of(page)
    assert Reader.objects.count() == 1


def test_no_letter_opens_an_editors_account_and_the_page_does_not_tell(traveller, edith):
    answers = [main_of(ask_for_a_letter(traveller, email=email)) for email in ("ruth@reader.example", edith.email)]
    assert answers[0].replace("ruth@reader.example", edith.email) == answers[1]
    letter = mail.outbox[1]
    assert "/comments/sign-in/letter/" not in letter.body
    assert "log in at the desk" in letter.body
    assert "/desk/" in letter.body


def test_an_account_that_became_an_editors_meanwhile_is_not_opened(traveller):
    ask_for_a_letter(traveller)
    User.objects.create_user("new-editor", "ruth@reader.example", is_staff=True)
    answer = follow(traveller, link_in(mail.outbox[0]), name="Ruth Reader")
    assert answer.status_code == 403
    assert "belongs to an account of the newsroom" in main_of(answer)
    assert not traveller.is_signed_in


def test_a_closed_account_stays_closed(traveller):
    ask_for_a_letter(traveller)
    follow(traveller, link_in(mail.outbox[0]), name="Ruth Reader")
    traveller.client.logout()
    User.objects.filter(reader__isnull=False).update(is_active=False)
    ask_for_a_letter(traveller)
    answer = follow(traveller, link_in(mail.outbox[1]))
    assert answer.status_code == 403
    assert not traveller.is_signed_in


@pytest.mark.parametrize(
    "email", ["", "ruth", "ruth@", "ruth@reader.example\nBcc: all@reader.example", "x" * 120 + "@a.example"]
)
def test_without_an_address_none_is_written_to(traveller, email):
    answer = ask_for_a_letter(traveller, email=email)
    assert answer.status_code == 400
    assert "Please enter your email address first" in main_of(answer)
    assert answer.context["form"].initial["comment"] == WORDS
    assert mail.outbox == []


def test_a_mailbox_gets_three_letters_in_an_hour(traveller, clock):
    for _ in range(3):
        ask_for_a_letter(traveller)
    answer = ask_for_a_letter(traveller)
    assert answer.status_code == 429
    assert answer.context["form"].initial["comment"] == WORDS
    assert len(mail.outbox) == 3


def test_one_place_cannot_have_letters_sent_without_end(traveller):
    for number in range(12):
        answer = ask_for_a_letter(traveller, email=f"reader-{number}@reader.example")
    assert answer.status_code == 429
    assert len(mail.outbox) == 10


def test_a_mail_server_that_is_down_is_said_to_be(traveller, monkeypatch):
    def fail(*args):
        raise SMTPServerDisconnected

    monkeypatch.setattr("comments.sign_in.letters.send_mail", fail)
    answer = ask_for_a_letter(traveller)
    assert answer.status_code == 503
    assert answer.context["form"].initial["comment"] == WORDS


@pytest.mark.parametrize("name", ["", " \u200b ", "Édith", "EDITH", "Еdіth", "Known Reader"])
def test_a_name_that_is_none_or_somebody_elses_is_refused_with_a_reason(traveller, edith, post, name):
    known = User.objects.create_user("known")
    Reader.objects.create(user=known, name="Known Reader", network="google")
    comment_on(post, user=known)
    ask_for_a_letter(traveller, name="")
    answer = follow(traveller, link_in(mail.outbox[0]), name=name)
    assert answer.status_code in (400, 409)
    assert 'aria-describedby="name_error"' in answer.content.decode()
    assert not traveller.is_signed_in
    follow(traveller, link_in(mail.outbox[0]), name="Ruth Reader")
    assert traveller.is_signed_in


def test_letters_are_offered_only_where_they_can_be_sent(client, post, settings, stand_in):
    assert "A link by email" in main_of(client.get(post.get_absolute_url()))
    settings.SIGN_IN_BY_EMAIL = False
    assert "A link by email" not in main_of(client.get(post.get_absolute_url()))
    assert client.get("/comments/sign-in/email/", {"post": post.pk}).status_code == 404


def test_a_plain_link_asks_for_the_address(traveller, post):
    page = traveller.client.get("/comments/sign-in/email/", {"post": post.pk})
    assert 'type="email"' in page.content.decode()
    form = {"post": post.pk, "email": "ruth@reader.example"}
    traveller.client.post("/comments/sign-in/email/", form, headers=OUR_PAGE)
    assert len(mail.outbox) == 1
