"""The stand-in, and somebody whose browser goes from this site to it and back."""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
import requests

from comments.stand_in.people import PEOPLE, Person
from comments.stand_in.server import running
from comments.stand_in.service import StandIn
from config import providers
from tests.comments.conversation import hidden_fields

OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}
FORMS = {"wordpress-com": "WordPress.com", "google": "Google", "x": "Twitter (X)", "facebook": "Facebook"}


@pytest.fixture
def stand_in(settings, monkeypatch):
    """The four services, stood in for on this machine; their page is shown under another host than the site's."""
    settings.STAND_IN_SIGN_IN = settings.SIGN_IN_BY_EMAIL = True
    settings.SIGN_IN_SERVICES = providers.services(stand_in=True)
    settings.STAND_IN_ADDRESS = running().address.replace("127.0.0.1", "localhost")
    monkeypatch.setattr(StandIn, "people", dict(PEOPLE))
    return StandIn


@pytest.fixture
def traveller(client, post, stand_in):
    """Somebody reading the story `post`."""
    return Traveller(client, post)


def somebody(**different) -> Person:
    """A person whom the stand-in knows from now on, like Ada but for what is `different`."""
    person = replace(PEOPLE["ada"], **{"key": "zed", **different})
    StandIn.people[person.key] = person
    return person


class Traveller:
    """Goes one step of a sign-in at a time. The site is asked by Django's client, the stand-in over real HTTP."""

    def __init__(self, client, story) -> None:
        self.client, self.story = client, story

    def press(self, address, headers=OUR_PAGE, **typed):
        """Press the button of the story's form that leads to `address`; the answer."""
        page = self.client.get(typed.pop("at", self.story.get_absolute_url())).content.decode()
        return self.client.post(address, {**hidden_fields(page), **typed}, headers=headers)

    def leave(self, network, **typed) -> str:
        """Choose a network; the address that the browser is sent to."""
        answer = self.press(f"/comments/sign-in/{network}/", **typed)
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]

    def consent(self, address, person="ada", answer="allow") -> str:
        """Answer the stand-in's question as `person`; the address that the browser is sent back to."""
        page = ask(requests.Request("GET", address))
        assert "not the real service" in page.text, page.text
        said = [
            (name, unescape(value))
            for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
        ]
        gone = ask(requests.Request("POST", address, data=[*said, ("person", person), ("answer", answer)]))
        return urljoin(address, gone.headers["Location"])

    def arrive(self, address, *, follow=True):
        """Come back by the service's redirect; the page one ends on, or the first answer."""
        parts = urlsplit(address)
        assert parts.netloc == "testserver"
        return self.client.get(f"{parts.path}?{parts.query}", follow=follow)

    def sign_in(self, network="google", person="ada", **typed):
        """The whole way; the page one ends on."""
        return self.arrive(self.consent(self.leave(network, **typed), person))

    @property
    def is_signed_in(self) -> bool:
        """Whether the site knows them."""
        return self.client.get("/comments/identity/").status_code == 200


def ask(request: requests.Request) -> requests.Response:
    """One request over real HTTP, past any proxy, following nothing."""
    with requests.Session() as http:
        http.trust_env = False
        return http.send(http.prepare_request(request), allow_redirects=False, timeout=5)


def main_of(response) -> str:
    """What a page says, its spaces made plain."""
    return " ".join(unescape(response.content.decode()).split())
