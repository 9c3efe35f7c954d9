"""Signing in with another site's account: the whole round trip, and what is true along it."""

import re

import pytest
from django.conf import settings as live_settings

from blog.models import User
from comments.models import Comment
from comments.readers.models import Reader
from tests.comments.conversation import GUEST, comment_on, hidden_fields
from tests.comments.sign_in_fixtures import FORMS, OUR_PAGE, main_of, somebody

WORDS = "I was there, and saw it & more.\n\n> “Really?”"


@pytest.mark.parametrize(("network", "name"), FORMS.items())
def test_the_round_trip_ends_at_the_form_with_the_words_and_the_identity_line(traveller, post, network, name):
    page = traveller.sign_in(network, comment=WORDS)
    assert page.redirect_chain[-1][0] == f"{post.get_absolute_url()}#respond"
    assert page.status_code == 200
    said = main_of(page)
    assert f"You are commenting using your {name} account." in said
    assert "Ada Obi" in said
    assert re.search(r"Log Out</button> / <button[^>]*>Change</button> \)", said)
    assert page.context["form"].initial["comment"] == WORDS
    assert "Fill in your details" not in said
    assert page["Cache-Control"] == "private, no-store"
    assert "Cookie" in page["Vary"]


@pytest.mark.parametrize("network", FORMS)
def test_a_comment_is_posted_in_the_name_of_who_signed_in(traveller, post, network):
    page = traveller.sign_in(network, comment=WORDS)
    form = {**hidden_fields(page.content.decode()), "comment": "Mine.", "name": "Edith", "email": "edith@example.org"}
    assert traveller.client.post("/comments/post/", form, headers=OUR_PAGE).status_code == 303
    comment = Comment.objects.get()
    assert comment.name == "Ada Obi"
    assert comment.user.reader.network == network
    # X gives no address, and Facebook does not say that it is confirmed.
    confirmed = "ada@reader.example" if network in ("google", "wordpress-com") else ""
    assert comment.user.email == confirmed
    if confirmed:
        assert comment.user_email == confirmed


def test_what_was_posted_is_not_shown_in_the_form_again(traveller, post):
    page = traveller.sign_in(comment=WORDS)
    form = {**hidden_fields(page.content.decode()), "comment": WORDS}
    traveller.client.post("/comments/post/", form, headers=OUR_PAGE)
    assert not traveller.client.get(post.get_absolute_url()).context["form"].initial.get("comment")


def test_the_comment_one_answers_is_kept_as_well(traveller, post):
    comment = comment_on(post)
    page = traveller.sign_in(at=f"{post.get_absolute_url()}?replytocom={comment.pk}", comment=WORDS)
    assert page.redirect_chain[-1][0] == comment.reply_path
    assert page.context["form"].answers == comment


def test_the_second_sign_in_finds_the_same_reader(traveller):
    traveller.sign_in()
    traveller.client.logout()
    traveller.sign_in()
    assert traveller.is_signed_in
    assert Reader.objects.count() == 1


def test_a_new_name_at_the_service_is_taken_over(traveller):
    somebody(name="Old Name")
    traveller.sign_in(person="zed")
    somebody(name="New Name")
    traveller.client.logout()
    traveller.sign_in(person="zed")
    assert Reader.objects.get().name == "New Name"


def test_the_picture_is_our_own_copy(traveller):
    page = traveller.sign_in()
    address = re.search(r'<img class="face" src="([^"]+)"', page.content.decode())[1]
    assert address.startswith("/media/r/faces/")
    answer = traveller.client.get(address)
    assert answer["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"


def test_nothing_but_the_number_is_kept_of_what_the_service_said(traveller):
    traveller.sign_in()
    account = User.objects.get(reader__isnull=False).socialaccount_set.get()
    assert account.uid == "stand-in-ada"
    assert account.extra_data == {}


def test_the_page_of_an_anonymous_reader_offers_the_ways_and_is_the_same_for_all(client, post, stand_in):
    first = client.get(post.get_absolute_url())
    second = client.get(post.get_absolute_url(), HTTP_USER_AGENT="Other")
    said = main_of(first)
    assert "Fill in your details below or click an icon to log in:" in said
    assert [said.index(f">{name}</button>") for name in FORMS.values()] == sorted(
        said.index(f">{name}</button>") for name in FORMS.values()
    )
    assert first.content == second.content
    assert not first.cookies
    assert first["Cache-Control"] == "no-cache"  # no session was looked at
    assert "csrfmiddlewaretoken" not in said


def test_without_a_configured_service_the_sentence_names_none(client, post):
    said = main_of(client.get(post.get_absolute_url()))
    assert "Fill in your details below:" in said
    assert "click an icon" not in said
    assert "sign-in" not in said.partition('id="respond"')[2]


def test_a_signed_in_reader_costs_few_queries_more(traveller, post, django_assert_max_num_queries):
    traveller.sign_in()
    with django_assert_max_num_queries(8 + 3):
        traveller.client.get(post.get_absolute_url())


def test_the_fragment_tells_who_is_commenting_and_nobody_else(traveller):
    nobody = traveller.client.get("/comments/identity/")
    assert nobody.status_code == 204
    assert not nobody.content
    traveller.sign_in()
    somebody_known = traveller.client.get("/comments/identity/")
    assert "You are commenting using your Google account." in main_of(somebody_known)
    for answer in (nobody, somebody_known):
        assert answer["Cache-Control"] == "private, no-store"
        assert "Cookie" in answer["Vary"]


def test_log_out_ends_the_session_and_keeps_the_words(traveller, post):
    traveller.sign_in(comment="First words")
    page = traveller.press("/comments/log-out/", comment=WORDS)
    assert page.context["form"].initial["comment"] == WORDS
    assert "click an icon to log in" in main_of(page)
    assert not traveller.is_signed_in
    assert traveller.client.cookies["sessionid"].value == ""


def test_change_goes_back_to_the_icons_and_keeps_the_words(traveller):
    traveller.sign_in()
    page = traveller.press("/comments/change/", comment=WORDS)
    assert page.context["form"].initial["comment"] == WORDS
    assert "click an icon to log in" in main_of(page)
    assert traveller.is_signed_in


def test_who_chose_change_can_write_as_a_guest(traveller):
    traveller.sign_in()
    page = traveller.press("/comments/change/", comment=WORDS)
    refused = traveller.client.post("/comments/post/", {**hidden_fields(page.content.decode()), **GUEST, "comment": ""})
    form = {**hidden_fields(refused.content.decode()), **GUEST, "comment": WORDS}
    assert traveller.client.post("/comments/post/", form).status_code == 303
    comment = Comment.objects.get()
    assert (comment.user, comment.name) == (None, GUEST["name"])


def test_change_leads_to_another_network_with_the_words(traveller):
    traveller.sign_in("google", comment="First words")
    page = traveller.press("/comments/change/", comment=WORDS)
    hidden = hidden_fields(page.content.decode())
    answer = traveller.client.post("/comments/sign-in/x/", {**hidden, "comment": WORDS}, headers=OUR_PAGE)
    back = traveller.arrive(traveller.consent(answer["Location"], "musa"))
    assert "You are commenting using your Twitter (X) account." in main_of(back)
    assert "Musa Keita" in main_of(back)
    assert back.context["form"].initial["comment"] == WORDS


def test_a_plain_link_to_a_network_asks_first(traveller, post):
    page = traveller.client.get("/comments/sign-in/google/", {"post": post.pk})
    assert "Sign in with Google" in main_of(page)
    assert "Location" not in page
    answer = traveller.client.post("/comments/sign-in/google/", {"post": post.pk}, headers=OUR_PAGE)
    back = traveller.arrive(traveller.consent(answer["Location"]))
    assert "You are commenting using your Google account." in main_of(back)


def test_somebody_of_the_newsroom_comments_with_the_newsrooms_account(client, post, ruth):
    client.force_login(ruth)
    said = main_of(client.get(post.get_absolute_url()))
    assert f"You are commenting using your {live_settings.NEWSROOM_NAME} account." in said


def test_words_that_waited_too_long_are_let_go(traveller, clock, post):
    traveller.sign_in(comment=WORDS)
    clock.shift(3601)
    assert not traveller.client.get(post.get_absolute_url()).context["form"].initial.get("comment")


def test_every_button_of_the_form_carries_all_that_was_typed(traveller, post):
    typed = {"comment": WORDS, "name": "Ruth", "email": "ruth@example.org", "url": "example.org", "followup": "on"}
    page = traveller.arrive(traveller.consent(traveller.leave("google", **typed), answer="deny"))
    initial = page.context["form"].initial
    assert {name: initial[name] for name in typed} == {**typed, "followup": True}
