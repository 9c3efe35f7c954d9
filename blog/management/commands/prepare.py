"""`manage.py prepare`: everything between the code and a site that can be served, in one process and in order."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError


class Command(BaseCommand):
    help = "Bring the database up to date, collect the static files, and do what a first run needs. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--address", default=settings.SITE_ADDRESS, help="where the site is about to be served")

    def handle(self, *, address, **options):
        try:
            call_command("migrate", interactive=False, verbosity=0)
            collect_changed_static_files()
            call_command("first_run", address=address, stdout=self.stdout)
        except (OperationalError, OSError) as error:
            raise CommandError(f"The site's data cannot be reached: {error}") from error


def collect_changed_static_files() -> None:
    """Run collectstatic unless every source file is the one that was collected last: compressing them takes seconds."""
    collected = Path(settings.STATIC_ROOT)
    mark, sources = collected.with_name("static-files-collected"), fingerprint_of_static_files()
    if mark.exists() and mark.read_text() == sources and collected.is_dir():
        return
    mark.unlink(missing_ok=True)
    # collectstatic keeps a copy that is newer than its source: it would keep a stylesheet into which another, changed
    # one was written, and the old files where an unpacked release is older than the last start. The names by content
    # stay, for the pages that were saved with them.
    for name, _source in static_sources():
        (collected / name).unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(sources)


def fingerprint_of_static_files() -> str:
    """A hash over how files are collected, and over the name, size and time of change of each."""
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for name, source in static_sources():
        facts = source.stat()
        digest.update(f"{name}\n{facts.st_size}\n{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def static_sources() -> Iterator[tuple[str, Path]]:
    """Every file that collectstatic collects: its name within STATIC_ROOT, and where it comes from."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name))
