"""How the conversation joins the site."""

from django.apps import AppConfig
from django_comments_xtd.apps import CommentsXtdConfig


class CommentsConfig(AppConfig):
    """Readers' comments: may know the blog, which does not know them."""

    name = "comments"
    hidden_from_readers = frozenset({"Decision", "Entry", "Report", "Subscription"})

    def ready(self) -> None:
        """Connect what the conversation does about announcements, and who writes its letters."""
        from comments import digests, notifications, receivers  # noqa: F401  (they connect themselves)


class QuietXtdConfig(CommentsXtdConfig):
    """The comment library without its start-up hook.

    The hook walks the whole thread below a comment at every save, and publishes the held replies of a parent that is
    saved. The verbs in comments/models/workflow.py do that work for the rows it concerns alone.
    """

    def ready(self) -> None:
        """Connect nothing."""
