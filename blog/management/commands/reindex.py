"""`manage.py reindex`: the search made anew, as after a change of BYLINE_LANGUAGE, or when in doubt."""

from django.core.management.base import BaseCommand

from blog.search import reindex


class Command(BaseCommand):
    help = "Make the search index anew from all published stories."

    def handle(self, **options):
        self.stdout.write(f"Stories in the index: {reindex():,}.")
