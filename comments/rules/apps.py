"""How the rules join the site."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """The rules, the bans, and what the desk's decisions taught."""

    name = "comments.rules"
    label = "rules"
    verbose_name = "moderation rules"

    def ready(self) -> None:
        """Connect what the rules learn from."""
        from comments.rules import letters, receivers  # noqa: F401  (they connect themselves)
