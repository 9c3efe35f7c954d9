"""Makes the files that readers do not have yet, beside the pages: nobody waits for an encoder.

The rows of the pictures are the truth about what is wanting. A process takes one picture at a time, so that its memory
is bounded by one decoded picture; several processes take different ones; whoever is killed leaves a row that is due
again. Each file appears whole or not at all, so whatever was made is not made twice.
"""

from __future__ import annotations

import logging

from django.core.files.storage import default_storage

from blog.images.intake import look_at
from blog.images.likeness import fingerprint
from blog.images.making import make_renditions, remove_renditions
from blog.models import Image, Likeness
from blog.signals import image_changed
from blog.sweeper import stopping

log = logging.getLogger(__name__)


def finish_due() -> int:
    """Look after every picture that is due, until none is or the process is about to stop; how many files were made.

    A picture that cannot be finished is logged, is tried again in its next turn, and holds up no other.
    """
    made = 0
    while not stopping.is_set() and (image := Image.objects.take_next()):
        try:
            made += finish(image)
        except Exception:
            log.exception("The files of picture %s could not be made.", image.pk)
    return made


def finish(image: Image) -> int:
    """Make the files that are wanting for the picture's focal point, let readers see them, and announce it; how many
    were made.

    When something was made the picture stays due for a second look, which announces it once more: a story that was
    being saved during the first may hold the small file alone. Raises PictureRefused for an original that cannot be
    decoded, and what the storage raises when it fails.
    """
    made = make_renditions(image)
    _remember_likeness(image)
    if image.files_are_made():
        image_changed.send(sender=Image, image=image)
        if not made:
            image.nothing_is_wanting()
    elif not Image.objects.filter(pk=image.pk).exists():  # thrown out meanwhile, and its files with it
        remove_from_view(image)
    return made


def remove_from_view(image: Image) -> int:
    """Remove every public file of the picture, those of earlier focal points as well; how many there were."""
    return sum(remove_renditions(printed, default_storage) for printed in image.everything_printed)


def _remember_likeness(image: Image) -> None:
    """Fill in the fingerprint of a picture that came into the library before fingerprints were kept."""
    if Likeness.objects.filter(pk=image.pk).exists():
        return
    with image.original.open("rb") as file:
        look = fingerprint(look_at(file.read())[1])
    if look is not None and Image.objects.filter(pk=image.pk).exists():
        Likeness.remember(image, look)
