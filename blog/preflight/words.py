"""Checks of the words: is there a headline, who wrote it, is its address free, and was the text cleaned?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from blog import wirecopy
from blog.models import Byline, Post, State
from blog.models.address import post_path
from blog.preflight.finding import Finding
from blog.preflight.material import QUOTES, Material, excerpt


def headline(story: Material) -> Iterator[Finding]:
    """A story without a headline."""
    if not story.post.headline.strip():
        yield Finding("The story has no headline.", "Write one.", "id_headline")


def headline_length(story: Material) -> Iterator[Finding]:
    """A headline that is much shorter or longer than headlines are."""
    length, rules = len(story.post.headline.strip()), story.rules
    if 0 < length < rules.headline_least:
        says = f"The headline has {length} characters; at least {rules.headline_least} are wanted."
        yield Finding(says, "Say what happened, and where.", "id_headline")
    if length > rules.headline_most:
        says = f"The headline has {length} characters; at most {rules.headline_most} are wanted."
        yield Finding(says, f"Take out {length - rules.headline_most} or more.", "id_headline")


def byline(story: Material) -> Iterator[Finding]:
    """A story that nobody is named as the writer of."""
    if not any(line.role == Byline.Role.BY for line in story.post.bylines.all()):
        says = f"Nobody is named as the writer: readers would read “by {story.post.poster}”, who posted it."
        yield Finding(says, "Name who wrote it under “Bylines”.", "id_by")


def slug(story: Material) -> Iterator[Finding]:
    """A chosen slug that another story of that day has, had, or will have. One made from the headline steps aside."""
    post = story.post
    if not post.slug:
        return
    path = post_path(story.moment, post.slug)
    if post.is_taken(path):
        yield Finding(f"Another story already has the address {path}.", "Change the slug.", "id_slug")
    elif twin := _scheduled_twin(story):
        says = f"“{twin}”, which is scheduled, will have the address {path}."
        yield Finding(says, "Change the slug of one of the two.", "id_slug")


def _scheduled_twin(story: Material) -> Post | None:
    day = timezone.localtime(story.moment).replace(hour=0, minute=0, second=0, microsecond=0)
    same_day = {"publish_at__gte": day, "publish_at__lt": day + timedelta(days=1)}
    others = Post.objects.exclude(pk=story.post.pk).filter(state=State.SCHEDULED, slug=story.post.slug, **same_day)
    return others.only("headline").first()


def text(story: Material) -> Iterator[Finding]:
    """Lines broken by hand and words run together, as wire copy has them. Straight quotes alone are no fault: readers
    get curly ones in any case."""
    pairs = [(before, after) for before, after in _paragraphs(story.post.body) if before != after]
    if not pairs:
        return
    broken = sum(before.count("\n") > after.count("\n") for before, after in pairs)
    glued = [word for before, after in pairs if (word := _first_glued(before, after))]
    faults = []
    if broken:
        faults.append(f"lines that break in mid-sentence in {broken} paragraph{'s' if broken > 1 else ''}")
    if glued:
        faults.append(f"words run together: {', '.join(f'“{word}”' for word in glued[:3])}")
    if not faults:
        faults.append(f"spaces out of place, beginning at “{excerpt(' '.join(pairs[0][0].split()), 40)}”")
    remedy = "“Clean up wire copy” on the sheet mends it, and shows what it changes first."
    yield Finding(f"The text has {', and '.join(faults)}.", remedy, "id_body")


def _paragraphs(body: str) -> Iterator[tuple[str, str]]:
    """Each paragraph before and after cleaning: the cleaner keeps empty lines, and with them their number."""
    before = body.replace("\r\n", "\n").replace("\r", "\n")
    after = wirecopy.clean(before)
    return zip(*(re.split(r"\n[ \t]*\n", copy.translate(QUOTES)) for copy in (before, after)), strict=False)


def _first_glued(before: str, after: str) -> str:
    """The first word of a paragraph that cleaning parted into two."""
    parted, closed = set(after.split()), "".join(after.split())
    words = (word.strip(".,;:!?\"'") for word in before.split() if word not in parted)
    return next((word for word in words if len(word) > 3 and word in closed), "")
