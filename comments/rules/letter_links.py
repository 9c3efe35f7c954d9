"""The links by which a moderator decides about a comment from a letter: what each says, and whether it still counts.

A link is worth one verb, about one comment, for one person, as the comment stood when the letter was written. It ends
after LINKS_LAST, when the comment is decided otherwise, when the person's password, address or rights change, and when
the desk is locked down. Its address may stand in a server's log and in a mail program's history: to open it changes
nothing, and what is done by its button is done in the open, noted in the journal, and undone for ten minutes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from blog.models import Lockdown, User
from comments.desk.words import BUTTONS
from comments.models import MOVES, Comment, Decision
from comments.models.journal import UNDO_WITHIN
from comments.models.workflow import MODERATE

LINKS_LAST = timedelta(days=3)  # a letter of Friday evening is still good on Monday; what is older waits at the desk
SALT, UNDO_SALT = "comments.moderate", "comments.moderate.undo"
STAMP_LENGTH = 20  # hexadecimal digits: 80 bits

# What a letter offers, in this order: it is written of comments that wait, or that readers see.
OFFERED = ("approve", "hold", "spam", "trash")


class WorthlessLink(Exception):
    """The link does nothing, or not any more. `headline` and `words` say why, `status` is that of HTTP."""

    def __init__(self, headline: str, words: str, status: int) -> None:
        super().__init__(words)
        self.headline, self.words, self.status = headline, words, status


@dataclass(frozen=True)
class Errand:
    """What a link is for: `user` makes the move `verb` with `comment`, which stood at `status` when it was `written`
    (seconds since 1970)."""

    comment: Comment
    user: User
    verb: str
    status: str
    written: int

    @property
    def path(self) -> str:
        """The address of the link."""
        content = [self.comment.pk, self.verb, self.user.pk, self.status, self.written, _stamp(self.user)]
        return reverse("comments:moderate", args=[signing.dumps(content, salt=SALT)])

    @property
    def choices(self) -> list[Errand]:
        """Errands for each move that was possible then, its own first. They end when it ends."""
        verbs = [verb for verb in OFFERED if self.status in MOVES[verb].sources]
        return [replace(self, verb=verb) for verb in sorted(verbs, key=lambda verb: verb != self.verb)]

    @property
    def label(self) -> str:
        """What its button says."""
        return str(BUTTONS[self.verb])


def errands_of(comment: Comment, user: User) -> list[Errand]:
    """What `user` can do with `comment` as it stands now, from a letter that is written now."""
    written = int(timezone.now().timestamp())
    return [Errand(comment, user, verb, comment.status, written) for verb in OFFERED if verb in comment.moves]


def errand_in(token: str) -> Errand:
    """What the token of an `Errand.path` is for. Raises WorthlessLink."""
    key, verb, user_key, status, written, stamp = _content(token, SALT)
    if timezone.now().timestamp() - written > LINKS_LAST.total_seconds():
        words = _("Nothing was changed. Such a link works for %(days)s days; whatever still waits, waits at the desk.")
        raise WorthlessLink(_("This link is too old"), words % {"days": LINKS_LAST.days}, 410)
    user = _holder(user_key, stamp)
    comment = Comment.objects.filter(pk=key).select_related("post", "decision").first()
    if comment is None:
        raise WorthlessLink(_("The comment is gone"), _("It was erased since the letter was written."), 410)
    return Errand(comment, user, verb, status, written)


def undo_path(decision: Decision, user: User) -> str:
    """Where `user` takes back what a link did."""
    return reverse("comments:undo", args=[signing.dumps([decision.pk, user.pk, _stamp(user)], salt=UNDO_SALT)])


def undo_in(token: str) -> tuple[Decision, User]:
    """What is to be taken back, and by whom. Raises WorthlessLink."""
    key, user_key, stamp = _content(token, UNDO_SALT)
    user, decision = _holder(user_key, stamp), Decision.objects.filter(pk=key).first()
    if decision is None or timezone.now() > decision.undoable_until:
        words = _("What was done can be taken back for %(minutes)s minutes. At the desk you can decide anew.")
        minutes = UNDO_WITHIN // timedelta(minutes=1)
        raise WorthlessLink(_("It is too late to undo this"), words % {"minutes": minutes}, 410)
    return decision, user


def _content(token: str, salt: str) -> list:
    try:
        return signing.loads(token, salt=salt)
    except signing.BadSignature:
        words = _("It may have been cut off on its way. Please copy the whole of it from the letter.")
        raise WorthlessLink(_("This link is not one of ours"), words, 404) from None


def _holder(key: int, stamp: str) -> User:
    """The person a link was made for, if it may still be used."""
    user = User.objects.filter(pk=key).first()
    if user is None or not constant_time_compare(_stamp(user), stamp):
        words = _("Since the letter was written, your password or address was changed, or the desk was locked down.")
        raise WorthlessLink(_("This link has ended"), words, 410)
    if not (user.is_active and user.is_staff and user.has_perm(MODERATE)):
        words = _("It was made for %(name)s, who does not moderate comments any more.") % {"name": user}
        raise WorthlessLink(_("This link has ended"), words, 403)
    if Lockdown.current() is not None:
        words = _("Until it is opened again, nothing is decided by letter. Please log in at the desk.")
        raise WorthlessLink(_("The desk is locked"), words, 403)
    return user


def _stamp(user: User) -> str:
    """What changes with the person's password and address, and when their sessions are ended."""
    standing = f"{user.pk} {user.email} {user.get_session_auth_hash()}"
    return salted_hmac("comments.moderate.holder", standing, algorithm="sha256").hexdigest()[:STAMP_LENGTH]
