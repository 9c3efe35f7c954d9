"""Runs the stand-in on this machine's own address, in a thread of the process that needs it."""

from __future__ import annotations

import threading
from functools import lru_cache
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from comments.stand_in.service import StandIn


class Server(ThreadingMixIn, WSGIServer):
    """Answers on 127.0.0.1 alone, at a port the system chooses."""

    daemon_threads = True

    def __init__(self, application) -> None:
        super().__init__(("127.0.0.1", 0), QuietHandler)
        self.set_app(application)

    @property
    def address(self) -> str:
        """Its own, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}"

    def start(self) -> Server:
        """Answer from now on, until `shutdown()` or the end of the process."""
        threading.Thread(target=self.serve_forever, name="stand-in", daemon=True).start()
        return self


class QuietHandler(WSGIRequestHandler):
    """Says nothing of each request, and looks up nobody's name."""

    def log_message(self, *args) -> None:
        """Nothing."""

    def address_string(self) -> str:
        """The number, without asking what it is called."""
        return self.client_address[0]


@lru_cache
def running() -> Server:
    """This process's own stand-in, started when it is first needed."""
    return Server(StandIn()).start()
