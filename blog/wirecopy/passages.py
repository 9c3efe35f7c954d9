"""The passages of a paragraph that are not prose: code, tags, targets, addresses, names of sites and files.

They are put out of reach by standing one mark for each of their characters, so that all places stay where they are.
"""

import re

HIDDEN, HIDDEN_TAG = "\0", "\1"  # a tag is apart: a quote after it may open, one after a word cannot

# Every pattern is bounded or possessive, so that no input costs more than linear time.
ADDRESS = r"""(?:[^\s<>"“”‘’«»'`]|'(?=\w))*+"""
TARGET = r"\([^()]{0,1000}+(?:\([^()]{0,300}+\)[^()]{0,1000}+){0,5}+\)"
# What makes "Name.Ending" the name of a site or file, though it has a capital. Country codes that are English words
# (it, in, no, us) are left out: "north.In" is glued.
ENDINGS = (
    "com|org|net|edu|gov|mil|int|info|biz|uk|ru|de|fr|eu|ca|au|nz|jp|cn|ch|nl|se|dk|pl|cz|br|mx|za|ng|ke|gh|ml|sn|ie|tv|io|ai|"
    "pdf|docx?|xlsx?|pptx?|odt|rtf|txt|csv|tsv|html?|xml|json|jpe?g|png|gif|webp|avif|tiff?|svg|zip|mp3|mp4|mov|wav|js|py|php"
)
PASSAGE = re.compile(
    "|".join(
        [
            r"(?<!`)(?P<ticks>`++)(?!`).{1,2000}?(?<!`)(?P=ticks)(?!`)",  # code
            r"<[A-Za-z/!?][^<>]{0,2000}>",  # tags, <https://…>
            rf"!\[[^\[\]]{{0,1000}}\]{TARGET}",  # pictures
            rf"\]{TARGET}",  # the target of a link; its text is prose
            r"\[[A-Za-z][\w-]{0,40} {1,9}[\w-]{1,40}=[^\[\]]{0,800}\]",  # [gallery ids="1,2"]
            r"\{[^{}\n]{0,500}\}",  # {: .attributes }
            r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
            rf"\b(?:[A-Za-z][A-Za-z0-9+.-]{{1,15}}://|www\.|mailto:){ADDRESS}",
            r"(?<![\w.+-])\w[\w.+'-]{0,63}@[\w-]++(?:\.[\w-]++)*+",  # e-mail
            rf"(?<![\w.-])(?:[\w-]++\.){{1,20}}(?i:{ENDINGS})(?![\w-])(?:/{ADDRESS})?",
            r"[\0\1]",
        ]
    ),
    re.DOTALL,
)


def hide(text: str) -> tuple[str, str]:
    """Return the text, equally long, with marks for what is not prose; and the hidden characters in order."""
    hidden = "".join(passage[0] for passage in PASSAGE.finditer(text))
    return PASSAGE.sub(_marks, text), hidden


def _marks(passage: re.Match[str]) -> str:
    return (HIDDEN_TAG if passage[0][0] == "<" else HIDDEN) * len(passage[0])


def show(text: str, hidden: str) -> str:
    """Put the hidden characters back in the place of their marks. Spaces may have been added to the text, marks not."""
    characters = iter(hidden)
    return "".join(next(characters) if mark in (HIDDEN, HIDDEN_TAG) else mark for mark in text)
