"""The desk's list of comments."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Status
from tests.comments.conversation import comment_on, crowd

LIST = "/desk/comments/comment/"


@pytest.fixture
def desk(client, edith):
    client.force_login(edith)
    return client


def press(desk, verb, *comments):
    chosen = {"action": verb, "_selected_action": [comment.pk for comment in comments]}
    return desk.post(f"{LIST}?status=all", chosen, follow=True).content.decode()


def test_what_waits_comes_first_and_the_rest_is_a_click_away(desk, post):
    for status in Status:
        comment_on(post, status=status, comment=f"These are {status} words.")
    page = desk.get(LIST).content.decode()
    assert "These are pending words." in page
    assert "These are approved words." not in page
    for status in (Status.APPROVED, Status.SPAM, Status.TRASH):
        page = desk.get(f"{LIST}?status={status}").content.decode()
        assert f"These are {status} words." in page
        assert "These are pending words." not in page
    assert desk.get(f"{LIST}?status=all").content.decode().count("words.</a>") == len(Status)


def test_a_moderator_approves_a_held_comment_and_readers_see_it(desk, post):
    comment = comment_on(post, status=Status.PENDING, comment="Fair words.")
    assert "1 comment moved: Approve." in press(desk, "approve", comment)
    desk.logout()
    assert "Fair words." in desk.get(post.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("verb", "target"),
    [
        ("approve", Status.APPROVED),
        ("spam", Status.SPAM),
        ("trash", Status.TRASH),
    ],
)
def test_the_lists_buttons_are_the_verbs(desk, post, edith, verb, target):
    comments = [comment_on(post, status=Status.PENDING) for _ in range(3)]
    press(desk, verb, *comments)
    assert set(Comment.objects.values_list("status", "status_changed_by")) == {(target, edith.pk)}


def test_the_sheet_shows_the_comment_as_readers_see_it_and_what_they_do_not_see(desk, post):
    comment = comment_on(
        post,
        status=Status.PENDING,
        comment="*Fair* <b>words</b>.",
        ip_address="192.0.2.7",
        user_url="https://example.org/",
    )
    page = desk.get(f"{LIST}{comment.pk}/change/").content.decode()
    assert "<em>Fair</em> &lt;b&gt;words&lt;/b&gt;." in page
    for told in ("192.0.2.7", "ruth@example.org", "https://example.org/", "Ruth Reader"):
        assert told in page
    assert 'name="move" value="approve"' in page
    assert 'name="move" value="hold"' not in page
    assert "<textarea" not in page


def test_the_sheets_buttons_are_the_verbs(desk, post):
    comment = comment_on(post, status=Status.PENDING)
    page = desk.post(f"{LIST}{comment.pk}/change/", {"move": "approve"}, follow=True)
    assert page.status_code == 200
    assert Comment.objects.get().status == Status.APPROVED
    refused = desk.post(f"{LIST}{comment.pk}/change/", {"move": "restore"}, follow=True)
    assert "Cannot restore a comment that is approved; hold it first." in refused.content.decode()
    history = desk.get(f"{LIST}{comment.pk}/history/").content.decode()
    assert "Approve" in history


@pytest.mark.parametrize("move", ["", "delete", "save", "__init__", "full_clean"])
def test_the_sheet_makes_no_other_move(desk, post, move):
    comment = comment_on(post, status=Status.PENDING)
    desk.post(f"{LIST}{comment.pk}/change/", {"move": move, "status": "approved", "comment": "Forged."})
    told = Comment.objects.get()
    assert (told.status, told.comment) == (Status.PENDING, comment.comment)


def test_nobody_writes_or_deletes_comments_at_the_desk(desk, post):
    comment = comment_on(post)
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}{comment.pk}/delete/", {"post": "yes"}).status_code == 403
    press(desk, "delete_selected", comment)
    assert Comment.objects.exists()


@pytest.mark.parametrize("person", ["remy", "colin", "ruth"])
def test_only_moderators_see_the_list(client, request, post, person):
    comment = comment_on(post, status=Status.PENDING)
    client.force_login(request.getfixturevalue(person))
    for path in (LIST, f"{LIST}{comment.pk}/change/"):
        assert client.get(path).status_code in {302, 403}
        assert client.post(
            path, {"action": "approve", "_selected_action": [comment.pk], "move": "approve"}
        ).status_code in {
            302,
            403,
        }
    assert Comment.objects.get().status == Status.PENDING


def test_the_list_costs_the_same_few_queries_however_long(desk, post):
    numbers = []
    for more in (2, 60):
        crowd(post, more)
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"{LIST}?status=all")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 10


def test_a_bulk_action_costs_the_same_few_queries_however_many(desk, post):
    numbers = []
    for amount in (2, 40):
        Comment.objects.all().trash(by=None)
        crowd(post, amount)
        chosen = list(Comment.objects.visible())
        with CaptureQueriesContext(connection) as queries:
            desk.post(f"{LIST}?status=all", {"action": "hold", "_selected_action": [c.pk for c in chosen]})
        numbers.append(len(queries))
        assert not Comment.objects.visible().exists()
    assert numbers[0] == numbers[1] <= 23


@pytest.mark.parametrize("words", ["fair", "ruth@example.org", "192.0.2.7", "Ruth", "' OR 1=1", "%", "\x00"])
def test_the_list_can_be_searched(desk, post, words):
    comment_on(post, status=Status.PENDING, comment="A fair point.", ip_address="192.0.2.7")
    assert desk.get(LIST, {"q": words}).status_code == 200


def test_the_desks_first_page_tells_moderators_what_waits(desk, client, post, remy, clock):
    assert "No comment waits." in desk.get("/desk/").content.decode()
    comment_on(post, status=Status.PENDING)
    clock.shift(3600)
    comment_on(post, status=Status.PENDING)
    page = desk.get("/desk/").content.decode()
    assert "2 comments wait</a>" in page
    assert "4 Mar, 12:00" in page
    client.force_login(remy)
    assert "Held comments" not in client.get("/desk/").content.decode()
