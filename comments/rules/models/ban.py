"""Who may not comment, and until when."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.utils import timezone

from blog.models import User
from comments.models.queryset import MODERATE
from comments.rules.subjects import Kind, fingerprint, plain_email, plain_host, plain_network, subjects_of

SUBJECT_LENGTH = 300


class BanQuerySet(models.QuerySet):
    """Reads after "bans": bans in force, bans against a writer."""

    def in_force(self):
        """Those that have not ended."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=timezone.now()))

    def against(self, comment):
        """Those on the writer of `comment`. One look into one index, however many bans there are."""
        return self.filter(key__in=subjects_of(comment.user_id, comment.user_email, comment.ip_address))


class Ban(models.Model):
    """Comments of one account, address, domain or network are not taken, until `until` or for good."""

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.EMAIL)
    subject = models.CharField(
        "who",
        max_length=SUBJECT_LENGTH,
        help_text="The account’s number or login name; an address; a domain such as example.org; a network such as "
        "41.58.0.0/16. For a fingerprint: any address of the network, which is not kept.",
    )
    # Kind and subject in the one form that is looked for.
    key = models.CharField(max_length=SUBJECT_LENGTH + 20, db_index=True, editable=False)
    reason = models.CharField(max_length=300, help_text="For the moderators; it is not shown to the writer.")
    until = models.DateTimeField("ends", null=True, blank=True, help_text="Empty: it stays until somebody ends it.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = BanQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()  # who may moderate may ban

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    def save(self, **kwargs) -> None:
        self.key = f"{self.kind}:{self.subject}"
        super().save(**kwargs)

    @property
    def is_in_force(self) -> bool:
        return self.until is None or self.until > timezone.now()

    def clean(self) -> None:
        """Bring the subject into its plain form. Raises ValidationError when it is none of the kind."""
        try:
            self.subject = PLAIN[Kind(self.kind)](self.subject)
        except ValueError as error:  # an unknown kind is the field's own error
            raise ValidationError({"subject": str(error)}) from None

    def end(self, *, by) -> None:
        """Let them comment again. Raises PermissionDenied when `by` may not moderate."""
        if not by.has_perm(MODERATE):
            raise PermissionDenied(f"{by} may not end bans.")
        self.until = timezone.now()
        self.save(update_fields=["until"])


def _account(text: str) -> str:
    users = User.objects.filter(
        Q(username=text) | Q(pk=int(text)) if text.isdecimal() and len(text) < 18 else Q(username=text)
    )
    found = users.values_list("pk", flat=True).first()
    if found is None:
        raise ValueError(f"There is no account “{text}”.")
    return str(found)


def _email(text: str) -> str:
    try:
        validate_email(text.strip())
    except ValidationError:
        raise ValueError(f"“{text}” is no e-mail address.") from None
    return plain_email(text)


def _domain(text: str) -> str:
    host = plain_host(text.rpartition("@")[2])
    if "." not in host or " " in host:
        raise ValueError(f"“{text}” is no domain; write it as example.org.")
    return host


def _household(text: str) -> str:
    """A fingerprint stays; of an address it is made."""
    if len(text) == 32 and all(digit in "0123456789abcdef" for digit in text):
        return text
    try:
        return fingerprint(text.strip())
    except ValueError:
        raise ValueError(f"“{text}” is no IP address.") from None


PLAIN = {
    Kind.ACCOUNT: _account,
    Kind.EMAIL: _email,
    Kind.DOMAIN: _domain,
    Kind.NETWORK: plain_network,
    Kind.HOUSEHOLD: _household,
}
