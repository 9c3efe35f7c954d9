"""The spam score itself: a logistic regression over hashed features, in plain Python.

The weights follow from the lessons alone, in their order: trained again without a lesson they are exactly what they
would have been without it. Steps are those of AdaGrad (Duchi, Hazan and Singer, 2011); a comment's features share its
weight by the root of their number, and both kinds weigh the same, however many there are of each.
"""

from __future__ import annotations

import math
import random
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comments.rules.features import BUCKETS, PART_OF

ROUNDS = 5
PACE = 0.2
BIAS_PACE = 0.02
MOST_SIGNS = 5  # told to a moderator
HEAVIEST = 30.0  # beyond it a score is 0 or 1 anyway

Example = tuple[Sequence[int], bool]


@dataclass(frozen=True)
class Weights:
    """What each feature says for spam (more than 0) or against it, and the bias before any."""

    bias: float
    of: Sequence[float]

    def score(self, features: Iterable[int]) -> float:
        """From 0, as the desk approved, to 1, as it marked spam."""
        numbers = list(features)
        return _probability(self.bias, [self.of[number] for number in numbers], _share(len(numbers)))

    def signs(self, features: dict[int, str]) -> list[str]:
        """What speaks most for spam, in words, MOST_SIGNS at most. Parts of words count, but tell a person little."""
        told = ((self.of[number], label) for number, label in features.items() if not label.startswith(PART_OF))
        return [label for weight, label in sorted(told, reverse=True)[:MOST_SIGNS] if weight > 0]

    def packed(self) -> bytes:
        """As it is kept in the database."""
        return zlib.compress(_little_endian(array("f", [self.bias, *self.of])).tobytes(), 1)

    @classmethod
    def unpacked(cls, kept: bytes) -> Weights:
        """The reverse of `packed`."""
        numbers = array("f")
        numbers.frombytes(zlib.decompress(kept))
        numbers = _little_endian(numbers)
        return cls(numbers[0], numbers[1:])


def train(lessons: list[Example]) -> Weights:
    """The weights that follow from `lessons`: of each its features and whether it is spam. Both kinds must be there."""
    spam = sum(is_spam for _, is_spam in lessons)
    counts_as = {True: len(lessons) / 2 / spam, False: len(lessons) / 2 / (len(lessons) - spam)}
    weights, steps, bias = [0.0] * BUCKETS, [1e-6] * BUCKETS, 0.0
    chance, order = random.Random(0), list(lessons)  # noqa: S311  (no secret; the same every time)
    for _round in range(ROUNDS):
        chance.shuffle(order)
        for features, is_spam in order:
            share = _share(len(features))
            error = _probability(bias, [weights[number] for number in features], share) - is_spam
            error *= counts_as[is_spam]
            slope = error * share
            bias -= BIAS_PACE * error
            for number in features:
                steps[number] += slope * slope
                weights[number] -= PACE * slope / math.sqrt(steps[number])
    return Weights(bias, weights)


def pack_features(features: Iterable[int]) -> bytes:
    """As a lesson keeps them."""
    return _little_endian(array("H", features)).tobytes()


def unpack_features(kept: bytes) -> array:
    """The reverse of `pack_features`."""
    numbers = array("H")
    numbers.frombytes(kept)
    return _little_endian(numbers)


def _share(amount: int) -> float:
    return 1 / math.sqrt(amount or 1)


def _probability(bias: float, weights: list[float], share: float) -> float:
    return 1 / (1 + math.exp(-max(-HEAVIEST, min(HEAVIEST, bias + share * sum(weights)))))


def _little_endian(numbers: array) -> array:
    """In the byte order that is kept, whatever the machine's."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers
