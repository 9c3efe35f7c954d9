"""Readers report a comment: enough of them, and it waits for a moderator."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import tally
from comments.models.journal import Decision
from comments.models.workflow import Status

WORDS_LENGTH = 1000


class Report(models.Model):
    """That `person`, who may have the account `reporter`, holds `comment` to be wrong here.

    It `is_open` until the comment is approved or thrown out. `person` is as in Recommendation.
    """

    class Reason(models.TextChoices):
        SPAM = "spam", _("It is spam or an advertisement")
        ABUSE = "abuse", _("It is abusive or hateful")
        OFF_TOPIC = "off-topic", _("It has nothing to do with the story")
        PERSONAL = "personal", _("It tells somebody’s private details")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="reports", db_index=False)
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.TextField(max_length=WORDS_LENGTH, blank=True)
    person = models.CharField(max_length=64)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    is_open = models.BooleanField(default=True)
    closed_in = models.ForeignKey("comments.Decision", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="a_person_reports_a_comment_once"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class Reportable(models.Model):
    """Gives a comment its count of open reports, exact at every moment."""

    report_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def report(self, person: str, reason: str, words: str = "", *, reporter=None) -> bool:
        """Keep the report; True when `person` had not reported it before.

        With settings.COMMENT_REPORTS_TO_HOLD open reports an approved comment waits for a moderator again.
        """
        try:
            with transaction.atomic():
                tally.hold_posts([self.post_id])  # first, as whoever changes a post's counts does
                Report.objects.create(comment_id=self.pk, person=person, reason=reason, words=words, reporter=reporter)
                rows = type(self).objects.filter(pk=self.pk)
                rows.update(report_count=F("report_count") + 1)
                most = settings.COMMENT_REPORTS_TO_HOLD
                if most:
                    enough = Decision(verb="hold", reason=_("Readers reported it: %(count)d.") % {"count": most})
                    rows.filter(report_count__gte=most).settle(
                        {Status.APPROVED}, Status.PENDING, by=None, decision=enough
                    )
        except IntegrityError:
            return False
        self.refresh_from_db(fields=["report_count", "status"])
        return True


def close_reports(model, keys: list[int], decision) -> None:
    """The comments of `model` with these keys were decided in `decision`: later reports are counted from zero."""
    reported = list(model._base_manager.filter(pk__in=keys, report_count__gt=0).values_list("pk", flat=True))
    if reported:
        Report.objects.filter(comment__in=reported, is_open=True).update(is_open=False, closed_in=decision)
        model._base_manager.filter(pk__in=reported).update(report_count=0)
