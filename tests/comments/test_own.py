"""A writer edits or withdraws a comment of their own, while there is time."""

import re
from datetime import timedelta

import pytest

from comments.models import Comment, MoveRefused, Status
from comments.signals import comment_changed
from tests.comments.conversation import FRAGMENT, comment_on, say

OUR_PAGE = {"Origin": "http://testserver"}
TOO_LATE = "The time to change this comment is over."


def page_of(answer) -> str:
    return answer.content.decode()


def edit_path(html: str) -> str:
    """Where the page offers to change a comment; empty when it does not."""
    found = re.search(r'class="comment__edit" href="([^"]+)"', html)
    return found[1] if found else ""


@pytest.fixture
def own(client, post):
    """Where a guest changes the comment that they just posted."""
    held = say(client, post, "First words.")["Location"].split("#")[0]
    return edit_path(page_of(client.get(held)))


def test_a_guest_edits_a_held_comment_by_the_link_that_only_they_see(client, post, own):
    assert "First words." in page_of(client.get(own))
    answer = client.post(own, {"comment": "Better *words*."})
    comment = Comment.objects.get()
    assert answer.status_code == 303
    assert answer["Location"].startswith("/comments/held/")
    assert (comment.comment, comment.body_html) == ("Better *words*.", "<p>Better <em>words</em>.</p>")
    assert comment.status == Status.PENDING
    page = page_of(client.get(answer["Location"].split("#")[0]))
    assert "Better <em>words</em>." in page
    assert 'edited <time datetime="2026-03-04T12:00:00Z">4 March 2026, 12:00</time>' in page
    assert not client.cookies


def test_who_reads_the_page_is_offered_no_way_to_change_anything(client, post):
    comment = comment_on(post)
    assert edit_path(page_of(client.get(post.get_absolute_url()))) == ""
    assert client.get(f"/comments/{comment.pk}/edit/").status_code == 404
    assert client.post(f"/comments/{comment.pk}/edit/", {"comment": "Not mine."}).status_code == 404


def test_an_approved_guests_comment_that_is_edited_is_held_again(client, post, edith, own):
    Comment.objects.get().approve(by=edith)
    assert client.post(own, {"comment": "Buy this!"}).status_code == 303
    post.refresh_from_db()
    assert Comment.objects.get().status == Status.PENDING
    assert post.comment_count == 0
    assert "Buy this!" not in page_of(client.get(post.get_absolute_url()))


def test_an_approved_guest_still_sees_the_way_to_change_it_for_a_while(client, post, edith, clock):
    held = say(client, post)["Location"].split("#")[0]
    Comment.objects.get().approve(by=edith)
    page = page_of(client.get(held))
    assert "awaiting moderation" not in page
    assert edit_path(page)
    clock.shift(timedelta(minutes=15))
    assert client.get(held)["Location"] == Comment.objects.get().get_absolute_url()


def test_an_edit_does_not_let_go_what_a_moderator_holds(client, post, edith):
    client.force_login(edith)
    say(client, post, "From the desk.", headers=OUR_PAGE)
    comment = Comment.objects.get()
    comment.hold(by=edith)
    client.post(f"/comments/{comment.pk}/edit/", {"comment": "Again."}, headers=OUR_PAGE)
    comment.refresh_from_db()
    assert (comment.comment, comment.status) == ("Again.", Status.PENDING)


def test_somebody_with_an_account_edits_their_own_on_the_storys_page(client, post, edith, ruth):
    heard = []
    comment_changed.connect(ear := lambda comment, **_: heard.append(comment.pk), sender=Comment)
    client.force_login(edith)
    say(client, post, "From the desk.", headers=OUR_PAGE)
    comment = Comment.objects.get()
    path = edit_path(page_of(client.get(post.get_absolute_url())))
    answer = client.post(path, {"comment": "From the desk, edited."}, headers=OUR_PAGE)
    assert answer["Location"] == comment.get_absolute_url()
    comment.refresh_from_db()
    assert (comment.status, comment.body_html) == (Status.APPROVED, "<p>From the desk, edited.</p>")
    assert comment.edited_at is not None
    assert heard == [comment.pk]
    client.force_login(ruth)
    assert edit_path(page_of(client.get(post.get_absolute_url()))) == ""
    assert client.post(path, {"comment": "Ruth was here."}, headers=OUR_PAGE).status_code == 404
    comment_changed.disconnect(ear, sender=Comment)


@pytest.mark.parametrize("pressed", [{"comment": "Not her words."}, {"withdraw": "1"}])
@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_sites_page_changes_nothing_in_the_name_of_somebody_signed_in(client, post, edith, headers, pressed):
    client.force_login(edith)
    say(client, post, "Her words.", headers=OUR_PAGE)
    comment = Comment.objects.get()
    assert client.post(f"/comments/{comment.pk}/edit/", pressed, headers=headers).status_code == 403
    comment.refresh_from_db()
    assert (comment.comment, comment.status) == ("Her words.", Status.APPROVED)


def test_the_time_ends_after_fifteen_minutes_and_the_words_are_kept(client, post, own, clock):
    clock.shift(timedelta(minutes=15) - timedelta(seconds=1))
    assert "<form" in page_of(client.get(own))
    clock.shift(timedelta(seconds=1))
    assert TOO_LATE in page_of(client.get(own))
    answer = client.post(own, {"comment": "Too late, but mine."})
    assert answer.status_code == 403
    assert TOO_LATE in page_of(answer)
    assert "Too late, but mine." in page_of(answer)
    assert client.post(own, {"withdraw": "1"}).status_code == 403
    assert Comment.objects.get().comment == "First words."
    held = own.removesuffix("edit/")
    assert "First words." in page_of(client.get(held))
    assert edit_path(page_of(client.get(held))) == ""


def test_the_minutes_are_a_setting(client, post, own, settings):
    settings.COMMENT_EDIT_MINUTES = 0
    assert TOO_LATE in page_of(client.get(own))


@pytest.mark.parametrize("words", ["", " \n ", "x" * 65_526, "a\x00b", "a\ufffdb"])
def test_words_that_cannot_be_posted_cannot_be_edited_in(client, post, own, words):
    answer = client.post(own, {"comment": words})
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in page_of(answer)
    assert Comment.objects.get().comment == "First words."


def test_more_than_the_server_reads_is_answered_in_words(client, post, own):
    answer = client.post(own, {"comment": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "up to 65,525 characters" in page_of(answer)


def test_what_was_said_before_cannot_be_edited_into_a_second_copy(client, post, own):
    second = edit_path(page_of(client.get(say(client, post, "Second.")["Location"].split("#")[0])))
    answer = client.post(second, {"comment": "First words."})
    assert answer.status_code == 409
    assert "Duplicate comment detected" in page_of(answer)
    assert sorted(Comment.objects.values_list("comment", flat=True)) == ["First words.", "Second."]


def test_the_same_words_are_no_edit(client, post, own):
    assert client.post(own, {"comment": "First words."}).status_code == 303
    assert Comment.objects.get().edited_at is None


def test_a_preview_changes_nothing(client, post, own):
    page = page_of(client.post(own, {"comment": "A *preview*", "preview": "1"}))
    assert "A <em>preview</em>" in page
    assert Comment.objects.get().comment == "First words."


def test_changing_is_limited(client, post, own):
    answers = [client.post(own, {"comment": f"Number {n}."}).status_code for n in range(21)]
    assert answers == [303] * 20 + [429]


def test_a_withdrawn_comment_is_gone_for_good_and_its_words_can_be_said_again(client, post, edith, own):
    comment = Comment.objects.get()
    comment.approve(by=edith)
    answer = client.post(own, {"withdraw": "1"})
    assert answer["Location"] == f"{post.get_absolute_url()}#comments"
    page = page_of(client.get(post.get_absolute_url()))
    assert "First words." not in page
    assert "No comments yet" in page
    assert client.get(own.removesuffix("edit/"))["Location"] == post.get_absolute_url()
    comment.refresh_from_db()
    with pytest.raises(MoveRefused, match="nobody can bring it back"):
        comment.approve(by=edith)
    assert say(client, post, "First words.").status_code == 303
    assert Comment.objects.held().get().pk != comment.pk


def test_library_code_that_writes_its_flags_brings_no_withdrawn_comment_back(post):
    comment = comment_on(post)
    comment.withdraw()
    comment.is_public, comment.is_removed = True, False
    comment.save()
    assert Comment.objects.get().status == Status.WITHDRAWN
    assert not Comment.objects.visible().exists()


def test_a_withdrawn_comment_with_replies_leaves_its_place(client, post, edith, own):
    comment = Comment.objects.get()
    comment.approve(by=edith)
    comment_on(post, comment, comment="An answer.")
    answer = client.post(own, {"withdraw": "1"})
    assert answer["Location"] == comment.get_absolute_url()
    page = page_of(client.get(post.get_absolute_url()))
    assert "Comment removed" in page
    assert "An answer." in page
    assert "First words." not in page


def test_a_stale_copy_changes_nothing_that_a_moderator_has_removed(post, edith):
    stale = comment_on(post)
    Comment.objects.get().spam(by=edith)
    for change in (stale.withdraw, lambda: stale.edit("New.", verdict=Status.APPROVED, fingerprint="f")):
        with pytest.raises(MoveRefused, match="15 minutes"):
            change()
    assert Comment.objects.get().status == Status.SPAM


@pytest.mark.parametrize("token", ["x", "1:1:1", "WzFd:1uPq:abc", "%00", "a" * 3000])
def test_a_forged_link_changes_nothing(client, post, token):
    comment_on(post, status=Status.PENDING, comment="Mine.")
    assert client.get(f"/comments/held/{token}/edit/").status_code == 404
    assert client.post(f"/comments/held/{token}/edit/", {"withdraw": "1"}).status_code == 404
    assert Comment.objects.get().comment == "Mine."


def test_the_script_gets_the_form_and_then_the_comment_as_it_is_now(client, post, own):
    form = page_of(client.get(own, headers={"Accept": FRAGMENT}))
    assert "<html" not in form
    assert "First words." in form
    answer = client.post(own, {"comment": "For the script."}, headers={"Accept": FRAGMENT})
    assert answer["Content-Type"].startswith(FRAGMENT)
    assert page_of(answer).lstrip().startswith('<li class="comment comment--held"')
    assert "For the script." in page_of(answer)
    assert edit_path(page_of(answer))
    gone = client.post(own, {"withdraw": "1"}, headers={"Accept": FRAGMENT})
    assert gone.status_code == 200
    assert not page_of(gone).strip()


def test_every_answer_is_for_its_writer_alone(client, post, own):
    for answer in (client.get(own), client.post(own, {"comment": ""}), client.post(own, {"comment": "Yes."})):
        assert answer["Cache-Control"] == "private, no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert not answer.cookies
