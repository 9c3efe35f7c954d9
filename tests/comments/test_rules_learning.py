"""The spam score: what it learns, from whom, and how it takes that back."""

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Decision, Status
from comments.rules import learning
from comments.rules.learning import THRESHOLD, learn, measured, train_anew
from comments.rules.models import Action, CommentVerdict, Lesson, SpamMemory
from comments.rules.policy import judge, record
from tests.comments.conversation import comment_on
from tests.comments.rules_fixtures import rules, written

GOOD = "The army should have moved to Konna weeks ago, says number {}."
SPAM = "Cheap pills online without prescription at https://pills{}.example/"
_numbers = count(1)


@pytest.fixture
def quick(monkeypatch):
    """Three lessons of each kind are enough."""
    monkeypatch.setattr(learning, "LEAST_LESSONS", 3)


def waiting(post, words, amount=1):
    return [comment_on(post, status=Status.PENDING, comment=words.format(next(_numbers))) for _ in range(amount)]


def decide(post, edith, good=0, spam=0):
    """Comments that a moderator approved or marked as spam; those."""
    approved, marked = waiting(post, GOOD, good), waiting(post, SPAM, spam)
    Comment.objects.filter(pk__in=[comment.pk for comment in approved]).approve(by=edith)
    Comment.objects.filter(pk__in=[comment.pk for comment in marked]).spam(by=edith)
    return approved, marked


def memory() -> bytes:
    train_anew()
    return bytes(SpamMemory.objects.get().weights)


def lessons() -> dict[int, bool]:
    return dict(Lesson.objects.values_list("pk", "is_spam"))


# What is learned, and from whom


def test_the_desk_teaches_by_approving_and_by_marking_spam(post, edith):
    approved, marked = decide(post, edith, good=2, spam=3)
    assert lessons() == {comment.pk: False for comment in approved} | {comment.pk: True for comment in marked}


def test_nothing_is_learned_from_what_no_moderator_decided(post):
    comment_on(post, status=Status.APPROVED)
    waiting(post, SPAM)
    Comment.objects.filter(pk=waiting(post, GOOD)[0].pk).settle({Status.PENDING}, Status.APPROVED, by=None)
    learn(Comment.objects.values_list("pk", flat=True))
    assert lessons() == {}


def test_the_trash_teaches_nothing_since_rudeness_is_no_spam(post, edith):
    waiting(post, GOOD)[0].trash(by=edith)
    assert lessons() == {}


@pytest.mark.parametrize("verb", ["hold", "trash", "spam"])
def test_a_change_of_mind_takes_the_lesson_back(post, edith, verb):
    comment = decide(post, edith, good=1)[0][0]
    getattr(Comment.objects.get(pk=comment.pk), verb)(by=edith)
    assert lessons() == ({comment.pk: True} if verb == "spam" else {})


def test_a_decision_in_portions_teaches_no_more_than_any_other(post, edith, monkeypatch):
    monkeypatch.setattr(learning, "MOST_AT_ONCE", 3)
    decision = Decision(verb="spam", by=edith)
    for _portion in range(3):
        keys = [comment.pk for comment in waiting(post, SPAM, 4)]
        Comment.objects.filter(pk__in=keys).move("spam", by=edith, decision=decision)
    assert len(lessons()) == 3
    Comment.objects.all().approve(by=edith)
    assert lessons() == dict.fromkeys(lessons(), False)
    assert len(lessons()) == 3


def test_learning_twice_or_late_changes_nothing(post, edith):
    approved, marked = decide(post, edith, good=1, spam=1)
    before, taught = lessons(), SpamMemory.objects.get().taught
    learn([comment.pk for comment in approved + marked] * 2)
    learn([])
    learn([10**9])
    assert (lessons(), SpamMemory.objects.get().taught) == (before, taught)


def test_what_was_unlearned_leaves_no_trace(post, edith, quick):
    decide(post, edith, good=4, spam=4)
    clean = memory()
    approved, marked = decide(post, edith, good=2, spam=2)
    assert memory() != clean
    for comment in marked:
        Comment.objects.get(pk=comment.pk).restore(by=edith)
    for comment in approved:
        Comment.objects.get(pk=comment.pk).hold(by=edith)
    assert memory() == clean


def test_a_lesson_is_taken_back_even_when_its_comment_was_rewritten_or_deleted(post, edith, quick):
    decide(post, edith, good=4, spam=4)
    clean = memory()
    rewritten, deleted = decide(post, edith, good=2)[0]
    Comment.objects.filter(pk=rewritten.pk).update(comment="Something else entirely.")
    Comment.objects.get(pk=rewritten.pk).trash(by=edith)
    Comment.objects.get(pk=deleted.pk).delete()
    assert memory() == clean


def test_only_the_newest_lessons_of_each_kind_are_kept(post, edith, monkeypatch):
    monkeypatch.setattr(learning, "MOST_LESSONS", 3)
    approved, _ = decide(post, edith, good=2)
    _, marked = decide(post, edith, spam=5)
    train_anew()
    assert sorted(lessons()) == sorted(comment.pk for comment in [*approved, *marked[-3:]])


def test_one_flood_marked_with_one_click_does_not_fill_the_memory(post, edith, monkeypatch):
    monkeypatch.setattr(learning, "MOST_AT_ONCE", 3)
    _, marked = decide(post, edith, spam=5)
    assert sorted(lessons()) == [comment.pk for comment in marked[-3:]]
    Comment.objects.filter(pk__in=[comment.pk for comment in marked]).restore(by=edith)
    assert lessons() == {}


def test_learning_takes_as_many_queries_for_many_comments_as_for_few(post, edith):
    few, many = ([comment.pk for comment in decide(post, edith, good=n, spam=n)[0]] for n in (2, 40))
    Lesson.objects.all().delete()
    taken = []
    for keys in (few, many):
        with CaptureQueriesContext(connection) as seen:
            learn(keys)
        taken.append(len(seen))
    assert taken[0] == taken[1] <= 10


# The score


def test_the_score_says_nothing_before_the_desk_taught_enough(post, edith, quick):
    rules()
    decide(post, edith, good=3, spam=2)
    train_anew()
    assert judge(written(post, SPAM)).score is None
    decide(post, edith, spam=1)
    train_anew()
    assert judge(written(post, SPAM)).score > 0.5


@pytest.mark.parametrize(("use", "action"), [("show", "approve"), ("hold", "hold"), ("spam", "spam")])
def test_what_looks_like_spam_is_treated_as_the_editor_chose_and_what_does_not_is_let_through(
    post, edith, quick, use, action
):
    rules(score_use=use)
    decide(post, edith, good=30, spam=30)
    train_anew()
    verdict, good = judge(written(post, SPAM)), judge(written(post, GOOD))
    assert verdict.score > THRESHOLD > 0.5 > good.score
    assert (verdict.action, good.action) == (Action(action), Action.APPROVE)
    if use != "show":
        assert verdict.reasons[0].startswith(f"Spam score {round(verdict.score * 100)} of 100: “")


def test_the_reasons_are_words_that_a_moderator_understands(post, edith, quick):
    rules()
    decide(post, edith, good=30, spam=30)
    train_anew()
    signs = judge(written(post, SPAM)).signs
    assert set(signs) & {"one link", "a link at the end", "cheap", "pills", "without prescription", "link to ….example"}


def test_a_score_is_kept_with_the_verdict_and_measured_when_the_desk_decides(post, edith, quick):
    rules(score_use="show")
    decide(post, edith, good=30, spam=30)
    train_anew()
    for words, verb in ((SPAM, "spam"), (SPAM, "approve"), (GOOD, "approve"), (GOOD, "spam")):
        comment = waiting(post, words)[0]
        record(comment, judge(comment))
        getattr(comment, verb)(by=edith)
    assert measured() == {"good": 32, "spam": 32, "called": 2, "rightly": 1, "scored_spam": 2}
    assert CommentVerdict.objects.filter(score__gte=THRESHOLD).count() == 2


def test_a_score_costs_no_query_once_it_is_read(post, edith, quick):
    rules()
    comment = written(post, SPAM)
    judge(comment)
    with CaptureQueriesContext(connection) as without:
        judge(comment)
    decide(post, edith, good=3, spam=3)
    train_anew()
    judge(comment)
    with CaptureQueriesContext(connection) as with_score:
        assert judge(comment).score is not None
    assert len(with_score) == len(without)


def test_training_with_nothing_new_does_nothing(post, edith, quick):
    assert train_anew() is False
    decide(post, edith, good=3, spam=3)
    assert [train_anew(), train_anew()] == [True, False]


def test_weights_made_from_older_lessons_never_replace_newer_ones(post, edith, quick, monkeypatch):
    decide(post, edith, good=3, spam=3)
    real, state = learning.train, {}

    def slow(examples):
        if not state:
            state["newer"] = True
            decide(post, edith, good=3, spam=3)
            train_anew()
            state["weights"] = bytes(SpamMemory.objects.get().weights)
        return real(examples)

    monkeypatch.setattr(learning, "train", slow)
    assert train_anew() is False
    assert bytes(SpamMemory.objects.get().weights) == state["weights"]
