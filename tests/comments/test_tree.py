"""The shape of a conversation, whatever is posted, hidden and restored in whatever order."""

from contextlib import suppress
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.models import Post
from comments.discussion import discussion_of
from comments.models import MOVES, Comment, Kind, MoveRefused, Status
from comments.models.place import STEP, keys_of, step_of
from tests import factories
from tests.comments.conversation import comment_on

DEEPEST = 3


def check_the_tree(post) -> None:
    """Every comment stands below its parent, and every count is what counting gives."""
    post = Post.objects.get(pk=post.pk)
    comments = {comment.pk: comment for comment in Comment.objects.on(post)}
    visible = {pk for pk, c in comments.items() if c.status == Status.APPROVED and c.kind == Kind.COMMENT}
    assert post.comment_count == len(visible)
    assert len({comment.path for comment in comments.values()}) == len(comments)
    for pk, comment in comments.items():
        *above, own = keys_of(comment.path)
        below = {other.pk for other in comments.values() if other.path.startswith(comment.path)} - {pk}
        assert own == pk
        assert comment.level == len(above) <= DEEPEST
        assert comment.is_root == (not above)
        assert comment.parent_id == (above[-1] if above else pk)
        assert comment.thread_id == (above[0] if above else pk)
        assert not above or comments[above[-1]].path == comment.path[:-STEP]
        assert comment.nested_count == len(below & visible)
        assert comment.is_shown == (pk in visible or bool(below & visible))
        assert comment.recommendation_count == comment.recommendations.count()
        assert comment.report_count == comment.reports.filter(is_open=True).count()
        assert comment.is_apart == (comment.kind != Kind.COMMENT or comment.picked_at is not None)


def check_the_page(post) -> None:
    """It shows what is visible and what that hangs from, from top to bottom, in lists that close."""
    page = discussion_of(Post.objects.get(pk=post.pk))
    shown = [entry.comment for entry in page.entries]
    expected = Comment.objects.on(post).filter(is_shown=True).order_by("path")
    assert [comment.pk for comment in shown] == list(expected.values_list("pk", flat=True))
    depth = 0
    for entry in page.entries:
        depth += entry.opens - entry.closes
        assert depth == len(entry.comment.path) // STEP - 1
    assert page.closes == depth
    assert [entry.is_removed for entry in page.entries] == [c.status != Status.APPROVED for c in shown]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.integers(0, 30), st.sampled_from([Status.PENDING, Status.APPROVED])),
        st.tuples(st.sampled_from(sorted(MOVES)), st.integers(0, 30), st.booleans()),
        st.tuples(st.sampled_from(["withdraw", "report", "recommend", "pick"]), st.integers(0, 30), st.booleans()),
        st.tuples(st.just("edit"), st.integers(0, 30), st.sampled_from([Status.PENDING, Status.APPROVED])),
    ),
    max_size=25,
)
KINDS = st.sampled_from([*Kind, *[Kind.COMMENT] * 4])


def act(comment, verb, chosen, how, edith) -> None:
    """One step of somebody's, whether it is refused or not."""
    with suppress(MoveRefused):
        if verb == "withdraw":
            comment.withdraw()
        elif verb == "report":
            comment.report(f"guest {chosen}", "spam")
        elif verb == "recommend":
            (comment.recommend if how else comment.take_recommendation_back)(f"guest {chosen % 3}")
        elif verb == "pick":
            (comment.pick if how else comment.unpick)(by=edith)
        elif verb == "edit":
            comment.edit(f"Words {chosen}", verdict=how, fingerprint=str(uuid4()))
        else:
            # One, or all of its thread at once.
            path = comment.path[:STEP] if how else comment.path
            Comment.objects.on(comment.post).filter(path__startswith=path).move(verb, by=None)


@given(steps=STEPS, kinds=st.lists(KINDS, min_size=25, max_size=25))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_readers_and_moderators_do_keeps_the_tree_and_the_counts(db, remy, edith, steps, kinds):
    post, keys = factories.published_post(by=remy), []
    for (verb, chosen, how), kind in zip(steps, kinds, strict=False):
        pk = keys[chosen % len(keys)] if keys else None
        if verb == "post":
            # Every fifth stands by itself.
            parent = Comment.objects.get(pk=pk) if pk and chosen % 5 else None
            keys.append(comment_on(post, parent, status=how, kind=kind).pk)
        elif pk:
            act(Comment.objects.get(pk=pk), verb, chosen, how, edith)
    check_the_tree(post)
    check_the_page(post)


@given(st.lists(st.integers(1, 36**STEP - 1), min_size=1, max_size=10))
def test_a_path_keeps_its_keys_and_sorts_as_they_do(keys):
    path = "".join(map(step_of, keys))
    assert keys_of(path) == keys
    assert len(path) == STEP * len(keys)
    assert sorted(keys) == [keys_of(step)[0] for step in sorted(map(step_of, keys))]


def test_an_answer_to_the_deepest_level_stands_beside_what_it_answers(post):
    comments = [comment_on(post)]
    for _ in range(6):
        comments.append(comment_on(post, comments[-1]))
    assert [comment.level for comment in comments] == [0, 1, 2, 3, 3, 3, 3]
    assert [comment.takes_replies for comment in comments] == [True] * 3 + [False] * 4
    check_the_tree(post)


def test_where_the_depth_was_lowered_answers_stand_no_deeper_than_it_allows(post, settings):
    deep = comment_on(post, comment_on(post, comment_on(post, comment_on(post))))
    settings.COMMENTS_XTD_MAX_THREAD_LEVEL = 1
    assert comment_on(post, deep).level == 1
    settings.COMMENTS_XTD_MAX_THREAD_LEVEL = 0
    assert comment_on(post, deep).level == 0
    page = discussion_of(post)
    assert not any(entry.opens for entry in page.entries)


def test_a_reply_cannot_stand_under_another_post(post, remy):
    other = factories.published_post(by=remy)
    stranger = comment_on(other)
    with pytest.raises(ValueError, match="belongs to the post"):
        comment_on(post, stranger)
    assert Comment.objects.count() == 1


def test_a_reply_cannot_stand_under_nothing(post):
    with pytest.raises(Comment.DoesNotExist):
        Comment(post=post, parent_id=999, comment="To whom?").save()
    assert not Comment.objects.exists()
