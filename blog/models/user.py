"""People with a login."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who can sign in: staff at the desk, or a reader with an account.

    The project's own class from the first day, because it cannot be changed later. What the public sees of somebody
    who writes is their Author, not their User.
    """

    # Changes when all sessions of those who can enter the desk are ended at once: see blog/models/lockdown.py.
    session_stamp = models.CharField(max_length=16, blank=True, default="", editable=False)

    class Meta(AbstractUser.Meta):
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()

    def get_session_auth_hash(self) -> str:
        """What a session, and every link signed for this person, is bound to: the password, and `session_stamp`."""
        return self._stamped(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same, made with each secret of the site that is still honoured."""
        return map(self._stamped, super().get_session_auth_fallback_hash())

    def _stamped(self, digest: str) -> str:
        return hashlib.sha256(f"{digest}{self.session_stamp}".encode()).hexdigest() if self.session_stamp else digest
