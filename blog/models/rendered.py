"""Which of a picture's public files exist, and when somebody has to look after them: the table is the truth."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from blog.renditions import Printed

# How long one process has for one picture before another may try, and how long a picture that was finished waits for
# the second look, which reaches stories that were being saved during the first.
A_TURN = timedelta(minutes=2)


class RenderedQuerySet(models.QuerySet):
    """Pictures whose files are wanting, and how one process takes one of them on."""

    def wanting_files(self, now: datetime):
        """Those to look after now, the one that waits longest first."""
        return self.filter(files_due_at__lte=now).order_by("files_due_at", "pk")

    def take_next(self):
        """The picture that waits longest, taken on by this process alone for A_TURN; None when none waits.

        Whoever is killed in the midst of it leaves a row that is due again when the turn is over.
        """
        for image in self.wanting_files(now := timezone.now())[:20]:  # the others may be taken meanwhile
            turn = now + A_TURN
            if self.filter(pk=image.pk, files_due_at=image.files_due_at).update(files_due_at=turn):
                image.files_due_at = turn
                return image
        return None


class Rendered(models.Model):
    """Readers get the files that exist: first a small one of each crop, then all, later those of a new focal point."""

    shown_x = models.FloatField(default=0.5, editable=False)  # the focal point of the files that exist
    shown_y = models.FloatField(default=0.5, editable=False)
    has_all_sizes = models.BooleanField(default=False, editable=False)  # else the first, small ones alone
    # When to look after the files; empty when nothing is wanting. Whoever looks after them moves it ahead.
    files_due_at = models.DateTimeField(null=True, default=timezone.now, editable=False, db_index=True)
    # Earlier focal points, as [across, down]: their files may stand in somebody's cache, and go with the picture.
    outdated = models.JSONField(default=list, editable=False)

    class Meta:
        abstract = True

    @property
    def printed(self) -> Printed:
        """The picture as its existing files show it, for blog.renditions."""
        return self._printed_at(self.shown_x, self.shown_y)

    @property
    def everything_printed(self) -> list[Printed]:
        """The picture at each focal point for which there may be files."""
        points = {(self.focal_x, self.focal_y), (self.shown_x, self.shown_y), *map(tuple, self.outdated)}
        return [self._printed_at(*point) for point in points]

    def ask_for_files(self) -> None:
        """The focal point is another one: its files are wanted, and those that exist are shown until then."""
        self.files_due_at = timezone.now()

    def files_are_made(self) -> bool:
        """Show the files of the row's focal point, all of which exist now. False when the picture is gone or its focal
        point has changed meanwhile: then somebody looks after it again."""
        before, now = [self.shown_x, self.shown_y], [self.focal_x, self.focal_y]
        made = {
            "shown_x": self.focal_x,
            "shown_y": self.focal_y,
            "has_all_sizes": True,
            "outdated": [point for point in (*self.outdated, before) if point != now],
        }
        for name, value in made.items():
            setattr(self, name, value)
        same = type(self)._base_manager.filter(pk=self.pk, focal_x=self.focal_x, focal_y=self.focal_y)
        return bool(same.update(**made))

    def nothing_is_wanting(self) -> None:
        """This process is done with it, unless somebody has asked for files meanwhile."""
        type(self)._base_manager.filter(pk=self.pk, files_due_at=self.files_due_at).update(files_due_at=None)

    def _printed_at(self, across: float, down: float) -> Printed:
        return Printed(self.digest, self.width, self.height, across, down, self.average_color)
