"""What the queue tells beside each comment. All is looked up for the whole page at once; a template only prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.db.models import BigIntegerField, Case, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject, Substr
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comments.desk.facts import links_of, network_of
from comments.desk.replying import can_be_answered
from comments.desk.words import APART, PAST, SHORT
from comments.desk.writers import Past, pasts_of, with_window
from comments.models import Comment, Report, Status
from comments.templatetags.desk_moments import in_words

FOLDED_FROM = 1_200  # characters: longer comments show their beginning until they are opened
BEGINNING = 700
PARENT_READ, PARENT_SHOWN = 600, 140  # characters
REPORTS_READ = 200  # of all comments of a page
REPORTS_SHOWN = 5  # of each
KEYS = {"approve": "a", "keep": "a", "hold": "h", "restore": "u", "spam": "s", "trash": "t"}


@dataclass(frozen=True)
class Button:
    """A verb on a card. `value` is what it sends: verb, comment, the status seen, and the comment that comes next."""

    verb: str
    label: str
    key: str
    value: str

    @property
    def is_apart(self) -> bool:
        """It takes something away."""
        return self.verb in APART


@dataclass(frozen=True)
class Card:
    """A comment in the queue. `network` tells its network from others without naming it; `place` is where it stands, or
    would stand, on its story; `parent` is {"pk", "name", "standing", "words", "excerpt"} of what it answers, where
    `standing` is empty when readers see it."""

    comment: Comment
    past: Past | None
    parent: dict | None
    reports: list[Report]
    buttons: list[Button]
    links: list[tuple[str, str, str]]
    network: str
    place: str
    decided: str
    notice: str = ""

    @property
    def beginning(self) -> str:
        """Of a comment too long to be shown at once; empty for others."""
        words = self.comment.comment
        return Truncator(words[: BEGINNING * 2]).chars(BEGINNING) if len(words) > FOLDED_FROM else ""

    @property
    def unshown_reports(self) -> int:
        """How many there are besides the REPORTS_SHOWN."""
        return max(self.comment.report_count - REPORTS_SHOWN, 0)

    @property
    def score(self) -> int | None:
        """The spam score in hundredths."""
        verdict = getattr(self.comment, "verdict", None)
        return None if verdict is None or verdict.score is None else round(verdict.score * 100)

    @property
    def account(self) -> str:
        """Who is signed in, and with which service; empty for a guest."""
        user = self.comment.user
        if user is None:
            return ""
        reader = getattr(user, "reader", None)
        names = {service.key: service.name for service in settings.SIGN_IN_SERVICES} | {"email": _("e-mail")}
        return names.get(reader.network, reader.network) if reader else user.get_username()

    @property
    def takes_answers(self) -> bool:
        return can_be_answered(self.comment)


def with_context(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """`comments` with all that a card tells of each and that one query can find, but for long texts no card shows."""
    unread = ("post__body", "post__body_html", "post__opening", "post__standfirst", "user__password")
    answered = Coalesce("answered_key", Case(When(is_root=False, then="parent_id")), output_field=BigIntegerField())
    told = {"pk": "pk", "name": "writer_name", "status": "status", "words": Substr("comment", 1, PARENT_READ)}
    above = Comment.objects.filter(pk=OuterRef("answers")).order_by().values(told=JSONObject(**told))
    found = with_window(comments).annotate(answers=answered).annotate(above=Subquery(above))
    return found.select_related("post", "user__reader", "verdict", "decision").defer(*unread)


def cards_of(comments: Sequence[Comment], *, notice: str = "") -> list[Card]:
    """A card for each of `comments`, which come from with_context; at most two queries."""
    pasts, reports = pasts_of(comments), _reports_on(comments)
    following = {comment.pk: after.pk for comment, after in pairwise(comments)}
    return [
        Card(
            comment=comment,
            past=pasts.get(comment.pk),
            parent=_parent_of(comment),
            reports=reports[comment.pk],
            buttons=_buttons(comment, following.get(comment.pk)),
            links=links_of(comment),
            network=network_of(comment.ip_address),
            place=_place(comment),
            decided=decided(comment),
            notice=notice,
        )
        for comment in comments
    ]


def decided(comment: Comment) -> str:
    """Who decided last, what, when and why: “Grace: Marked as spam, 3 minutes ago.” Empty when nobody did."""
    decision = comment.decision
    if decision is None:
        return ""
    words = _("%(who)s: %(what)s, %(when)s.") % {
        "who": decision.by_name or _("The site’s own rules"),
        "what": PAST.get(decision.verb, decision.verb),
        "when": in_words(decision.made_at),
    }
    return f"{words} “{decision.reason}”" if decision.reason else words


def _buttons(comment: Comment, after: int | None) -> list[Button]:
    tail = f":{after}" if after else ""
    return [
        Button(verb, str(SHORT[verb]), KEYS[verb], f"{verb}:{comment.pk}:{comment.status}{tail}")
        for verb in sorted(comment.moves, key=[*KEYS].index)
    ]


def _place(comment: Comment) -> str:
    """The comment's own address; of one that readers do not see, that of the comment it answers, or of the story."""
    if not comment.post.is_published:
        return ""
    if comment.is_visible:
        return comment.permalink
    parent = _parent_of(comment)
    if parent and not parent["standing"]:
        return reverse("comments:permalink", args=[parent["pk"]])
    return f"{comment.post.get_absolute_url()}#comments"


def _parent_of(comment: Comment) -> dict | None:
    """What it answers, as Card says it; from the annotation `above`, which with_context makes."""
    found = comment.above
    if not found:
        return None
    is_visible = found["status"] == Status.APPROVED
    return {
        "pk": found["pk"],
        "name": found["name"] or _("Anonymous"),
        "standing": "" if is_visible else Status(found["status"]).label,
        "words": found["words"],
        "excerpt": Truncator(" ".join(found["words"].split())).chars(PARENT_SHOWN),
    }


def _reports_on(comments: Sequence[Comment]) -> dict[int, list[Report]]:
    keys = [comment.pk for comment in comments if comment.report_count]
    found: dict[int, list[Report]] = defaultdict(list)
    if keys:
        for report in Report.objects.filter(comment__in=keys, is_open=True).order_by("comment", "-pk")[:REPORTS_READ]:
            found[report.comment_id].append(report)
    return found
