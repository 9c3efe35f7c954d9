"""One stylesheet for the reader, many small files for the person who writes them, and no build step.

`paper.css` only imports: `@import "article.css" layer(components);`. A browser follows that as it stands, so nothing
needs to be built while working. `collectstatic` writes the imported files into the importing one, so that readers make
one request instead of a dozen.
"""

import re

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
        flat = IMPORT.sub(lambda match: self._imported(folder, match), source)
        self.delete(path)
        self._save(path, _content(_small(flat)))

    def _imported(self, folder: str, match: re.Match) -> str:
        with self.open(f"{folder}/{match['name']}") as file:
            rules = file.read().decode()
        return f"@layer {match['layer']} {{\n{rules}\n}}" if match["layer"] else rules


def _small(css: str) -> str:
    """The same rules without comments, and without the space that only people need."""
    parts = STRING.split(COMMENT.sub("", css).strip())
    parts[::2] = [NEEDLESS.sub(r"\1\2", SPACE.sub(" ", part)).replace(";}", "}") for part in parts[::2]]
    return "".join(parts) + "\n"


def _content(text: str) -> ContentFile:
    return ContentFile(text.encode())
