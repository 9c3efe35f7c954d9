"""A story's sheet, open in front of somebody: who writes since when, and what was typed that the story does not say."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

# A page with script tells every minute that it is still open; two of these may be lost on the way.
BEATS_LAST = timedelta(minutes=3)
OPENED_LASTS = timedelta(minutes=30)  # a page without script tells nothing after it was opened; then nobody can know
EMPTY_SHEETS_LAST = timedelta(days=7)  # a laptop may sleep for a weekend over an open story


class SheetQuerySet(models.QuerySet):
    """Reads after "sheets": sheets of a person, sheets of others on a story."""

    def of(self, user):
        return self.filter(user=user)

    def claim(self, key: UUID, user):
        """The sheet of that key and person, made if need be, and locked until the transaction ends."""
        return self.select_for_update().get_or_create(key=key, user=user)[0]

    def holding_text(self):
        """Sheets on which something stands that the story does not say."""
        return self.filter(typed__isnull=False)

    def of_others(self, post, user):
        """Sheets of that story that others may be writing on, the one opened first at the top; one for each person."""
        recent = self.filter(post=post, seen_at__gt=timezone.now() - OPENED_LASTS).exclude(user=user)
        sheets: dict = {}
        rows: list = list(recent.select_related("user").defer("shown", "typed").order_by("seen_at"))
        for sheet in rows:
            if sheet.is_probably_open:
                first = sheets.get(sheet.user_id, sheet)
                sheet.opened_at = min(sheet.opened_at, first.opened_at)
                sheets[sheet.user_id] = sheet
        return sorted(sheets.values(), key=lambda sheet: sheet.opened_at)

    def clear_up(self, user) -> None:
        """Forget the person's sheets that nobody has seen for long and that hold nothing."""
        old = timezone.now() - EMPTY_SHEETS_LAST
        self.of(user).filter(seen_at__lt=old, typed__isnull=True).delete()


class Sheet(models.Model):
    """One opening of a story's form by one person. The form names it by a key that the server or the page made up.

    `shown` is what the form said when it and the story last agreed, by field: the origin of a three-way merge.
    `typed` is what it says instead, while that is not in the story: because readers would see it, because a line is
    wrong, or because somebody else wrote something else in the same place. Nobody but this person ever sees it.
    """

    key = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sheets")
    post = models.ForeignKey("blog.Post", models.CASCADE, null=True, related_name="sheets")
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    began_from = models.PositiveIntegerField(default=0)  # the number of the revision that the form shows; 0: none
    beat = models.PositiveBigIntegerField(default=0)  # how often the page has sent its text; late ones are told by it
    shown = models.JSONField(null=True)
    typed = models.JSONField(null=True)
    typed_at = models.DateTimeField(null=True)

    objects = SheetQuerySet.as_manager()

    LEFT = OPENED_LASTS  # seen that long ago, nobody is at it any more

    class Meta:
        ordering = ["-seen_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["key", "user"], name="a_person_has_a_sheet_once")]
        indexes = [models.Index(fields=["post", "-seen_at"], name="sheets_of_a_story")]

    def __str__(self) -> str:
        return f"sheet of {self.user}, {self.opened_at:%Y-%m-%d %H:%M}"

    def save(self, **kwargs) -> None:
        if self.pk:
            self.seen_at = max(self.seen_at, timezone.now())
        super().save(**kwargs)

    @property
    def is_beating(self) -> bool:
        """True when the page told by itself, a moment ago, that it is open."""
        return self.seen_at > self.opened_at and timezone.now() - self.seen_at < BEATS_LAST

    @property
    def is_probably_open(self) -> bool:
        """True when it is beating, or may be open in a browser that cannot tell."""
        return self.is_beating or self.seen_at == self.opened_at

    def says(self) -> str:
        """That this person has the story open, and since when; no surer than can be known."""
        local, now = timezone.localtime(self.opened_at), timezone.localtime()
        if self.is_beating:
            since = date_format(local, "H:i" if local.date() == now.date() else "j M, H:i")
            return f"{self.user} has had this open since {since}."
        minutes = int((now - local).total_seconds() // 60)
        ago = "a moment ago" if minutes < 1 else "a minute ago" if minutes == 1 else f"{minutes} minutes ago"
        return f"{self.user} opened this {ago} and may be editing."

    def is_said(self, shown: dict, number: int) -> None:
        """The story says now what the form says, as revision `number`."""
        self.shown, self.began_from, self.typed, self.typed_at = shown, number, None, None

    def is_kept(self, typed: dict) -> None:
        """Hold what the story does not say."""
        self.typed, self.typed_at = typed, timezone.now()
