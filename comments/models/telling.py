"""Whom letters about stories are written to: of new ones at once or in digests, and of those that were killed.

Each is one statement for all subscribers, however many they are.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models, transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, LPad, Right
from django.utils import timezone

from blog.models import Letter, Post
from blog.models.letter import writes_nothing
from comments.models.bulletin import Bulletin, News
from comments.models.rhythm import Rhythm, mornings_after, next_morning

# The kinds of letters; comments/notifications.py and comments/digests.py write them.
NEW_POST, DIGEST, WITHDRAWN = "new-post", "digest", "withdrawn"

POST_IS_NEWS = timedelta(days=1)  # what is dated earlier appeared elsewhere first, or comes back after a retraction
KILL_IS_NEWS = timedelta(days=30)  # who was told of a story longer ago has forgotten it, and keeps no such letters
SETTLES = timedelta(minutes=1)  # longer than it takes to publish a story: what was begun before a change is over then
NUMBER_LENGTH = 12  # digits of a bulletin's number, so that numbers compare as their digits do


class ToldQuerySet(models.QuerySet):
    """What is written to those who want to hear of new posts."""

    def confirmed(self):
        """Those that letters are sent for. The only reading of consent."""
        return self.filter(confirmed_at__isnull=False)

    def to_new_posts(self):
        """Those that ask for letters about new posts, and not about one story's comments."""
        return self.filter(post__isnull=True)

    def write_about_post(self, post: Post) -> int:
        """Letters to all who want to hear of each new post at once, unless `post` is no news; the number. For the
        others it waits for the next digest."""
        if writes_nothing():
            return 0
        if not post.published_at or post.published_at < timezone.now() - POST_IS_NEWS:
            News.objects.drop(post)
            return 0
        News.objects.add(post)
        rows = self.confirmed().to_new_posts().filter(rhythm=Rhythm.INSTANT)
        return Letter.objects.write_each(rows, NEW_POST, to=F("email"), about=_key_of(post))

    def write_digests(self) -> int:
        """Letters to all whose digest is due and who have not been told of everything yet; the number.

        However many were missed, it is one. Several processes may do it at once: whoever moves the rows' moments on
        writes the letters, and both are done or neither.
        """
        now = timezone.now()
        due = self.filter(due_at__lte=now)
        if not due.exists():
            return 0
        with transaction.atomic():
            latest = Bulletin.close()
            told = {"told_after": F("told_up_to"), "told_up_to": latest}
            if not due.update(due_at=mornings_after(now), **told):
                return 0
            rows = self.confirmed().to_new_posts().filter(told_up_to=latest, told_after__lt=latest)
            span = Concat(_digits("told_after"), Value("-"), _digits("told_up_to"))
            return Letter.objects.write_each(rows, DIGEST, to=F("email"), about=span)

    def write_about_withdrawal(self, post: Post) -> int:
        """Letters to all who were told of `post`, and still get letters, that it was killed; the number. Letters about
        it that still wait are not sent, so those are not told."""
        told = Letter.objects.filter(recipient=OuterRef("email"), created_at__gt=timezone.now() - KILL_IS_NEWS)
        told = told.exclude(state__in=[Letter.State.WAITING, Letter.State.FAILED])
        ways = Q(Exists(told.filter(kind=NEW_POST, about=str(post.pk))))
        bulletin = News.objects.filter(post=post).values_list("bulletin", flat=True).first()
        if bulletin:
            number = f"{bulletin:0{NUMBER_LENGTH}}"
            digests = told.filter(kind=DIGEST, about__lt=number).alias(up_to=Right("about", NUMBER_LENGTH))
            ways |= Q(Exists(digests.filter(up_to__gte=number)))
        rows = self.confirmed().to_new_posts().filter(ways)
        return Letter.objects.write_each(rows, WITHDRAWN, to=F("email"), about=_key_of(post))


class Told(models.Model):
    """How often letters about new posts come, and what they have told of.

    Who gets each at once, and has for long, has no `due_at`. Whoever changes to that is told in one last digest of what
    the next one would have had. A change the other way begins with what becomes news after it.
    """

    rhythm = models.CharField(max_length=7, choices=Rhythm, default=Rhythm.INSTANT)
    due_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Numbers of bulletins: the latest digest is about those after the one, up to the other.
    told_after = models.PositiveBigIntegerField(default=0, editable=False)
    told_up_to = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def come(self, rhythm: str) -> None:
        """Have letters about new posts come this often from now on; no story is told twice or left out by that."""
        now, own = timezone.now(), type(self)._base_manager.filter(pk=self.pk)
        with transaction.atomic():
            latest = Bulletin.close()
            kept = own.select_for_update().filter(confirmed_at__isnull=False).exclude(rhythm=rhythm).first()
            if kept is None:
                return
            due_at = next_morning(rhythm, now) or (now + SETTLES)
            columns = {"rhythm": rhythm, "due_at": due_at}
            if kept.due_at is None:  # told of each at once so far
                columns |= {"told_after": latest, "told_up_to": latest}
            own.update(**columns)


def bulletins_in(about: str) -> tuple[int, int]:
    """What a digest is about: the bulletins after the first number, up to the second."""
    after, _, up_to = about.partition("-")
    return int(after), int(up_to)


def _key_of(post: Post) -> Value:
    return Value(str(post.pk), output_field=CharField())


def _digits(name: str) -> LPad:
    return LPad(Cast(name, CharField()), NUMBER_LENGTH, Value("0"))
