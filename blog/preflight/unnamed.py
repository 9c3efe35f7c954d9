"""The check of unnamed sources: each takes an editor who knows who it is, and has signed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blog.models import Source
from blog.models.preflight_rules import phrases_in
from blog.models.source import PASSAGE_LENGTH
from blog.preflight.finding import Finding
from blog.preflight.material import QUOTES, Material, folded

SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*\s+")
REMEDY = "Enter who it is among the story’s sources, where an editor signs it off."
WAITING = "An editor reads and signs it among the story’s sources."


def unnamed(story: Material) -> Iterator[Finding]:
    """A passage that rests on an unnamed source which is not in the ledger, or one in the ledger that waits.

    A source stands for the paragraph that its passage is in; without a passage, for the whole story.
    """
    entered = [folded(source.passage) for source in story.sources if source.is_unnamed]
    pattern = _pattern(phrases_in(story.rules.unnamed_phrases))
    for paragraph in [story.post.headline, story.post.standfirst, *story.paragraphs]:
        found = pattern.search(paragraph.translate(QUOTES)) if pattern else None
        if found and not any(passage in folded(paragraph) for passage in entered):
            says = f"“{found[0]}” tells of an unnamed source, and no editor has signed for it."
            passage = _sentence(paragraph, found.start(), found.end())
            yield Finding(says, REMEDY, "sources", passage=passage[:PASSAGE_LENGTH])
    if waiting := sum(map(_waits, story.sources)):
        says = "An unnamed source waits" if waiting == 1 else f"{waiting} unnamed sources wait"
        yield Finding(f"{says} for an editor’s sign-off.", WAITING, "sources")


def _waits(source: Source) -> bool:
    return source.is_unnamed and not source.is_signed_off


def _pattern(phrases: list[str]) -> re.Pattern[str] | None:
    """Finds any of the phrases as whole words. Markdown's emphasis may stand between them."""
    words = [[re.escape(word) for word in phrase.translate(QUOTES).split()] for phrase in phrases]
    choices = "|".join(r"[\s*_]+".join(phrase) for phrase in words)
    return re.compile(rf"(?<![^\W_])(?:{choices})(?![^\W_])", re.IGNORECASE) if choices else None


def _sentence(paragraph: str, start: int, end: int) -> str:
    """The sentence of the paragraph in which its characters `start` to `end` stand."""
    begins = max((found.end() for found in SENTENCE_END.finditer(paragraph, 0, start)), default=0)
    following = SENTENCE_END.search(paragraph, end)
    return paragraph[begins : following.end() if following else len(paragraph)].strip()
