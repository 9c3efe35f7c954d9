"""Settings come from the environment; a malformed one stops the start by its name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "BYLINE_ORIGIN": "https://paper.example",
    "BYLINE_SECRET_KEY": "a-secret-of-the-length-that-django-asks-for-and-a-few-more-characters",
    "BYLINE_BEHIND_PROXY": "yes",
}


def manage(*arguments, data, **environment):
    names = {key: value for key, value in os.environ.items() if key != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    names |= {"BYLINE_DATA": str(data), **environment}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=names, capture_output=True, text=True, timeout=60
    )


def test_the_production_environment_passes_every_deployment_check(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", data=tmp_path, **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("BYLINE_ORIGIN", "paper.example", "must begin with http:// or https://"),
        ("BYLINE_DEBUG", "perhaps", "must be yes or no"),
        ("BYLINE_COMMENT_DEPTH", "eleven", "must be a whole number"),
        ("BYLINE_COMMENT_DEPTH", "11", "must be between 1 and 10"),
        ("BYLINE_SECRET_KEY", "short", "must have at least 50 characters"),
        ("BYLINE_TIME_ZONE", "Africa/Atlantis", "must be a time zone"),
        ("BYLINE_LANGUAGE", "klingon", "must be the code of a language"),
        ("BYLINE_LANGUAGE", "xx", "must be the code of a language"),
        ("BYLINE_LANGUAGE", "zh", "must be the code of a language"),
        ("BYLINE_LANGUAGE", "../fr", "must be the code of a language"),
        ("DATABASE_URL", "mysql://somewhere/db", "must begin with postgres://"),
        ("BYLINE_MAIL_SERVER", "smtp://", "names no host"),
        ("BYLINE_WEBSUB_HUB", "hub.example", "must begin with http:// or https://"),
        ("BYLINE_INDEXNOW_KEY", "too short", "must be 8 to 128 letters, digits and hyphens"),
    ],
)
def test_a_malformed_value_stops_the_start_by_name(tmp_path, name, value, reason):
    done = manage("check", data=tmp_path, **{name: value})
    assert done.returncode != 0
    assert f"{name} {reason}" in done.stderr.splitlines()[-1]


def test_originals_are_never_put_in_the_public_bucket_for_want_of_a_private_one(tmp_path):
    done = manage("check", data=tmp_path, BYLINE_S3_BUCKET="public")
    assert done.returncode != 0
    assert "BYLINE_S3_PRIVATE_BUCKET must be set as well" in done.stderr


def test_pictures_and_originals_go_to_their_buckets_by_environment_alone(tmp_path):
    buckets = {"BYLINE_S3_BUCKET": "public", "BYLINE_S3_PRIVATE_BUCKET": "private", "AWS_DEFAULT_REGION": "eu-west-1"}
    code = "from django.core.files.storage import storages as s; print(*(s[n].bucket_name for n in NAMES))"
    code = f"NAMES = ('default', 'originals'); {code}"
    done = manage("shell", "-v", "0", "-c", code, data=tmp_path, **buckets)
    assert done.stdout.strip() == "public private", done.stderr


def test_a_mail_password_may_hold_any_character(tmp_path):
    code = "from django.conf import settings as s; print(s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD)"
    server = "smtps://news%40paper.example:p%40ss%2Fword@mail.example"
    done = manage("shell", "-v", "0", "-c", code, data=tmp_path, BYLINE_MAIL_SERVER=server)
    assert done.stdout.strip() == "news@paper.example p@ss/word", done.stderr


def test_a_choice_is_one_of_those_there_are(monkeypatch):
    monkeypatch.setenv("BYLINE_CHOICE", "newest")
    assert env.choice("BYLINE_CHOICE", "oldest", among=("oldest", "newest")) == "newest"
    monkeypatch.setenv("BYLINE_CHOICE", "loudest")
    with pytest.raises(ImproperlyConfigured, match="BYLINE_CHOICE"):
        env.choice("BYLINE_CHOICE", "oldest", among=("oldest", "newest"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [("", "en"), ("fr", "fr"), ("PT_br", "pt-br"), ("fr-ca", "fr-ca"), ("zh-hans", "zh-hans"), ("sw", "sw")],
)
def test_a_language_is_one_that_django_knows_or_a_countrys_variety_of_it(monkeypatch, said, meant):
    monkeypatch.setenv("BYLINE_LANGUAGE", said)
    assert env.language("BYLINE_LANGUAGE", "en") == meant


def test_a_database_password_is_never_repeated_in_the_message(tmp_path):
    done = manage("check", data=tmp_path, DATABASE_URL="mysql://user:hunter2@somewhere/db")
    assert done.returncode != 0
    assert "hunter2" not in done.stderr + done.stdout


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path):
    first = env.secret("BYLINE_ABSENT", kept_in=tmp_path / "new" / "secret")
    assert len(first) >= env.SECRET_MINIMUM_LENGTH
    assert env.secret("BYLINE_ABSENT", kept_in=tmp_path / "new" / "secret") == first
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o077 == 0


def test_a_secret_that_was_cut_off_while_written_is_made_anew(tmp_path):
    (tmp_path / "secret").write_text("half")
    assert len(env.secret("BYLINE_ABSENT", kept_in=tmp_path / "secret")) >= env.SECRET_MINIMUM_LENGTH


@pytest.mark.parametrize("word", ["1", "true", "YES", " on "])
def test_a_flag_is_raised_by_any_of_the_usual_words(monkeypatch, word):
    monkeypatch.setenv("BYLINE_FLAG", word)
    assert env.flag("BYLINE_FLAG") is True


def test_an_empty_variable_means_the_default(monkeypatch):
    monkeypatch.setenv("BYLINE_FLAG", "")
    assert env.flag("BYLINE_FLAG", default=True) is True
    assert env.number("BYLINE_FLAG", 7) == 7
    assert env.csv("BYLINE_FLAG", "a, b,,") == ["a", "b"]


def test_an_address_with_a_bad_port_is_refused(monkeypatch):
    monkeypatch.setenv("BYLINE_ORIGIN", "https://paper.example:port")
    with pytest.raises(ImproperlyConfigured, match="not an address that can be read"):
        env.url("BYLINE_ORIGIN")
