"""How somebody enters the desk while it is locked: by the password, and by a code that is sent to their address."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from blog.models.lockdown import NAME_LENGTH, Lockdown
from blog.models.user import User

CODE_DIGITS = 8
CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5  # of one code: a typing error or two
# Codes for one person in CODES_WITHIN. With MOST_TRIES that is one guess in five million that is right, an hour long.
MOST_CODES = 4
CODES_WITHIN = timedelta(hours=1)


class TooManyCodes(Exception):
    """Several codes were sent to this person already."""


class PassageQuerySet(models.QuerySet):
    """Reads after "passages"."""

    def open_for(self, user: User, lockdown: Lockdown):
        """The codes that `user` may still type, the latest first."""
        since = timezone.now() - CODE_LASTS
        return self.filter(user=user, lockdown=lockdown, passed_at=None, sent_at__gt=since).order_by("-pk")


class Passage(models.Model):
    """One code that was sent, and what became of it: the record of who asked to enter, and who passed.

    The code itself is kept as a digest, made with the site's secret key.
    """

    lockdown = models.ForeignKey(Lockdown, models.CASCADE, related_name="passages")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    user_name = models.CharField("who", max_length=NAME_LENGTH)
    code = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    passed_at = models.DateTimeField(null=True, blank=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["user", "-sent_at"], name="codes_sent_to_a_person")]

    def __str__(self) -> str:
        return f"{self.user_name}, {self.sent_at:%Y-%m-%d %H:%M}"

    @classmethod
    def begin(cls, lockdown: Lockdown, user: User) -> tuple[Passage, str]:
        """A new code for `user`, whose earlier ones end with it: the record, and the code to be sent.

        Raises TooManyCodes after MOST_CODES within CODES_WITHIN.
        """
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)  # two requests at once are counted one after the other
            if cls.objects.filter(user=user, sent_at__gt=timezone.now() - CODES_WITHIN).count() >= MOST_CODES:
                raise TooManyCodes
            cls.objects.open_for(user, lockdown).update(code="")
            passage = cls.objects.create(lockdown=lockdown, user=user, user_name=str(user)[:NAME_LENGTH])
            code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
            passage.code = passage._digest(code)
            passage.save(update_fields=["code"])
        return passage, code

    @classmethod
    def passes(cls, lockdown: Lockdown, user: User, typed: str) -> bool:
        """True, once, when `typed` is the last code sent to `user`, is not too old, and was not missed MOST_TRIES
        times. Every try is counted first, so that no two at once are one."""
        passage = cls.objects.open_for(user, lockdown).first()
        if passage is None:
            return False
        counted = cls.objects.filter(pk=passage.pk, tries__lt=MOST_TRIES, passed_at=None).exclude(code="")
        if not counted.update(tries=F("tries") + 1):
            return False
        digits = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
        if not constant_time_compare(passage.code, passage._digest(digits)):
            return False
        mine = cls.objects.filter(pk=passage.pk, passed_at=None)
        return bool(mine.update(passed_at=timezone.now(), code=""))

    def _digest(self, code: str) -> str:
        return salted_hmac("blog.passage.code", f"{self.pk} {code}", algorithm="sha256").hexdigest()
