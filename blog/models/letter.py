"""The outbox: every letter is a row, written in the transaction of what causes it and sent after that is committed.

A row says what a letter is about and to whom; its words are found when it is sent (see blog/letters.py). So nothing
that stopped being true while it waited is ever sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.core.validators import validate_email
from django.db import models
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from blog.models.inserting import insert_from

KEY_LENGTH = 400  # an address of 254 characters, and what the letter is about

_nothing_is_written = ContextVar("_nothing_is_written", default=False)


@contextmanager
def without_letters() -> Iterator[None]:
    """What is done within writes no letter: for imports, which repeat what is no news.

    It belongs around the transaction, not into it: some letters are written when that commits.
    """
    token = _nothing_is_written.set(True)
    try:
        yield
    finally:
        _nothing_is_written.reset(token)


def writes_nothing() -> bool:
    """True within `without_letters`: what is done now is no news to anybody."""
    return _nothing_is_written.get()


class LetterQuerySet(models.QuerySet):
    """Reads after "letters". Both ways to write leave out a letter whose cause has made one already."""

    def waiting(self):
        """Those not sent yet, whether or not their time has come."""
        return self.filter(state=Letter.State.WAITING)

    def due(self):
        """Those whose time has come, the one that waited longest first."""
        return self.waiting().filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def write(self, kind: str, *, to: str, about: object = "", key: str = "", due_at: datetime | None = None) -> None:
        """Put one letter into the outbox, in the transaction at hand.

        `kind` names who finds its words, `about` the thing that it is about (a primary key); `key` is the cause, which
        makes one letter only, by default the three together. Raises ValidationError for what is no e-mail address.
        """
        validate_email(to)
        if writes_nothing():
            return
        key = key or f"{kind}:{about}:to:{to}"
        letter = Letter(key=key, kind=kind, about=str(about), recipient=to, due_at=due_at or timezone.now())
        Letter.objects.bulk_create([letter], ignore_conflicts=True)

    def write_each(self, rows: models.QuerySet, kind: str, *, to, about, due_at: datetime | None = None) -> int:
        """Put a letter for each of `rows` into the outbox, in one statement, however many they are; the number of new
        ones. `to` and `about` are expressions over `rows`; the addresses must have been validated before. They are sent
        from `due_at` on, by default at once."""
        if writes_nothing():
            return 0
        about = Cast(about, CharField())
        key = Concat(Value(f"{kind}:"), about, Value(":to:"), to, output_field=CharField())
        values = {"key": key, "kind": Value(kind), "about": about, "recipient": to}
        if due_at:
            values["due_at"] = Value(due_at, output_field=models.DateTimeField())
        return insert_from(rows, Letter, ignore_conflicts=True, **values)


class Letter(models.Model):
    """One letter to one address, and what became of it."""

    class State(models.TextChoices):
        """SENDING is set before the mail server is given the words. Whoever is found in it when its time is over was
        cut off half-way: perhaps the server took the letter, perhaps not. It becomes UNSURE and is not sent again."""

        WAITING = "waiting", "waiting"
        SENDING = "sending", "being sent"
        SENT = "sent", "sent"
        UNSURE = "unsure", "perhaps sent"
        FAILED = "failed", "failed"

    key = models.CharField("cause", max_length=KEY_LENGTH, unique=True)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=64, blank=True)
    recipient = models.EmailField("to", max_length=254)
    subject = models.CharField(max_length=255, blank=True)  # as it was sent; empty until then
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    # Of a letter that waits, the next try; of one that is being sent, the end of the time that this may take.
    due_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField("written", default=timezone.now)
    sent_at = models.DateTimeField("sent", null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["state", "due_at"], name="letters_that_are_due"),
            models.Index(fields=["recipient", "kind", "created_at"], name="letters_to_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} to {self.recipient}".replace("  ", " ")
