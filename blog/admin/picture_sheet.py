"""What the sheet of one picture shows besides its fields."""

from __future__ import annotations

from django.contrib import admin
from django.core.files.storage import default_storage
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from blog.admin.one_sheet import RIGHT
from blog.admin.pictures import day_taken, lookalikes, stories_for, text_for
from blog.models import Author, FlatPage, Image, Placement, Post
from blog.renditions import thumbnail_name

MOST_USES = 20  # that are named; more would not help anybody to find them
SHAPES = {"16x9": "Wide: the top story, shared links", "4x3": "Lists", "1x1": "Square: search engines, portraits"}
FOCUS = "Click on what must stay in sight when the picture is cut, or type where: 0 is left or top, 1 right or bottom."
TOLD = {"file_headline": "Headline", "file_keywords": "Keywords", "file_place": "Place", "file_rights": "Rights"}


class SheetMixin:
    """The read-only rows of the picture's sheet."""

    def get_object(self, request, object_id, from_field=None):
        """The picture, which knows who looks at it: some stories that show it are not theirs to see."""
        image = super().get_object(request, object_id, from_field)
        if image is not None:
            image.asked_by = request.user
        return image

    @admin.display(description="picture")
    def shown(self, image: Image):
        """The picture to click on, what becomes of it in each shape, and the day it shows."""
        if not image.pk:
            return "–"
        wait = "" if image.has_all_sizes else "Readers see a small version until the larger ones are made, in a moment."
        return format_html("{}{}<p>{}</p><p>{}</p>", focus_of(image), day_taken(image), wait, FOCUS)

    @admin.display(description="looks like")
    def looks_like(self, image: Image):
        return lookalikes(image) or "No other picture of the library." if image.pk else "–"

    @admin.display(description="in a text")
    def in_a_text(self, image: Image):
        """What to paste, with the words spelt out, or without, so that the library's own are always shown."""
        return format_html(
            '<code class="desk-paste">{}</code><p>Or <code class="desk-paste">![](image:{})</code>, which always shows '
            "the words that stand here. In a paragraph of its own.</p>",
            text_for(image),
            image.pk,
        )

    @admin.display(description="what the file says")
    def told(self, image: Image):
        """Headline, keywords, place and rights, as photographers and agencies write them."""
        rows = [(label, words) for name, label in TOLD.items() if (words := getattr(image, name))]
        lines = format_html_join("", "<div>{}: {}</div>", rows)
        return format_html("{}<div>Only the desk sees this.</div>", lines) if rows else "Nothing more."

    @admin.display(description="used in")
    def used_in(self, image: Image):
        uses = uses_of([image], getattr(image, "asked_by", None)) if image.pk else []
        return format_html_join("", "<div>{}</div>", ((use,) for use in uses)) or "Nothing yet."

    @admin.display(description="size")
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height} {image.file_format}" if image.pk else "–"

    @admin.display(description="uploaded")
    def uploaded(self, image: Image) -> str:
        return date_format(timezone.localtime(image.uploaded_at), "j M Y, H:i")


def focus_of(image: Image) -> SafeString:
    """A `<desk-focus>`, which static/js/desk-focus.js brings to life."""
    name, width, height = thumbnail_name(image.printed, None, has_all_sizes=image.has_all_sizes)
    crops = []
    for shape, words in SHAPES.items():
        cut, across, down = thumbnail_name(image.printed, shape, has_all_sizes=image.has_all_sizes)
        crops.append((default_storage.url(cut), across, down, shape, words))
    crop = '<figure><img src="{}" width="{}" height="{}" alt="" data-shape="{}"><figcaption>{}</figcaption></figure>'
    return format_html(
        '<desk-focus across="id_focal_x" down="id_focal_y"><div class="desk-focus__whole">'
        '<img src="{}" width="{}" height="{}" alt=""></div><div class="desk-focus__crops">{}</div></desk-focus>',
        default_storage.url(name),
        width,
        height,
        format_html_join("", crop, crops),
    )


def uses_of(images: list[Image], user=None) -> list[SafeString]:
    """Links to the stories that show any of the pictures, newest first, with the caption they have there, to pages that
    do, and to the authors whose portrait one is; of stories and drafts of pages those that `user` may see."""
    here = Prefetch("placements", Placement.objects.filter(image__in=images), to_attr="placed_here")
    shown = stories_for(user).filter(placements__image__in=images)
    stories = shown.distinct().order_by("-pk").prefetch_related(here)
    newest = list(stories.only("headline")[: MOST_USES + 1])
    authors = Author.objects.filter(picture__in=images)[:MOST_USES]
    pages = FlatPage.objects.all() if user and user.has_perm(RIGHT) else FlatPage.objects.published()
    links = [_link("post", story, _caption_in(story)) for story in newest[:MOST_USES]]
    links += [_link("flatpage", page) for page in pages.filter(pictures__in=images).distinct()[:MOST_USES]]
    links += [_link("author", author) for author in authors]
    return links + ([format_html("{}", "and more stories")] if len(newest) > MOST_USES else [])


def _caption_in(story: Post) -> str:
    captions = [placement.caption for placement in story.placed_here if placement.caption]
    return f" with the caption “{captions[0]}”" if captions else ""


def _link(model: str, thing: Post | FlatPage | Author, more: str = "") -> SafeString:
    return format_html('<a href="{}">{}</a>{}', reverse(f"admin:blog_{model}_change", args=[thing.pk]), thing, more)
