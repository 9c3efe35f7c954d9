"""What the rules do about what the conversation announces."""

from collections.abc import Iterable

from django.dispatch import receiver

from comments.rules.learning import learn
from comments.signals import comments_moved


@receiver(comments_moved)
def learn_from_the_desk(keys: Iterable[int], **kwargs) -> None:
    """Harmless where nobody decided: only a moderator's decision is a lesson."""
    learn(keys)
