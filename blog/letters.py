"""Sends what waits in the outbox, each letter once.

Any number of processes may do it at the same time. A letter belongs to whoever changes its row from "waiting" to
"being sent", which is the last thing done before the mail server is given the words:

- whatever fails before that, or is answered with a refusal, leaves the letter waiting for the next try;
- a process that dies, or a line that breaks, after that and before the answer leaves a letter of which nobody knows
  whether the server took it. It is not tried again, since no letter may come twice: the desk shows it as "perhaps sent"
  and an editor may send it again. That moment lasts as long as the server takes to answer.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.template.backends.django import DjangoTemplates
from django.template.loader import render_to_string
from django.utils import timezone

from blog.models import Letter, newsroom_name
from blog.sweeper import stopping

FIRST_PAUSE = timedelta(minutes=1)  # before the second try; each pause after it is twice as long
LONGEST_PAUSE = timedelta(hours=6)
MOST_TRIES = 28  # with these pauses five days, which RFC 5321 (4.5.4.1) asks of whoever sends mail
HAND_OVER_LASTS = timedelta(minutes=10)  # ten answers of a mail server, each slower than EMAIL_TIMEOUT allows
KEPT_FOR = timedelta(days=90)  # longer than anything is news, so that no cause makes a second letter
AT_A_TIME = 100  # letters on one connection: many servers take no more
NO_SUCH_MAILBOX = {550, 551, 553}  # RFC 5321, 4.2.3
SUBJECT_LENGTH = 200
CONTROLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")  # the separators U+2028 and U+2029 are among \s
BLANK_LINES = re.compile(r"\n\s*\n")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """What a letter says. `way_out` is the path of the address that ends the subscription which it belongs to."""

    subject: str
    text: str
    html: str
    way_out: str = ""


Writer = Callable[[Letter], Words | None]
WRITERS: dict[str, Writer] = {}
REGULAR: list[Callable[[], object]] = []


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Declare the function that finds the words of letters of this `kind`, when they are sent.

    It takes the Letter, and returns None when there is nothing to say any more: then the letter leaves the outbox.
    """

    def declare(writer: Writer) -> Writer:
        WRITERS[kind] = writer
        return writer

    return declare


def regularly(work: Callable[[], object]) -> None:
    """Have `work` put letters whose time has come into the outbox, whenever that is about to be sent: several times a
    minute. It must bear another process that does it at the same moment."""
    REGULAR.append(work)


def words_from(template: str, subject: str, way_out: str = "", **context) -> Words:
    """The words in the templates `template`.txt and .html, which also know the newsroom's name and address."""
    context |= {
        "newsroom_name": newsroom_name(),
        "site_address": settings.SITE_ADDRESS,
        "subject": _one_line(subject),
        "way_out": way_out,
    }
    text = _plain.get_template(f"{template}.txt").render(context)
    html = render_to_string(f"{template}.html", context)
    return Words(_one_line(subject), BLANK_LINES.sub("\n\n", text).strip() + "\n", html, way_out)


def send_due() -> Counter:
    """Send all that is due, until it is done or the process is about to stop; how many letters came to which state.

    "dropped" counts those with nothing to say any more. It ends early when the mail server cannot be reached.
    """
    _notice_lost_ones()
    _write_regular_ones()
    outcome: Counter = Counter()
    while keys := list(Letter.objects.due().values_list("pk", flat=True)[:AT_A_TIME]):
        connection = get_connection()
        try:
            for key in keys:
                if stopping.is_set():
                    return outcome
                outcome[_send(key, connection)] += 1
        except _Unreachable as reason:
            log.warning("The mail server cannot be reached: %s", reason)
            outcome[Letter.State.WAITING] += 1
            return outcome
        finally:
            _close(connection)
    return outcome


def forget_old() -> int:
    """Delete letters that came to their end KEPT_FOR ago; the number."""
    ended = Letter.objects.exclude(state__in=[Letter.State.WAITING, Letter.State.SENDING])
    return ended.filter(due_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def send_again(letters) -> int:
    """Let those of `letters`, a queryset, that failed or were perhaps sent be tried anew; the number."""
    ended = letters.filter(state__in=[Letter.State.FAILED, Letter.State.UNSURE])
    return ended.update(state=Letter.State.WAITING, tries=0, due_at=timezone.now())


class _Unreachable(Exception):
    """No connection to the mail server."""


def _notice_lost_ones() -> None:
    lost = Letter.objects.filter(state=Letter.State.SENDING, due_at__lt=timezone.now())
    reason = "The process stopped before the mail server answered."
    if count := lost.update(state=Letter.State.UNSURE, last_error=reason):
        log.error("%d letters were perhaps sent: %s", count, reason)


def _write_regular_ones() -> None:
    for work in REGULAR:
        try:
            work()
        except Exception:  # whatever is wrong with these, what waits is sent
            log.exception("Regular letters could not be written.")


def _send(key: int, connection) -> str:
    """Try one letter; the state that it is in now, "dropped", or "taken" when another process was faster."""
    letter = Letter.objects.waiting().filter(pk=key).first()
    if letter is None:
        return "taken"
    try:
        message = _message(letter, connection)
    except Exception as error:  # whatever is wrong with one letter, the others are sent
        log.exception("Letter %s could not be written.", letter.pk)
        return _put_off(letter, error)
    if message is None:
        Letter.objects.waiting().filter(pk=key).delete()
        return "dropped"
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        _put_off(letter, error)
        raise _Unreachable(error) from error
    return _hand_over(letter, message, connection) if _claim(letter) else "taken"


def _message(letter: Letter, connection) -> EmailMultiAlternatives | None:
    words = WRITERS[letter.kind](letter)
    if words is None:
        return None
    # The same at every try: a mailbox that is given it twice can tell.
    written = int(letter.created_at.timestamp())
    headers = {"Message-ID": f"<letter.{letter.pk}.{written}@{settings.SITE_HOST}>", "Auto-Submitted": "auto-generated"}
    if words.way_out:  # RFC 8058
        headers["List-Unsubscribe"] = f"<{settings.SITE_ADDRESS}{words.way_out}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    subject = _one_line(words.subject)
    message = EmailMultiAlternatives(subject, words.text, to=[letter.recipient], headers=headers, connection=connection)
    message.attach_alternative(words.html, "text/html")
    return message


def _claim(letter: Letter) -> bool:
    """Take the letter, as it was read, for this process alone; False when another one has it or had it."""
    as_read = Letter.objects.waiting().filter(pk=letter.pk, due_at=letter.due_at, tries=letter.tries)
    limit = timezone.now() + HAND_OVER_LASTS
    return bool(as_read.update(state=Letter.State.SENDING, tries=F("tries") + 1, due_at=limit))


def _hand_over(letter: Letter, message: EmailMultiAlternatives, connection) -> str:
    letter.state, letter.tries = Letter.State.SENDING, letter.tries + 1
    try:
        connection.send_messages([message])
    except Exception as error:  # a mail service's own library may raise anything
        is_unsure = getattr(connection, "is_unanswered", False)
        _close(connection)  # the next letter gets a new one
        if is_unsure:
            log.exception("Letter %s was perhaps sent.", letter.pk)
            return _end(letter, Letter.State.UNSURE, last_error=_reason(error))
        if _is_refused_for_good(error):
            return _end(letter, Letter.State.FAILED, last_error=_reason(error))
        return _put_off(letter, error)
    return _end(letter, Letter.State.SENT, sent_at=timezone.now(), subject=message.subject, last_error="")


def _put_off(letter: Letter, error: Exception) -> str:
    """Have it wait for the next try, twice as long as for the last one; or give it up after the last."""
    tries = letter.tries if letter.state == Letter.State.SENDING else letter.tries + 1
    if tries >= MOST_TRIES:
        return _end(letter, Letter.State.FAILED, tries=tries, last_error=_reason(error))
    pause = min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
    later = timezone.now() + pause
    return _end(letter, Letter.State.WAITING, tries=tries, due_at=later, last_error=_reason(error))


def _end(letter: Letter, state: str, **columns) -> str:
    """Write down what became of it, unless another process has done so: it is as this one left it, or was given up."""
    rows = Letter.objects.filter(pk=letter.pk)
    if letter.state == Letter.State.SENDING:
        rows = rows.filter(state__in=[Letter.State.SENDING, Letter.State.UNSURE], tries=letter.tries)
        columns = {"due_at": timezone.now(), **columns}
    else:
        rows = rows.filter(state=Letter.State.WAITING, due_at=letter.due_at, tries=letter.tries)
    return state if rows.update(state=state, **columns) else "taken"


def _is_refused_for_good(error: Exception) -> bool:
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code in NO_SUCH_MAILBOX for code, _words in error.recipients.values())


def _reason(error: Exception) -> str:
    return _one_line(f"{type(error).__name__}: {error}")


def _one_line(words: str) -> str:
    return CONTROLS.sub(" ", str(words)).strip()[:SUBJECT_LENGTH]


def _close(connection) -> None:
    try:
        connection.close()
    except (OSError, SMTPException):
        log.debug("The mail server did not take leave.", exc_info=True)


# Plain text is no HTML: an ampersand in a headline is an ampersand.
_plain = DjangoTemplates(
    {"NAME": "letters", "DIRS": settings.TEMPLATES[0]["DIRS"], "APP_DIRS": False, "OPTIONS": {"autoescape": False}}
)
