"""What readers asked to be told about by letter."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Subscription(models.Model):
    """A wish for letters: about new comments on `post`, or about new posts where `post` is empty.

    It is only a wish until the owner of the address has confirmed it; nothing is sent before `confirmed_at` is set.
    """

    email = models.EmailField(max_length=254)
    post = models.ForeignKey("blog.Post", models.CASCADE, null=True, blank=True, related_name="subscriptions")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["email", "post"], name="one_wish_for_an_address_and_a_post"),
            models.UniqueConstraint(
                fields=["email"], condition=Q(post__isnull=True), name="one_wish_for_an_address_and_new_posts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.post or 'new posts'}"

    @classmethod
    def ask(cls, email: str, post=None) -> Subscription:
        """Keep the wish of the owner of `email`; asking again changes nothing."""
        wish, _ = cls.objects.get_or_create(email=email.lower(), post=post)
        return wish
