"""Corrections, as feeds tell them."""

from __future__ import annotations

from blog import markup
from blog.feeds.answering import Stamp
from blog.feeds.channel import Entry, guid, whole
from blog.feeds.stories import FEED_LENGTH
from blog.models import Correction


def newest_corrections() -> list[Correction]:
    """Those that the feed has; one query."""
    return list(Correction.objects.public().for_lists().newest_first()[:FEED_LENGTH])


def stamp_of_corrections() -> Stamp:
    """What the feed follows from. Without a moment: a story that is retracted takes its corrections with it."""
    seen = ("pk", "text", "thanks", "post__headline", "post__path")
    return Stamp(list(Correction.objects.public().newest_first().values_list(*seen)[:FEED_LENGTH]))


def entry_of_correction(correction: Correction) -> Entry:
    """What was wrong in which story. The correction was loaded with `for_lists`."""
    words, address = f"{correction.text} {correction.thanks}".strip(), whole(correction.get_absolute_url())
    return Entry(
        guid=guid(f"correction/{correction.pk}"),
        address=address,
        title=correction.post.headline,
        html=markup.with_absolute_addresses(markup.render_comment(words), address),
        published=correction.made_at,
        updated=correction.made_at,
        summary=words,
    )
