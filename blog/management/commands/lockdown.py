"""`manage.py lockdown on|off|status`: the switch for operators. Only here the desk is opened again."""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.timezone import localtime

from blog.models import Lockdown, User
from blog.models.lockdown import LockdownRefused


class Command(BaseCommand):
    help = "Lock the desk, open it again, or say how it stands and who has passed."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["on", "off", "status"])

    def handle(self, what, **options):
        {"on": self.lock, "off": self.open, "status": self.tell}[what]()

    def lock(self):
        """Lock it. Raises CommandError when it is locked already."""
        try:
            Lockdown.begin(way=Lockdown.Way.SHELL)
        except LockdownRefused as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write("The desk is locked, and everybody was logged out. The readers’ pages stay as they are.")
        self.tell_people()

    def open(self):
        """Open it. Raises CommandError when it is open."""
        if not Lockdown.end():
            raise CommandError("The desk is not locked.")
        self.stdout.write("The desk is open again: a password is enough. Sessions that were ended stay so.")
        self.stdout.write("A new signed link for the next time: python3 run.py lockdown_link")

    def tell(self):
        """Say since when it is locked, by whom, and who asked to enter."""
        lockdown = Lockdown.current()
        if lockdown is None:
            self.stdout.write("The desk is open.")
        else:
            who = f" by {lockdown.begun_by_name}" if lockdown.begun_by_name else ""
            self.stdout.write(f"Locked since {_moment(lockdown.began_at)}{who}, {lockdown.get_way_display()}.")
            for passage in lockdown.passages.all():
                became = f"passed {_moment(passage.passed_at)}" if passage.passed_at else f"{passage.tries} tries"
                self.stdout.write(f"  code sent {_moment(passage.sent_at)} to {passage.user_name}: {became}")
        self.tell_people()

    def tell_people(self):
        """Say to which addresses codes are sent: whoever changed one could enter."""
        self.stdout.write("Those who can enter, and where their codes are sent:")
        for user in User.objects.filter(Q(is_staff=True) | Q(is_superuser=True), is_active=True):
            self.stdout.write(f"  {user.get_username()}: {user.email or 'no address: cannot enter while it is locked'}")


def _moment(moment) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}"
