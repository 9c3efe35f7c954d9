"""`manage.py prepare`, which every start runs: it must do its work once, and almost nothing after that."""

import os

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from blog.management.commands import prepare


@pytest.fixture
def stylesheet(settings, tmp_path):
    """The only static file of the site, and a folder of its own to collect it into."""
    source = tmp_path / "source" / "paper.css"
    source.parent.mkdir()
    source.write_text("body { color: black }")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [source.parent]
    settings.STATIC_ROOT = tmp_path / "collected"
    return source


@pytest.fixture
def commands(monkeypatch):
    """The names of the commands that were called, in order; each of them did nothing."""
    called = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: called.append(name))
    return called


def test_static_files_are_collected_on_the_first_start(stylesheet, settings):
    prepare.collect_changed_static_files()

    assert (settings.STATIC_ROOT / "paper.css").read_text() == "body { color: black }"


def test_static_files_are_not_collected_again_while_none_changes(stylesheet, settings, commands):
    settings.STATIC_ROOT.mkdir()
    prepare.collect_changed_static_files()
    prepare.collect_changed_static_files()

    assert commands == ["collectstatic"]


@pytest.mark.parametrize("moment", [0, 4_000_000_000])  # seconds since 1970: older and newer than the collected copy
def test_a_changed_static_file_is_collected_again(stylesheet, settings, moment):
    prepare.collect_changed_static_files()
    stylesheet.write_text("body { color: white }")
    os.utime(stylesheet, (moment, moment))

    prepare.collect_changed_static_files()

    assert (settings.STATIC_ROOT / "paper.css").read_text() == "body { color: white }"


def test_an_interrupted_collection_is_done_again(stylesheet, settings, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as first_start:
        first_start.setattr(prepare, "call_command", interrupted)
        with pytest.raises(KeyboardInterrupt):
            prepare.collect_changed_static_files()
    prepare.collect_changed_static_files()

    assert (settings.STATIC_ROOT / "paper.css").exists()


def test_the_database_comes_first_and_the_addresses_last(stylesheet, commands):
    call_command("prepare", address="http://127.0.0.1:8000")

    assert commands == ["migrate", "collectstatic", "first_run"]


def test_a_database_out_of_reach_is_told_in_a_sentence(monkeypatch):
    def out_of_reach(name, **options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(prepare, "call_command", out_of_reach)

    with pytest.raises(CommandError, match="The site's data cannot be reached: connection refused"):
        call_command("prepare", address="http://127.0.0.1:8000")
