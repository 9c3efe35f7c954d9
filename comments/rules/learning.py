"""How the spam score learns: from what moderators approve and mark as spam, and from nobody else.

A lesson says what a comment is, as the desk sees it now. `learn` brings the lessons of some comments in line with where
these stand, whatever happened before: it may be called twice, late, or by two processes at once. A change of mind, or
an undo, takes the old lesson back. The weights are made anew from all lessons by `train_anew`, a sweep.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Count, F, Q

from comments.models import Comment, Status
from comments.rules.features import features_of
from comments.rules.models import Lesson, SpamMemory
from comments.rules.models.moderation_rules import new_version
from comments.rules.weighing import Example, pack_features, train, unpack_features

LEAST_LESSONS = 100  # of each kind: with fewer the score says nothing; see docs/moderation.md for the measurement
MOST_LESSONS = 5_000  # of each kind, the newest: they train within seconds; old spam does not come back
MOST_AT_ONCE = 240  # lessons from one decision: one flood, marked with one click, does not fill the memory
AT_A_TIME = 10_000  # keys in a statement
THRESHOLD = 0.65  # from this score on a comment is called spam: precision before recall


def learn(keys: Iterable[int]) -> None:
    """Take the comments with these keys as the desk sees them now."""
    keys = sorted(set(keys), reverse=True)
    with transaction.atomic():
        memory = SpamMemory.locked()
        room = MOST_AT_ONCE - _learnt_of_the_same(keys)
        changes = sum(_learn_some(part, room=room - at) for at, part in _parts(keys))
        if changes:
            SpamMemory.objects.filter(pk=memory.pk).update(taught=F("taught") + 1)


def train_anew() -> bool:
    """Make the weights follow from the lessons, if these have changed; whether they had.

    Two processes may do so at once: what was made from older lessons never replaces what was made from newer ones.
    """
    taught = SpamMemory.objects.filter(pk=1, trained__lt=F("taught")).values_list("taught", flat=True).first()
    if taught is None:
        return False
    _forget_the_oldest()
    rows = Lesson.objects.order_by("pk").values_list("features", "is_spam").iterator()
    lessons: list[Example] = [(unpack_features(bytes(kept)), is_spam) for kept, is_spam in rows]
    spam = sum(is_spam for _, is_spam in lessons)
    is_enough = min(spam, len(lessons) - spam) >= LEAST_LESSONS
    weights = train(lessons).packed() if is_enough else b""
    older = SpamMemory.objects.filter(pk=1, trained__lt=taught)
    return bool(older.update(trained=taught, weights=weights, version=new_version()))


def measured() -> dict[str, int]:
    """How the score did on the desk's own comments before it knew the decision: numbers of lessons.

    `good` and `spam` are all there are; `called` had a score of THRESHOLD or more, `rightly` of these are spam;
    `scored_spam` is the spam that had any score.
    """
    called = Q(score__gte=THRESHOLD)
    return Lesson.objects.aggregate(
        good=Count("pk", filter=Q(is_spam=False)),
        spam=Count("pk", filter=Q(is_spam=True)),
        called=Count("pk", filter=called),
        rightly=Count("pk", filter=called & Q(is_spam=True)),
        scored_spam=Count("pk", filter=Q(is_spam=True, score__isnull=False)),
    )


def _learnt_of_the_same(keys: list[int]) -> int:
    """How many lessons the earlier portions of the decision about these comments brought, where it is so large that it
    comes in portions. One query, which looks through the lessons: there are never many."""
    decisions = Comment.objects.filter(pk__in=keys[:1], decision__isnull=False).values("decision")
    return Lesson.objects.filter(comment__decision__in=decisions).exclude(pk__in=keys).count()


def _parts(keys: list[int]) -> Iterator[tuple[int, list[int]]]:
    for at in range(0, len(keys), AT_A_TIME):
        yield at, keys[at : at + AT_A_TIME]


def _learn_some(keys: list[int], room: int) -> int:
    """Bring the lessons of these comments in line; how many changed. At most `room` are added, the first ones."""
    wanted, known = {}, {}
    rows = Comment.objects.filter(pk__in=keys)
    for pk, status, by, is_spam in rows.values_list("pk", "status", "status_changed_by", "lesson__is_spam"):
        if by is not None and status in (Status.APPROVED, Status.SPAM):
            wanted[pk] = status == Status.SPAM
        if is_spam is not None:
            known[pk] = is_spam
    wrong = [pk for pk, is_spam in known.items() if wanted.get(pk) != is_spam]
    Lesson.objects.filter(pk__in=wrong).delete()
    new = [pk for pk in keys if pk in wanted and known.get(pk) != wanted[pk]][: max(room, 0)]
    said = rows.filter(pk__in=new).only("comment", "writer_name", "user_url").annotate(given=F("verdict__score"))
    lessons = [
        Lesson(
            comment_id=comment.pk,
            is_spam=wanted[comment.pk],
            features=pack_features(features_of(comment)),
            score=comment.given,
        )
        for comment in said
    ]
    Lesson.objects.bulk_create(lessons)
    return len(wrong) + len(lessons)


def _forget_the_oldest() -> None:
    for is_spam in (False, True):
        kind = Lesson.objects.filter(is_spam=is_spam).order_by("-pk")
        oldest_kept = kind.values_list("pk", flat=True)[MOST_LESSONS - 1 : MOST_LESSONS].first()
        if oldest_kept is not None:
            Lesson.objects.filter(is_spam=is_spam, pk__lt=oldest_kept).delete()
