"""The newsroom, as an app."""

import mimetypes

from django.apps import AppConfig


class BlogConfig(AppConfig):
    """Connects what the blog does about its own announcements."""

    name = "blog"
    verbose_name = "Newsroom"

    def ready(self):
        for ending in ("avif", "webp"):  # some machines' own lists do not know them yet
            mimetypes.add_type(f"image/{ending}", f".{ending}")
        from blog import auditing, receivers  # noqa: F401  (they connect themselves, once the models are there)
