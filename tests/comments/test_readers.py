"""Names that look alike, names that are somebody's, pictures beside names, and how the services are asked."""

import re
import socket
import threading

import pytest
import requests
from django.core.files.storage import default_storage

from blog.images import draw_stand_in
from blog.models import User
from comments.identicon import identicon
from comments.identity import Identity
from comments.models import Comment, Status
from comments.names import name_is_taken
from comments.readers.models import Reader
from comments.readers.names import skeleton
from comments.readers.portraits import fetch_portrait, keep_portrait
from comments.readers.profiles import profile_from
from comments.transport import KnownHosts, Nowhere
from tests import factories
from tests.comments.conversation import GUEST, comment_on, hidden_fields
from tests.comments.sign_in_fixtures import main_of


@pytest.mark.parametrize(
    "alike",
    [
        "EDITH",
        " e d i t h ",
        "Édith",
        "E\u200bd\u202eith",
        "Ｅｄｉｔｈ",
        "𝐄𝐝𝐢𝐭𝐡",
        "Еdіth",
        "Edlth",
        "ed1th",
        "Ed.ith",
        "E\u0336dith",
        "Ⓔdith\ufe0f",
    ],
)
def test_names_that_look_alike_have_one_skeleton(alike):
    assert skeleton(alike) == skeleton("Edith")


@pytest.mark.parametrize(("one", "other"), [("Edith", "Edit"), ("राम", "रमा"), ("李明", "李朋"), ("Ann", "Anna")])
def test_names_that_differ_have_different_skeletons(one, other):
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("name", ["", " \u200b ", "\u3164", "..."])
def test_a_name_of_nothing_is_nobodys(db, name):
    assert not name_is_taken(name)


def reader(name, post=None, status=Status.APPROVED):
    user = User.objects.create_user(f"reader-{User.objects.count()}")
    Reader.objects.create(user=user, name=name, network="google")
    if post:
        comment_on(post, user=user, status=status)
    return user


def test_the_newsrooms_names_are_taken(edith, remy, settings):
    factories.author("Serge Daniel")
    for name in ("Édith", "Remy", "serge daniel", settings.NEWSROOM_NAME):
        assert name_is_taken(name)
    assert not name_is_taken("Ruth")


def test_the_name_of_a_reader_is_taken_once_they_have_a_comment_that_readers_see(post):
    reader("Known Reader", post)
    reader("Held Reader", post, status=Status.PENDING)
    reader("Silent Reader")
    assert name_is_taken("known  reader")
    assert not name_is_taken("Held Reader")
    assert not name_is_taken("Silent Reader")


def test_ones_own_name_is_not_taken(post):
    user = reader("Known Reader", post)
    assert not name_is_taken("Known Reader", Identity(user, "Known Reader", ""))


def test_names_are_compared_in_few_queries_however_many_there_are(post, django_assert_num_queries):
    for number in range(5):
        factories.author(f"Author {number}")
        reader(f"Somebody {number}", post)
    with django_assert_num_queries(4):
        name_is_taken("Nobody")


@pytest.mark.parametrize("name", ["Edith", "ÉDITH", "Known Reader"])
def test_a_guest_cannot_write_under_the_name_of_somebody_known(client, post, edith, name):
    reader("Known Reader", post)
    page = client.get(post.get_absolute_url()).content.decode()
    form = {**hidden_fields(page), **GUEST, "name": name, "comment": "I am she."}
    answer = client.post("/comments/post/", form)
    assert answer.status_code == 400
    assert "That is the name of somebody known here." in main_of(answer)
    assert "I am she." in main_of(answer)
    assert not Comment.objects.filter(comment="I am she.").exists()


def test_a_pattern_is_the_same_for_one_and_different_for_another():
    assert identicon("user 1") == identicon("user 1")
    assert len({identicon(f"user {number}") for number in range(100)}) > 90
    assert len(identicon("user 1")) < 600


def test_a_pattern_carries_no_style_and_nothing_of_its_owner():
    drawn = identicon('ruth@example.org"><script>')
    assert "style" not in drawn
    assert "ruth" not in drawn
    assert re.fullmatch(r"<svg [^<>]*><path d=\"[Mhm\d -]+\"/></svg>", drawn)


@pytest.mark.parametrize("provider", ["google", "twitter_oauth2", "facebook", "wordpress_com"])
@pytest.mark.parametrize("said", [None, [], "x", {}, {"name": 5, "picture": [], "username": {}, "profile_URL": 1}])
def test_whatever_a_service_says_there_is_a_name(provider, said):
    profile = profile_from(provider, said)
    assert (profile.name, profile.page, profile.portrait) == ("Reader", "", "")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//evil.example/x",
        "data:image/png;base64,x",
        "https://a@b.example/",
        "https://b.example:1/",
        "https://[",
        "ftp://b.example/",
        "https://x\n/",
    ],
)
def test_an_address_that_is_no_plain_one_is_left_out(address):
    profile = profile_from("wordpress_com", {"ID": 1, "avatar_URL": address, "profile_URL": address})
    assert (profile.page, profile.portrait) == ("", "")


def test_a_page_elsewhere_is_not_linked():
    assert profile_from("wordpress_com", {"profile_URL": "https://evil-gravatar.com/x"}).page == ""
    assert (
        profile_from("wordpress_com", {"profile_URL": "http://en.gravatar.com/x"}).page == "https://en.gravatar.com/x"
    )
    assert profile_from("twitter_oauth2", {"username": "a/../b"}).page == ""
    assert profile_from("twitter_oauth2", {"username": "ada"}).page == "https://x.com/ada"


class Sends:
    """A session that has these answers for whatever is asked."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def get(self, address, allow_redirects):
        assert allow_redirects is False
        self.asked.append(address)
        return self.answers.pop(0)


def answer(content=b"", status=200, location=None):
    made = requests.Response()
    made.status_code, made._content = status, content
    if location:
        made.headers["Location"] = location
    return made


def test_a_portrait_is_small_and_square_and_kept_once(db):
    found = fetch_portrait(Sends(answer(draw_stand_in("x", width=300, height=200))), "https://a.example/x")
    first, second = keep_portrait("user 1", found), keep_portrait("user 1", found)
    assert first == second
    assert first != keep_portrait("user 2", found)
    assert default_storage.open(first).read() == found
    assert len(found) < 8000


def test_a_portrait_may_stand_somewhere_else_but_not_go_round_in_circles():
    http = Sends(answer(status=302, location="/there"), answer(draw_stand_in("x", width=64, height=64)))
    assert fetch_portrait(http, "https://a.example/here")
    assert http.asked == ["https://a.example/here", "https://a.example/there"]
    assert fetch_portrait(Sends(*[answer(status=302, location="/x")] * 9), "https://a.example/x") is None


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload=alert(1)>", b"GIF89a" + b"\x00" * 50, b"\xff\xd8\xff" + b"\x00" * 99]
)
def test_what_is_no_picture_is_no_portrait(content):
    assert fetch_portrait(Sends(answer(content)), "https://a.example/x") is None


def test_a_portrait_larger_than_any_service_sends_is_not_decoded():
    huge = draw_stand_in("x", width=2400, height=20)
    assert fetch_portrait(Sends(answer(huge)), "https://a.example/x") is None


def test_a_missing_portrait_is_none():
    assert fetch_portrait(Sends(answer(b"gone", status=404)), "https://a.example/x") is None
    assert fetch_portrait(Sends(), "") is None


def test_no_other_host_is_asked_and_none_without_encryption():
    with requests.Session() as http:
        http.mount("https://", KnownHosts(["api.x.com", "*.fbcdn.net"]))
        http.mount("http://", Nowhere())
        for address in (
            "https://evil.example/",
            "https://api.x.com.evil.example/",
            "https://fbcdn.net/",
            "https://evilfbcdn.net/",
        ):
            with pytest.raises(requests.ConnectionError, match="none of the services' hosts"):
                http.get(address)
        with pytest.raises(requests.ConnectionError, match="without encryption"):
            http.get("http://api.x.com/")


class Here(KnownHosts):
    """Goes to a port of this machine."""

    def destination(self, url):
        return self.here


@pytest.fixture
def trickling():
    """Starts a server that sends `pieces` after its headers, a little later each; the session that asks it."""
    servers, ended = [], threading.Event()

    def start(piece, pause):
        def serve(listener):
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
                try:
                    while not ended.wait(pause):
                        connection.sendall(piece)
                except OSError:
                    pass  # who asked has gone

        listener = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=serve, args=[listener], daemon=True)
        thread.start()
        servers.append((listener, thread))
        http = requests.Session()
        http.trust_env = False
        transport = Here(["slow.example"])
        transport.here = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        http.mount("https://", transport)
        return http

    yield start
    ended.set()
    for listener, thread in servers:
        thread.join(5)
        listener.close()


def test_an_answer_that_trickles_is_given_up(trickling, monkeypatch):
    monkeypatch.setattr("comments.transport.PATIENCE", 0.1)
    with pytest.raises(requests.Timeout, match="longer than"):
        trickling(b"x", 0.01).get("https://slow.example/", timeout=5)


def test_an_answer_without_end_is_given_up(trickling):
    with pytest.raises(requests.ConnectionError, match="more than 524288 bytes"):
        trickling(b"x" * 100_000, 0.001).get("https://slow.example/", timeout=5)
