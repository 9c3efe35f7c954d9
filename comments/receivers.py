"""What the conversation does about what the blog announces."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from blog.models import State, Transition
from comments.models import Subscription


@receiver(post_save, sender=Transition)
def write_to_who_follows_the_paper(instance: Transition, created: bool, **kwargs) -> None:
    """The journal's row is written in the transaction that publishes the post, and so are the letters: not after the
    commit, when a process that stops would lose them."""
    if created and instance.target == State.PUBLISHED:
        Subscription.objects.write_about_post(instance.post)
    if created and instance.target == State.KILLED:
        Subscription.objects.write_about_withdrawal(instance.post)
