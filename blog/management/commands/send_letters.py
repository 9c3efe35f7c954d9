"""`manage.py send_letters`: what the web process does by itself, for a cron job or a worker where it is told not to."""

from django.core.management.base import BaseCommand

from blog.letters import send_due


class Command(BaseCommand):
    help = "Send all letters that are due, once."

    def handle(self, **options):
        outcome = send_due()
        words = [f"{count} {state}" for state, count in sorted(outcome.items())]
        self.stdout.write(f"Letters: {', '.join(words) or 'none due'}.")
