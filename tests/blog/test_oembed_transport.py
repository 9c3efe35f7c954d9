"""How a service is asked: its own host alone, over https, briefly, and wherever it points to is not followed."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests
from requests.adapters import HTTPAdapter

from blog import oembed
from blog.oembed import NoAnswer, over_https
from tests.blog.test_oembed import ASKED


class Loopback(HTTPAdapter):
    """Sends what is meant for a service to a server of this test."""

    port = 0

    def send(self, request, **more):
        request.url = f"http://127.0.0.1:{self.port}/"
        return super().send(request, **more)


@pytest.fixture
def service():
    """A service on this machine: `service(status=…, headers=…, body=…)` → what `over_https` gets from it."""
    says = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(says["status"])
            for name, value in says["headers"].items():
                self.send_header(name, value)
            self.end_headers()
            for piece in says["body"]:
                try:
                    self.wfile.write(piece)
                except OSError:
                    return

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def ask(*body, status=200, **headers):
        says.update(status=status, headers=headers, body=body)
        session, adapter = requests.Session(), Loopback()
        adapter.port = server.server_port
        session.mount("https://", adapter)
        return over_https(ASKED, session)

    yield ask
    server.shutdown()
    server.server_close()


def test_an_answer_is_read_as_it_is(service):
    assert service(b'{"title": ', b'"A film"}') == b'{"title": "A film"}'


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_wherever_it_leads(service, status):
    with pytest.raises(NoAnswer, match=str(status)):
        service(b"", status=status, Location="http://127.0.0.1:1/secret")


@pytest.mark.parametrize("status", [204, 401, 404, 429, 500])
def test_a_status_other_than_ok_is_no_answer(service, status):
    with pytest.raises(NoAnswer, match=str(status)):
        service(b"", status=status)


def test_an_answer_without_end_is_left(service):
    with pytest.raises(NoAnswer, match="more than"):
        service(*[b"x" * 4096] * 4000)


def test_an_answer_that_trickles_is_left(service, monkeypatch):
    monkeypatch.setattr(oembed, "PATIENCE", 0.001)
    with pytest.raises(NoAnswer, match=r"longer than|not reached"):
        service(*[b" " * 100] * 600)


def test_an_answer_that_breaks_off_is_none(service):
    with pytest.raises(NoAnswer, match="not reached"):
        service(b"x", **{"Content-Length": "100", "Transfer-Encoding": "chunked"})


@pytest.mark.parametrize(
    "address", ["http://www.youtube.com/oembed", "https://evil.example/oembed", "file:///etc/passwd", "https:///x"]
)
def test_only_known_hosts_are_asked_and_only_in_secret(address):
    with pytest.raises(NoAnswer, match="not asked"):
        over_https(address)
