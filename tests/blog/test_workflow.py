"""The table of legal moves: every verb from every state, by every role."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.models import TRANSITIONS, AddressTaken, MoveRefused, Post, State
from blog.signals import post_changed, post_published, post_withdrawn
from tests import factories

# Written out by hand, so that a slip in the table is a failing test.
LEGAL = {
    ("submit", "draft"),
    ("send_back", "in_review"),
    ("publish", "draft"),
    ("publish", "in_review"),
    ("publish", "scheduled"),
    ("send_back", "scheduled"),
    ("schedule", "draft"),
    ("schedule", "in_review"),
    ("unschedule", "scheduled"),
    ("retract", "published"),
    ("kill", "published"),
    ("kill", "retracted"),
    ("reinstate", "killed"),
    ("reopen", "retracted"),
    ("trash", "draft"),
    ("trash", "in_review"),
    ("trash", "retracted"),
    ("restore", "trashed"),
}
WAY_TO = {
    "draft": [],
    "in_review": ["submit"],
    "published": ["publish"],
    "scheduled": ["schedule"],
    "retracted": ["publish", "retract"],
    "killed": ["publish", "kill"],
    "trashed": ["trash"],
}


def make(post, verb, by):
    """The move, with what it asks for."""
    more = {"at": timezone.now() + timedelta(hours=1)} if verb == "schedule" else {}
    getattr(post, verb)(by=by, note="Because", **more)


def post_in(state, by):
    post = factories.draft(by=by)
    for verb in WAY_TO[state]:
        make(post, verb, None)
    return post


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", TRANSITIONS)
def test_a_move_is_made_exactly_when_the_table_has_it(remy, edith, verb, state):
    post = post_in(state, remy)
    if (verb, state) in LEGAL:
        make(post, verb, edith)
        assert Post.objects.get(pk=post.pk).state == TRANSITIONS[verb].target
    else:
        with pytest.raises(MoveRefused, match=r"Cannot .*; .*"):
            make(post, verb, edith)
        assert Post.objects.get(pk=post.pk).state == state


@pytest.mark.parametrize(
    ("verb", "state", "own", "others"),
    [
        ("submit", "draft", {"colin", "remy", "edith"}, {"edith"}),
        ("send_back", "in_review", {"edith"}, {"edith"}),
        ("publish", "draft", {"remy", "edith"}, {"edith"}),
        ("publish", "in_review", {"remy", "edith"}, {"edith"}),
        ("publish", "scheduled", {"remy", "edith"}, {"edith"}),
        ("send_back", "scheduled", {"edith"}, {"edith"}),
        ("schedule", "draft", {"remy", "edith"}, {"edith"}),
        ("schedule", "in_review", {"remy", "edith"}, {"edith"}),
        ("unschedule", "scheduled", {"remy", "edith"}, {"edith"}),
        ("retract", "published", {"remy", "edith"}, {"edith"}),
        ("kill", "published", {"edith"}, {"edith"}),
        ("kill", "retracted", {"edith"}, {"edith"}),
        ("reinstate", "killed", {"edith"}, {"edith"}),
        ("reopen", "retracted", {"remy", "edith"}, {"edith"}),
        ("trash", "draft", {"colin", "remy", "edith"}, {"edith"}),
        ("restore", "trashed", {"colin", "remy", "edith"}, {"edith"}),
    ],
)
def test_each_role_may_make_exactly_its_moves(colin, remy, edith, ruth, verb, state, own, others):
    stranger = factories.user()
    for person in (colin, remy, edith, ruth):
        for poster, allowed in ((person, own), (stranger, others)):
            post = post_in(state, poster)
            assert (verb in post.moves_open_to(person)) == (person.username in allowed)
            if person.username in allowed:
                make(post, verb, person)
            else:
                with pytest.raises(PermissionDenied):
                    make(post, verb, person)


def test_each_move_is_kept_with_who_when_and_why(remy, edith):
    post = factories.draft(by=remy)
    post.submit(by=remy)
    post.send_back(by=edith, note="Who says so?")
    kept = post.transitions.last()
    assert (kept.verb, kept.source, kept.target) == ("send_back", "in_review", "draft")
    assert (kept.made_by, kept.note, kept.made_at) == (edith, "Who says so?", timezone.now())


def test_sending_back_takes_a_note(remy, edith):
    post = post_in("in_review", remy)
    with pytest.raises(MoveRefused, match="say what the author should do"):
        post.send_back(by=edith, note="  ")


def test_a_refusal_names_the_remedy(remy, edith):
    post = post_in("retracted", remy)
    with pytest.raises(MoveRefused, match="Cannot publish a retracted story; reopen it as a draft first"):
        post.publish(by=edith)


def test_a_move_decided_on_an_old_reading_is_refused(remy, edith):
    post = factories.draft(by=remy)
    stale = Post.objects.get(pk=post.pk)
    post.trash(by=remy)
    with pytest.raises(MoveRefused):
        stale.publish(by=edith)


def test_publication_is_announced_once_it_is_committed(remy, edith):
    heard = []
    hear = lambda name, post, **more: heard.append((name, post.pk))  # noqa: E731
    signals = {"published": post_published, "changed": post_changed, "withdrawn": post_withdrawn}
    listeners = [(signal, partial(hear, name)) for name, signal in signals.items()]
    for signal, listener in listeners:
        signal.connect(listener)
    post = factories.draft(by=remy)
    post.publish(by=edith)
    post.body = "Something else."
    post.save()
    post.revise(by=remy)
    post.retract(by=edith)
    assert heard == [("published", post.pk), ("changed", post.pk), ("withdrawn", post.pk)]


def test_nothing_is_announced_when_the_change_is_rolled_back(remy, edith):
    heard = []
    post_published.connect(listener := lambda post, **kw: heard.append(post))
    post = factories.draft(by=remy)
    with transaction.atomic():
        post.publish(by=edith)
        transaction.set_rollback(True)
    assert heard == []
    post_published.disconnect(listener)


def test_a_story_keeps_its_first_date_and_address(remy, edith, clock):
    post = factories.published_post(by=remy)
    first = (post.published_at, post.path)
    clock.shift(timedelta(days=40))
    post.retract(by=edith)
    post.reopen(by=edith)
    post.publish(by=edith)
    assert (post.published_at, post.path) == first


def test_a_story_of_the_past_keeps_its_date_and_none_comes_from_the_future(remy, edith):
    past = timezone.now() - timedelta(days=5000)
    assert factories.published_post(by=remy, at=past).published_at == past
    with pytest.raises(MoveRefused, match="in the future"):
        factories.draft(by=remy).publish(by=edith, at=timezone.now() + timedelta(seconds=1))


def test_a_story_without_a_headline_is_not_published(remy):
    post = factories.draft(by=remy, headline="  ")
    with pytest.raises(MoveRefused, match="without a headline"):
        post.publish(by=remy)


def test_a_slug_that_a_person_chose_is_never_changed_behind_their_back(remy, edith):
    factories.published_post(by=remy, slug="floods")
    second = factories.draft(by=remy, slug="floods")
    with pytest.raises(AddressTaken, match="Change the slug"):
        second.publish(by=edith)
    assert Post.objects.get(pk=second.pk).state == State.DRAFT


def test_a_slug_made_from_the_headline_steps_aside_by_itself(remy):
    paths = [factories.published_post(by=remy, headline="Floods in Mopti").path for _ in range(3)]
    assert paths == [f"/2026/03/04/floods-in-mopti{n}/" for n in ("", "-2", "-3")]


def test_a_headline_without_letters_still_gets_an_address(remy):
    post = factories.published_post(by=remy, headline="???")
    assert post.path == f"/2026/03/04/post-{post.pk}/"


def test_nobody_takes_an_address_that_once_was_anothers(remy, edith):
    first = factories.published_post(by=remy, slug="floods")
    first.slug = "floods-recede"
    first.save()
    first.revise(by=remy)
    with pytest.raises(AddressTaken):
        factories.draft(by=remy, slug="floods").publish(by=edith)


def test_the_database_refuses_a_published_post_without_an_address(remy):
    post = factories.draft(by=remy)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(state=State.PUBLISHED)
