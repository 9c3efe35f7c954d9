"""Many comments at once: which readers see, and the verbs in bulk."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django_comments.models import Comment as LibraryComment

from comments.models import tally
from comments.models.journal import UNDO_WITHIN, VERB_TO, Decision
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

    def approve(self, *, by, reason: str = "") -> int:
        """Let readers see them."""
        return self.move("approve", by=by, reason=reason)

    def hold(self, *, by, reason: str = "") -> int:
        """Take them from readers until they are looked at again."""
        return self.move("hold", by=by, reason=reason)

    def spam(self, *, by, reason: str = "") -> int:
        """Put them with the spam."""
        return self.move("spam", by=by, reason=reason)

    def trash(self, *, by, reason: str = "") -> int:
        """Put them in the trash."""
        return self.move("trash", by=by, reason=reason)

    def restore(self, *, by, reason: str = "") -> int:
        """Take them out of the spam or the trash, to be looked at again."""
        return self.move("restore", by=by, reason=reason)

    def keep(self, *, by, reason: str = "") -> int:
        """Leave them before readers, and answer the reports about them."""
        return self.move("keep", by=by, reason=reason)

    def move(self, verb: str, *, by, reason: str = "", seen=None, decision: Decision | None = None) -> int:
        """Make the move called `verb`, a key of MOVES.

        `seen` are the statuses that `by` saw them with: what was decided meanwhile is left alone. `decision` is the one
        that this is a part of, where one press of a button is more than one statement can do.
        """
        if by is not None and not by.has_perm(MODERATE):
            raise PermissionDenied(f"{by} may not {verb} comments.")
        sources = MOVES[verb].sources.intersection(MOVES[verb].sources if seen is None else seen)
        decision = decision or Decision(verb=verb, by=by, reason=reason)
        return self.settle(sources, MOVES[verb].target, by, decision=decision)

    def settle(self, sources, target: Status, by, *, decision: Decision | None = None) -> int:
        """Give `target` to those that have one of the statuses `sources`, and keep the journal and every count exact;
        the number. `decision` is written when it moves any."""
        rows_of = self.model._base_manager.filter
        decision = decision or Decision(verb=VERB_TO[Status(target)], by=by)
        with transaction.atomic():
            # Whoever changes a post's counts holds the post first, so that no two wait for each other.
            posts = tally.hold_posts(self.order_by().values_list("post_id", flat=True).distinct())
            chosen = rows_of(pk__in=list(self.order_by().values_list("pk", flat=True)), post__in=posts)
            rows = chosen.filter(status__in=sources).select_for_update()
            moving = list(rows.values("pk", "post_id", "path", "status", "kind"))
            if not moving:
                return 0
            keys = [row["pk"] for row in moving]
            decision.write(rows_of(pk__in=keys), len(keys), target)
            is_public, is_removed = LIBRARY_FLAGS[Status(target)]
            marks = {"status_changed_at": timezone.now(), "status_changed_by": by, "decision": decision}
            rows_of(pk__in=keys).update(status=target, **marks)
            LibraryComment._base_manager.filter(pk__in=keys).update(is_public=is_public, is_removed=is_removed)
            transaction.on_commit(partial(comments_moved.send, sender=self.model, keys=keys), robust=True)
            if target != Status.PENDING and not decision.undoes_id:
                close_reports(self.model, keys, decision)
            self._tell_readers(moving, target, by)
            return len(keys)

    def _tell_readers(self, moving: list[dict], target: str, by) -> None:
        """Counts, letters and events of what comes before readers, or leaves them; none of what was kept there."""
        moving = [row for row in moving if row["status"] != target]
        if not moving:
            return
        if target == Status.APPROVED:
            keys = [row["pk"] for row in moving]
            tally.count(self.model, moving, +1)
            # With the approval, or not at all; a person may have pressed the wrong button.
            Subscription.objects.write_about_comments(keys, pause=UNDO_WITHIN if by else timedelta())
            transaction.on_commit(partial(_announce, self.model, comment_approved, keys), robust=True)
        elif shown := [row for row in moving if row["status"] == Status.APPROVED]:
            gone = [row["pk"] for row in shown]
            tally.count(self.model, shown, -1)
            Subscription.objects.take_back_about_comments(gone)
            transaction.on_commit(partial(_announce, self.model, comment_withdrawn, gone), robust=True)


def _announce(model, signal, keys) -> None:
    for comment in model._base_manager.filter(pk__in=keys).select_related("post", "user").order_by("pk"):
        signal.send(sender=model, comment=comment)
