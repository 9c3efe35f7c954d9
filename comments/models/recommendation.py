"""Readers recommend a comment: one row for each person, and the count on the comment."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone


class Recommendation(models.Model):
    """That `person` recommends `comment`.

    `person` is text that stays the same for them: comments/persons.py makes it. It is no key of an account, so that
    the count stays true when an account is deleted.
    """

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="recommendations", db_index=False)
    person = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="a_person_recommends_a_comment_once"),
        ]

    def __str__(self) -> str:
        return f"Somebody recommends {self.comment_id}"


class Recommendable(models.Model):
    """Gives a comment its count of recommendations, exact at every moment."""

    recommendation_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def recommend(self, person: str) -> bool:
        """Note that `person` recommends it; True when that is new."""
        try:
            with transaction.atomic():
                Recommendation.objects.create(comment_id=self.pk, person=person)
                self._count_recommendations(+1)
        except IntegrityError:
            return False
        return True

    def take_recommendation_back(self, person: str) -> bool:
        """Forget that `person` recommends it; True when they did."""
        with transaction.atomic():
            gone, _ = Recommendation.objects.filter(comment=self.pk, person=person).delete()
            if gone:
                self._count_recommendations(-1)
        return bool(gone)

    def _count_recommendations(self, one: int) -> None:
        rows = type(self)._base_manager.filter(pk=self.pk)
        rows.update(recommendation_count=F("recommendation_count") + one)
        self.refresh_from_db(fields=["recommendation_count"])
