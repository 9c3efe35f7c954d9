"""A story as it is saved, with all that the checks look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from html.parser import HTMLParser

from django.core.files.storage import default_storage
from django.utils import timezone

from blog.models import Image, Placement, Post, PreflightRules, Source
from blog.renditions import planned, rendition_name

QUOTES = str.maketrans("‘’‚“”„«»", '\'\'\'"""""')
MARKS = re.compile(r"\]\([^)]*\)|[*_`\[\]]")  # of Markdown, within a paragraph


@dataclass(frozen=True)
class Shown:
    """One picture of the story, with the words that readers get; `is_lead`, or else it stands in the text."""

    image: Image
    is_lead: bool
    alt: str
    caption: str

    @property
    def called(self) -> str:
        """What it is called at the beginning of a sentence."""
        return "The lead picture" if self.is_lead else f"Picture {self.image.pk} in the text"


@dataclass(frozen=True)
class Material:
    """`moment` is when readers will first see the story, as far as is known."""

    post: Post
    rules: PreflightRules
    moment: datetime
    placements: list[Placement]
    sources: list[Source]

    @classmethod
    def of(cls, post: Post, at: datetime | None) -> Material:
        """The story of `post` as the database has it. `at` is the moment it is to be published, None for now."""
        story = Post.objects.for_article().get(pk=post.pk)
        moment = at or story.published_at or timezone.now()
        return cls(
            post=story,
            rules=PreflightRules.in_force(),
            moment=moment,
            placements=list(story.placements.all()),
            sources=list(story.sources.all()),
        )

    @cached_property
    def pictures(self) -> list[Shown]:
        """The lead picture, then those of the text in the order readers meet them."""
        reader = _PicturesOfText()
        reader.feed(self.post.body_html)
        images = {address: placed.image for placed in self.placements for address in _addresses(placed.image)}
        in_text = [
            Shown(images[src], False, alt, " ".join(caption.split()))
            for src, alt, caption in reader.found
            if src in images
        ]
        lead = self.post.lead
        return [Shown(lead.image, True, lead.picture.alt.strip(), lead.picture.caption), *in_text] if lead else in_text

    @cached_property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the text, as Markdown, each on one line."""
        text = self.post.body.replace("\r\n", "\n").replace("\r", "\n")
        return [" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", text) if part.strip()]


def folded(words: str) -> str:
    """The words to compare: without capitals, Markdown's marks and kinds of quotes, their white space as one space."""
    return " ".join(MARKS.sub("", words).translate(QUOTES).casefold().split())


def excerpt(words: str, most: int = 80) -> str:
    """The beginning of `words`, at most `most` characters, cut after a word."""
    if len(words) <= most:
        return words
    return words[:most].rpartition(" ")[0].rstrip(",;:") + " …"


def _addresses(image: Image) -> list[str]:
    """All addresses that an `<img>` of the whole picture can have."""
    return [default_storage.url(rendition_name(image, None, width, "jpg")) for width, _height in planned(image)]


class _PicturesOfText(HTMLParser):
    """Collects (src, alt, caption) of each picture in a rendered text; the caption without the credit."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self.in_caption = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            told = dict(attrs)
            self.found.append([told.get("src") or "", (told.get("alt") or "").strip(), ""])
        elif tag in ("figcaption", "small"):
            self.in_caption = tag == "figcaption"

    def handle_endtag(self, tag: str) -> None:
        if tag == "figcaption":
            self.in_caption = False

    def handle_data(self, data: str) -> None:
        if self.in_caption and self.found:
            self.found[-1][2] += data
