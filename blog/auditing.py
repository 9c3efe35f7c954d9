"""What is kept in the audit log: moves and revisions of stories, all that is done at the desk, and who came in."""

from __future__ import annotations

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_save
from django.dispatch import receiver

from blog.models import AuditEntry, Post, Revision, Transition, User

DEEDS = {ADDITION: "added", CHANGE: "changed", DELETION: "deleted"}


@receiver(post_save, sender=Transition)
def keep_the_move(instance: Transition, created: bool, **kwargs) -> None:
    """In the transaction of the move: the one is never kept without the other."""
    if created:
        verb = instance.verb.replace("_", " ")
        AuditEntry.note_down(verb, by=instance.made_by, about=instance.post, note=instance.note)


@receiver(post_save, sender=Revision)
def keep_the_revision(instance: Revision, created: bool, **kwargs) -> None:
    """Its words stand in the revision."""
    if created:
        note = f"Revision {instance.number}. {instance.note}".strip()
        AuditEntry.note_down("saved", by=instance.made_by, about=instance.post, note=note)


@receiver(post_save, sender=LogEntry)
def keep_what_was_done_at_the_desk(instance: LogEntry, created: bool, **kwargs) -> None:
    """Django's admin tells of each change to a picture, a person, a role or a setting; a story's tell themselves."""
    model = instance.content_type.model_class() if instance.content_type else None
    if not created or model is None or model is Post:
        return
    row = model(pk=instance.object_id)
    deed, note = DEEDS.get(instance.action_flag, "changed"), instance.get_change_message()
    AuditEntry.note_down(deed, by=instance.user, about=row, thing=instance.object_repr, note=note)


@receiver(user_logged_in)
def keep_who_came_in(user, **kwargs) -> None:
    """At the desk; readers come and go unnoted."""
    if user.is_staff:
        AuditEntry.note_down("signed in", by=user, about=user)


@receiver(user_logged_out)
def keep_who_left(user, **kwargs) -> None:
    """The same."""
    if user is not None and user.is_staff:
        AuditEntry.note_down("signed out", by=user, about=user)


@receiver(user_login_failed)
def keep_who_was_kept_out(credentials, **kwargs) -> None:
    """By a name that somebody has. Other names are not kept: some are passwords in the wrong field."""
    name = str(credentials.get("username") or "")[:150]
    if user := User.objects.filter(username=name, is_staff=True).first():
        AuditEntry.note_down("failed to sign in", by=None, about=user)
