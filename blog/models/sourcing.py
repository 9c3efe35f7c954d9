"""What a story says of its sources: who at the desk sees which of them, and what readers are told."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from django.db import models, transaction

from blog.models.source import Source
from blog.signals import post_changed


class Known(NamedTuple):
    """One line of the box "How we know": how the source was reached, and what readers may know of it, if anything."""

    how: str
    is_unnamed: bool
    words: str


class Sourced(models.Model):
    """Gives a story its ledger of sources.

    The safe part of it is kept with the story: what readers meet never reads the ledger itself.
    """

    told_sources = models.JSONField(default=list, editable=False)  # [how, is_unnamed, public words], as Known

    class Meta:
        abstract = True

    @property
    def how_we_know(self) -> list[Known]:
        """The lines of the box for readers, from the safe part alone; empty for most stories."""
        labels = dict(Source.How.choices)
        return [
            Known(str(labels[how]), is_unnamed, words) for how, is_unnamed, words in self.told_sources if how in labels
        ]

    def sources_seen_by(self, user):
        """The sources that `user` may read: all, with the right to publish the story or to edit any; else one's own."""
        if user.has_perm("blog.edit_any_post") or self.may("publish", user):
            return self.sources.all()
        return self.sources.filter(entered_by=user)

    def tell_how_we_know(self) -> None:
        """Bring what readers are told in step with the ledger, and announce it when they see the story."""
        with transaction.atomic():
            row = type(self)._base_manager.select_for_update().only("told_sources", "state").get(pk=self.pk)
            told = [[line.how, line.is_unnamed, line.public_words] for line in self.sources.all() if line.is_told]
            self.told_sources = told
            if told == row.told_sources:
                return
            type(self)._base_manager.filter(pk=self.pk).update(told_sources=told)
            if row.is_published:
                transaction.on_commit(partial(post_changed.send, sender=type(self), post=self), robust=True)
