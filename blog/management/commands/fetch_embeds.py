"""`manage.py fetch_embeds`: what the web process does by itself, for a cron job where it is told not to."""

from django.core.management.base import BaseCommand

from blog.oembed import fetch_due


class Command(BaseCommand):
    help = "Ask services once for the titles of the films, posts and songs that stories lead to, as far as due."

    def handle(self, **options):
        self.stdout.write(f"Link cards: {fetch_due()} learnt about.")
