"""The list of checks, and what they find on one story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from blog.models import Level, Post
from blog.preflight import links, pictures, unnamed, weight, words
from blog.preflight.finding import Finding
from blog.preflight.material import Material
from blog.preflight.weight import Weight

Check = Callable[[Material], Iterator[Finding]]

MOST_OF_A_KIND = 50  # findings of one check; who has put these right is told of the others

# In the order of the list. Each name is that of its level in PreflightRules; those without one always block.
CHECKS: dict[str, Check] = {
    "headline": words.headline,
    "byline": words.byline,
    "slug": words.slug,
    "alt": pictures.alt,
    "unnamed": unnamed.unnamed,
    "file_photo": pictures.file_photo,
    "credit": pictures.credit,
    "alt_is_caption": pictures.alt_is_caption,
    "text": words.text,
    "headline_length": words.headline_length,
    "links": links.links,
}


@dataclass(frozen=True)
class Report:
    """What was found, and what a phone fetches (None where nobody wants to know)."""

    findings: list[Finding]
    weight: Weight | None

    @property
    def blocks(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == Level.BLOCK]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == Level.WARN]

    def unseen(self, keys: set[str]) -> list[Finding]:
        """The warnings that somebody who has seen those of `keys` has not seen."""
        return [finding for finding in self.warnings if finding.key not in keys]


def examine(post: Post, at: datetime | None = None) -> Report:
    """Look at a story as it is saved, to be published at `at`, or now. Nothing is changed, nothing fetched."""
    story = Material.of(post, at)
    findings = []
    for name, look in CHECKS.items():
        if (level := story.rules.level_of(name)) != Level.OFF:
            findings += [replace(finding, name=name, level=level) for finding in islice(look(story), MOST_OF_A_KIND)]
    if (level := story.rules.level_of("weight")) == Level.OFF:
        return Report(findings, None)
    weighed = weight.weigh(story)
    heavy = islice(weight.heavy(story, weighed), MOST_OF_A_KIND)
    return Report(findings + [replace(finding, name="weight", level=level) for finding in heavy], weighed)


def check(post: Post, at: datetime | None = None) -> list[Finding]:
    """The findings of `examine` alone."""
    return examine(post, at).findings
