"""What becomes of a comment that arrives: every rule is asked, and the strictest answer counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from comments.models import Comment, Status
from comments.models.queryset import MODERATE
from comments.rules.checks import CHECKS, Case, Finding
from comments.rules.features import features_of
from comments.rules.models import Action, Ban, CommentVerdict
from comments.rules.models.verdict import STATUS_AFTER, writer_of
from comments.rules.standing import Standing, staff_addresses, standing

STRICTNESS = list(Action)  # the mildest first


@dataclass(frozen=True)
class Verdict:
    """What becomes of a comment. `reasons` are sentences for a moderator, `refusal` one for the writer, who gets the
    form back with it when the action is REFUSE. `score` is from 0 to 1, or None; `signs` say what spoke for spam."""

    action: Action
    reasons: tuple[str, ...] = ()
    refusal: str = ""
    score: float | None = None
    signs: tuple[str, ...] = ()
    is_told: bool = False  # to those who moderate, by letter

    @property
    def status(self) -> Status:
        """The status that the comment is stored with. One that is refused is not stored: KeyError."""
        return STATUS_AFTER[self.action]


def judge(comment: Comment, *, rules: Standing | None = None, seconds: float | None = None) -> Verdict:
    """The verdict on `comment`, which need not be stored, by the rules in force.

    `rules` are those in force, where they are known already; `seconds` is how long its writer took, None when unknown.
    A moderator's own is approved unasked. Five queries at the most, whatever the rules, the lists and the writer's
    past; two more in a process that the rules are new to.
    """
    if comment.user and comment.user.has_perm(MODERATE):
        return Verdict(Action.APPROVE)
    rules = rules or standing()
    score, signs = _scored(comment, rules)
    case = Case(
        comment=comment,
        standing=rules,
        bans=list(Ban.objects.in_force().against(comment)[:1]),
        history=CommentVerdict.objects.latest_statuses(writer_of(comment)) if writer_of(comment) else [],
        poses_as=_poses_as(comment),
        score=score,
        signs=signs,
        seconds=seconds,
    )
    verdict = combine((found for check in CHECKS if (found := check(case))), score=score, signs=signs)
    return replace(verdict, is_told=rules.rules.tells_of(STATUS_AFTER.get(verdict.action)))


def combine(findings: Iterable[Finding], *, score: float | None = None, signs: Iterable[str] = ()) -> Verdict:
    """One verdict of what the checks found: the strictest action, all reasons with the strictest first, and what the
    first refusal tells the writer. Without findings the comment is approved."""
    strictest_first = sorted(findings, key=lambda finding: -STRICTNESS.index(finding.action))
    return Verdict(
        action=strictest_first[0].action if strictest_first else Action.APPROVE,
        reasons=tuple(finding.reason for finding in strictest_first),
        refusal=next((finding.told for finding in strictest_first if finding.told), ""),
        score=score,
        signs=tuple(signs),
    )


def record(comment: Comment, verdict: Verdict) -> None:
    """Keep the verdict on a stored `comment` for those who moderate, in place of an earlier one."""
    kept = {
        "writer": writer_of(comment),
        "action": verdict.action,
        "reasons": list(verdict.reasons),
        "score": verdict.score,
        "signs": list(verdict.signs),
    }
    CommentVerdict.objects.bulk_create(
        [CommentVerdict(comment=comment, **kept)],
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=[*kept, "made_at"],
    )


def _scored(comment: Comment, rules: Standing) -> tuple[float | None, list[str]]:
    if rules.weights is None:
        return None, []
    features = features_of(comment)
    return rules.weights.score(features), rules.weights.signs(features)


def _poses_as(comment: Comment) -> str:
    """Whose address a guest typed, in words; empty when nobody's who is known by signing in."""
    email = comment.user_email.lower()
    if comment.user_id or not email:
        return ""
    if email in staff_addresses():
        return _("one of the newsroom’s people")
    is_known = Status.APPROVED in CommentVerdict.objects.latest_statuses(f"email:{email}")
    return _("a reader who signs in") if is_known else ""
