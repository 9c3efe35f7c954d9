"""How a picture is shown at the desk, and written into a text."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

from blog.models import Image
from blog.renditions import planned, rendition_name

SHAPE = "4x3"  # all thumbnails of a list have one


def thumbnail(image: Image) -> SafeString:
    """The smallest public file of the picture, as an `<img>`."""
    width, height = planned(image, SHAPE)[0]
    address = default_storage.url(rendition_name(image, SHAPE, width, "webp"))
    return format_html(
        '<img class="desk-thumbnail" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        address,
        width,
        height,
        image.alt,
    )


def text_for(image: Image) -> str:
    """The Markdown that shows the picture in a text, with its own words: `![alt](image:7 "caption")`."""
    alt = image.alt.translate(str.maketrans("[]", "()"))
    caption = " ".join(image.caption.split()).replace('"', "”")
    return f'![{alt}](image:{image.pk} "{caption}")' if caption else f"![{alt}](image:{image.pk})"
