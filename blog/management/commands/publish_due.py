"""`manage.py publish_due`: what the web process does by itself, for a cron job where it is told not to."""

from django.core.management.base import BaseCommand

from blog.models import Post
from blog.models.schedule import publish_due


class Command(BaseCommand):
    help = "Publish and retract all stories whose scheduled moment has come, once."

    def handle(self, **options):
        self.stdout.write(f"Stories moved: {publish_due(Post)}.")
