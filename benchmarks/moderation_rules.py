"""What the moderation rules cost a comment, and how well the spam score tells spam: each as a ratio to its limit.

    .venv/bin/python benchmarks/moderation_rules.py

Prints one line for each measure; a ratio above 1.00 is over its limit, and makes the exit status 1. The score is
measured on comments made by machine: benchmarks/labelled says how, and what such numbers cannot show. Each family of
sentences is held out once, and the three measurements are added up; nothing that is measured with was learned from.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import labelled  # noqa: E402

AMOUNT = 4000  # comments made
ENTRIES = 10_000  # of a list
MOMENT = 0.002  # seconds: the most that a list, and the score, may take for a comment
PRECISION, RECALL = 0.98, 0.9  # wanted of the score
LENGTHS = {"an ordinary comment": 400, "a long one": 4_000}
LETTERS = {
    "Latin": "abcdefghijklmnopqrstuvwxyz",
    "Cyrillic": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "Chinese": "网上赌博真人注册送钱中国新闻",
}
THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.8, 0.9)
DECISIONS = (100, 200, 500, 1000)


def main() -> int:
    """Measure and print; 1 when something is over its limit."""
    return int(any([*_lists(), *_score_time(), *_quality()]))


def told(what: str, ratio: float, words: str) -> bool:
    """Print a line; whether it is over its limit."""
    print(f"  {what:42} {words:34} {ratio:6.3f} of the limit")
    return ratio > 1


def seconds_for(work, times: int = 200) -> float:
    """What `work` takes, in seconds: the median of many."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return sorted(taken)[times // 2]


def _lists():
    from comments.rules.wordlists import WordList

    chance = random.Random(4)
    print(f"Lists of {ENTRIES} entries, a tenth of them with *, a tenth of several words")
    for script, letters in LETTERS.items():
        vocabulary = ["".join(chance.choices(letters, k=chance.randint(4, 10))) for _ in range(ENTRIES)]
        lines = [(word, f"{word}*", f"{word} {vocabulary[0]}")[max(0, n % 10 - 7)] for n, word in enumerate(vocabulary)]
        started = time.perf_counter()
        words = WordList("\n".join(lines))
        compiled = time.perf_counter() - started
        for length_name, length in LENGTHS.items():
            others = ["".join(chance.choices(letters, k=6)) for _ in range(length // 7)]
            text = " ".join([*others, vocabulary[1]])
            taken = seconds_for(lambda words=words, text=text: words.find(text))
            yield told(f"{script}, {length_name}", taken / MOMENT, f"{taken * 1000:.3f} ms of {MOMENT * 1000:g} ms")
        print(f"  {script}, compiled once a change: {compiled * 1000:.0f} ms")


def _score_time():
    from comments.rules.features import features_of
    from comments.rules.learning import MOST_LESSONS
    from comments.rules.weighing import Weights, train

    lessons = [(list(features_of(comment)), is_spam) for comment, is_spam, _ in _written(held_out=2)]
    whole = (lessons * (2 * MOST_LESSONS // len(lessons) + 1))[: 2 * MOST_LESSONS]
    started = time.perf_counter()
    weights = train(whole)
    trained = time.perf_counter() - started
    kept = weights.packed()
    print(f"The spam score, from {len(whole)} lessons: trained in {trained:.1f} s by a sweep, {len(kept)} bytes kept")
    read = seconds_for(lambda: Weights.unpacked(kept), times=20)
    print(f"  read by a process once a change: {read * 1000:.1f} ms")
    for name, length in LENGTHS.items():
        comment = _long_one(length)

        def score(comment=comment):
            features = features_of(comment)
            weights.score(features)
            weights.signs(features)

        taken = seconds_for(score)
        yield told(
            f"a score with its reasons, {name}", taken / MOMENT, f"{taken * 1000:.3f} ms of {MOMENT * 1000:g} ms"
        )


def _quality():
    from comments.rules.learning import LEAST_LESSONS, THRESHOLD

    print(f"Precision and recall on {AMOUNT} comments made by machine, families held out in turn")
    scored = _scored_in_turn(None)
    for threshold in THRESHOLDS:
        precision, recall = _precision_and_recall(scored, threshold)
        print(f"  called spam from {threshold:.2f} on: precision {precision:.3f}, recall {recall:.3f}")
    precision, recall = _precision_and_recall(scored, THRESHOLD)
    yield told(f"precision at {THRESHOLD}", PRECISION / precision, f"{precision:.3f}, wanted {PRECISION:g}")
    yield told(f"recall at {THRESHOLD}", RECALL / recall, f"{recall:.3f}, wanted {RECALL:g}")
    for number in range(labelled.FAMILIES):
        precision, recall = _precision_and_recall(_scored(number, None), THRESHOLD)
        print(f"  family {number + 1} held out: precision {precision:.3f}, recall {recall:.3f}")
    print("  of what each topic was called spam, " + ", ".join(_by_topic(scored, THRESHOLD)))
    for amount in DECISIONS:
        precision, recall = _precision_and_recall(_scored_in_turn(amount), THRESHOLD)
        acts = "it acts" if amount >= 2 * LEAST_LESSONS else "it does not act yet"
        print(f"  after {amount} decisions ({acts}): precision {precision:.3f}, recall {recall:.3f}")
    caught, every = _unseen_topics(THRESHOLD)
    print(f"  of spam on a topic it never saw: {caught} of {every} ({caught / every:.2f})")


def _written(held_out: int):
    """Each comment as the score sees it, whether it is spam, and what it was made as."""
    return [
        (SimpleNamespace(comment=one.text, writer_name=one.name, user_url=one.website), one.is_spam, one)
        for one in labelled.labelled_comments(AMOUNT, held_out)
    ]


def _scored(held_out: int, amount: int | None, without_topic: str = ""):
    """(score, made comment) of all held out, after learning from `amount` of the others, or from all."""
    from comments.rules.features import features_of
    from comments.rules.weighing import train

    every = [(list(features_of(comment)), made) for comment, _, made in _written(held_out)]
    learned = [
        (numbers, made.is_spam) for numbers, made in every if not made.is_held_out and made.topic != without_topic
    ]
    weights = train(learned[:amount])
    return [(weights.score(numbers), made) for numbers, made in every if made.is_held_out]


def _scored_in_turn(amount: int | None):
    return [pair for number in range(labelled.FAMILIES) for pair in _scored(number, amount)]


def _precision_and_recall(scored, threshold: float) -> tuple[float, float]:
    called = [made.is_spam for score, made in scored if score >= threshold]
    return sum(called) / (len(called) or 1), sum(called) / sum(made.is_spam for _, made in scored)


def _by_topic(scored, threshold: float):
    topics = sorted({(made.is_spam, made.topic) for _, made in scored})
    for is_spam, topic in topics:
        scores = [score >= threshold for score, made in scored if made.topic == topic]
        share = sum(scores) / len(scores)
        if share < RECALL if is_spam else share > 0:
            yield f"{'spam' if is_spam else 'good'} “{topic}”: {share:.2f}"


def _unseen_topics(threshold: float) -> tuple[int, int]:
    topics = sorted({made.topic for _, is_spam, made in _written(2) if is_spam})
    scores = [score >= threshold for topic in topics for score, made in _scored(2, None, topic) if made.topic == topic]
    return sum(scores), len(scores)


def _long_one(length: int):
    words = " ".join(made.text for made in labelled.labelled_comments(400))
    return SimpleNamespace(comment=words[:length], writer_name="Ruth Reader", user_url="https://example.org/me")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.exit(main())
