"""The outbox for tests: letters of a kind of their own, and a port for a mail server."""

import socket

import pytest

from blog import letters
from blog.letters import Words


@pytest.fixture
def greeting(monkeypatch):
    """Letters of the kind "greeting", whose words a test can change."""
    says = {"words": Words("Hello", "Hello, Ruth.\n", "<p>Hello, Ruth.</p>", "/leave/1/")}
    monkeypatch.setitem(letters.WRITERS, "greeting", lambda letter: says["words"])
    return says


@pytest.fixture
def by_smtp(settings):
    """The port of this machine to which letters go by SMTP from here on. Nobody listens there yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = probe.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "blog.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
    return settings.EMAIL_PORT
