"""How readers join the site."""

from django.apps import AppConfig


class ReadersConfig(AppConfig):
    """People who signed in to comment."""

    name = "comments.readers"
    verbose_name = "readers"
    hidden_from_readers = frozenset[str]()

    def ready(self) -> None:
        """Have the deployment checked."""
        from comments import checks  # noqa: F401  (registers itself)
