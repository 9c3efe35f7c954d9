"""The conversation's vocabulary: every noun, in one place."""

from comments.models.comment import Comment
from comments.models.queryset import CommentQuerySet
from comments.models.subscription import Subscription
from comments.models.workflow import MOVES, MoveRefused, Status

__all__ = ["MOVES", "Comment", "CommentQuerySet", "MoveRefused", "Status", "Subscription"]
