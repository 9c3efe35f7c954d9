"""Many comments at once: which readers see, and the verbs in bulk."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django_comments.models import Comment as LibraryComment

from comments.models import tally
from comments.models.report import close_reports
from comments.models.subscription import Subscription
from comments.models.workflow import LIBRARY_FLAGS, MODERATE, MOVES, Status
from comments.signals import comment_approved, comment_withdrawn, comments_moved


class CommentQuerySet(models.QuerySet):
    """Reads after "comments": comments visible, comments held. The verbs move all that the table allows to move, in a
    number of queries that does not depend on how many they are, and return how many moved.

    `by` is the user who asks, or None for the newsroom's own rules. Raises PermissionDenied when `by` may not moderate.
    """

    def visible(self):
        """What readers may see. The only reading of visibility."""
        return self.filter(status=Status.APPROVED)

    def held(self):
        """What waits for a moderator."""
        return self.filter(status=Status.PENDING)

    def on(self, post):
        """Those of one post."""
        return self.filter(post=post)

    def approve(self, *, by) -> int:
        """Let readers see them."""
        return self.move("approve", by=by)

    def hold(self, *, by) -> int:
        """Take them from readers until they are looked at again."""
        return self.move("hold", by=by)

    def spam(self, *, by) -> int:
        """Put them with the spam."""
        return self.move("spam", by=by)

    def trash(self, *, by) -> int:
        """Put them in the trash."""
        return self.move("trash", by=by)

    def restore(self, *, by) -> int:
        """Take them out of the spam or the trash, to be looked at again."""
        return self.move("restore", by=by)

    def move(self, verb: str, *, by) -> int:
        """Make the move called `verb`, a key of MOVES."""
        if by is not None and not by.has_perm(MODERATE):
            raise PermissionDenied(f"{by} may not {verb} comments.")
        return self.settle(MOVES[verb].sources, MOVES[verb].target, by)

    def settle(self, sources, target: Status, by) -> int:
        """Give `target` to those that have one of the statuses `sources`, and keep every count exact; the number."""
        rows_of = self.model._base_manager.filter
        with transaction.atomic():
            # Whoever changes a post's counts holds the post first, so that no two wait for each other.
            posts = tally.hold_posts(self.order_by().values_list("post_id", flat=True).distinct())
            chosen = rows_of(pk__in=list(self.order_by().values_list("pk", flat=True)), post__in=posts)
            rows = chosen.filter(status__in=sources).select_for_update()
            moving = list(rows.values("pk", "post_id", "path", "status", "kind"))
            keys = [row["pk"] for row in moving]
            is_public, is_removed = LIBRARY_FLAGS[target]
            rows_of(pk__in=keys).update(status=target, status_changed_at=timezone.now(), status_changed_by=by)
            LibraryComment._base_manager.filter(pk__in=keys).update(is_public=is_public, is_removed=is_removed)
            if keys:
                moved = partial(comments_moved.send, sender=self.model, keys=keys)
                transaction.on_commit(moved, robust=True)
            shown = [row for row in moving if row["status"] == Status.APPROVED]
            if target == Status.APPROVED:
                close_reports(self.model, keys)
                tally.count(self.model, moving, +1)
                if keys:
                    Subscription.objects.write_about_comments(keys)  # with the approval, or not at all
                transaction.on_commit(partial(_announce, self.model, comment_approved, keys), robust=True)
            elif shown:
                tally.count(self.model, shown, -1)
                gone = [row["pk"] for row in shown]
                transaction.on_commit(partial(_announce, self.model, comment_withdrawn, gone), robust=True)
            return len(keys)


def _announce(model, signal, keys) -> None:
    for comment in model._base_manager.filter(pk__in=keys).select_related("post", "user").order_by("pk"):
        signal.send(sender=model, comment=comment)
