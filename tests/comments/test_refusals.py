"""Every way in which a comment can be refused: in words, with all that was typed."""

import re
from datetime import timedelta

import pytest

from comments.models import Comment
from comments.models.comment import NAME_LENGTH
from tests import factories
from tests.comments.conversation import GUEST, comment_on, hidden_fields, say

TOO_FAST = "You are posting comments too quickly. Slow down."


def page_of(answer) -> str:
    return answer.content.decode()


def test_a_flood_by_one_writer_is_slowed_down(client, post, clock):
    answers = [say(client, post, f"Number {n}.") for n in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 4 + [429] * 2
    assert TOO_FAST in page_of(answers[-1])
    assert "Number 5." in page_of(answers[-1])
    clock.shift(timedelta(minutes=2))
    assert say(client, post, "Number 5.").status_code == 303


def test_a_flood_from_one_address_is_slowed_down(client, post):
    answers = [say(client, post, f"Number {n}.", email=f"{n}@example.org") for n in range(22)]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429] * 2


def test_a_retry_is_never_too_fast(client, post):
    assert {say(client, post, "Once.").status_code for _ in range(10)} == {303}


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("comment", "", "Please type your comment."),
        ("comment", " \r\n ", "Please type your comment."),
        ("comment", "x" * 65_526, "at most 65525 characters"),
        ("comment", "a\x00b", "Null characters are not allowed."),
        ("comment", "a\ufffdb", "did not arrive whole"),
        ("email", "", "Please enter your email address."),
        ("email", "nobody", "Please enter an email address such as"),
        ("email", f"{'x' * 90}@example.org", "at most 100 characters"),
        ("name", "", "Please enter your name."),
        ("name", "\u202e\u200b \x07", "Please enter your name."),
        ("name", "x" * (NAME_LENGTH + 1), "at most 245 characters"),
        ("url", "javascript:alert(1)", "Please enter a web address"),
        ("url", "ftp://example.org/", "Please enter a web address"),
        ("url", "data:text/html,x", "Please enter a web address"),
        ("url", f"https://example.org/{'x' * 200}", "at most 200 characters"),
        ("url", "http://[::1", "Please enter a web address"),
    ],
)
def test_a_refused_field_comes_back_with_its_reason_and_all_the_words(client, post, field, value, reason):
    words = {"comment": "My words, all of them.", field: value}
    answer = say(client, post, words.pop("comment"), **words)
    page = page_of(answer)
    assert answer.status_code == 400
    error = re.search(rf'<span class="field__error" id="id_{field}_error">(.*?)</span>', page).group(1)
    assert error.count(reason) == 1
    control = re.search(rf'<(?:input|textarea)[^>]*name="{field}"[^>]*>', page).group()
    assert 'aria-invalid="true"' in control
    assert f"id_{field}_error" in re.search(r'aria-describedby="([^"]*)"', control).group(1)
    if field != "comment":
        assert "My words, all of them." in page
    assert not Comment.objects.exists()


@pytest.mark.parametrize("length", [1, 65_525])
def test_a_text_within_the_limit_is_taken_whatever_its_line_ends(client, post, length):
    assert say(client, post, "\r\n".join(["x"] + ["y"] * (length // 2))).status_code == 303


def test_a_long_name_is_kept_whole(client, post):
    name = "Ñ" * NAME_LENGTH
    say(client, post, name=name)
    comment = Comment.objects.get()
    assert comment.name == name
    assert comment.user_name == name[:50]


def test_with_names_not_required_a_guest_may_say_nothing_of_themselves(client, post, settings):
    settings.COMMENT_NAME_REQUIRED = False
    page = page_of(client.get(post.get_absolute_url()))
    assert "(required)" not in page
    say(client, post, name="", email="")
    assert Comment.objects.get().name == "Anonymous"


def test_a_robot_that_fills_every_field_is_refused_and_a_person_can_send_again(client, post):
    answer = say(client, post, "Buy now", honeypot="x")
    assert answer.status_code == 400
    assert "A field that should stay empty was filled in." in page_of(answer)
    again = hidden_fields(page_of(answer))
    assert client.post("/comments/post/", {**again, **GUEST, "comment": "Buy now"}).status_code == 303


@pytest.mark.parametrize("field", ["timestamp", "security_hash"])
@pytest.mark.parametrize("value", ["", "0", "\x00", "nonsense" * 50, "9" * 400])
def test_a_form_that_was_not_made_here_is_refused_and_the_one_that_comes_back_works(client, post, field, value):
    answer = say(client, post, "My words.", **{field: value})
    assert answer.status_code == 400
    assert "My words." in page_of(answer)
    again = hidden_fields(page_of(answer))
    assert client.post("/comments/post/", {**again, **GUEST, "comment": "My words."}).status_code == 303


def test_a_form_of_one_story_does_not_post_under_another(client, post, remy):
    other = factories.published_post(by=remy)
    answer = say(client, post, post=other.pk)
    assert answer.status_code == 400
    assert not Comment.objects.exists()


@pytest.mark.parametrize("key", ["", "0", "-1", "x", "\x00", "9" * 30, "٣", "1 OR 1=1"])
def test_a_comment_on_no_story_is_given_back(client, post, key):
    answer = say(client, post, "My words <b>.", post=key)
    assert answer.status_code == 404
    assert "My words &lt;b&gt;." in page_of(answer)


def test_a_comment_on_a_story_withdrawn_meanwhile_is_given_back(client, post, edith):
    fields = hidden_fields(page_of(client.get(post.get_absolute_url())))
    post.retract(by=edith)
    answer = client.post("/comments/post/", {**fields, **GUEST, "comment": "My words."})
    assert answer.status_code == 404
    assert "My words." in page_of(answer)
    assert not Comment.objects.exists()


def test_a_comment_on_a_story_closed_meanwhile_is_given_back(client, post):
    fields = hidden_fields(page_of(client.get(post.get_absolute_url())))
    post.comments_mode = "closed"
    post.save()
    answer = client.post("/comments/post/", {**fields, **GUEST, "comment": "My <b>words."})
    assert answer.status_code == 403
    assert "Comments are closed." in page_of(answer)
    assert "My &lt;b&gt;words." in page_of(answer)
    assert not Comment.objects.exists()


def test_a_closed_conversation_says_so_and_keeps_what_was_said(client, post):
    comment_on(post, comment="Said before.")
    post.comments_mode = "closed"
    post.save()
    page = page_of(client.get(post.get_absolute_url()))
    assert "Said before." in page
    assert "Comments are closed." in page
    assert "<textarea" not in page
    assert "?replytocom=" not in page


def test_more_than_the_server_reads_is_answered_in_words(client, post):
    answer = client.post("/comments/post/", {"post": post.pk, "comment": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "up to 65,525 characters" in page_of(answer)


def test_a_request_that_cannot_be_read_is_answered_in_words(client, db):
    for kind, body in [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\n\xff"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"comment=x"),
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded", b"&".join(b"x=1" for _ in range(3000))),
    ]:
        answer = client.generic("POST", "/comments/post/", body, content_type=kind)
        assert 400 <= answer.status_code < 500
        assert "Your comment was not posted" in page_of(answer)


def test_somebody_who_opens_the_address_of_the_form_finds_the_paper(client, db):
    assert client.get("/comments/post/")["Location"] == "/"
