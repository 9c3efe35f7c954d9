"""What is looked at before a story is published, and what that means: as an editor sets it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

LONGEST_PHRASE = 100  # characters
MOST_PHRASES = 300

# What reporters write when they do not name who told them. One phrase on each line; whole words, whatever the case.
UNNAMED_PHRASES = """\
on condition of anonymity
on the condition of anonymity
requested anonymity
asked for anonymity
spoke anonymously
speaking anonymously
asked not to be named
asked not to be identified
did not want to be named
declined to be named
refused to be named
not authorised to speak
not authorized to speak
name has been changed
names have been changed
a source said
a source told
a source close to
a source familiar with
a source with knowledge of
sources said
sources told
sources close to
sources familiar with
according to a source
according to sources
anonymous source
anonymous sources
unnamed official
unnamed officials
familiar with the matter
"""


def well_known_phrases() -> str:
    """The list that a site begins with."""
    return UNNAMED_PHRASES


def phrases_in(text: str) -> list[str]:
    """The phrases of a list, their white space folded, without empty lines."""
    return [phrase for line in text.splitlines() if (phrase := " ".join(line.split()))]


class Level(models.TextChoices):
    """What a finding means."""

    BLOCK = "block", "blocks"
    WARN = "warn", "warns"
    OFF = "off", "is not looked at"


def _level(label: str, level: Level, help_text: str = "") -> models.CharField:
    return models.CharField(label, max_length=5, choices=Level, default=level, help_text=help_text)


def _number(label: str, default: int, least: int, most: int, help_text: str = "") -> models.PositiveIntegerField:
    within = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveIntegerField(label, default=default, validators=within, help_text=help_text)


class PreflightRules(models.Model):
    """At most one row, with the key 1; without it the defaults hold. Each level is named as its check is.

    A story without a headline, or with another one's address, could not be published at all: these always block.
    """

    byline = _level("no byline", Level.BLOCK)
    headline_length = _level("length of the headline", Level.WARN)
    headline_least = _number("at least, characters", 10, 1, 250)
    headline_most = _number("at most, characters", 80, 1, 250, "The article page sets longer ones smaller.")
    text = _level("broken lines and glued words", Level.WARN, "As wire copy has them when it is pasted.")
    links = _level("links that lead nowhere", Level.WARN, "To addresses of this site.")
    alt = _level("no alternative text", Level.BLOCK, "Of a picture that is not marked as decorative.")
    alt_is_caption = _level("alternative text that repeats the caption", Level.WARN)
    credit = _level("no credit", Level.WARN)
    file_photo = _level("old picture that does not say so", Level.WARN)
    file_photo_days = _number("older than the story by, days", 30, 1, 36_500)
    unnamed = _level("unnamed source without a sign-off", Level.BLOCK, "Editors sign among the story’s sources.")
    unnamed_phrases = models.TextField(
        "words that tell of an unnamed source",
        blank=True,
        max_length=20_000,
        default=well_known_phrases,
        help_text="One phrase on each line. Whole words are found, whatever the case.",
    )
    weight = _level("heavy page", Level.WARN, "What a phone fetches to show the whole story, with all its pictures.")
    page_kilobytes = _number("page at most, KB", 500, 20, 100_000)
    picture_kilobytes = _number("each picture at most, KB", 150, 5, 100_000)

    class Meta:
        verbose_name = verbose_name_plural = "check before publishing"
        default_permissions = ()  # who may publish any story sets what is looked at

    def __str__(self) -> str:
        return "Check before publishing"

    def save(self, **kwargs) -> None:
        self.pk = 1
        super().save(**kwargs)

    @classmethod
    def in_force(cls) -> PreflightRules:
        """The rules, or, before they were ever saved, the defaults."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def level_of(self, check: str) -> Level:
        """What a finding of `check` means; BLOCK for those that nobody can turn off."""
        return Level(getattr(self, check, Level.BLOCK))

    def clean(self) -> None:
        """Raises ValidationError for bounds that exclude everything, and phrases that could never be meant."""
        if self.headline_least > self.headline_most:
            raise ValidationError({"headline_most": "This is less than the least: no headline would be right."})
        phrases = phrases_in(self.unnamed_phrases)
        odd = [p for p in phrases if len(p) > LONGEST_PHRASE or not any(c.isalnum() for c in p)]
        if odd:
            raise ValidationError(
                {"unnamed_phrases": f"“{odd[0][:LONGEST_PHRASE]}” is too long, or has no letter in it."}
            )
        if len(phrases) > MOST_PHRASES:
            raise ValidationError({"unnamed_phrases": f"At most {MOST_PHRASES} phrases are possible."})
