"""Comments at the desk: what nobody does there, who sees them, and what the first page tells of them."""

import pytest

from comments.models import Comment, Status
from tests.comments.conversation import comment_on

LIST = "/desk/comments/comment/"


@pytest.fixture
def desk(client, edith):
    client.force_login(edith)
    return client


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
    for told in ("ruth@example.org", "https://example.org/", "Ruth Reader"):
        assert told in page
    assert "192.0.2.7" not in page
    assert 'name="move" value="approve"' in page
    assert 'name="move" value="hold"' not in page


@pytest.mark.parametrize("move", ["", "delete", "save", "__init__", "full_clean"])
def test_the_sheet_makes_no_other_move(desk, post, move):
    comment = comment_on(post, status=Status.PENDING)
    desk.post(f"{LIST}{comment.pk}/change/", {"move": move, "status": "approved", "comment": "Forged."})
    told = Comment.objects.get()
    assert (told.status, told.comment) == (Status.PENDING, comment.comment)


def test_nobody_adds_or_deletes_comments_at_the_desk(desk, post):
    comment = comment_on(post)
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}{comment.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [comment.pk], "post": "yes"}
    assert desk.post(LIST, chosen).status_code == 405
    assert Comment.objects.exists()


@pytest.mark.parametrize("person", ["remy", "colin", "ruth"])
def test_only_moderators_see_the_queue_and_decide(client, request, post, edith, person):
    decided, comment = (comment_on(post, status=Status.PENDING) for _ in range(2))
    decided.spam(by=edith)
    client.force_login(request.getfixturevalue(person))
    form = {"one": f"approve:{comment.pk}:pending", "move": "approve"}
    undo = f"{LIST}undo/{decided.decision.pk}/"
    assert client.get(LIST).status_code in {302, 403}
    for path in (LIST, f"{LIST}{comment.pk}/change/", f"{LIST}decide/", undo):
        assert client.post(path, form).status_code in {302, 403}
    assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == ["spam", "pending"]


def test_the_desks_first_page_tells_moderators_what_waits(desk, client, post, remy, clock):
    page = desk.get("/desk/").content.decode()
    assert "No comment waits." in page
    assert "reported</a>" not in page
    comment_on(post, status=Status.PENDING)
    clock.shift(3600)
    comment_on(post, status=Status.PENDING)
    comment_on(post).report("somebody", "spam")
    page = desk.get("/desk/").content.decode()
    assert f'<a href="{LIST}">2 comments wait</a>' in page
    assert "4 Mar, 12:00" in page
    assert f'<a href="{LIST}?tab=reported">1 comment is reported</a>' in page
    client.force_login(remy)
    assert "Held comments" not in client.get("/desk/").content.decode()
