"""A moderator changes a comment's words: a telephone number goes, the rest stays. The journal keeps what they were."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from comments.models import tally
from comments.models.journal import AMEND, Decision
from comments.models.workflow import MODERATE, STATUS_FIELDS, MoveRefused, Status
from comments.signals import comment_changed


class Amendable(models.Model):
    """Gives a comment the verb of a moderator who edits it. Readers are told that the newsroom did."""

    amended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def amend(self, words: str, *, by, reason: str = "", before: str | None = None) -> bool:
        """Say `words` instead; False when it says them already. `before` are the words that `by` saw.

        Raises PermissionDenied when `by` may not moderate, and MoveRefused when its writer took it back, or it says
        something else than `before` by now.
        """
        if not by.has_perm(MODERATE):
            raise PermissionDenied(f"{by} may not edit comments.")
        with transaction.atomic():
            tally.hold_posts([self.post_id])
            self.refresh_from_db(fields=["comment", "writer_name", *STATUS_FIELDS])
            if self.status == Status.WITHDRAWN:
                raise MoveRefused("Cannot edit a comment that is withdrawn by its writer.")
            if before is not None and before != self.comment:
                raise MoveRefused("The comment was changed while you edited it; look at what it says now.")
            if words == self.comment:
                return False
            own_row = type(self)._base_manager.filter(pk=self.pk)
            Decision(verb=AMEND, by=by, reason=reason).write(own_row, 1, self.status, words_before=self.comment)
            self.comment, self.amended_at = words, timezone.now()
            self.save(update_fields={"comment", "amended_at"})
            if self.is_visible:
                transaction.on_commit(partial(comment_changed.send, sender=type(self), comment=self), robust=True)
            return True
