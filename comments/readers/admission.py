"""Lets somebody in: the account and the reader of a person who has just shown who they are."""

from __future__ import annotations

import secrets

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from blog.models import User
from comments.names import is_of_the_newsroom
from comments.readers.models import NAME_LENGTH, Reader
from comments.readers.portraits import keep_portrait
from comments.readers.profiles import Profile
from comments.sign_in.services import name_of_network


def username_for(network: str) -> str:
    """A login that nobody sees or types: a reader signs in by their network."""
    return f"{network}-{secrets.token_hex(8)}"


def admit(user: User, network: str, profile: Profile, *, portrait: bytes | None = None) -> Reader:
    """The reader of `user`, as `profile` (of the service whose key is `network`) says now.

    `portrait` is a fetched picture; None leaves the one we have. A name of the newsroom's is shown with the network's
    beside it: it may well be the person's own, and must not pass for the other's.
    """
    reader = Reader.objects.filter(user=user).first() or Reader(user=user)
    reader.name = distinct_name(profile.name, network, user)
    reader.network, reader.profile = network, profile.page
    if portrait:
        reader.portrait = keep_portrait(f"user {user.pk}", portrait)
    reader.save()
    return reader


def distinct_name(name: str, network: str, user: User) -> str:
    """`name`, or where that is one of the newsroom's and not `user`'s own, the name with its network."""
    if not is_of_the_newsroom(name, user.pk):
        return name
    label = f" ({name_of_network(network)})"
    return name[: NAME_LENGTH - len(label)] + label


def owner_of(email: str) -> User | None:
    """The account that `email` is known to belong to: confirmed by its owner, or written there by the newsroom. Of
    several one of the desk's, which is the stricter answer."""
    if not email:
        return None
    confirmed = EmailAddress.objects.filter(email__iexact=email, verified=True).values("user")
    users = list(User.objects.filter(Q(email__iexact=email) | Q(pk__in=confirmed)).select_related("reader"))
    return next((user for user in users if not is_a_readers_own(user)), users[0] if users else None)


@transaction.atomic
def admit_by_email(email: str, name: str) -> User:
    """The account of the owner of `email`, who has just shown to be it; made where there is none.

    Raises PermissionError, with a sentence, when the address belongs to an account made at the desk.
    """
    user = owner_of(email)
    if user is None:
        user = User(username=username_for("email"), email=email)
        user.set_unusable_password()
        user.save()
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    elif not is_a_readers_own(user):
        raise PermissionError(_("This address belongs to an account of the newsroom. Please log in at the desk."))
    if not hasattr(user, "reader"):
        admit(user, "email", Profile(name))
    return user


def is_a_readers_own(user: User) -> bool:
    """True for an account that was made by signing in to comment, and has no way into the desk."""
    return hasattr(user, "reader") and not user.is_staff and not user.has_usable_password()
