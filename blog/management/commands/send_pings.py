"""`manage.py send_pings`: what the web process does by itself, for a cron job or a worker where it is told not to."""

from django.core.management.base import BaseCommand

from blog.pings import send_due


class Command(BaseCommand):
    help = "Tell the WebSub hub and IndexNow of everything that is due, once."

    def handle(self, **options):
        outcome = send_due()
        words = [f"{count} {end}" for end, count in sorted(outcome.items())]
        self.stdout.write(f"Pings: {', '.join(words) or 'none due'}.")
