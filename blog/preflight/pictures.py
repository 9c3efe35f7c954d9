"""Checks of the pictures: is each described, credited, and does an old one say that it is old?"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from django.utils import timezone, translation
from django.utils.dates import MONTHS
from django.utils.formats import date_format

from blog.preflight.finding import Finding
from blog.preflight.material import Material, Shown, folded

LABEL = re.compile(
    r"\b(?:file|archive|archival|library)\s+(?:photo(?:graph)?|picture|image)\b|\bfrom (?:the|our) archives?\b",
    re.IGNORECASE,
)


def alt(story: Material) -> Iterator[Finding]:
    """A picture that says nothing to those who cannot see it, and is not marked as decorative."""
    for shown in story.pictures:
        if not shown.alt and not shown.image.is_decorative:
            remedy = "Say what it shows, or mark it as decorative in the library."
            yield Finding(f"{shown.called} has no alternative text.", remedy, _place(shown, "alt"))


def alt_is_caption(story: Material) -> Iterator[Finding]:
    """Those who cannot see the picture would hear the same words twice, and not what it shows."""
    for shown in story.pictures:
        if shown.alt and _bare(shown.alt) == _bare(shown.caption):
            says = f"{shown.called} has the same words as alternative text and as caption."
            remedy = "In the alternative text say what can be seen; the caption says what it means."
            yield Finding(says, remedy, _place(shown, "alt"))


def credit(story: Material) -> Iterator[Finding]:
    """A picture of nobody's."""
    for shown in {shown.image.pk: shown for shown in reversed(story.pictures)}.values():
        if not shown.image.credit.strip():
            says = f"{shown.called} has no credit."
            yield Finding(says, "Say in the library who took or drew it.", f"image-{shown.image.pk}")


def file_photo(story: Material) -> Iterator[Finding]:
    """A picture older than the story that does not say “file photo” and when it was taken.

    It is as old as the library says; where that says nothing, as the month that its caption names.
    """
    today = timezone.localdate(story.moment)
    for shown in story.pictures:
        taken, is_sure = shown.image.taken_on, True
        if taken is None:
            taken, is_sure = _month_in(shown.caption), False
        if taken is None or (today - taken).days <= story.rules.file_photo_days:
            continue
        if not LABEL.search(shown.caption) or str(taken.year) not in shown.caption:
            yield _old(shown, taken, is_sure, (today - taken).days)


def _old(shown: Shown, taken: date, is_sure: bool, age: int) -> Finding:
    month = date_format(taken, "F Y")
    if is_sure:
        says = f"{shown.called} was taken {_long(age)} before the story ({date_format(taken, 'j F Y')})"
    else:
        says = f"{shown.called} speaks of {month}, {_long(age)} before the story"
    labelled = bool(LABEL.search(shown.caption))
    says += ", and its label does not say when." if labelled else ", and is not labelled as a file photo."
    remedy = "Add to its caption:" if is_sure else "If it was taken then, add to its caption:"
    return Finding(says, remedy, _place(shown, "caption"), offer=f"File photo, {month}.")


def _long(days: int) -> str:
    """As people say it: 45 days, 10 months, 3 years."""
    if days < 60:
        return f"{days} days"
    return f"about {days // 30} months" if days < 730 else f"about {days // 365} years"


def _month_in(caption: str) -> date | None:
    """The last day of the latest month that the caption names, in the newsroom's language or in English."""
    names = {str(name).casefold(): number for number, name in MONTHS.items()}
    with translation.override("en"):
        names |= {str(name).casefold(): number for number, name in MONTHS.items()}
    months = "|".join(map(re.escape, names))
    found = re.findall(rf"\b({months})\s+(?:\d{{1,2}},?\s+)?((?:18|19|20)\d\d)\b", caption, re.IGNORECASE)
    days = [(int(year), names[name.casefold()]) for name, year in found]
    return max((date(year, month, calendar.monthrange(year, month)[1]) for year, month in days), default=None)


def _place(shown: Shown, field: str) -> str:
    return f"id_lead_{field}" if shown.is_lead else "id_body"


def _bare(words: str) -> str:
    return folded(words).strip(" .!?")
