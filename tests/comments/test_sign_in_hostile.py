"""Profiles that somebody wrote to do harm: what is left of them is plain short words."""

import pytest

from comments.readers.models import NAME_LENGTH, Reader
from comments.stand_in import server
from tests.comments.sign_in_fixtures import FORMS, somebody

HOSTILE = {
    "name": "<script>alert(1)</script>\u202egnp.exe " + "x" * 100_000,
    "username": '"><img src=x onerror=alert(1)>',
    "portrait": "javascript:alert(1)",
}


@pytest.mark.parametrize("network", FORMS)
def test_a_hostile_profile_becomes_plain_short_words(traveller, network):
    somebody(**HOSTILE)
    page = traveller.sign_in(network, person="zed", comment="I was there.")
    assert traveller.is_signed_in
    reader = Reader.objects.get()
    assert len(reader.name) <= NAME_LENGTH
    assert "\u202e" not in reader.name
    assert reader.portrait == ""
    html = page.content.decode()
    assert "<script>alert" not in html
    assert "onerror=alert" not in html.replace("onerror=alert(1)&gt;", "")
    assert "javascript:" not in html


@pytest.mark.parametrize("name", ["", " \u200b\u202e ", "\x00"])
def test_a_name_of_nothing_becomes_a_word(traveller, name):
    somebody(name=name or "\u200b", username="")
    traveller.sign_in("facebook", person="zed")
    assert Reader.objects.get().name == "Reader"


def test_the_name_of_an_editor_is_shown_with_the_network(traveller, edith):
    somebody(name="ÉDITH")
    traveller.sign_in(person="zed")
    assert Reader.objects.get().name == "ÉDITH (Google)"


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/x",
        "https://169.254.169.254/x",
        "http://pbs.twimg.com/x",
        "https://pbs.twimg.com@evil.example/",
    ],
)
def test_a_picture_is_fetched_from_the_services_hosts_alone(traveller, monkeypatch, address):
    asked = []
    monkeypatch.setattr(
        server.Server, "address", property(lambda self: asked.append(1) or f"http://127.0.0.1:{self.server_port}")
    )
    somebody(portrait=address)
    callback = traveller.consent(traveller.leave("x"), "zed")
    asked.clear()
    traveller.arrive(callback)
    assert traveller.is_signed_in
    fetched = Reader.objects.get().portrait
    assert bool(fetched) == address.startswith("http://pbs.twimg.com/")  # which is asked over https instead
    assert len(asked) == (3 if fetched else 2)
