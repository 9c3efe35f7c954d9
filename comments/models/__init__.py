"""The conversation's vocabulary: every noun, in one place."""

from comments.models.bulletin import Bulletin, News
from comments.models.comment import Comment, Kind
from comments.models.journal import Decision, Entry
from comments.models.queryset import CommentQuerySet
from comments.models.recommendation import Recommendation
from comments.models.report import Report
from comments.models.rhythm import Rhythm
from comments.models.rules import ConversationRules
from comments.models.subscription import Subscription
from comments.models.workflow import MOVES, MoveRefused, Status

__all__ = [
    "MOVES",
    "Bulletin",
    "Comment",
    "CommentQuerySet",
    "ConversationRules",
    "Decision",
    "Entry",
    "Kind",
    "MoveRefused",
    "News",
    "Recommendation",
    "Report",
    "Rhythm",
    "Status",
    "Subscription",
]
