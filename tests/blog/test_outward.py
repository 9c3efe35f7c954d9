"""A request to another server takes no longer than it may, and goes nowhere else."""

import socket
import time
from contextlib import closing, suppress
from threading import Thread

import pytest

from blog import outward


@pytest.fixture
def server():
    """A server that says what it is told to, a piece at a time: server(*pieces) → its address, and what it heard."""
    listening = []

    def serve(*pieces, pause=0.0):
        line, heard = socket.create_server(("127.0.0.1", 0)), []
        listening.append(line)

        def answer():
            try:
                with closing(line.accept()[0]) as caller:
                    heard.append(whole_request(caller))
                    for piece in pieces:
                        caller.sendall(piece)
                        time.sleep(pause)
            except OSError:
                return

        Thread(target=answer, daemon=True).start()
        return f"http://127.0.0.1:{line.getsockname()[1]}/hub?a=1", heard

    yield serve
    for line in listening:
        line.close()


def whole_request(caller) -> str:
    """Headers, and as much after them as they say."""
    text = caller.recv(65536).decode()
    head, _end, body = text.partition("\r\n\r\n")
    length = int(head.partition("Content-Length: ")[2].partition("\r\n")[0])
    while len(body) < length:
        body += caller.recv(65536).decode()
    return f"{head}\n{body}"


def test_the_status_is_told_and_the_body_left_unread(server):
    address, heard = server(b"HTTP/1.1 202 Accepted\r\nContent-Length: 999999999\r\n\r\n", b"x" * 1000)
    assert outward.post(address, b"a=b", {"Content-Type": "text/plain"}) == 202
    assert heard[0].startswith("POST /hub?a=1 HTTP/1.1\r\n")
    assert "a=b" in heard[0]


def test_a_redirect_is_not_followed(server):
    inner, heard = server(b"HTTP/1.1 200 OK\r\n\r\n")
    address, _heard = server(f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {inner}\r\n\r\n".encode())
    assert outward.post(address, b"", {}) == 307
    assert heard == []


@pytest.mark.parametrize(
    "pieces", [[b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 90], [b" "] * 90, []], ids=["headers", "spaces", "silence"]
)
def test_an_answer_that_trickles_is_cut(server, pieces):
    address, _heard = server(*pieces, pause=0.1)
    started = time.monotonic()
    with suppress(outward.NoAnswer):  # a status that was said in time is one, whatever trickled after it
        assert outward.post(address, b"", {}, patience=0.3) == 200
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "answer", [b"", b"no HTTP at all\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"]
)
def test_what_is_no_answer_is_said_to_be_none(server, answer):
    address, _heard = server(answer)
    with pytest.raises(outward.NoAnswer):
        outward.post(address, b"", {})


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://[::1/", "http:///x", "http://a b/", "", "/feed/"])
def test_who_cannot_be_reached_is_said_not_to_be(address):
    with pytest.raises(outward.NoAnswer):
        outward.post(address, b"", {}, patience=1)
