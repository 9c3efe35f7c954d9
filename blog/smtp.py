"""Django's SMTP connection, which here also knows whether a letter may have been taken before the line broke.

Between the last line of a letter and the server's answer nobody can tell: RFC 1047 describes it. In all other moments
a broken line means that the letter was not taken.
"""

from __future__ import annotations

import smtplib

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend

END_OF_LETTER = b"\r\n.\r\n"


class _PlainConnection(smtplib.SMTP):
    """Notes the moment between a letter's last line and the server's answer."""

    is_unanswered = False

    def send(self, s):
        if isinstance(s, bytes) and s.endswith(END_OF_LETTER):
            self.is_unanswered = True
        super().send(s)

    def getreply(self):
        reply = super().getreply()
        self.is_unanswered = False
        return reply


class _SecureConnection(_PlainConnection, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    """Sends by SMTP. `is_unanswered` is True when the last letter was given away and no answer came."""

    @property
    def connection_class(self):
        return _SecureConnection if self.use_ssl else _PlainConnection

    @property
    def is_unanswered(self) -> bool:
        return getattr(self.connection, "is_unanswered", False)
