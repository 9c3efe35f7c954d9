"""People with a login."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who can sign in: staff at the desk, or a reader with an account.

    The project's own class from the first day, because it cannot be changed later. What the public sees of somebody
    who writes is their Author, not their User.
    """

    class Meta(AbstractUser.Meta):
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()
