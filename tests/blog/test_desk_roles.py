"""Who may do what at the desk."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from blog.admin.moves import BUTTONS
from blog.models import TRANSITIONS, Author, State, User
from tests import factories
from tests.blog.desk import address, sheet, signed_in

PATHS = {
    State.DRAFT: [],
    State.IN_REVIEW: ["submit"],
    State.PUBLISHED: ["publish"],
    State.SCHEDULED: ["schedule"],
    State.RETRACTED: ["publish", "retract"],
    State.KILLED: ["publish", "kill"],
    State.TRASHED: ["trash"],
}
LEGAL_MOVES = [(state, verb) for verb, move in TRANSITIONS.items() for state in move.sources]
ALLOWED = {  # by role, for one's own story and for another's
    ("Contributor", True): {"submit", "trash", "restore"},
    ("Contributor", False): set(),
    ("Author", True): {"submit", "trash", "restore", "publish", "retract", "reopen", "schedule", "unschedule"},
    ("Author", False): set(),
    ("Editor", True): set(TRANSITIONS),
    ("Editor", False): set(TRANSITIONS),
    ("Administrator", False): set(TRANSITIONS),
}


def story(state, *, by):
    post = factories.draft(by=by)
    for verb in PATHS[state]:
        more = {"schedule": {"at": timezone.now() + timedelta(days=1)}, "kill": {"note": "Gone."}}.get(verb, {})
        getattr(post, verb)(by=None, **more)
    return post


@pytest.fixture
def somebody(roles):
    def made(role):
        user = factories.user(is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        return User.objects.get(pk=user.pk)

    return made


def test_every_verb_has_a_button():
    assert BUTTONS.keys() == TRANSITIONS.keys()


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(("role", "is_own"), ALLOWED)
def test_a_button_is_there_exactly_where_the_table_says(somebody, ruth, role, is_own, state):
    user = somebody(role)
    post = story(state, by=user if is_own else ruth)
    page = signed_in(user).get(address("post_change", post.pk))
    offered = {name for name, _button in page.context["buttons"]} if page.status_code == 200 else set()
    assert offered == {verb for verb in ALLOWED[role, is_own] if state in TRANSITIONS[verb].sources}


@pytest.mark.parametrize(("state", "verb"), [*LEGAL_MOVES, (State.TRASHED, "publish")])
@pytest.mark.parametrize(("role", "is_own"), ALLOWED)
def test_a_button_works_exactly_where_the_table_says(somebody, ruth, role, is_own, state, verb):
    user = somebody(role)
    post = story(state, by=user if is_own else ruth)
    typed = sheet(post, _move=verb, note="Please look again.", publish_at="2026-03-05T07:00")
    signed_in(user).post(address("post_change", post.pk), typed)
    is_allowed = verb in ALLOWED[role, is_own] and state in TRANSITIONS[verb].sources
    post.refresh_from_db()
    assert post.state == (TRANSITIONS[verb].target if is_allowed else state)


def test_a_contributor_does_not_find_the_stories_of_others(colin, remy):
    other = factories.draft(by=remy, headline="Not for Colin")
    own = factories.draft(by=colin, headline="Colin's own")
    client = signed_in(colin)

    listed = client.get(address("post_changelist")).content.decode()

    assert own.headline.replace("'", "&#x27;") in listed
    assert other.headline not in listed
    for name in ("post_change", "post_preview", "post_history"):
        assert client.get(address(name, other.pk)).status_code in (302, 404)
    assert client.get(address("post_revision", other.pk, 1)).status_code == 404


def test_a_story_in_which_somebody_is_named_is_theirs_as_well(colin, remy):
    shared = factories.draft(by=remy, bylines=[Author.of(remy), Author.of(colin)])

    assert signed_in(colin).get(address("post_change", shared.pk)).status_code == 200


def test_a_contributor_reads_a_published_story_of_theirs_but_cannot_change_it(colin, edith):
    post = factories.published_post(by=colin, editor=edith)
    client, change = signed_in(colin), address("post_change", post.pk)

    assert client.get(change).status_code == 200
    assert client.post(change, sheet(post, headline="Changed")).status_code == 403
    post.refresh_from_db()
    assert post.headline != "Changed"


def test_a_contributor_cannot_file_a_story_under_another_poster(colin, remy):
    author = Author.of(remy)
    signed_in(colin).post(address("post_add"), sheet(posted_by=author.name))

    assert author.posts_posted.count() == 0
    assert Author.of(colin).posts_posted.count() == 1


def test_an_editor_posts_a_story_for_somebody_else(edith):
    serge = factories.author("Serge Daniel")
    signed_in(edith).post(address("post_add"), sheet(posted_by="serge daniel"))

    assert serge.posts_posted.count() == 1


def test_nobody_deletes_a_story_for_good(edith, post):
    client = signed_in(edith)

    assert client.post(address("post_delete", post.pk), {"post": "yes"}).status_code == 403
    client.post(address("post_changelist"), {"action": "delete_selected", "_selected_action": [post.pk], "post": "yes"})
    post.refresh_from_db()


def test_readers_do_not_enter_the_desk(ruth, post):
    client = signed_in(ruth)
    for name, *args in [("post_changelist",), ("post_preview", post.pk), ("post_revision", post.pk, 1)]:
        assert client.get(address(name, *args)).status_code == 302


def test_only_a_superuser_makes_or_touches_superusers(somebody):
    ada, sue = somebody("Administrator"), factories.user(is_staff=True, is_superuser=True)
    client = signed_in(ada)
    itself = {"username": ada.username, "is_active": "on", "is_staff": "on", "is_superuser": "on"}

    client.post(address("user_change", ada.pk), itself)
    refused = client.post(address("user_change", sue.pk), {"username": "taken-over"})

    ada.refresh_from_db()
    assert not ada.is_superuser
    assert refused.status_code == 403


def test_somebody_keeps_the_words_about_themselves_and_no_others(colin, remy):
    own, other = Author.of(colin), Author.of(remy)
    client = signed_in(colin)
    links = {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}

    client.post(address("author_change", own.pk), {"name": "Colin", "bio": "Writes.", "user": "", **links})
    refused = client.post(address("author_change", other.pk), {"name": "Not Remy", **links})

    own.refresh_from_db()
    assert (own.bio, own.user) == ("Writes.", colin)
    assert refused.status_code == 403
