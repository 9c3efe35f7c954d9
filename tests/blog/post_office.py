"""A mail server for tests: it speaks just enough SMTP, keeps what it takes, and can be told to fail."""

import socketserver
import threading
from email import message_from_bytes, policy

from blog.models import Letter

GREETING = "greeting"
END = "end"  # of a letter: the moment of the answer that decides
ANSWERS = {
    GREETING: b"220 post office",
    "EHLO": b"250 post office",
    "MAIL": b"250 go on",
    "RCPT": b"250 go on",
    "DATA": b"354 go on",
    END: b"250 taken",
    "RSET": b"250 done",
    "QUIT": b"221 good-bye",
}


class PostOffice(socketserver.ThreadingTCPServer):
    """`taken` holds the messages it accepted; `answers` what it says to each command, None for hanging up instead."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), _Counter)
        self.port, self.taken, self.connections, self.answers = self.server_address[1], [], 0, dict(ANSWERS)

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.shutdown()
        self.server_close()

    @property
    def ids(self):
        return [message["Message-ID"] for message in self.taken]


class _Counter(socketserver.StreamRequestHandler):
    """Serves one connection."""

    def handle(self):
        self.server.connections += 1
        if not self.answer(GREETING):
            return
        for line in self.rfile:
            verb = line[:4].decode().upper()
            if not self.answer(verb) or verb == "QUIT":
                return
            if verb == "DATA" and self.server.answers["DATA"].startswith(b"354") and not self.take():
                return

    def take(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b"."))
        if (self.server.answers[END] or b"250").startswith(b"250"):
            self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        return self.answer(END)

    def answer(self, moment):
        words = self.server.answers.get(moment, b"500 what?")
        if words is None:
            return False
        self.wfile.write(words + b"\r\n")
        return True


def write(*addresses):
    """Put a greeting to each into the outbox; to Ruth unless told."""
    for address in addresses or ["ruth@example.org"]:
        Letter.objects.write("greeting", to=address)


def states():
    """Of all letters, in the order in which they were written."""
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))
