"""One stylesheet for the reader, many small files for the person who writes them, and no build step.

`paper.css` only imports: `@import "article.css" layer(components);`. A browser follows that as it stands, so nothing
needs to be built while working. `collectstatic` writes the imported files into the importing one, so that readers make
one request instead of a dozen, and leaves out what is said to those who read the source alone.
"""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r"""@import\s+["'](?P<name>[\w-]+\.css)["'](?:\s+layer\((?P<layer>[\w.-]+)\))?\s*;""")
COMMENT = re.compile(r"/\*(?!!).*?\*/", re.S)
SPACE = re.compile(r"\s*\n\s*")
COMMENT_LINE = re.compile(r"^[ \t]*//.*\n", re.M)  # of a script; none of ours has such a line in its words


class FlatStylesheets(CompressedManifestStaticFilesStorage):
    """Flattens `@import`s of neighbouring files, drops comments, names every file by its content, compresses it."""

    support_js_module_import_aggregation = True  # what a module imports is named by its content as well

    def post_process(self, paths, dry_run=False, **options):
        for path in paths:
            if path.startswith(("css/", "js/")) and path.endswith((".css", ".js")) and not dry_run:
                self._lighten(path, *paths[path])
                paths[path] = (self, path)  # what is hashed from here on is the lighter copy
        return super().post_process(paths, dry_run=dry_run, **options)

    def _lighten(self, path: str, storage: Storage, name: str) -> None:
        """Rewrite the collected copy of the source, which `storage` keeps under `name` and which stays as it is."""
        with storage.open(name) as file:
            source = file.read().decode()
        self.delete(path)
        self._save(path, _content(COMMENT_LINE.sub("", source) if path.endswith(".js") else self._flat(path, source)))

    def _flat(self, path: str, source: str) -> str:
        folder = path.rpartition("/")[0]
        return _without_comments(IMPORT.sub(lambda match: self._imported(folder, match), source))

    def _imported(self, folder: str, match: re.Match) -> str:
        with self.open(f"{folder}/{match['name']}") as file:
            rules = file.read().decode()
        return f"@layer {match['layer']} {{\n{rules}\n}}" if match["layer"] else rules


def _without_comments(css: str) -> str:
    return SPACE.sub("\n", COMMENT.sub("", css)).strip() + "\n"


def _content(text: str) -> ContentFile:
    return ContentFile(text.encode())
