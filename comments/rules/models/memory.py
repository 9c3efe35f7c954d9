"""What the desk's decisions taught the spam score."""

from __future__ import annotations

from typing import Self

from django.db import models

from comments.models import Comment
from comments.rules.models.moderation_rules import new_version


class Lesson(models.Model):
    """A comment that a moderator approved or marked as spam. Only the newest are kept: comments/rules/learning.py."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="lesson")
    is_spam = models.BooleanField()
    features = models.BinaryField()  # the numbers of comments/rules/features.py, 16 bits each, lowest byte first
    score = models.FloatField(null=True)  # the score it had been given before the decision: how the score is measured

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["is_spam", "-comment"], name="lessons_of_a_kind")]

    def __str__(self) -> str:
        return f"{'Spam' if self.is_spam else 'Good'}: comment {self.comment_id}"


class SpamMemory(models.Model):
    """The weights that follow from the lessons, and nothing but the lessons. At most one row, with the key 1."""

    taught = models.PositiveBigIntegerField(default=0)  # how often the lessons changed
    trained = models.PositiveBigIntegerField(default=0)  # of those, how many the weights know
    weights = models.BinaryField(default=b"")  # empty while there are too few lessons
    version = models.CharField(max_length=16, default=new_version)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "What the desk taught"

    @classmethod
    def locked(cls) -> Self:
        """The row, held until the transaction ends: whoever teaches waits for whoever does already."""
        rows = cls.objects.select_for_update().defer("weights")
        if held := rows.filter(pk=1).first():
            return held
        cls.objects.bulk_create([cls(pk=1)], ignore_conflicts=True)  # another process may be faster
        return rows.get(pk=1)
