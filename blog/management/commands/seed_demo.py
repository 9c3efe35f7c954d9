"""`manage.py seed_demo`: the source page, from its captured text, through the verbs a person's work goes through."""

from django.core.management.base import BaseCommand

from blog.demo.pages import seed_pages
from blog.demo.story import seed_story


class Command(BaseCommand):
    help = "Load the demonstration story and the pages beside it. Running it again changes nothing."

    def handle(self, **options):
        post, is_new = seed_story()
        seed_pages()
        self.stdout.write(f"{'Published' if is_new else 'Already here:'} {post.headline} {post.get_absolute_url()}")
