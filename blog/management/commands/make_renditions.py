"""`manage.py make_renditions`: what the web process does by itself, for a cron job or after files were lost."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from blog.images import finish_due
from blog.models import Image


class Command(BaseCommand):
    help = "Make the files of all pictures that are due, once."

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="Look after every picture, for files that were lost; slow with many."
        )

    def handle(self, **options):
        if options["all"]:
            Image.objects.update(files_due_at=timezone.now())
        made = finish_due()
        waiting = Image.objects.wanting_files(timezone.now()).count()
        left = f" {waiting} pictures still wait: see the log." if waiting else ""
        self.stdout.write(f"Files made: {made}.{left}")
