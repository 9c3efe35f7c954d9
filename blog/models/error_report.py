"""Errors that readers report, each tied to the paragraph as it was when they read it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.safestring import SafeString

from blog import markup, paragraphs
from blog.models.permission import changeable_live_by

MESSAGE_LENGTH, NAME_LENGTH = 2000, 80
NETWORK_KEPT = timedelta(days=1)  # longer than the limit on how many one network may send needs it


class ErrorReportQuerySet(models.QuerySet):
    """Reads after "error reports"."""

    def open(self):
        return self.filter(state=ErrorReport.State.OPEN)

    def visible_to(self, user):
        """Those about stories that `user` may change while readers see them: all of them, or those of one's own."""
        return self.filter(post__in=changeable_live_by(user))

    def from_network(self, digest: str, *, since):
        return self.filter(network=digest, made_at__gte=since)

    def forget_networks(self) -> int:
        """Empty what says from which network a report came, once nothing is counted by it; the number."""
        return self.filter(made_at__lt=timezone.now() - NETWORK_KEPT).exclude(network="").update(network="")


class ErrorReport(models.Model):
    """What a reader says is wrong. Name and address are for the newsroom; only a thanks line ever uses the name."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        CORRECTED = "corrected", "turned into a correction"
        DISMISSED = "dismissed", "dismissed"

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="error_reports", verbose_name="story")
    revision = models.ForeignKey("blog.Revision", models.RESTRICT, related_name="+")
    number = models.PositiveIntegerField("paragraph")  # 0: somewhere else than in a paragraph
    words = models.TextField(blank=True)  # the paragraph's, as they were
    message = models.TextField(max_length=MESSAGE_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    email = models.EmailField(blank=True)
    may_thank = models.BooleanField(default=False)
    key = models.UUIDField(default=uuid4, unique=True)  # of the form it came with: sent twice, it is kept once
    network = models.CharField(max_length=64, blank=True)  # a digest, for a day
    made_at = models.DateTimeField("received", default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    correction = models.ForeignKey("blog.Correction", models.SET_NULL, null=True, related_name="reports")

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = "error report"
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["state", "-made_at", "-id"], name="error_reports_newest_first"),
            models.Index(fields=["network", "made_at"], name="error_reports_of_a_network"),
        ]

    def __str__(self) -> str:
        return f"error report {self.pk}"

    @property
    def thanks(self) -> str:
        """The line that thanks the reader; empty unless they agreed to be named."""
        return f"We thank {self.name}, who told us." if self.may_thank and self.name else ""

    @property
    def words_now(self) -> list[str]:
        """What stands in the paragraph's place in the story as it is now; empty when it is gone."""
        return paragraphs.where_now(self.post.paragraphs_in(self.revision), self.post.paragraphs, self.number)

    def dismiss(self, *, by) -> None:
        """Nothing is to be corrected."""
        self._settle(self.State.DISMISSED, by)

    def close_with(self, correction, *, by) -> None:
        """It became `correction`."""
        self._settle(self.State.CORRECTED, by, correction=correction)

    def _settle(self, state: str, by, **columns) -> None:
        with transaction.atomic():
            columns |= {"state": state, "settled_by": by, "settled_at": timezone.now()}
            if type(self).objects.open().filter(pk=self.pk).update(**columns):
                for name, value in columns.items():
                    setattr(self, name, value)


class Reportable(models.Model):
    """Lets readers point at a paragraph of a story."""

    class Meta:
        abstract = True

    @property
    def text_with_places(self) -> SafeString:
        """The rendered body, for the story's own page: each paragraph has an address there."""
        return markup.trusted(paragraphs.numbered(self.body_html))

    @property
    def paragraphs(self) -> list[str]:
        """The plain words of each paragraph of the text."""
        return paragraphs.words_of(self.body_html)

    def paragraphs_in(self, revision) -> list[str]:
        """The same of one of its revisions, rendered as it would be today."""
        return paragraphs.words_of(type(self)(body=revision.body).rendered_body())

    def report_error(self, *, revision, number: int, key: UUID, **said) -> ErrorReport:
        """Keep what a reader says is wrong in paragraph `number` of `revision`, or for 0 elsewhere; once for each
        `key`. `said`: message, name, email, may_thank, network."""
        then = self.paragraphs_in(revision)
        words = then[number - 1] if 0 < number <= len(then) else ""
        columns = {"post": self, "revision": revision, "number": number, "words": words, **said}
        return ErrorReport.objects.get_or_create(key=key, defaults=columns)[0]
