"""What the tests of the check before publishing share: stories, and what is found in them."""

from pathlib import Path

from blog import source_page
from blog.models import PreflightRules, Source
from blog.preflight import check
from tests import factories

CAPTURED = (Path(source_page.__file__).parent / "demo" / "source-page.txt").read_text(encoding="utf-8")
PAGE = source_page.parse(CAPTURED)
HEADLINE = "Troops, Islamists clash in central Mali"


def right_story(*, by, **fields):
    """A draft that the check finds nothing in, with `fields` changed."""
    return factories.draft(by=by, **{"headline": HEADLINE, **fields})


def source_story(*, by):
    """The source page as it is pasted: its own words, and its picture without a credit or a date."""
    image = picture(alt=PAGE.alt, caption=PAGE.caption, credit="")
    return factories.draft(
        by=by, bylines=[factories.author(PAGE.byline)], headline=HEADLINE, body=PAGE.body, lead=image
    )


def picture(**fields):
    """A picture of the library with `fields`, also such as nobody could type."""
    image = factories.image()
    type(image).objects.filter(pk=image.pk).update(**fields)
    image.refresh_from_db()
    return image


def ledger(post, **fields):
    """An unnamed source in the ledger of `post`."""
    values = {"name": "Sgt. X", "how": "phone", "is_unnamed": True, "why_unnamed": "He would be court-martialled."}
    return Source.objects.create(post=post, **{**values, **fields})


def found(post, name=None, **more):
    """The findings of one check, or of all."""
    return [finding for finding in check(post, **more) if name in (None, finding.name)]


def set_rules(**values):
    PreflightRules(**values).save()
