"""The verbs: what may move where, who may move it, and what follows."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_comments.models import Comment as LibraryComment

from comments.models import MOVES, Comment, MoveRefused, Status
from comments.models.workflow import LIBRARY_FLAGS
from comments.signals import comment_approved, comment_posted, comment_withdrawn
from tests.comments.conversation import comment_on, crowd


@pytest.fixture
def heard():
    """What was announced, as (signal, comment's key)."""
    log = []
    ears = {}
    for name, signal in {
        "posted": comment_posted,
        "approved": comment_approved,
        "withdrawn": comment_withdrawn,
    }.items():
        ears[name] = lambda sender, comment, name=name, **_: log.append((name, comment.pk))
        signal.connect(ears[name], sender=Comment)
    yield log
    for name, signal in {
        "posted": comment_posted,
        "approved": comment_approved,
        "withdrawn": comment_withdrawn,
    }.items():
        signal.disconnect(ears[name], sender=Comment)


def counts(post) -> int:
    post.refresh_from_db()
    return post.comment_count


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("verb", list(MOVES))
def test_each_verb_moves_from_where_the_table_says_and_from_nowhere_else(post, edith, verb, status):
    comment = comment_on(post, status=status)
    if status not in MOVES[verb].sources:
        with pytest.raises(MoveRefused, match=f"Cannot {verb} a comment that is"):
            getattr(comment, verb)(by=edith)
        return
    getattr(comment, verb)(by=edith)
    for told in (comment, Comment.objects.get()):
        assert told.status == MOVES[verb].target
        assert (told.is_public, told.is_removed) == LIBRARY_FLAGS[MOVES[verb].target]
        assert told.status_changed_by == edith
        assert told.status_changed_at is not None
    assert counts(post) == (told.status == Status.APPROVED)


@pytest.mark.parametrize("verb", list(MOVES))
def test_only_a_moderator_moves_comments(post, ruth, remy, verb):
    comment = comment_on(post, status=Status.PENDING)
    for person in (ruth, remy):
        with pytest.raises(PermissionDenied):
            getattr(comment, verb)(by=person)
        with pytest.raises(PermissionDenied):
            getattr(Comment.objects.all(), verb)(by=person)
    assert Comment.objects.get().status == Status.PENDING


def test_what_readers_may_see_is_what_is_approved(post):
    made = {status: comment_on(post, status=status) for status in Status}
    assert list(Comment.objects.visible()) == [made[Status.APPROVED]]
    assert list(Comment.objects.held()) == [made[Status.PENDING]]
    assert Comment.objects.on(post).count() == len(Status)


def test_what_happens_to_a_comment_is_announced_once(post, edith, heard):
    comment = comment_on(post, status=Status.PENDING)
    comment.approve(by=edith)
    comment.spam(by=edith)
    comment.trash(by=edith)
    comment.restore(by=edith)
    pk = comment.pk
    assert heard == [("posted", pk), ("approved", pk), ("withdrawn", pk)]


def test_a_comment_approved_as_it_is_posted_is_announced_as_both(post, heard):
    pk = comment_on(post).pk
    assert heard == [("posted", pk), ("approved", pk)]


def test_a_move_that_is_undone_is_not_announced(post, edith, heard):
    comment = comment_on(post, status=Status.PENDING)
    heard.clear()
    with transaction.atomic():
        comment.approve(by=edith)
        transaction.set_rollback(True)
    assert heard == []
    assert counts(post) == 0


def test_a_stale_copy_neither_undoes_a_move_nor_counts_it_twice(post, edith):
    comment = comment_on(post, status=Status.PENDING)
    stale = Comment.objects.get()
    comment.approve(by=edith)
    stale.user_url = "https://example.org/"
    stale.save()
    with pytest.raises(MoveRefused, match="Cannot approve a comment that is approved; hold it first"):
        stale.approve(by=edith)
    assert Comment.objects.get().status == Status.APPROVED
    assert Comment.objects.get().user_url == "https://example.org/"
    assert counts(post) == 1


def test_a_stale_copy_does_not_forget_replies(post):
    parent = comment_on(post)
    stale = Comment.objects.get()
    comment_on(post, parent)
    stale.save()
    assert Comment.objects.get(pk=parent.pk).nested_count == 1


@pytest.mark.parametrize(
    ("before", "flags", "after"),
    [
        (Status.PENDING, (True, False), Status.APPROVED),
        (Status.TRASH, (True, False), Status.APPROVED),
        (Status.SPAM, (True, False), Status.APPROVED),
        (Status.APPROVED, (True, True), Status.TRASH),
        (Status.PENDING, (False, True), Status.TRASH),
        (Status.APPROVED, (False, False), Status.PENDING),
        (Status.TRASH, (False, False), Status.PENDING),
    ],
)
@pytest.mark.parametrize("fields", [None, ["is_public", "is_removed"]])
def test_library_code_that_writes_only_its_flags_makes_the_move(post, before, flags, after, fields):
    comment = comment_on(post, status=before)
    comment.is_public, comment.is_removed = flags
    comment.save(update_fields=fields)
    assert comment.status == Comment.objects.get().status == after
    assert (comment.is_public, comment.is_removed) == LIBRARY_FLAGS[after]
    assert counts(post) == (after == Status.APPROVED)


def test_approving_a_parent_publishes_none_of_its_replies(post, edith):
    parent = comment_on(post, status=Status.PENDING)
    reply = comment_on(post, parent, status=Status.PENDING)
    parent.approve(by=edith)
    parent.save()
    assert Comment.objects.get(pk=reply.pk).status == Status.PENDING
    assert LibraryComment.objects.get(pk=reply.pk).is_public is False


def test_in_bulk_the_verbs_move_all_that_can_move_and_say_how_many(post, edith, heard):
    moved = [comment_on(post, status=status).pk for status in (Status.PENDING, Status.SPAM, Status.TRASH)]
    comment_on(post)
    heard.clear()
    assert Comment.objects.all().approve(by=edith) == 3
    assert heard == [("approved", pk) for pk in moved]
    assert counts(post) == 4
    assert Comment.objects.filter(pk__in=moved).spam(by=edith) == 3
    assert counts(post) == 1
    assert heard[3:] == [("withdrawn", pk) for pk in moved]
    assert Comment.objects.none().trash(by=edith) == 0


def test_a_bulk_move_takes_as_many_queries_for_hundreds_as_for_two(post, edith):
    edith.has_perm("warm.up")
    numbers = []
    for amount in (2, 300):
        Comment.objects.all().trash(by=edith)
        crowd(post, amount, replies_to_each=1)
        chosen = Comment.objects.filter(status=Status.APPROVED)
        with CaptureQueriesContext(connection) as queries:
            assert chosen.hold(by=edith) == amount * 2
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 20
    assert counts(post) == 0


def test_a_reply_is_stored_with_the_same_few_writes_in_a_thread_of_ten_and_of_a_thousand(post):
    numbers = []
    for replies in (10, 1000):
        crowd(post, 1, replies_to_each=replies)
        root = Comment.objects.filter(is_root=True).order_by("-path").first()
        with CaptureQueriesContext(connection) as queries:
            comment_on(post, root)
        writes = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE"))]
        numbers.append(len([sql for sql in writes if "blog_letter" not in sql]))
    assert numbers == [6, 6]


def test_the_database_takes_neither_a_key_nor_the_same_words_twice(post):
    comment_on(post, key="k" * 20, fingerprint="f" * 64)
    for again in ({"key": "k" * 20}, {"fingerprint": "f" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            comment_on(post, **again)


def test_the_text_is_rendered_when_it_is_written_and_not_when_it_is_read(post, monkeypatch):
    comment = comment_on(post, comment="*Before*")
    comment.comment = "*After*"
    comment.save(update_fields=["comment"])
    monkeypatch.setattr("comments.models.comment.markup.render_comment", None)
    assert Comment.objects.get().text == "<p><em>After</em></p>"
