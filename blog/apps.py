"""The newsroom, as an app."""

from django.apps import AppConfig


class BlogConfig(AppConfig):
    """Connects what the blog does about its own announcements."""

    name = "blog"
    verbose_name = "Newsroom"

    def ready(self):
        from blog import receivers  # noqa: F401  (it connects itself, once the models are there)
