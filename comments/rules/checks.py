"""The rules, one by one. Each takes a case and returns what it found against it, or None. They ask the database
nothing: what they look at has been read before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from comments.models import Comment, Status
from comments.rules.disposable import is_disposable
from comments.rules.learning import THRESHOLD
from comments.rules.links import links_in
from comments.rules.models import Action, Ban
from comments.rules.models.moderation_rules import ScoreUse
from comments.rules.standing import Standing
from comments.rules.subjects import Kind
from comments.rules.wordlists import WordList

LEAST_DECIDED = 3  # of a writer's comments: fewer are no rate
REFUSED = (Status.SPAM, Status.TRASH)
OF_A_NETWORK = (Kind.NETWORK, Kind.HOUSEHOLD)


@dataclass(frozen=True)
class Case:
    """A comment, and all that the checks look at.

    `history` has the statuses of the writer's latest comments, the newest first; `poses_as` says whose a typed address
    is; `score` is None while the desk has not taught enough; `seconds` is how long the writer took, None when unknown.
    """

    comment: Comment
    standing: Standing = field(default_factory=Standing)
    bans: list[Ban] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    poses_as: str = ""
    score: float | None = None
    signs: list[str] = field(default_factory=list)
    seconds: float | None = None
    now: datetime = field(default_factory=timezone.now)

    @property
    def rules(self):
        return self.standing.rules

    @property
    def places(self) -> dict[str, str]:
        """What a writer gives, by what it is called."""
        comment = self.comment
        return {
            _("the comment"): comment.comment,
            _("the name"): comment.writer_name,
            _("the email address"): comment.user_email,
            _("the website"): comment.user_url,
            _("the IP address"): comment.ip_address or "",
        }


@dataclass(frozen=True)
class Finding:
    """What a check wants done, the sentence that tells a moderator why, and, for a refusal, the one for the writer."""

    action: Action
    reason: str
    told: str = ""


Check = Callable[[Case], Finding | None]


def banned(case: Case) -> Finding | None:
    """The writer, or the network, is banned."""
    if not case.bans:
        return None
    ban = case.bans[0]
    whom = _("your network") if ban.kind in OF_A_NETWORK else _("you")
    told = _("The newsroom takes no comments from %(whom)s.") % {"whom": whom}
    if ban.until:
        day = date_format(timezone.localtime(ban.until), "DATETIME_FORMAT")
        told = _("The newsroom takes no comments from %(whom)s until %(day)s.") % {"whom": whom, "day": day}
    return Finding(Action.REFUSE, _("Banned: %(ban)s (%(why)s).") % {"ban": ban, "why": ban.reason}, told)


def on_the_refuse_list(case: Case) -> Finding | None:
    """It has a word that is not taken. The writer is told where, and not which: the list is not theirs to learn."""
    found = _found(case.standing.refuse_list, case)
    if not found:
        return None
    told = _("%(place)s has a word or an address that this newsroom does not publish. Please change it.")
    return Finding(
        Action.REFUSE,
        _("On the refuse list: %(words)s.") % {"words": _told(found)},
        told % {"place": capfirst(min(found))},
    )


def on_the_hold_list(case: Case) -> Finding | None:
    """It has a word that makes it wait."""
    found = _found(case.standing.hold_list, case)
    return _hold(_("On the hold list: %(words)s.") % {"words": _told(found)}) if found else None


def poses_as_somebody(case: Case) -> Finding | None:
    """A guest typed the address of somebody known here."""
    if not case.poses_as:
        return None
    return _hold(_("Possible impersonation: the typed email address is that of %(whom)s.") % {"whom": case.poses_as})


def everything(case: Case) -> Finding | None:
    """The newsroom reads all comments first."""
    return _hold(_("Every comment is held.")) if case.rules.hold_everything else None


def every_comment_here(case: Case) -> Finding | None:
    """The newsroom reads all comments on this story first."""
    return _hold(_("Every comment on this story is held.")) if case.comment.post.is_premoderated else None


def first_comment(case: Case) -> Finding | None:
    """Nobody has approved a comment of this person yet."""
    if not case.rules.hold_first:
        return None
    if not case.comment.user_id:
        return _hold(_("A guest: who wrote this is not known."))
    return None if Status.APPROVED in case.history else _hold(_("None of this person’s comments was approved yet."))


def many_links(case: Case) -> Finding | None:
    """It leads to many places."""
    most = case.rules.most_links
    count = len(links_in(case.comment.comment)) if most else 0
    return (
        _hold(_("%(count)d links; %(most)d or more are held.") % {"count": count, "most": most})
        if count >= most > 0
        else None
    )


def new_account(case: Case) -> Finding | None:
    """The account is hours old."""
    hours = case.rules.new_account_hours
    if not hours or not case.comment.user_id or case.now - case.comment.user.date_joined >= timedelta(hours=hours):
        return None
    return _hold(_("The account is newer than %(hours)d hours.") % {"hours": hours})


def throw_away_address(case: Case) -> Finding | None:
    """The address is at a host of addresses that are thrown away."""
    if not case.rules.hold_disposable or not is_disposable(case.comment.user_email, case.standing.disposable):
        return None
    return _hold(_("The email address is a throw-away one."))


def often_refused(case: Case) -> Finding | None:
    """Much of what the writer wrote lately was refused."""
    decided = [status for status in case.history if status in (Status.APPROVED, *REFUSED)][: case.rules.refusal_sample]
    refused = sum(status in REFUSED for status in decided)
    is_often = len(decided) >= LEAST_DECIDED and refused * 100 > case.rules.refusal_percent * len(decided)
    if not case.rules.refusal_percent or not is_often:
        return None
    words = _("%(refused)d of the writer’s last %(decided)d decided comments were refused.")
    return _hold(words % {"refused": refused, "decided": len(decided)})


def too_quick(case: Case) -> Finding | None:
    """No person reads a story and types that fast. Who runs no script is not known to be quick."""
    if case.seconds is None or not 0 <= case.seconds < case.rules.least_seconds:
        return None
    return _hold(_("Sent %(seconds).1f seconds after the page appeared.") % {"seconds": case.seconds})


def like_spam(case: Case) -> Finding | None:
    """It resembles what the desk marked as spam."""
    if case.score is None or case.score < THRESHOLD or case.rules.score_use == ScoreUse.SHOW:
        return None
    signs = ", ".join(f"“{sign}”" for sign in case.signs)
    reason = _("Spam score %(score)d of 100: %(signs)s.") % {"score": round(case.score * 100), "signs": signs}
    return Finding(Action.SPAM if case.rules.score_use == ScoreUse.SPAM else Action.HOLD, reason)


CHECKS: tuple[Check, ...] = (
    banned,
    on_the_refuse_list,
    poses_as_somebody,
    on_the_hold_list,
    like_spam,
    often_refused,
    too_quick,
    many_links,
    throw_away_address,
    new_account,
    first_comment,
    every_comment_here,
    everything,
)


def _hold(reason: str) -> Finding:
    return Finding(Action.HOLD, reason)


def _found(words: WordList, case: Case) -> dict[str, list[str]]:
    """The entries found, by the place they stand in."""
    found = {place: words.find(text) for place, text in case.places.items() if text and words}
    return {place: entries for place, entries in found.items() if entries}


def _told(found: dict[str, list[str]]) -> str:
    entries = [(place, ", ".join(f"“{entry}”" for entry in entries)) for place, entries in found.items()]
    return "; ".join(_("%(entries)s in %(place)s") % {"entries": told, "place": place} for place, told in entries)
