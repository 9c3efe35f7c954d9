"""How a picture is shown at the desk, and written into a text."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from blog.models import Image, Likeness, Placement, Post
from blog.renditions import thumbnail_name

SHAPE = "4x3"  # all thumbnails of a list have one
MOST_ALIKE = 5  # that are shown; the nearest come first


def thumbnail(image: Image, shape: str | None = SHAPE) -> SafeString:
    """The lightest public file of the picture, as an `<img>`; without a shape, the whole picture."""
    name, width, height = thumbnail_name(image.printed, shape, has_all_sizes=image.has_all_sizes)
    return format_html(
        '<img class="desk-thumbnail" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        default_storage.url(name),
        width,
        height,
        image.alt,
    )


def text_for(image: Image) -> str:
    """The Markdown that shows the picture in a text, with its own words: `![alt](image:7 "caption")`."""
    alt = image.alt.translate(str.maketrans("[]", "()"))
    caption = " ".join(image.caption.split()).replace('"', "”")
    return f'![{alt}](image:{image.pk} "{caption}")' if caption else f"![{alt}](image:{image.pk})"


def lead_at_the_desk(placement: Placement | None) -> SafeString:
    """The story's lead picture as its sheet shows it: with the day it shows, and what looks like it."""
    if placement is None:
        return format_html("{}", "No picture yet.")
    image = placement.image
    return format_html("{}{}{}", thumbnail(image), day_taken(image), lookalikes(image))


def day_taken(image: Image) -> SafeString:
    """When the picture was taken, as a line; empty where nobody knows."""
    if image.taken_on is None:
        return format_html("{}", "")
    return format_html(
        '<p>Taken on <time datetime="{}">{}</time></p>', image.taken_on, date_format(image.taken_on, "j F Y")
    )


def lookalikes(image: Image) -> SafeString:
    """The pictures of the library that look like this one, with the captions they have had; empty where none does."""
    alike = Likeness.of(image, MOST_ALIKE)
    if not alike:
        return format_html("{}", "")
    captions = captions_of(alike, getattr(image, "asked_by", None))
    rows = [
        (
            reverse("admin:blog_image_change", args=[other.pk]),
            thumbnail(other),
            other.pk,
            format_html_join("", "<p>{}</p>", ((words,) for words in captions[other.pk])),
            day_taken(other),
        )
        for other in alike
    ]
    row = '<li><a href="{}">{}</a><div><p>Number {}</p>{}{}</div></li>'
    return format_html(
        '<div class="desk-alike"><p>It looks like {} of the library:</p><ul>{}</ul></div>',
        "this picture" if len(rows) == 1 else "these pictures",
        format_html_join("", row, rows),
    )


def captions_of(images: Iterable[Image], user=None) -> dict[int, list[str]]:
    """The captions each picture has had, by its number: its own, and those of the stories it stands in, as far as
    `user` may see these."""
    captions = {image.pk: [f"“{image.caption}”"] if image.caption else [] for image in images}
    placed = Placement.objects.filter(image__in=captions, post__in=stories_for(user)).exclude(caption="")
    placed = placed.select_related("post")
    newest = placed.only("image_id", "caption", "post__headline").order_by("-pk")[: MOST_ALIKE * len(captions)]
    for placement in newest:
        captions[placement.image_id].append(f"“{placement.caption}”, in {placement.post}")
    return captions


def stories_for(user=None):
    """The stories that may be named to `user`: those they see at the desk, and what readers see; without one, these."""
    published = Post.objects.published()
    return published if user is None else Post.objects.visible_to(user) | published


def alike_in_words(image: Image) -> SafeString:
    """One sentence on the picture that looks most like this one, with the way to it; empty where none does."""
    nearest = Likeness.of(image, 1)
    if not nearest:
        return format_html("{}", "")
    [other] = nearest
    captions = captions_of(nearest)[other.pk]
    return format_html(
        'It looks like <a href="{}">number {}</a>{}',
        reverse("admin:blog_image_change", args=[other.pk]),
        other.pk,
        f", whose caption was {captions[0]}." if captions else ", which has no caption.",
    )
