"""Letters to the authors of a story that somebody else moved: sent back, scheduled, published, withdrawn."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from blog.letters import Words, words_from, writes
from blog.models import Letter, Post, State, Transition, User

STORY_MOVED = "story_moved"
# What the authors hear of, and how the letter begins.
SAID = {
    "send_back": _lazy("Sent back to you"),
    "schedule": _lazy("Scheduled"),
    "publish": _lazy("Published"),
    "retract": _lazy("Taken from readers"),
    "kill": _lazy("Killed, and replaced by this notice"),
}


def tell_authors(move: Transition) -> None:
    """Put a letter to each author of the story who can sign in, but for who made the move, into the outbox.

    A draft that nobody had handed in is published by those who wrote it, or comes with an import: no news to them.
    """
    if move.verb not in SAID or (move.verb == "publish" and move.source == State.DRAFT):
        return
    post = move.post
    own = Q(author__pk=post.poster_id) | Q(author__stories=post)
    people = User.objects.filter(own, is_active=True, is_staff=True).exclude(email="")
    people = people.exclude(pk=move.made_by_id) if move.made_by_id else people
    for address in people.values_list("email", flat=True).distinct():
        Letter.objects.write(STORY_MOVED, to=address, about=move.pk)


@writes(STORY_MOVED)
def story_moved(letter: Letter) -> Words | None:
    """Tells what was done, by whom, and the note. Not to who does not see the story at the desk any more."""
    move = Transition.objects.select_related("post", "made_by").filter(pk=letter.about).first()
    reader = User.objects.filter(email=letter.recipient, is_active=True, is_staff=True).first()
    if move is None or reader is None or not Post.objects.visible_to(reader).filter(pk=move.post_id).exists():
        return None
    said = str(SAID.get(move.verb, move.verb))
    return words_from(
        "emails/story_moved",
        f"{said}: “{move.post}”",
        headline=str(move.post),
        said=said,
        who=str(move.made_by or _("the newsroom’s clock")),
        note=move.note,
        link=reverse("admin:blog_post_change", args=[move.post_id]),
    )
