"""When a conversation is open, and to whom."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from comments.blank_form import blank_form
from comments.forms import CommentForm
from comments.identity import Identity
from comments.models import Comment, ConversationRules
from tests.comments.conversation import GUEST, comment_on, hidden_fields, say

OUR_PAGE = {"Origin": "http://testserver"}


def page_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def closing(settings):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 14


def test_a_conversation_closes_when_its_days_are_over(client, post, clock, closing):
    comment_on(post)
    clock.shift(timedelta(days=14) - timedelta(seconds=1))
    assert "Post Comment" in page_of(client.get(post.get_absolute_url()))
    clock.shift(timedelta(seconds=1))
    page = page_of(client.get(post.get_absolute_url()))
    assert "Comments are closed." in page
    assert "Post Comment" not in page
    assert "?replytocom=" not in page
    assert "/recommend/" in page


def test_a_page_that_was_saved_before_is_answered_with_the_words_kept(client, post, clock, closing):
    fields = hidden_fields(page_of(client.get(post.get_absolute_url())))
    clock.shift(timedelta(days=15))
    answer = client.post("/comments/post/", {**fields, **GUEST, "comment": "Just too late."})
    assert answer.status_code == 403
    assert "Comments are closed." in page_of(answer)
    assert "Just too late." in page_of(answer)
    assert not Comment.objects.exists()


def test_without_the_setting_a_conversation_never_closes(client, post, clock):
    clock.shift(timedelta(days=4000))
    assert say(client, post).status_code == 303


def test_where_signing_in_is_required_guests_are_told_so_and_keep_their_words(client, post, ruth, settings):
    fields = hidden_fields(page_of(client.get(post.get_absolute_url())))
    settings.COMMENT_SIGN_IN_REQUIRED = True
    page = page_of(client.get(post.get_absolute_url()))
    assert 'name="email"' not in page
    assert "Post Comment" not in page
    assert "Only those with an account of the newsroom can comment." in page
    answer = client.post("/comments/post/", {**fields, **GUEST, "comment": "Who am I?"})
    assert answer.status_code == 403
    assert "Please sign in to post your comment." in page_of(answer)
    assert "Who am I?" in page_of(answer)
    assert not Comment.objects.exists()
    client.force_login(ruth)
    assert say(client, post, "I am Ruth.", headers=OUR_PAGE).status_code == 303
    assert Comment.objects.get().name == "Ruth"


def test_where_signing_in_is_required_the_ways_are_offered(client, post, stand_in, settings):
    settings.COMMENT_SIGN_IN_REQUIRED = True
    page = page_of(client.get(post.get_absolute_url()))
    assert "Log in to post your comment:" in page
    assert 'formaction="/comments/sign-in/google/"' in page


def test_the_deepest_level_says_whom_it_answers(client, post):
    deepest = comment_on(post, comment_on(post, comment_on(post, comment_on(post))), writer_name="Remy <3")
    say(client, post, "To you.", reply_to=deepest.pk)
    answer = Comment.objects.get(comment="To you.")
    assert answer.answered_key == deepest.pk
    Comment.objects.filter(pk=answer.pk).approve(by=None)
    page = page_of(client.get(post.get_absolute_url()))
    assert f'<a class="comment__answers" href="#comment-{deepest.pk}">to Remy &lt;3</a>' in page
    Comment.objects.filter(pk=deepest.pk).trash(by=None)
    assert "comment__answers" not in page_of(client.get(post.get_absolute_url()))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("required", [True, False])
def test_the_form_that_is_kept_is_the_one_that_would_be_printed(post, settings, language, required):
    settings.COMMENT_NAME_REQUIRED = required
    ConversationRules(text="{0} {post} {{braces}} & <tags>").save()
    with translation.override(language):
        form = CommentForm(post)
        context = {"form": form, "path": "/a{b}&c/"}
        expected = render_to_string("comments/_respond.html", context)
        assert [blank_form(form, "/a{b}&c/") for _ in range(2)] == [expected] * 2


def test_a_form_that_says_anything_is_printed_anew(post, ruth):
    words = CommentForm(post, {"comment": "Words."})
    answer = CommentForm(post, reply_to=comment_on(post))
    kept = CommentForm(post, initial={"comment": "Words."})
    known = CommentForm(post, identity=Identity(ruth, "Ruth", "ruth@example.org"))
    assert [blank_form(form, "/") for form in (words, answer, kept, known)] == [None] * 4
