"""What the buttons of the queue do: one comment, those that were chosen, or all that match."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from blog.models import User
from comments.desk.counting import MOST_COUNTED, Seen
from comments.desk.listing import Listing
from comments.desk.tabs import REPORTED
from comments.desk.words import BUTTONS, PAST
from comments.models import MOVES, Comment, Decision, Status
from comments.templatetags.desk_moments import in_words

AT_A_TIME = 1_000  # comments in one transaction: readers who post wait for no more than that
MOST_CHOSEN = 1_000  # one by one; a page has twenty
ONE = re.compile(r"(?P<verb>[a-z]{1,10}):(?P<key>[0-9]{1,18}):(?P<status>[a-z]{1,10})(?::(?P<next>[0-9]{1,18}))?")
CHOSEN = re.compile(r"(?P<key>[0-9]{1,18}):(?P<status>[a-z]{1,10})")


class NotUnderstood(ValueError):
    """The form says nothing that can be done. The message says what to do."""


@dataclass(frozen=True)
class Outcome:
    """What came of it: how many were moved, sentences about those that were not, the comment that was decided where it
    was a single one, and the one after it."""

    moved: int
    refusals: tuple[str, ...] = ()
    key: int | None = None
    next_key: int | None = None


def decide(form: QueryDict, listing: Listing, *, by: User) -> Outcome:
    """Do what a button of the queue's form says. What somebody else decided meanwhile is left alone.

    Raises NotUnderstood for a form that no page of ours sends, or that chooses nothing.
    """
    reason = " ".join(form.get("reason", "").replace("\0", "").split())
    if "one" in form:
        return _decide_one(form.get("one", ""), reason, by)
    verb = form.get("many", "")
    if verb not in BUTTONS or verb not in MOVES:
        raise NotUnderstood(_("There is no such button; nothing was changed."))
    if "all" in form:
        return _decide_all(verb, listing, form.get("all", ""), reason, by)
    return _decide_chosen(verb, form.getlist("chosen"), reason, by)


def _decide_one(value: str, reason: str, by: User) -> Outcome:
    said = ONE.fullmatch(value)
    if said is None or said["verb"] not in MOVES or said["status"] not in Status.values:
        raise NotUnderstood(_("There is no such button; nothing was changed."))
    key, next_key = int(said["key"]), int(said["next"]) if said["next"] else None
    comment = Comment.objects.filter(pk=key)
    moved = comment.move(said["verb"], by=by, reason=reason, seen={said["status"]})
    refusals = () if moved else (_why_not(comment.select_related("decision").first(), said["status"]),)
    return Outcome(moved, refusals, key, next_key)


def _why_not(comment: Comment | None, seen: str) -> str:
    """Why a comment that was seen with that status could not be moved."""
    if comment is None:
        return _("This comment is not there any more.")
    if comment.status == Status.WITHDRAWN:
        return _("Its writer took this comment back; nothing was changed.")
    decision = comment.decision
    if comment.status == seen or decision is None:
        return _("It is %(standing)s; nothing was changed.") % {"standing": Status(comment.status).label}
    return _("%(who)s: %(what)s, %(when)s; nothing was changed.") % {
        "who": decision.by_name or _("The site’s own rules"),
        "what": PAST.get(decision.verb, decision.verb),
        "when": in_words(decision.made_at),
    }


def _decide_chosen(verb: str, values: list[str], reason: str, by: User) -> Outcome:
    chosen: dict[str, list[int]] = defaultdict(list)
    for value in list(dict.fromkeys(values))[:MOST_CHOSEN]:
        said = CHOSEN.fullmatch(value)
        if said and said["status"] in Status.values:
            chosen[said["status"]].append(int(said["key"]))
    if not chosen:
        raise NotUnderstood(_("Choose comments first, by the box beside each; nothing was changed."))
    decision = Decision(verb=verb, by=by, reason=reason)
    moved = sum(_move(verb, keys, {status}, decision) for status, keys in chosen.items())
    left = _left_alone([key for part in chosen.values() for key in part], decision)
    if not moved and not left:
        raise NotUnderstood(_("These comments are not there any more; nothing was changed."))
    return Outcome(moved, left)


def _decide_all(verb: str, listing: Listing, seen_up_to: str, reason: str, by: User) -> Outcome:
    """All that matched when the page was made, MOST_COUNTED at the most, in portions: one decision, many transactions.

    A comment whose number was dealt out before the page was made, and that was committed after it, would count as
    seen. Such a gap lasts for the milliseconds of a posting, on PostgreSQL alone.
    """
    seen = Seen.read(seen_up_to)
    if seen is None:
        raise NotUnderstood(_("This page is out of date; nothing was changed. Look at what matches now."))
    decision = Decision(verb=verb, by=by, reason=reason)
    statuses = _statuses_of(listing)
    moved, last = 0, 0
    for _portion in range(MOST_COUNTED // AT_A_TIME):
        rows = seen.only(listing.matching()).filter(pk__gt=last).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:AT_A_TIME])
        if not keys:
            break
        moved, last = moved + _move(verb, keys, statuses, decision), keys[-1]
    return Outcome(moved, () if moved else (_("Nothing matches any more; nothing was changed."),))


def _statuses_of(listing: Listing) -> set[str]:
    if listing.tab.key == REPORTED:
        return {Status.PENDING, Status.APPROVED}
    return {Status(listing.tab.key)}


def _move(verb: str, keys: list[int], seen: set[str], decision: Decision) -> int:
    """Move these in `decision`. What readers see already, and report, is kept when it is approved among others."""
    comments = Comment.objects.filter(pk__in=keys)
    moved = comments.move(verb, by=decision.by, seen=seen, decision=decision)
    if verb == "approve" and Status.APPROVED in seen:
        reported = comments.filter(report_count__gt=0)
        moved += reported.move("keep", by=decision.by, seen={Status.APPROVED}, decision=decision)
    return moved


def _left_alone(keys: list[int], decision: Decision) -> tuple[str, ...]:
    """A sentence about those of `keys` that `decision` did not move: “Left as they are: 2 marked as spam (Grace).”"""
    rows = Comment.objects.filter(pk__in=keys)
    rows = rows.exclude(decision=decision.pk) if decision.pk else rows
    kinds = Counter(rows.values_list("status", "decision__by_name"))
    words = [
        f"{count} {Status(status).label}" + (f" ({who})" if who else "") for (status, who), count in kinds.most_common()
    ]
    return (_("Left as they are: %(which)s.") % {"which": ", ".join(words)},) if words else ()
