"""How often an address may be asked whether it wants letters: anybody can type anybody's address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models.functions import Coalesce
from django.utils import timezone

from blog.models import Letter

CONFIRM = "confirm"  # the kind of these letters; comments/notifications.py writes them
CONFIRM_WITHIN = timedelta(days=7)  # after that a wish is forgotten: who goes away for some days can still confirm

# (letters, within): a reader who ticks the box under three stories gets one letter at once and one an hour later; a
# mailbox that somebody wants to fill gets three on the first day, eight in a month, each about a hundred words.
MOST_LETTERS = [(1, timedelta(hours=1)), (3, timedelta(days=1)), (8, timedelta(days=30))]


def ask_to_confirm(email: str, last_confirmed: datetime | None) -> None:
    """Write a letter that asks about all that `email` is waiting to confirm, to be sent as soon as MOST_LETTERS allow.

    Letters before `last_confirmed`, when the owner of the address last confirmed something, do not count. Where it
    would come too late to be of use, none is written.
    """
    letters = Letter.objects.filter(kind=CONFIRM, recipient=email)
    if letters.waiting().exists():
        return  # it will name this wish as well
    sent = letters.filter(created_at__gt=last_confirmed) if last_confirmed else letters
    moments = sent.annotate(moment=Coalesce("sent_at", "due_at")).order_by("-moment").values_list("moment", flat=True)
    due_at = _next_moment(list(moments[: MOST_LETTERS[-1][0]]))
    if due_at < timezone.now() + CONFIRM_WITHIN:
        # Two wishes at the same moment count the same number, and so make one letter.
        Letter.objects.write(CONFIRM, to=email, key=f"{CONFIRM}:{letters.count()}:to:{email}", due_at=due_at)


def _next_moment(moments: list[datetime]) -> datetime:
    """The earliest moment for a letter after those sent at `moments`, newest first."""
    allowed = [moments[most - 1] + within for most, within in MOST_LETTERS if len(moments) >= most]
    return max([timezone.now(), *allowed])
