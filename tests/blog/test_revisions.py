"""Every save is kept, and any can be brought back."""

import pytest

from blog.models.revision import RevisionIsImmutable
from tests import factories


def test_every_change_is_a_numbered_revision_and_no_change_is_none(remy):
    post = factories.draft(by=remy, body="One.")
    assert post.revise(by=remy) is None
    post.body = "Two."
    post.save()
    assert post.revise(by=remy).number == 2
    assert [r.body for r in post.revisions.all()] == ["Two.", "One."]


def test_a_revision_cannot_be_changed(remy):
    revision = factories.draft(by=remy).revisions.get()
    revision.note = "Rewritten history"
    with pytest.raises(RevisionIsImmutable):
        revision.save()


def test_restoring_brings_back_words_tags_bylines_and_lead_and_is_itself_a_revision(remy, edith):
    post = factories.draft(by=remy, body="One.", lead=factories.image(), section=factories.section())
    post.tags.add(factories.tag())
    first = post.revise(by=remy)
    post.body, post.headline, post.section = "Two.", "Other", None
    post.save()
    post.tags.clear()
    post.bylines.all().delete()
    post.placements.all().delete()
    post.revise(by=edith)
    again = post.revert_to(first, by=edith)
    assert again.snapshot == first.snapshot
    assert (again.number, again.made_by, again.note) == (4, edith, "Restored revision 2")
    post.refresh_from_db()
    assert post.body_html == "<p>One.</p>"
    assert post.section.name == "World"


def test_what_changed_is_told_word_by_word(remy):
    post = factories.draft(by=remy, body="Eighteen people were hurt.")
    post.body = "Nineteen people were hurt."
    post.save()
    latest = post.revise(by=remy)
    changes = latest.diff(post.revisions.get(number=1))
    assert [c.text.strip() for c in changes if c.kind == "removed"] == ["Eighteen"]
    assert [c.text.strip() for c in changes if c.kind == "added"] == ["Nineteen"]


def test_what_a_text_shows_is_placed_and_what_it_no_longer_shows_is_not(remy):
    picture = factories.image()
    post = factories.draft(by=remy, body=f"Look:\n\n![](image:{picture.pk})")
    assert [p.image for p in post.placements.all()] == [picture]
    assert "<figcaption>" in post.body_html
    assert f'alt="{picture.alt}"' in post.body_html
    post.body = "Nothing to see."
    post.save()
    assert not post.placements.exists()


def test_a_restored_revision_survives_what_it_named_being_gone(remy, edith):
    post = factories.draft(by=remy, section=factories.section())
    tag = factories.tag()
    post.tags.add(tag)
    first = post.revise(by=remy)
    post.tags.clear()
    post.section = None
    post.save()
    post.revise(by=remy)
    tag.delete()
    factories.section().delete()
    post.revert_to(first, by=edith)
    assert post.section is None
    assert not post.tags.exists()
