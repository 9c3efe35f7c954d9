"""`manage.py seed_demo`: the source page, from its captured text, through the verbs a person's work goes through."""

from django.core.management.base import BaseCommand

from blog.demo.story import seed_story


class Command(BaseCommand):
    help = "Load the demonstration story from its captured text. Running it again changes nothing."

    def handle(self, **options):
        post, is_new = seed_story()
        self.stdout.write(f"{'Published' if is_new else 'Already here:'} {post.headline} {post.get_absolute_url()}")
