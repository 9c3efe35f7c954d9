"""The rules' vocabulary: every noun, in one place."""

from comments.rules.models.ban import Ban
from comments.rules.models.memory import Lesson, SpamMemory
from comments.rules.models.moderation_rules import ModerationRules
from comments.rules.models.verdict import Action, CommentVerdict

__all__ = ["Action", "Ban", "CommentVerdict", "Lesson", "ModerationRules", "SpamMemory"]
