"""Where a comment stands in its conversation: a path made of primary keys, and the library's own columns beside it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django_comments_xtd.models import XtdComment

STEP = 7  # characters of one step: 36 ** 7 is 78 thousand million comments
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
DEEPEST = 10  # steps of the longest path; the setting of the depth allows no more


def step_of(key: int) -> str:
    """One step of a path: `key` in base 36, in a fixed width, so that it sorts alike under every collation."""
    digits = ""
    while key:
        key, digit = divmod(key, 36)
        digits = DIGITS[digit] + digits
    return digits.rjust(STEP, "0")


def keys_of(path: str) -> list[int]:
    """The primary keys in a path: the first comment of the thread first, the path's own comment last."""
    return [int(path[start : start + STEP], 36) for start in range(0, len(path), STEP)]


class PathField(models.CharField):
    """The parent's path and the row's own key.

    A comment is a row in three tables, and the key is dealt out by the first: by the time this column of the last is
    written, the key is known. So no second write is needed, and no other comment is ever renumbered.
    """

    def pre_save(self, model_instance, add):
        if add and not model_instance.path:
            model_instance.path = model_instance.parent_path + step_of(model_instance.pk)
        return model_instance.path


class Placed(models.Model):
    """Gives a comment its place. Sorted by `path`, a conversation reads from top to bottom."""

    path = PathField(max_length=STEP * DEEPEST, editable=False)
    # The library's `level` says it too, in a table that an index of this one cannot join.
    is_root = models.BooleanField(default=True, editable=False)
    # The comment it answers, where it does not stand below that but beside it: at the deepest level.
    answered_key = models.BigIntegerField(null=True, blank=True, editable=False)

    parent_path = ""  # of a comment not stored yet

    class Meta:
        abstract = True

    @property
    def ancestor_keys(self) -> list[int]:
        """The keys of the comments it answers, the first of the thread first."""
        return keys_of(self.path)[:-1]

    def take_place(self) -> None:
        """Stand below the comment of the same post whose key is `parent_id`; at the top without one.

        Raises ValueError when that comment is on another post, and its DoesNotExist when there is none.
        """
        self.is_root = not self.parent_id
        if self.is_root:
            self.level = self.thread_id = self.parent_id = 0
            return
        parent = type(self)._base_manager.values("post_id", "path", "level", "thread_id").get(pk=self.parent_id)
        if parent["post_id"] != self.post_id:
            raise ValueError("A reply belongs to the post of the comment that it answers.")
        self.parent_path, self.thread_id, self.level = parent["path"], parent["thread_id"], parent["level"] + 1

    def name_own_thread(self) -> None:
        """The library writes a first comment's own key where a reply names its thread and parent."""
        if self.is_root:
            self.thread_id = self.parent_id = self.pk
            XtdComment._base_manager.filter(pk=self.pk).update(thread_id=self.pk, parent_id=self.pk)

    def reply_parent_key(self) -> int:
        """The key of the comment that a reply to this one is placed under; 0 for the top.

        That is the comment itself, or at the deepest level the one above it, so that replies stay side by side.
        """
        level_of_reply = min(len(self.path) // STEP, settings.COMMENTS_XTD_MAX_THREAD_LEVEL)
        return keys_of(self.path)[level_of_reply - 1] if level_of_reply else 0

    @property
    def takes_replies(self) -> bool:
        """True when a reply would stand one step further in than the comment itself."""
        return len(self.path) // STEP <= settings.COMMENTS_XTD_MAX_THREAD_LEVEL
