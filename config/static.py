"""One stylesheet for the reader, many small files for the person who writes them, and no build step.

`paper.css` only imports: `@import "article.css" layer(components);`. A browser follows that as it stands, so nothing
needs to be built while working. `collectstatic` writes the imported files into the importing one, so that readers make
one request instead of a dozen, and leaves out what is said to those who read the source alone.
"""

import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r"""@import\s+["'](?P<name>[\w-]+\.css)["'](?:\s+layer\((?P<layer>[\w.-]+)\))?\s*;""")
COMMENT = re.compile(r"/\*(?!!).*?\*/", re.S)
COMMENT_LINE = re.compile(r"^[ \t]*//.*\n", re.M)  # in scripts of ours, where no text runs over lines
STRING = re.compile(r"""("[^"\n]*"|'[^'\n]*')""")  # as our own stylesheets write them
SPACE = re.compile(r"\s+")
NEEDLESS = re.compile(r" ?([{};,>]) ?|(:) ")  # a space before a colon means something in a selector; after it, nowhere


class FlatStylesheets(CompressedManifestStaticFilesStorage):
    """Flattens `@import`s of neighbouring files, drops what only people read, names every file by its content and
    compresses it."""

    support_js_module_import_aggregation = True  # what a module imports is named by its content as well

    def post_process(self, paths, dry_run=False, **options):
        for path in paths:
            if path.startswith("css/") and path.endswith(".css") and not dry_run:
                self._flatten(path, *paths[path])
                paths[path] = (self, path)  # what is hashed from here on is the flat copy
            if path.startswith("js/") and path.endswith(".js") and not dry_run:
                self._strip(path, *paths[path])
                paths[path] = (self, path)
        return super().post_process(paths, dry_run=dry_run, **options)

    def _strip(self, path: str, storage: Storage, name: str) -> None:
        """Rewrite the collected copy of a script without the lines that are comments."""
        with storage.open(name) as file:
            source = file.read().decode()
        self.delete(path)
        self._save(path, _content(COMMENT_LINE.sub("", source)))

    def _flatten(self, path: str, storage: Storage, name: str) -> None:
        """Rewrite the collected copy of the source, which `storage` keeps under `name` and which stays as it is."""
        folder = path.rpartition("/")[0]
        with storage.open(name) as file:
            source = file.read().decode()
        self.delete(path)
        self._save(path, _content(_flat(source, lambda name: self._read(f"{folder}/{name}"))))

    def _read(self, name: str) -> str:
        with self.open(name) as file:
            return file.read().decode()


def collected_name(path: str) -> str:
    """The name, made of its content, under which a static file was collected; empty while none are: in tests, and
    under DEBUG, where the files are served as they are written."""
    if settings.DEBUG or not isinstance(staticfiles_storage, FlatStylesheets):
        return ""
    try:
        return staticfiles_storage.stored_name(path)
    except ValueError:  # not in the manifest
        return ""


def flat_stylesheet(path: str) -> str:
    """The stylesheet at `path`, such as "css/paper.css", with all that it imports: as it was collected, or else as its
    sources are at this moment."""
    if name := collected_name(path):
        return staticfiles_storage.open(name).read().decode()
    source = Path(str(finders.find(path)))
    return _flat(source.read_text(encoding="utf-8"), lambda name: source.with_name(name).read_text(encoding="utf-8"))


def _flat(source: str, read: Callable[[str], str]) -> str:
    """`source` with the neighbouring files that it imports, which `read` gives by their names, in their places."""

    def imported(match: re.Match) -> str:
        rules = read(match["name"])
        return f"@layer {match['layer']} {{\n{rules}\n}}" if match["layer"] else rules

    return _small(IMPORT.sub(imported, source))


def _small(css: str) -> str:
    """The same rules without comments, and without the space that only people need."""
    parts = STRING.split(COMMENT.sub("", css).strip())
    parts[::2] = [NEEDLESS.sub(r"\1\2", SPACE.sub(" ", part)).replace(";}", "}") for part in parts[::2]]
    return "".join(parts) + "\n"


def _content(text: str) -> ContentFile:
    return ContentFile(text.encode())
