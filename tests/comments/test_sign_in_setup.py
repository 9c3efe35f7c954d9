"""What the environment offers, and what it must not."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from comments import checks
from comments.stand_in.service import ASKING
from comments.stand_in.views import ask
from config import providers
from tests.comments.sign_in_fixtures import FORMS, somebody

ROOT = Path(__file__).resolve().parent.parent.parent
GOOGLE = {"BYLINE_GOOGLE_CLIENT_ID": "abc", "BYLINE_GOOGLE_SECRET": "hush"}


def manage(*arguments, data, **environment):
    names = {**os.environ, "BYLINE_DATA": str(data), **environment}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=names, capture_output=True, text=True, timeout=60
    )


def test_a_service_is_offered_when_its_credentials_are_there(monkeypatch):
    assert providers.services(stand_in=False) == ()
    for name, value in GOOGLE.items():
        monkeypatch.setenv(name, value)
    (google,) = providers.services(stand_in=False)
    assert (google.key, google.client_id, google.secret) == ("google", "abc", "hush")


def test_every_service_has_variables_of_its_own():
    names = [name for service in providers.EVERY_SERVICE for name in service.variables]
    assert names[:2] == ["BYLINE_WORDPRESS_COM_CLIENT_ID", "BYLINE_WORDPRESS_COM_SECRET"]
    assert names[4:6] == ["BYLINE_X_CLIENT_ID", "BYLINE_X_SECRET"]
    assert len(set(names)) == 2 * len(FORMS)


@pytest.mark.parametrize(("there", "missing"), [tuple(GOOGLE), tuple(GOOGLE)[::-1]])
def test_one_of_two_credentials_stops_the_start_by_name(monkeypatch, there, missing):
    monkeypatch.setenv(there, "abc")
    with pytest.raises(ImproperlyConfigured, match=f"{missing} must be set as well"):
        providers.services(stand_in=False)


def test_the_stand_in_is_off_unless_switched_on(monkeypatch):
    assert not providers.stand_in_is_on(is_secure=False)
    monkeypatch.setenv("BYLINE_STAND_IN_SIGN_IN", "yes")
    assert providers.stand_in_is_on(is_secure=False)
    assert len(providers.services(stand_in=True)) == len(FORMS)


def test_the_stand_in_and_real_credentials_exclude_each_other(monkeypatch):
    monkeypatch.setenv("BYLINE_STAND_IN_SIGN_IN", "yes")
    monkeypatch.setenv("BYLINE_GOOGLE_SECRET", "hush")
    with pytest.raises(ImproperlyConfigured, match="BYLINE_GOOGLE_SECRET exclude each other"):
        providers.stand_in_is_on(is_secure=False)


def test_a_site_on_https_does_not_start_with_the_stand_in(tmp_path):
    secret = "a-secret-of-the-length-that-django-asks-for-and-a-few-more-characters"
    origin = {"BYLINE_ORIGIN": "https://paper.example", "BYLINE_SECRET_KEY": secret}
    done = manage("check", data=tmp_path, BYLINE_STAND_IN_SIGN_IN="yes", **origin)
    assert done.returncode != 0
    assert "BYLINE_STAND_IN_SIGN_IN is for a demo" in done.stderr.splitlines()[-1]


def test_the_deployment_check_refuses_the_stand_in(tmp_path):
    done = manage("check", "--deploy", data=tmp_path, BYLINE_STAND_IN_SIGN_IN="yes")
    assert done.returncode != 0
    assert "comments.E001" in done.stderr
    assert manage("check", data=tmp_path, BYLINE_STAND_IN_SIGN_IN="yes").returncode == 0


def test_the_deployment_check_is_content_without_it(settings):
    assert settings.STAND_IN_SIGN_IN is False
    assert checks.the_stand_in_is_off(None) == []


def test_the_policy_lets_forms_lead_to_the_offered_services_alone(tmp_path):
    words = "from django.conf import settings; print(settings.SECURE_CSP['form-action'])"
    plain = manage("shell", "--verbosity", "0", "-c", words, data=tmp_path)
    assert plain.stdout.strip() == "[\"'self'\"]"
    google = manage("shell", "--verbosity", "0", "-c", words, data=tmp_path, **GOOGLE)
    assert google.stdout.strip() == "[\"'self'\", 'https://accounts.google.com']"


def question(method="get", path="x.com/i/oauth2/authorize", **different):
    asked = {
        "client_id": "stand-in",
        "response_type": "code",
        "redirect_uri": "http://testserver/comments/sign-in/x/callback/",
        "state": "s",
        "code_challenge": "c",
        "code_challenge_method": "S256",
        **different,
    }
    address = f"/stand-in/{path}"
    if method == "get":
        return ask(RequestFactory().get(address, asked), rest=path)
    return ask(
        RequestFactory().post(address, urlencode(asked), content_type="application/x-www-form-urlencoded"), rest=path
    )


def test_in_the_demo_the_site_itself_shows_the_question(stand_in):
    page = question()
    assert page.status_code == 200
    assert "Stand-in for Twitter (X) — not the real service" in page.content.decode()
    gone = question("post", person="ada", answer="allow")
    assert gone.status_code == 302
    assert gone["Location"].startswith("http://testserver/comments/sign-in/x/callback/?state=s&code=")


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": "https://evil.example/comments/sign-in/x/callback/"},
        {"redirect_uri": "http://testserver/elsewhere/"},
        {"client_id": "other"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
    ],
)
def test_the_stand_in_leads_nowhere_else(stand_in, wrong):
    for method in ("get", "post"):
        answer = question(method, person="ada", answer="allow", **wrong)
        assert answer.status_code == 400
        assert "Location" not in answer


def test_the_demo_shows_the_questions_alone(stand_in, settings):
    assert ASKING.fullmatch("/x.com/i/oauth2/authorize")
    for path in ("api.x.com/2/oauth2/token", "api.x.com/2/users/me", "evil.example/"):
        with pytest.raises(Exception, match="No service is stood in for here"):
            question(path=path)
    settings.STAND_IN_SIGN_IN = False
    with pytest.raises(Exception, match="No service is stood in for here"):
        question()


def test_a_made_up_name_is_only_text_on_the_question(stand_in):
    somebody(name="<b>Bold</b>")
    html = question(state='"><script>').content.decode()
    assert "<b>Bold" not in html
    assert "<script>" not in html
