"""The newsroom, as an app."""

import mimetypes

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BlogConfig(AppConfig):
    """Connects what the blog does about its own announcements."""

    name = "blog"
    verbose_name = "Newsroom"
    # What no saved page shows, and changes often: see blog/models/edition.py. Whatever is not named here counts.
    hidden_from_readers = frozenset(
        {
            *"AuditEntry Edition EditionMark EditorialNote ErrorReport Letter Likeness Lockdown Ping".split(),
            *"Pace PreflightRules Reads SearchEntry SearchWord Sheet Source".split(),
        }
    )

    def ready(self):
        for ending in ("avif", "webp"):  # some machines' own lists do not know them yet
            mimetypes.add_type(f"image/{ending}", f".{ending}")
        from blog import auditing, receivers  # noqa: F401  (they connect themselves, once the models are there)
        from blog.models.edition import count_changes

        post_migrate.connect(count_changes, sender=self)
