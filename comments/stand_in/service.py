"""The program that answers in the services' place: OAuth 2.0 as each of the four speaks it (RFC 6749, RFC 7636).

An address of a service, `https://host/path`, is found here as `/host/path`. Nothing is remembered between requests but
which codes were used: codes and tokens carry what they stand for, signed. So any number of processes can answer.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.template.loader import render_to_string

from blog.images import draw_stand_in
from comments.stand_in.people import PEOPLE, PROFILES, Person
from config.providers import EVERY_SERVICE, Service

CODE_LASTS = 60  # seconds; the services give between one and ten minutes
TOKEN_LASTS = 3600
LONGEST_FORM = 2**16  # bytes
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

ASKING = re.compile(
    r"/(accounts\.google\.com/o/oauth2/v2/auth|x\.com/i/oauth2/authorize|www\.facebook\.com/v[\d.]+/dialog/oauth"
    r"|public-api\.wordpress\.com/oauth2/authenticate)"
)
TOKEN = re.compile(
    r"/(oauth2\.googleapis\.com/token|api\.x\.com/2/oauth2/token|graph\.facebook\.com/v[\d.]+/oauth/access_token"
    r"|public-api\.wordpress\.com/oauth2/token)"
)
PROFILE = re.compile(
    r"/(api\.x\.com/2/users/me|graph\.facebook\.com/v[\d.]+/me|public-api\.wordpress\.com/rest/v1\.1/me)"
)
PORTRAIT = re.compile(
    r"/(lh3\.googleusercontent\.com|pbs\.twimg\.com|platform-lookaside\.fbsbx\.com|0\.gravatar\.com)/.*"
)


class Declined(Exception):
    """The request is not as the service demands it; the message is the error's code in RFC 6749, 4.1.2.1 and 5.2."""


class Answer:
    """What is sent back: a status, headers, a body."""

    def __init__(self, body: bytes | str | dict = b"", status=200, kind="application/json", **headers: str) -> None:
        self.status = HTTPStatus(status)
        body = json.dumps(body) if isinstance(body, dict) else body
        self.body = body.encode() if isinstance(body, str) else body
        self.headers = [("Content-Type", kind), ("Content-Length", str(len(self.body))), *headers.items()]


class StandIn:
    """The services, as one WSGI application."""

    people = PEOPLE

    def __call__(self, environ, start_response):
        try:
            answer = self.answer(environ)
        except Declined as reason:
            answer = Answer({"error": str(reason)}, 400)
        start_response(f"{answer.status.value} {answer.status.phrase}", answer.headers)
        return [answer.body]

    def answer(self, environ) -> Answer:
        """The answer to one request. Raises Declined."""
        path = environ["PATH_INFO"]
        said = _said(environ)
        if ASKING.fullmatch(path):
            return self.ask(_service(path), said, is_answered=environ["REQUEST_METHOD"] == "POST")
        if TOKEN.fullmatch(path):
            return self.give_token(_service(path), said, environ.get("HTTP_AUTHORIZATION", ""))
        if PROFILE.fullmatch(path):
            return self.tell(_service(path), said, environ.get("HTTP_AUTHORIZATION", ""))
        if PORTRAIT.fullmatch(path):
            return Answer(draw_stand_in(path, width=96, height=96), kind="image/jpeg")
        return Answer({"error": "not_found"}, 404)

    def ask(self, service: Service, said: dict, *, is_answered: bool) -> Answer:
        """The page on which one chooses whom to play, and what follows from the choice."""
        self.check_request(service, said)
        if not is_answered:
            asked = [(name, value) for name, value in said.items() if name not in ("person", "answer")]
            page = {"service": service.name, "people": self.people.values(), "asked": asked}
            return Answer(render_to_string("sign_in/stand_in.html", page), kind="text/html; charset=utf-8")
        result = {"state": said.get("state", "")}
        if said.get("answer") == "allow" and said.get("person") in self.people:
            granted = {name: said.get(name, "") for name in ("client_id", "redirect_uri", "code_challenge", "person")}
            result["code"] = _sign("code", {**granted, "service": service.key, "once": secrets.token_hex(8)})
        else:
            result["error"] = "access_denied"
        return Answer(status=302, Location=f"{said['redirect_uri']}?{urlencode(result)}")

    def check_request(self, service: Service, said: dict) -> None:
        """Raises Declined for a request that the service would not show a person."""
        if said.get("client_id") != _offered(service).client_id or said.get("response_type") != "code":
            raise Declined("invalid_request")
        back = urlsplit(said.get("redirect_uri", ""))
        known = {*LOOPBACK, *settings.ALLOWED_HOSTS}
        if back.hostname not in known or not back.path.endswith(f"/{service.key}/callback/"):
            raise Declined("invalid_request")
        if service.key == "x" and said.get("code_challenge_method") != "S256":
            raise Declined("invalid_request")

    def give_token(self, service: Service, said: dict, authorization: str) -> Answer:
        """A token for a code that is fresh, unused, and in the right hands."""
        known = _offered(service)
        pair = _basic(authorization) or (said.get("client_id", ""), said.get("client_secret", ""))
        if pair != (known.client_id, known.secret):
            raise Declined("invalid_client")
        granted = _read("code", said.get("code", ""), CODE_LASTS)
        if granted["service"] != service.key or granted["redirect_uri"] != said.get("redirect_uri"):
            raise Declined("invalid_grant")
        if granted["code_challenge"] and _challenge(said.get("code_verifier", "")) != granted["code_challenge"]:
            raise Declined("invalid_grant")
        if not cache.add(f"stand-in:{granted['once']}", True, CODE_LASTS):
            raise Declined("invalid_grant")
        token = {"access_token": _sign("token", {"service": service.key, "person": granted["person"]})}
        if service.key == "google":
            token["id_token"] = self._id_token(known, self.people[granted["person"]])
        return Answer({**token, "token_type": "bearer", "expires_in": TOKEN_LASTS})

    def tell(self, service: Service, said: dict, authorization: str) -> Answer:
        """The profile of the one whose token it is."""
        token = authorization.removeprefix("Bearer ") or said.get("access_token", "")
        granted = _read("token", token, TOKEN_LASTS)
        if granted["service"] != service.key:
            raise Declined("invalid_token")
        if service.key == "facebook" and said.get("appsecret_proof") != _proof(_offered(service).secret, token):
            raise Declined("invalid_token")
        return Answer(PROFILES[service.key](self.people[granted["person"]]))

    @staticmethod
    def _id_token(service: Service, person: Person) -> str:
        now = int(time.time())
        claims = {"iss": "https://accounts.google.com", "aud": service.client_id, "iat": now, "exp": now + TOKEN_LASTS}
        # Signed with a key that nobody knows: it comes from the token's own address, and is believed for that.
        return jwt.encode({**PROFILES["google"](person), **claims}, secrets.token_hex(32))


def _said(environ) -> dict[str, str]:
    said = dict(parse_qsl(environ.get("QUERY_STRING", "")))
    if environ["REQUEST_METHOD"] == "POST":
        length = min(int(environ.get("CONTENT_LENGTH") or 0), LONGEST_FORM)
        said |= parse_qsl(environ["wsgi.input"].read(length).decode(errors="replace"))
    return said


def _service(path: str) -> Service:
    host = path.split("/")[1]
    return next(s for s in EVERY_SERVICE if any(_covers(known, host) for known in (*s.authorise_hosts, *s.api_hosts)))


def _covers(known: str, host: str) -> bool:
    return host.endswith(known[1:]) if known.startswith("*.") else host == known


def _offered(service: Service) -> Service:
    return next((offered for offered in settings.SIGN_IN_SERVICES if offered.key == service.key), service)


def _sign(kind: str, content: dict) -> str:
    return signing.dumps(content, salt=f"stand-in.{kind}")


def _read(kind: str, text: str, seconds: int) -> dict:
    try:
        return signing.loads(text, salt=f"stand-in.{kind}", max_age=seconds)
    except signing.BadSignature:
        raise Declined("invalid_grant" if kind == "code" else "invalid_token") from None


def _basic(authorization: str) -> tuple[str, str] | None:
    if not authorization.startswith("Basic "):
        return None
    name, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
    return name, secret


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _proof(secret: str, token: str) -> str:
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
