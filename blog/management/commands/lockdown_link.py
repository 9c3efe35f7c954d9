"""`manage.py lockdown_link`: a link that locks the desk, to be kept where it is found when it is needed."""

from django.core.management.base import BaseCommand, CommandError

from blog.lockdown.switch import lock_link
from blog.models import Lockdown


class Command(BaseCommand):
    help = "Print the signed link that locks the desk without a login."

    def handle(self, **options):
        if Lockdown.current() is not None:
            raise CommandError("The desk is locked. Make a new link when it is open again.")
        self.stdout.write(lock_link())
        self.stdout.write("Whoever has it can close the desk, and do nothing else. It ends when it was used.")
