"""How alike pictures look: a fingerprint of 64 bits each, and those that differ in few of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from blog.models.image import Image

BANDS = ("first", "second", "third", "fourth")  # 16 bits each
BAND_BITS = 16
# Two fingerprints that differ in at most seven bits have a band that differs in at most one: seven spread over four.
MOST_DIFFERENT = 7


class LikenessQuerySet(models.QuerySet):
    """Reads after "likenesses"."""

    def near(self, fingerprint: int) -> list[Likeness]:
        """Those that differ from `fingerprint` in at most MOST_DIFFERENT bits, the most alike first, in one query that
        looks up 17 values in the index of each band."""
        candidates = Q(pk__in=[])
        for band, value in zip(BANDS, bands(fingerprint), strict=True):
            candidates |= Q(**{f"{band}__in": [value, *(value ^ (1 << bit) for bit in range(BAND_BITS))]})
        alike = [(difference(fingerprint, row.fingerprint), row) for row in self.filter(candidates)]
        return [row for bits, row in sorted(alike, key=lambda pair: (pair[0], -pair[1].pk)) if bits <= MOST_DIFFERENT]


class Likeness(models.Model):
    """One picture's fingerprint, in four bands that are looked up on their own."""

    image = models.OneToOneField(Image, models.CASCADE, primary_key=True, related_name="likeness")
    first = models.PositiveIntegerField(db_index=True)
    second = models.PositiveIntegerField(db_index=True)
    third = models.PositiveIntegerField(db_index=True)
    fourth = models.PositiveIntegerField(db_index=True)

    objects = LikenessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "likenesses"

    def __str__(self) -> str:
        return f"{self.fingerprint:016x}"

    @property
    def fingerprint(self) -> int:
        value = 0
        for band in BANDS:
            value = value << BAND_BITS | getattr(self, band)
        return value

    @classmethod
    def remember(cls, image: Image, fingerprint: int) -> None:
        """Keep the fingerprint of `image`."""
        cls.objects.update_or_create(image=image, defaults=dict(zip(BANDS, bands(fingerprint), strict=True)))

    @classmethod
    def of(cls, image: Image, most: int) -> list[Image]:
        """At most `most` other pictures of the library that look like `image`, the most alike first."""
        own = cls.objects.filter(pk=image.pk).first()
        near = cls.objects.exclude(pk=image.pk).near(own.fingerprint) if own else []
        found = Image.objects.in_bulk([row.pk for row in near[:most]])
        return [found[row.pk] for row in near[:most] if row.pk in found]


def bands(fingerprint: int) -> Iterable[int]:
    """The four bands of a fingerprint, the highest bits first."""
    mask = (1 << BAND_BITS) - 1
    return [fingerprint >> shift & mask for shift in (48, 32, 16, 0)]


def difference(one: int, other: int) -> int:
    """How many bits of two fingerprints differ, 0 to 64."""
    return (one ^ other).bit_count()
