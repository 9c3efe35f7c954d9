"""What was decided, by whom, when and why; and how a decision is taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Letter
from comments.models import Comment, Decision, Entry, MoveRefused, Status
from comments.models.journal import UNDO_WITHIN
from comments.rules.models import Lesson
from tests import factories
from tests.comments.conversation import comment_on, crowd
from tests.comments.letterbox import follow, letters_to
from tests.comments.test_rules_racing import at_once

pytestmark = pytest.mark.django_db


def journal_of(comment):
    """What the journal tells of a comment, the oldest first."""
    rows = comment.journal.select_related("decision").order_by("pk")
    return [(entry.decision.verb, entry.source, entry.target) for entry in rows]


def statuses():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_a_decision_is_kept_with_who_when_and_why(post, edith, clock):
    comment = comment_on(post, status=Status.PENDING)
    comment.trash(by=edith, reason="It names a minor.")
    [entry] = comment.journal.all()
    assert (entry.source, entry.target) == ("pending", "trash")
    told = entry.decision
    assert (told.verb, told.by, told.by_name, told.reason, told.count) == (
        "trash",
        edith,
        edith.get_full_name() or edith.get_username(),
        "It names a minor.",
        1,
    )
    assert told.made_at.isoformat() == "2026-03-04T12:00:00+00:00"


def test_the_journal_outlives_the_account_that_decided(post):
    grace = factories.user("grace", is_superuser=True)
    comment_on(post, status=Status.PENDING).spam(by=grace)
    grace.delete()
    assert (Decision.objects.get().by, Decision.objects.get().by_name) == (None, "Grace")


def test_what_nobody_decided_is_in_the_journal_as_well(post, settings, ruth):
    settings.COMMENT_REPORTS_TO_HOLD = 1
    comment = comment_on(post)
    comment.report("person", "spam")
    assert journal_of(comment) == [("hold", "approved", "pending")]
    assert Decision.objects.get().by is None
    assert "Readers reported it: 1." in Decision.objects.get().reason
    own = comment_on(post)
    own.withdraw()
    assert journal_of(own) == [("withdraw", "approved", "withdrawn")]


def test_what_moves_nothing_leaves_no_decision(post, edith):
    comment_on(post)
    assert Comment.objects.all().approve(by=edith) == 0
    assert not Decision.objects.exists()


def test_a_batch_is_one_decision_and_is_undone_at_once(post, edith):
    comments = [comment_on(post, status=status) for status in (Status.PENDING, Status.SPAM, Status.PENDING)]
    Comment.objects.all().approve(by=edith)
    decision = Decision.objects.get()
    assert decision.count == 3
    assert decision.undo(by=edith) == 3
    assert statuses() == ["pending", "spam", "pending"]
    assert journal_of(comments[1]) == [("approve", "spam", "approved"), ("undo", "approved", "spam")]
    post.refresh_from_db()
    assert post.comment_count == 0
    assert not Comment.objects.filter(is_shown=True).exists()
    assert set(Comment.objects.values_list("decision", "status_changed_by", "status_changed_at")) == {
        (None, None, None)
    }


def test_an_undo_leaves_alone_what_was_decided_since(post, edith):
    first, second = comment_on(post, status=Status.PENDING), comment_on(post, status=Status.PENDING)
    Comment.objects.all().approve(by=edith)
    batch = Decision.objects.get()
    second.hold(by=edith)
    second.approve(by=edith)  # the same status, by another decision
    assert batch.undo(by=edith) == 1
    assert statuses() == ["pending", "approved"]
    assert [verb for verb, *_ in journal_of(second)] == ["approve", "hold", "approve"]
    assert [verb for verb, *_ in journal_of(first)] == ["approve", "undo"]


def test_an_undo_brings_the_decision_before_back_into_force(post, edith):
    comment = comment_on(post, status=Status.PENDING)
    comment.approve(by=edith)
    before = comment.decision
    comment.spam(by=edith)
    comment.decision.undo(by=edith)
    comment.refresh_from_db()
    assert (comment.status, comment.decision, comment.status_changed_by) == ("approved", before, edith)
    assert before.undo(by=edith) == 1
    assert statuses() == ["pending"]


def test_nothing_is_undone_twice_or_too_late_or_by_a_stranger(post, edith, ruth, clock):
    comment_on(post, status=Status.PENDING)
    Comment.objects.all().approve(by=edith)
    decision = Decision.objects.get()
    with pytest.raises(PermissionDenied):
        decision.undo(by=ruth)
    decision.undo(by=edith)
    for again in (decision, Decision.objects.latest("pk")):
        with pytest.raises(MoveRefused):
            again.undo(by=edith)
    Comment.objects.all().spam(by=edith)
    clock.shift(UNDO_WITHIN + timedelta(seconds=1))
    with pytest.raises(MoveRefused, match="for 10 minutes"):
        Decision.objects.latest("pk").undo(by=edith)
    assert statuses() == ["spam"]


def test_what_its_writer_withdrew_is_brought_back_by_no_undo(post, edith):
    comment = comment_on(post)
    comment.withdraw()
    with pytest.raises(MoveRefused, match="cannot be undone"):
        Decision.objects.get().undo(by=edith)
    assert statuses() == ["withdrawn"]


def test_an_undo_of_which_nothing_is_left_says_so(post, edith):
    comment = comment_on(post, status=Status.PENDING)
    comment.approve(by=edith)
    first = Decision.objects.get()
    comment.spam(by=edith)
    with pytest.raises(MoveRefused, match="decided anew"):
        first.undo(by=edith)
    assert Decision.objects.count() == 2


def test_letters_wait_for_the_undo_and_are_never_sent_after_it(post, edith, clock):
    follow(post)
    for _number in range(3):
        comment_on(post, status=Status.PENDING)
    Comment.objects.all().approve(by=edith)
    assert Letter.objects.waiting().count() == 3
    assert letters_to() == []
    Decision.objects.get().undo(by=edith)
    assert not Letter.objects.exists()
    clock.shift(timedelta(minutes=9))
    Comment.objects.all().approve(by=edith)
    clock.shift(timedelta(minutes=2))
    assert letters_to() == []  # the second approval has its own ten minutes
    clock.shift(UNDO_WITHIN)
    assert len(letters_to()) == 3


def test_reports_that_a_decision_answered_are_open_again_after_its_undo(post, edith):
    comment = comment_on(post, status=Status.PENDING)
    comment.report("one", "spam")
    comment.report("two", "abuse")
    comment.approve(by=edith)
    assert Comment.objects.get().report_count == 0
    Comment.objects.get().report("three", "spam")
    Decision.objects.get(verb="approve").undo(by=edith)
    assert Comment.objects.get().report_count == 3
    assert comment.reports.filter(is_open=True).count() == 3


def test_what_a_decision_taught_is_forgotten_with_it(post, edith):
    comment = comment_on(post, status=Status.PENDING)
    comment.spam(by=edith)
    assert Lesson.objects.get().is_spam
    Decision.objects.get().undo(by=edith)
    assert not Lesson.objects.exists()


def test_who_saw_another_status_decides_nothing(post, edith):
    comment = comment_on(post, status=Status.PENDING)
    comment.spam(by=edith)
    with pytest.raises(MoveRefused, match="marked as spam"):
        comment.move("approve", by=edith, seen="pending")
    assert statuses() == ["spam"]


def test_an_amendment_keeps_the_words_before_and_moves_nothing(post, edith, ruth):
    comment = comment_on(post, comment="Call 555 0100, he knows.")
    with pytest.raises(PermissionDenied):
        comment.amend("He knows.", by=ruth)
    assert comment.amend("He knows.", by=edith, reason="A telephone number.")
    told = Comment.objects.get()
    assert (told.comment, told.status, told.amended_at is not None) == ("He knows.", "approved", True)
    assert "He knows." in told.body_html
    [entry] = told.journal.all()
    assert (entry.words_before, entry.decision.verb, entry.decision.reason) == (
        "Call 555 0100, he knows.",
        "amend",
        "A telephone number.",
    )
    assert comment.amend("He knows.", by=edith) is False
    with pytest.raises(MoveRefused, match="was changed while"):
        comment.amend("Other words.", by=edith, before="Call 555 0100, he knows.")
    with pytest.raises(MoveRefused, match="newsroom has edited"):
        told.edit("Call 555 0100!", verdict=Status.APPROVED, fingerprint="x")


def test_a_thousand_are_decided_and_undone_in_as_many_queries_as_two(post, edith):
    edith.has_perm("warm.up")
    numbers = []
    for amount in (1, 500):
        crowd(post, amount, replies_to_each=1)
        chosen = Comment.objects.filter(status=Status.APPROVED, decision=None)
        with CaptureQueriesContext(connection) as deciding:
            assert chosen.spam(by=edith) == amount * 2
        decision = Decision.objects.latest("pk")
        with CaptureQueriesContext(connection) as undoing:
            assert decision.undo(by=edith) == amount * 2
        assert Entry.objects.filter(decision=decision).count() == amount * 2
        assert Entry.objects.filter(decision__undoes=decision).count() == amount * 2
        post.refresh_from_db()
        assert post.comment_count == Comment.objects.visible().count()
        Comment.objects.all().trash(by=edith)
        numbers.append((len(deciding), len(undoing)))
    # With the lessons of the spam score, which are learnt after the decision, some at a time.
    (few_deciding, few_undoing), (deciding, undoing) = numbers
    assert max(few_deciding, deciding) <= 40
    assert max(few_undoing, undoing) <= 50


def test_two_who_decide_the_same_comment_at_once_leave_a_true_journal(post, edith, shared_database):
    told, found = [], []

    def decide(verb):
        try:
            Comment.objects.get().move(verb, by=edith, seen="pending")
            told.append(verb)
        except MoveRefused:
            told.append("refused")

    def look():
        post.refresh_from_db()
        found.extend([journal_of(Comment.objects.get()), post.comment_count])

    at_once(lambda: comment_on(post, status=Status.PENDING))
    at_once(lambda: decide("approve"), lambda: decide("spam"))
    at_once(look)
    assert told.count("refused") == 1
    [winner] = [verb for verb in told if verb != "refused"]
    assert [verb for verb, *_ in found[0]] == [winner]
    assert found[1] == (winner == "approve")
