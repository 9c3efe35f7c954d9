"""Somebody who signed in to comment."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models

from comments.readers.names import skeleton

NAME_LENGTH = 80  # of a name that comes with an account; longer ones are cut
SKELETON_LENGTH = 255  # a ligature in a name may become several letters
PROFILE_LENGTH = 300


class Reader(models.Model):
    """What the public sees of a user who signed in to comment. Staff who only have a login at the desk are none."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="reader")
    name = models.CharField(max_length=NAME_LENGTH)
    skeleton = models.CharField(max_length=SKELETON_LENGTH, db_index=True, editable=False)
    network = models.CharField(max_length=20, editable=False)  # where the account comes from: a service's key, or email
    profile = models.URLField(max_length=PROFILE_LENGTH, blank=True, editable=False)
    portrait = models.CharField(max_length=100, blank=True, editable=False)  # the name of our own copy in the storage

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ("change", "delete", "view")

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.skeleton = skeleton(self.name)[:SKELETON_LENGTH]
        super().save(**kwargs)

    @property
    def portrait_url(self) -> str | None:
        """The address of our own copy of the picture; None when there is none."""
        return default_storage.url(self.portrait) if self.portrait else None
