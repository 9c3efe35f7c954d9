"""The switch for the day on which a password or a cookie is in wrong hands: the desk is closed, the paper is not.

To lock ends every session of those who can enter the desk, and every signed link made for one of them. While it is
locked, nobody enters with a password alone: see blog/models/passage.py.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from blog.models.user import User

LOCK = "blog.publish_any_post"  # editors and administrators have it, and superusers: who can stop the presses
NAME_LENGTH = 150


class LockdownRefused(ValueError):
    """It cannot be done as things stand. The message says why."""


class Lockdown(models.Model):
    """One time of being locked, from its beginning to its end; kept for good. At most one is going on."""

    class Way(models.TextChoices):
        """Where it was asked for."""

        DESK = "desk", "at the desk"
        LINK = "link", "by the signed link"
        SHELL = "shell", "by an operator"

    is_on = models.BooleanField(default=True)
    began_at = models.DateTimeField("began", default=timezone.now)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    begun_by_name = models.CharField("by", max_length=NAME_LENGTH, blank=True)  # stays when the account goes
    way = models.CharField("how", max_length=5, choices=Way)
    ended_at = models.DateTimeField("ended", null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["is_on"], condition=Q(is_on=True), name="the_desk_is_locked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M} {self.get_way_display()}"

    @classmethod
    def current(cls) -> Lockdown | None:
        """The one that is going on, or None. One query, by an index of at most one row."""
        return cls.objects.filter(is_on=True).first()

    @classmethod
    def latest_key(cls) -> int:
        """The key of the last one, 0 before the first: what the signed link is bound to."""
        return cls.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    @classmethod
    def begin(cls, *, way: str, by: User | None = None) -> Lockdown:
        """Lock the desk. `by` is the person who asks, or None for the link and the shell.

        Raises PermissionDenied when `by` may not, and LockdownRefused when it is locked already.
        """
        if by is not None and not may_lock(by):
            raise PermissionDenied(f"{by} may not lock the desk.")
        name = str(by)[:NAME_LENGTH] if by else ""
        try:
            with transaction.atomic():
                begun = cls.objects.create(way=way, begun_by=by, begun_by_name=name)
                end_sessions_of_staff()
        except IntegrityError:
            raise LockdownRefused("The desk is locked already.") from None
        return begun

    @classmethod
    def end(cls) -> bool:
        """Open the desk again; False when it was open. Sessions that were ended stay so."""
        return bool(cls.objects.filter(is_on=True).update(is_on=False, ended_at=timezone.now()))


def may_lock(user) -> bool:
    """True for those who may lock the desk."""
    return user.is_active and user.is_staff and user.has_perm(LOCK)


def end_sessions_of_staff() -> int:
    """End every session and signed link of all who can enter the desk; how many people that are. One statement."""
    theirs = User.objects.filter(Q(is_staff=True) | Q(is_superuser=True))
    return theirs.update(session_stamp=secrets.token_hex(8))
