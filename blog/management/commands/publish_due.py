"""`manage.py publish_due`: what the web process does by itself, for a cron job where it is told not to."""

from django.core.management.base import BaseCommand

from blog.models import Post
from blog.models.planned_change import apply_due
from blog.models.schedule import publish_due


class Command(BaseCommand):
    help = "Publish, change and retract all stories whose scheduled moment has come, once."

    def handle(self, **options):
        self.stdout.write(f"Stories moved: {publish_due(Post)}. Planned changes made: {apply_due()}.")
