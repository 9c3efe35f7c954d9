"""How large readers' files are, known without opening them: a storage that is far away is asked once for each."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.core.cache import cache
from django.core.files.storage import default_storage

log = logging.getLogger(__name__)

KEPT_FOR = 30 * 24 * 3600  # seconds; a file's name never changes its content, so it could be kept for ever
SILENT_FOR = 30  # seconds in which a storage that failed is not asked again: nobody waits for it twenty times a page
SILENT = "file-sizes-silent"


def sizes_of(names: Iterable[str]) -> dict[str, int]:
    """Bytes of each of these files of the public storage; 0 for one that is not there yet, or cannot be asked about."""
    keys = {name: f"size:{name}" for name in names}
    known = cache.get_many([*keys.values(), SILENT]) if keys else {}
    for name, key in keys.items():
        if key in known or SILENT in known:
            continue
        try:
            known[key] = default_storage.size(name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except Exception:  # whatever a storage raises that does not answer: the page comes without the number
            log.exception("The size of %s could not be read.", name)
            known[SILENT] = True
            cache.set(SILENT, True, SILENT_FOR)
        else:
            cache.set(key, known[key], KEPT_FOR)
    return {name: known.get(key, 0) for name, key in keys.items()}


def size_of(name: str) -> int:
    """The same of one file."""
    return sizes_of([name])[name]
