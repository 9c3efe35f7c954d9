"""A moderator answers and edits comments without leaving the desk."""

import re

import pytest

from blog.models import Letter
from comments.desk.replying import answer_comment
from comments.forms import TEXT_LENGTH
from comments.identity import Identity
from comments.models import Comment, Decision, MoveRefused, Status
from comments.models.place import keys_of
from tests.comments.conversation import comment_on
from tests.comments.letterbox import follow
from tests.comments.test_rules_racing import at_once

TOO_LONG = "a" * (TEXT_LENGTH + 1)
QUEUE = "/desk/comments/comment/?status=spam"


def path_to(what, comment):
    return f"/desk/comments/comment/{comment.pk}/{what}/"


@pytest.fixture
def desk(client, edith):
    client.force_login(edith)
    return client


def form_on(desk, what, comment) -> dict[str, str]:
    """What a browser would send of the form as it stands, but for the words."""
    page = desk.get(path_to(what, comment)).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(key|seen|before)" value="([^"]*)"', page))


def reply(desk, comment, words="Thank you, we have corrected it.", **more):
    form = {**form_on(desk, "reply", comment), "words": words, **more}
    return desk.post(path_to("reply", comment), form)


def own_of(edith):
    return Comment.objects.filter(user=edith)


# Reply


def test_a_moderator_answers_in_the_desk_and_readers_see_it(desk, post, edith):
    comment = comment_on(post)
    answer = reply(desk, comment, next=QUEUE)
    assert (answer.status_code, answer.headers["Location"]) == (302, QUEUE)
    told = own_of(edith).get()
    assert (told.status, told.writer_name, told.user_email) == (Status.APPROVED, "Edith", edith.email)
    assert keys_of(told.path) == [comment.pk, told.pk]
    desk.logout()
    page = desk.get(post.get_absolute_url()).content.decode()
    assert "we have corrected it." in page
    assert ">Staff</b>" in page


def test_at_the_deepest_level_the_reply_stands_beside_and_says_whom_it_answers(desk, post, edith, settings):
    comment = None
    for _level in range(settings.COMMENTS_XTD_MAX_THREAD_LEVEL + 1):
        comment = comment_on(post, comment)
    reply(desk, comment)
    told = own_of(edith).get()
    assert keys_of(told.path)[:-1] == keys_of(comment.path)[:-1]
    assert told.answered_key == comment.pk


def test_a_held_comment_is_approved_with_the_reply(desk, post, edith):
    comment = comment_on(post, status=Status.PENDING)
    assert "Approve and reply" in desk.get(path_to("reply", comment)).content.decode()
    assert reply(desk, comment).status_code == 302
    comment.refresh_from_db()
    assert (comment.status, comment.decision.verb, comment.decision.by) == (Status.APPROVED, "approve", edith)
    assert own_of(edith).get().is_visible


@pytest.mark.parametrize("verb", ["approve", "spam"])
def test_what_somebody_decided_meanwhile_keeps_the_reply_unposted_and_the_words(desk, post, edith, verb):
    comment = comment_on(post, status=Status.PENDING)
    form = {**form_on(desk, "reply", comment), "words": "Kept words."}
    comment.move(verb, by=edith)
    answer = desk.post(path_to("reply", comment), form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Kept words.</textarea>" in page
    assert not own_of(edith).exists()
    assert Decision.objects.count() == 1
    if verb == "approve":
        assert "Somebody decided meanwhile: the comment is approved now." in page
        assert 'name="seen" value="approved"' in page  # sent again, it is posted
        assert "Approve and reply" not in page
    else:
        assert "A comment that is spam cannot be answered" in page


@pytest.mark.parametrize(
    ("words", "why"), [("", "Please type your reply."), ("  \r\n ", "Please type"), (TOO_LONG, "at most 65525")]
)
def test_a_reply_that_cannot_be_posted_comes_back_with_the_reason_beside_it(desk, post, edith, words, why):
    answer = reply(desk, comment_on(post), words)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert why in page
    assert f"{words.strip()}</textarea>" in page
    assert not own_of(edith).exists()


def test_a_form_that_arrives_twice_is_one_reply(desk, post, edith):
    comment = comment_on(post, status=Status.PENDING)
    form = {**form_on(desk, "reply", comment), "words": "Once."}
    assert [desk.post(path_to("reply", comment), form).status_code for _time in range(2)] == [302, 302]
    without_key = {**form_on(desk, "reply", comment), "words": "Once.", "key": ""}
    assert desk.post(path_to("reply", comment), without_key).status_code == 302
    assert own_of(edith).count() == 1
    assert desk.post(path_to("reply", comment), {**form, "words": "Twice.", "seen": "approved"}).status_code == 302
    assert own_of(edith).count() == 2  # other words in the same form are another reply


def test_the_same_words_hours_later_are_refused(desk, post, edith, clock):
    comment = comment_on(post)
    reply(desk, comment, "Once.")
    clock.shift(3600)
    answer = reply(desk, comment, "Once.")
    assert answer.status_code == 409
    assert "exactly this here before" in answer.content.decode()


@pytest.mark.parametrize("status", [Status.SPAM, Status.TRASH, Status.WITHDRAWN])
def test_what_readers_will_not_see_is_not_answered(desk, post, edith, status):
    comment = comment_on(post, status=status)
    assert "cannot be answered" in desk.get(path_to("reply", comment)).content.decode()
    answer = desk.post(path_to("reply", comment), {"words": "Kept.", "seen": status, "key": ""})
    assert answer.status_code == 409
    assert not own_of(edith).exists()


def test_where_the_conversation_is_closed_nobody_answers(desk, post, edith, settings, clock):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 1
    comment = comment_on(post)
    clock.shift(3 * 86_400)
    desk.force_login(edith)
    assert "is closed" in desk.get(path_to("reply", comment)).content.decode()


def test_under_a_story_that_was_retracted_nobody_answers(desk, post, edith):
    comment = comment_on(post)
    post.retract(by=edith, note="Wrong.")
    assert "The story is not published" in desk.get(path_to("reply", comment)).content.decode()
    assert desk.get(f"/desk/comments/comment/{comment.pk}/change/").status_code == 200


def test_followers_get_a_letter_of_the_reply(desk, post):
    comment = comment_on(post)
    follow(post)
    reply(desk, comment)
    assert Letter.objects.waiting().count() == 1


@pytest.mark.parametrize("seen", ["", "bogus"])
def test_a_form_of_no_page_of_ours_posts_nothing(desk, post, edith, seen):
    answer = desk.post(path_to("reply", comment_on(post)), {"words": "Words.", "seen": seen, "key": "x" * 300})
    assert answer.status_code == 400
    assert not own_of(edith).exists()


def test_two_who_approve_and_reply_at_once_leave_one_reply_and_a_true_journal(post, edith, shared_database):
    told, found = [], []

    def send(number):
        said = {"words": f"Reply {number}.", "key": None, "seen": "pending"}
        comment = Comment.objects.select_related("post").exclude(user=edith).get()
        try:
            told.append(answer_comment(comment, said, Identity(edith, "Edith", edith.email), None).comment)
        except MoveRefused as refusal:
            told.append(str(refusal)[:24])

    def look():
        found.extend(own_of(edith).values_list("comment", flat=True))
        found.extend(Decision.objects.values_list("verb", flat=True))

    at_once(lambda: comment_on(post, status=Status.PENDING))
    at_once(lambda: send(1), lambda: send(2))
    at_once(look)
    [posted] = [words for words in told if words.startswith("Reply")]
    assert sorted(told) == [posted, "Somebody decided meanwhi"]
    assert found == [posted, "approve"]


# Edit


def test_a_moderator_edits_and_the_journal_keeps_why(desk, post, edith):
    comment = comment_on(post, comment="Call 555 0100.")
    form = {**form_on(desk, "edit", comment), "words": "He knows.", "reason": "A number.", "next": QUEUE}
    answer = desk.post(path_to("edit", comment), form)
    assert (answer.status_code, answer.headers["Location"]) == (302, QUEUE)
    comment.refresh_from_db()
    assert (comment.comment, comment.amended_at is not None) == ("He knows.", True)
    assert comment.journal.get().decision.reason == "A number."


def test_an_edit_of_words_that_changed_meanwhile_shows_both(desk, post, edith):
    comment = comment_on(post, comment="First words.")
    form = {**form_on(desk, "edit", comment), "words": "My words.", "reason": "Mine."}
    comment.amend("Their words.", by=edith)
    answer = desk.post(path_to("edit", comment), form)
    assert answer.status_code == 409
    page = answer.content.decode()
    for told in ("Their words.", "My words.</textarea>", 'value="Mine."', "was changed while you edited it"):
        assert told in page
    comment.refresh_from_db()
    assert comment.comment == "Their words."
    again = dict(re.findall(r'<input type="hidden" name="(before)" value="([^"]*)"', page))
    assert desk.post(path_to("edit", comment), {**form, **again}).status_code == 302
    comment.refresh_from_db()
    assert comment.comment == "My words."


@pytest.mark.parametrize("before", ["Two\r\nlines.", "Two\rlines. ", "\n\nTwo\nlines."])
def test_what_a_browser_does_to_line_ends_is_no_edit(desk, post, before):
    comment = comment_on(post, comment=before)
    form = {**form_on(desk, "edit", comment), "words": "Two\r\nlines."}
    assert desk.post(path_to("edit", comment), form, follow=True).content.decode().count("Nothing was changed.") == 1
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("words", "why"), [("", "needs words"), (TOO_LONG, "at most 65525"), ("\0x", "Null characters")]
)
def test_an_edit_that_cannot_be_saved_comes_back_with_the_reason(desk, post, words, why):
    comment = comment_on(post)
    answer = desk.post(path_to("edit", comment), {**form_on(desk, "edit", comment), "words": words})
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert not Decision.objects.exists()


def test_what_its_writer_took_back_is_not_edited(desk, post):
    comment = comment_on(post)
    form = {**form_on(desk, "edit", comment), "words": "Other."}
    comment.withdraw()
    answer = desk.post(path_to("edit", comment), form)
    assert answer.status_code == 409
    assert "Its writer took it back." in answer.content.decode()
    assert "<textarea" not in desk.get(path_to("edit", comment)).content.decode()


def test_an_edit_leaves_alone_what_was_decided_while_it_was_written(post, edith):
    comment = comment_on(post, status=Status.PENDING)
    Comment.objects.get().approve(by=edith)
    comment.amend("Other words.", by=edith)
    told = Comment.objects.get()
    assert (told.status, told.is_public, told.comment) == (Status.APPROVED, True, "Other words.")
    assert [entry.decision.verb for entry in told.journal.all()] == ["amend", "approve"]
