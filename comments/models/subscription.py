"""What readers asked to be told about by letter."""

from __future__ import annotations

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Lower
from django.utils import timezone

from blog.models import Letter, Post
from comments.models.apart import Kind
from comments.models.bulletin import Bulletin
from comments.models.consent import CONFIRM_WITHIN, ask_to_confirm
from comments.models.rhythm import Rhythm, mornings_after
from comments.models.telling import Told, ToldQuerySet
from comments.models.workflow import Status

NEW_COMMENT = "new-comment"  # the kind of letters about comments; comments/notifications.py writes them

COMMENT_IS_NEWS = timedelta(days=30)  # an older one comes from an import, or surprises whoever has long gone on
WISHES_FROM_A_NETWORK = 30  # in an hour: a school or an internet café shares one


class SubscriptionQuerySet(ToldQuerySet):
    """Reads after "subscriptions": subscriptions confirmed, subscriptions of an address."""

    def unconfirmed(self):
        """Wishes that can still be confirmed."""
        can_be_read = Q(post__isnull=True) | Q(post__in=Post.objects.published())
        return self.filter(can_be_read, confirmed_at__isnull=True, asked_at__gt=timezone.now() - CONFIRM_WITHIN)

    def of(self, email: str):
        """Those of one address."""
        return self.filter(email=email.lower())

    def write_about_comments(self, keys: list[int], *, pause: timedelta = timedelta()) -> int:
        """Letters to all who follow the stories of these comments, each about those of others that readers see; the
        number. They wait for `pause`. It is one statement, and harmless to repeat."""
        follows = self.confirmed().filter(post__in=Post.objects.published())
        comments = {name: F(f"post__comments__{name}") for name in ("pk", "status", "kind", "submit_date")}
        rows = follows.annotate(
            writer=Lower("post__comments__user_email"), **{f"its_{name}": column for name, column in comments.items()}
        ).filter(
            its_pk__in=keys,
            its_status=Status.APPROVED,
            its_kind=Kind.COMMENT,
            its_submit_date__gt=timezone.now() - COMMENT_IS_NEWS,
        )
        others = rows.exclude(email=F("writer"))
        due_at = timezone.now() + pause
        return Letter.objects.write_each(others, NEW_COMMENT, to=F("email"), about=F("its_pk"), due_at=due_at)

    def take_back_about_comments(self, keys: list[int]) -> int:
        """Readers see these comments no more: the letters about them that still wait are not sent; the number."""
        waiting = Letter.objects.waiting().filter(kind=NEW_COMMENT, about__in=map(str, keys))
        return waiting.delete()[0]

    def confirm(self, rhythm: str = "") -> int:
        """The owner of the address wants these, those about new posts in that `rhythm` or else as they were asked for;
        the number that was not confirmed before."""
        now, waiting = timezone.now(), self.filter(confirmed_at__isnull=True)
        with transaction.atomic():
            if rhythm:
                waiting.to_new_posts().update(rhythm=rhythm)
            latest = Bulletin.close() if waiting.exclude(rhythm=Rhythm.INSTANT).exists() else 0
            told = {"told_after": latest, "told_up_to": latest, "due_at": mornings_after(now)}
            return waiting.update(confirmed_at=now, asked_from="", **told)

    def forget_unconfirmed(self) -> int:
        """Delete the wishes that nobody confirmed in time; the number."""
        return self.filter(confirmed_at__isnull=True, asked_at__lte=timezone.now() - CONFIRM_WITHIN).delete()[0]


class Subscription(Told):
    """A wish for letters: about new comments on `post`, or about new posts where `post` is empty.

    It is only a wish until the owner of the address has confirmed it; nothing is sent before `confirmed_at` is set.
    """

    email = models.EmailField(max_length=254)  # in small letters
    post = models.ForeignKey("blog.Post", models.CASCADE, null=True, blank=True, related_name="subscriptions")
    asked_at = models.DateTimeField(default=timezone.now)
    # A digest of the network that an unconfirmed wish came from.
    asked_from = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="digests_that_are_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["email", "post"], name="one_wish_for_an_address_and_a_post"),
            models.UniqueConstraint(
                fields=["email"], condition=Q(post__isnull=True), name="one_wish_for_an_address_and_new_posts"
            ),
            models.CheckConstraint(
                condition=Q(rhythm=Rhythm.INSTANT) | Q(confirmed_at__isnull=True) | Q(due_at__isnull=False),
                name="whoever_gets_digests_has_one_to_come",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.post or 'new posts'}"

    @classmethod
    def ask(
        cls, email: str, post: Post | None = None, *, is_known: bool = False, network: str = "", rhythm: str = ""
    ) -> None:
        """Keep the wish of the owner of `email`, and have a letter ask them to confirm it; where it was confirmed
        before, nothing changes.

        `is_known` says that the address has been confirmed, by a sign-in; `network` is a digest of where the wish
        comes from, which may send no more than WISHES_FROM_A_NETWORK. Raises ValidationError for no address.
        """
        now = timezone.now()
        recent = cls.objects.filter(asked_from=network, asked_at__gt=now - timedelta(hours=1))
        if not is_known and network and recent.count() >= WISHES_FROM_A_NETWORK:
            return
        facts = {"asked_at": now, "asked_from": network, **({"rhythm": rhythm} if rhythm else {})}
        wish, is_new = cls.objects.get_or_create(email=email.lower(), post=post, defaults=facts)
        own = cls.objects.filter(pk=wish.pk, confirmed_at__isnull=True)
        if wish.confirmed_at or (not is_new and not own.update(**facts)):
            return
        if is_known:
            own.confirm()
            return
        confirmed = cls.objects.of(email).confirmed()
        ask_to_confirm(wish.email, confirmed.aggregate(last=Max("confirmed_at"))["last"])
