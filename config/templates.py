"""Templates are indented for those who write them; nobody needs to fetch that."""

import re

from django.template.loaders.filesystem import Loader

# A sentence to translate is looked up as it is written, so it is left as it is.
SENTENCE_OR_INDENT = re.compile(r"(\{% blocktrans.*?\{% endblocktrans\w* %\})|\n\s+", re.DOTALL)


class Unindented(Loader):
    """Reads the project's own templates; of HTML without indentation and empty lines. What is printed into them, such
    as a story's text, is left alone."""

    def get_contents(self, origin):
        """The template's source."""
        source = super().get_contents(origin)
        if not origin.name.endswith(".html"):
            return source
        return SENTENCE_OR_INDENT.sub(lambda found: found[1] or "\n", source)
