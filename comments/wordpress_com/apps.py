"""How the provider joins the site."""

from django.apps import AppConfig


class WordPressComConfig(AppConfig):
    """Signing in with a WordPress.com account."""

    name = "comments.wordpress_com"
    label = "wordpress_com"
    verbose_name = "WordPress.com sign-in"
