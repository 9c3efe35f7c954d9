"""The rules, as an editor sets them."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models

from comments.models.workflow import Status
from comments.rules.disposable import WELL_KNOWN
from comments.rules.models.speed import SpeedLimits
from comments.rules.wordlists import faults_in

MOST_FAULTS_TOLD = 5
LIST_LENGTH = 1_000_000  # characters: 10,000 lines of a hundred
WHOLE_WORDS = (
    "One entry on each line: a word, some words in a row, an e-mail address, a host, the beginning of an IP address, "
    "or an emoji. Only whole words are found, in any script and whatever the case; * at the end stands for any ending "
    "(casino*). The text, the name, the e-mail address, the website and the IP address are looked at."
)


def well_known_disposable_domains() -> str:
    """The list that a site begins with."""
    return "\n".join(WELL_KNOWN)


def new_version() -> str:
    """A word that no earlier state of the rules had."""
    return secrets.token_hex(8)


class ScoreUse(models.TextChoices):
    """What becomes of a comment that the spam score takes for spam."""

    SHOW = "show", "only show the score"
    HOLD = "hold", "hold the comment"
    SPAM = "spam", "put the comment with the spam"


class TellOf(models.TextChoices):
    """Of which comments those who moderate get a letter."""

    NONE = "none", "no comment"
    HELD = "held", "each that waits for a moderator"
    ALL = "all", "each that readers write, but for spam"


class ModerationRules(SpeedLimits):
    """The rules for every comment that arrives. At most one row, with the key 1; without it the defaults hold."""

    hold_everything = models.BooleanField(default=False, help_text="Every comment waits for a moderator.")
    hold_first = models.BooleanField(
        "hold the first comment",
        default=True,
        help_text="A person’s comments wait until one was approved. A person is known by signing in: a typed name or "
        "address proves nothing, so what guests write always waits.",
    )
    most_links = models.PositiveSmallIntegerField(
        "hold at this many links", default=3, help_text="A comment with as many links or more waits. 0: never."
    )
    hold_words = models.TextField(
        "hold list", blank=True, max_length=LIST_LENGTH, help_text=f"A comment with any of these waits. {WHOLE_WORDS}"
    )
    refuse_words = models.TextField(
        "refuse list",
        blank=True,
        max_length=LIST_LENGTH,
        help_text="A comment with any of these is not taken: its writer gets it back, and may change it.",
    )
    new_account_hours = models.PositiveSmallIntegerField(
        "hold from new accounts", default=0, help_text="For this many hours after the first sign-in. 0: never."
    )
    hold_disposable = models.BooleanField(
        "hold from throw-away addresses", default=True, help_text="A comment waits when its address is at such a host."
    )
    disposable_domains = models.TextField(
        "hosts of throw-away addresses",
        blank=True,
        max_length=LIST_LENGTH,
        default=well_known_disposable_domains,
        help_text="One on each line; their subdomains are meant as well.",
    )
    refusal_percent = models.PositiveSmallIntegerField(
        "hold after refusals, %",
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="A comment waits when more than this part of the writer’s latest decided comments was put with the "
        "spam or in the trash. 0: never.",
    )
    refusal_sample = models.PositiveSmallIntegerField(
        "of how many", default=10, validators=[MaxValueValidator(50)], help_text="How many of the latest are counted."
    )
    least_seconds = models.PositiveSmallIntegerField(
        "hold when written faster than, seconds",
        default=3,
        validators=[MaxValueValidator(60)],
        help_text="From the page’s appearing to sending. Only a browser with script tells the time. 0: never.",
    )
    score_use = models.CharField(
        "when the score says spam",
        max_length=4,
        choices=ScoreUse,
        default=ScoreUse.HOLD,
        help_text="The score learns from what moderators approve and mark as spam, and says nothing before it has seen "
        "enough of both.",
    )
    tell_of = models.CharField(
        "write to the moderators of",
        max_length=4,
        choices=TellOf,
        default=TellOf.NONE,
        help_text="By e-mail, to everybody who may moderate. The desk’s first page tells what waits in any case.",
    )
    appeal_address = models.EmailField(
        "address for appeals",
        blank=True,
        help_text="Who looks up a comment of theirs that is in the trash is told to write here. Without it, nobody is.",
    )
    version = models.CharField(max_length=16, default=new_version, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "moderation rules"
        default_permissions = ()  # who may moderate is asked of the comment library's can_moderate

    def __str__(self) -> str:
        return "Moderation rules"

    def save(self, **kwargs) -> None:
        self.pk, self.version = 1, new_version()
        super().save(**kwargs)

    def tells_of(self, status: str | None) -> bool:
        """True when those who moderate get a letter of a new comment with this status."""
        told = {TellOf.HELD: {Status.PENDING}, TellOf.ALL: {Status.PENDING, Status.APPROVED}}
        return status in told.get(TellOf(self.tell_of), set())

    def clean(self) -> None:
        """Raises ValidationError with a sentence for each line of a list that can be no entry."""
        faults = {name: faults_in(getattr(self, name)) for name in ("hold_words", "refuse_words")}
        if any(faults.values()):
            raise ValidationError({name: told[:MOST_FAULTS_TOLD] for name, told in faults.items() if told})
