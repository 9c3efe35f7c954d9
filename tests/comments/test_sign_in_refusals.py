"""The ways a sign-in fails: each ends at the form, with the words and a sentence, and with nobody signed in."""

import socket
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress

from blog.models import User
from comments.readers.models import Reader
from comments.stand_in import server
from comments.stand_in.service import Answer, StandIn
from tests.comments.conversation import hidden_fields
from tests.comments.sign_in_fixtures import FORMS, OUR_PAGE, main_of, somebody

WORDS = "I was there."


def assert_came_back(traveller, page, sentence, words=WORDS):
    assert page.status_code == 200
    assert sentence in main_of(page)
    assert page.context["form"].initial["comment"] == words
    assert not traveller.is_signed_in
    assert sentence not in main_of(traveller.client.get(traveller.story.get_absolute_url()))


@pytest.mark.parametrize(("network", "name"), FORMS.items())
def test_who_denies_it_is_told_so(traveller, network, name):
    page = traveller.arrive(traveller.consent(traveller.leave(network, comment=WORDS), answer="deny"))
    assert_came_back(traveller, page, f"{name} says that you did not allow the sign-in.")


@pytest.mark.parametrize("network", FORMS)
def test_a_wrong_state_signs_nobody_in(traveller, network):
    address = traveller.consent(traveller.leave(network, comment=WORDS))
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    forged = urlsplit(address)._replace(query=urlencode({**query, "state": "x" * 16})).geturl()
    assert_came_back(traveller, traveller.arrive(forged), "was not begun in this browser, or too long ago")


def test_a_sign_in_that_another_browser_began_signs_nobody_in(traveller, client, post):
    attackers = traveller.consent(traveller.leave("google"))
    client.cookies.clear()
    answer = traveller.arrive(attackers)
    assert answer.status_code == 400
    assert "was not begun in this browser" in main_of(answer)
    assert not traveller.is_signed_in


@pytest.mark.parametrize("network", FORMS)
def test_an_expired_code_signs_nobody_in(traveller, clock, network):
    address = traveller.consent(traveller.leave(network, comment=WORDS))
    clock.shift(90)
    assert_came_back(traveller, traveller.arrive(address), "did not confirm who you are")


def test_a_state_is_forgotten_after_ten_minutes(traveller, clock):
    address = traveller.consent(traveller.leave("google", comment=WORDS))
    clock.shift(601)
    assert_came_back(traveller, traveller.arrive(address), "or too long ago")


@pytest.mark.parametrize("network", FORMS)
def test_a_code_works_once(traveller, network):
    used = traveller.consent(traveller.leave(network))
    assert traveller.is_signed_in is False
    traveller.arrive(used)
    traveller.client.logout()
    code = parse_qs(urlsplit(used).query)["code"][0]
    fresh = urlsplit(traveller.consent(traveller.leave(network, comment=WORDS)))
    state = parse_qs(fresh.query)["state"][0]
    page = traveller.arrive(fresh._replace(query=urlencode({"code": code, "state": state})).geturl())
    assert_came_back(traveller, page, "did not confirm who you are")


def test_the_same_answer_twice_does_nothing_the_second_time(traveller):
    address = traveller.consent(traveller.leave("google"))
    traveller.arrive(address)
    again = traveller.arrive(address)
    assert "was not begun in this browser" in main_of(again)
    assert User.objects.filter(reader__isnull=False).count() == 1


@pytest.mark.parametrize("network", ["google", "facebook", "wordpress-com"])
def test_without_an_address_one_goes_on_without(traveller, network):
    traveller.sign_in(network, person="musa")
    assert traveller.is_signed_in
    assert User.objects.get(reader__isnull=False).email == ""
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("network", ["google", "facebook", "wordpress-com"])
def test_an_address_that_nobody_confirmed_is_not_kept(traveller, network, edith):
    somebody(email=edith.email, has_confirmed_email=False)
    page = traveller.sign_in(network, person="zed", comment=WORDS)
    assert traveller.is_signed_in
    user = User.objects.get(reader__isnull=False)
    assert user != edith
    assert user.email == ""
    assert not EmailAddress.objects.exists()
    assert edith.email not in main_of(page)


@pytest.mark.parametrize("network", ["google", "wordpress-com"])
def test_a_confirmed_address_of_an_editor_does_not_open_the_editors_account(traveller, network, edith):
    somebody(email=edith.email.upper())
    page = traveller.sign_in(network, person="zed", comment=WORDS)
    assert_came_back(traveller, page, "belongs to an account of the newsroom, so nobody is signed in by it here")
    assert User.objects.filter(email__iexact=edith.email).get() == edith
    assert not edith.socialaccount_set.exists()


def test_the_address_of_another_reader_leads_to_the_way_they_came_before(traveller):
    traveller.sign_in("google")
    traveller.client.logout()
    page = traveller.sign_in("wordpress-com", comment=WORDS)
    assert_came_back(traveller, page, "You have signed in here with ada@reader.example before, by Google.")
    assert Reader.objects.count() == 1


def test_a_closed_account_stays_closed(traveller):
    traveller.sign_in()
    User.objects.filter(reader__isnull=False).update(is_active=False)
    traveller.client.logout()
    page = traveller.sign_in(comment=WORDS)
    assert_came_back(traveller, page, "The newsroom has closed this account.")


@pytest.mark.parametrize("network", FORMS)
@pytest.mark.parametrize(
    "answer",
    [
        Answer("down for maintenance", 503, "text/plain"),
        Answer("<p>", 200),
        Answer("[]"),
        Answer("null"),
        Answer(b"\xff{"),
    ],
    ids=["an error", "no JSON", "a list", "nothing", "no text"],
)
@pytest.mark.parametrize("step", ["give_token", "tell"])
def test_an_answer_that_cannot_be_read_signs_nobody_in(traveller, monkeypatch, network, answer, step):
    if (network, step) == ("google", "tell"):
        step = "_id_token"
        monkeypatch.setattr(StandIn, step, lambda *a: answer.body.decode(errors="replace"))
    else:
        monkeypatch.setattr(StandIn, step, lambda *a: answer)
    page = traveller.sign_in(network, comment=WORDS)
    assert page.status_code == 200
    assert page.context["form"].initial["comment"] == WORDS
    assert page.context["notice"]
    assert not traveller.is_signed_in


def test_a_service_that_is_down_is_said_to_be(traveller, monkeypatch):
    address = traveller.consent(traveller.leave("google", comment=WORDS))
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        gone = closed_soon.getsockname()[1]
    monkeypatch.setattr(server.Server, "address", f"http://127.0.0.1:{gone}")
    assert_came_back(traveller, traveller.arrive(address), "Google does not answer just now.")


def test_a_service_that_never_answers_is_not_waited_for(traveller, monkeypatch, settings):
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.1
    address = traveller.consent(traveller.leave("google", comment=WORDS))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(server.Server, "address", f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert_came_back(traveller, traveller.arrive(address), "Google does not answer just now.")


def test_a_form_that_another_site_sends_is_not_taken(traveller, post):
    hidden = hidden_fields(traveller.client.get(post.get_absolute_url()).content.decode())
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        answer = traveller.client.post("/comments/sign-in/google/", {**hidden, "comment": "Theirs"}, headers=headers)
        assert "Sign in with Google" in main_of(answer)
        assert "Theirs" not in main_of(answer)
        assert not answer.cookies


def test_a_form_that_another_site_sends_logs_nobody_out(traveller, post):
    traveller.sign_in()
    traveller.press("/comments/log-out/", headers={"Sec-Fetch-Site": "cross-site"})
    assert traveller.is_signed_in


def test_the_key_of_the_session_changes_when_somebody_signs_in(traveller):
    address = traveller.leave("google")
    before = traveller.client.cookies["sessionid"].value
    traveller.arrive(traveller.consent(address))
    assert traveller.client.cookies["sessionid"].value != before


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_no_address_in_the_request_chooses_where_one_ends(traveller, post, target):
    answer = traveller.press(
        f"/comments/sign-in/google/?next={target}", next=target, redirect_uri=target, process="connect"
    )
    callback = traveller.consent(answer["Location"])
    page = traveller.arrive(f"{callback}&next={target}")
    assert page.redirect_chain[-1][0] == f"{post.get_absolute_url()}#respond"


def test_the_session_cookie_is_for_this_site_alone(traveller):
    traveller.sign_in()
    cookie = traveller.client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_network_that_is_not_offered_any_more_keeps_the_words_too(traveller, settings):
    settings.SIGN_IN_SERVICES = ()
    answer = traveller.press("/comments/sign-in/google/", comment=WORDS)
    assert answer.status_code == 404
    assert "Signing in by Google is not offered any more." in main_of(answer)
    assert answer.context["form"].initial["comment"] == WORDS
    assert traveller.client.get("/comments/sign-in/google/callback/").status_code == 404


def test_words_too_long_to_be_kept_stay_in_the_form(traveller):
    words = "x" * 140_000
    answer = traveller.press("/comments/sign-in/google/", comment=words)
    assert answer.status_code == 413
    assert answer.context["form"].initial["comment"] == words


def test_sign_ins_cannot_be_begun_without_end(traveller, post):
    form = {"post": post.pk, "comment": WORDS}
    for _ in range(40):
        assert traveller.client.post("/comments/sign-in/google/", form, headers=OUR_PAGE).status_code == 302
    answer = traveller.client.post("/comments/sign-in/google/", form, headers=OUR_PAGE)
    assert answer.status_code == 429
    assert answer.context["form"].initial["comment"] == WORDS


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ["sign-in/google/", "log-out/", "change/"])
def test_without_a_story_there_is_still_an_answer(client, stand_in, db, address, method):
    answer = getattr(client, method)(f"/comments/{address}", headers=OUR_PAGE)
    assert answer.status_code in (302, 404)
    assert answer.get("Location") == "/" or "is not here any more" in main_of(answer)


@pytest.mark.parametrize(
    "path", ["accounts/login/", "google/login/", "signup/", "3rdparty/", "password/reset/", "email/"]
)
def test_no_page_of_the_librarys_has_an_address(client, db, path):
    for start in ("", "accounts/", "comments/", "comments/sign-in/"):
        assert client.get(f"/{start}{path}").status_code == 404
