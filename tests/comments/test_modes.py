"""What a story says about its comments: open, premoderated, signed-in only, closed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.models import Post
from comments.held import token_for, way_to_change
from comments.models import Comment, Status
from comments.rules.models import Action, CommentVerdict
from comments.rules.policy import judge
from tests import factories
from tests.blog.desk import address, sheet, signed_in
from tests.comments.conversation import GUEST, comment_on, hidden_fields, say
from tests.comments.rules_fixtures import past, reasons, rules, written

OUR_PAGE = {"Origin": "http://testserver"}
HELD_HERE = "Every comment on this story is held."
NEWSROOM_ONLY = "Only those with an account of the newsroom can comment."


def page_of(answer) -> str:
    return answer.content.decode()


def in_mode(post, mode) -> Post:
    post.comments_mode = mode
    post.save()
    return post


@pytest.fixture
def premoderated(post):
    rules()
    return in_mode(post, "premoderated")


@pytest.fixture
def for_the_signed_in(post):
    rules()
    return in_mode(post, "signed-in")


@pytest.mark.parametrize(
    ("mode", "is_accepted"), [("open", True), ("premoderated", True), ("signed-in", True), ("closed", False)]
)
def test_every_mode_but_closed_accepts_comments_while_readers_see_the_story(post, edith, mode, is_accepted):
    assert in_mode(post, mode).accepts_comments is is_accepted
    post.retract(by=edith)
    assert not post.accepts_comments


def test_the_modes_are_those_an_editor_chooses_from():
    assert Post.CommentsMode.values == ["open", "premoderated", "signed-in", "closed"]


# Premoderated


def test_on_a_premoderated_story_also_those_who_are_trusted_wait(premoderated, ruth):
    past(premoderated, Status.APPROVED, user=ruth)
    assert reasons(written(premoderated, user=ruth)) == [HELD_HERE]
    assert reasons(written(premoderated)) == [HELD_HERE]


def test_on_the_next_story_nobody_waits_for_that(premoderated, remy, edith, ruth):
    other = factories.published_post(by=remy, editor=edith)
    past(other, Status.APPROVED, user=ruth)
    assert judge(written(other, user=ruth)).action == Action.APPROVE


def test_a_moderators_own_comment_on_a_premoderated_story_does_not_wait(premoderated, edith):
    assert judge(written(premoderated, user=edith)).action == Action.APPROVE


def test_a_stricter_rule_still_counts_on_a_premoderated_story(premoderated):
    rules(refuse_words="pills")
    assert judge(written(premoderated, "Pills")).action == Action.REFUSE


def test_a_comment_on_a_premoderated_story_is_held_with_its_reason(client, premoderated):
    answer = say(client, premoderated, "First thoughts.")
    assert answer.status_code == 303
    assert Comment.objects.get().status == Status.PENDING
    assert CommentVerdict.objects.get().reasons == [HELD_HERE]
    assert "First thoughts." not in page_of(client.get(premoderated.get_absolute_url()))


def test_what_a_writer_changes_under_a_premoderated_story_waits_again(client, premoderated, edith):
    say(client, premoderated, "First thoughts.")
    comment = Comment.objects.get()
    comment.approve(by=edith)
    client.post(way_to_change(token_for(comment)), {"comment": "Second thoughts."})
    comment = Comment.objects.get()
    assert (comment.comment, comment.status) == ("Second thoughts.", Status.PENDING)
    assert CommentVerdict.objects.get().reasons == [HELD_HERE]


def test_what_a_writer_changes_under_an_open_story_does_not_wait(client, post):
    rules()
    say(client, post, "First thoughts.")
    comment = Comment.objects.get()
    client.post(way_to_change(token_for(comment)), {"comment": "Second thoughts."})
    assert Comment.objects.get().status == Status.APPROVED


def test_what_was_approved_before_a_story_was_premoderated_stays(client, premoderated):
    comment_on(premoderated, comment="Said before.")
    assert "Said before." in page_of(client.get(premoderated.get_absolute_url()))


def test_the_mode_costs_a_verdict_no_query(client, post):
    rules()
    taken = []
    for mode in ("open", "premoderated"):
        in_mode(post, mode)
        say(client, post, f"Warm up, {mode}.")
        with CaptureQueriesContext(connection) as seen:
            judge(written(post))
        taken.append(len(seen))
    assert taken[0] == taken[1]


# Signed-in only


def test_a_signed_in_only_story_asks_guests_to_sign_in(client, for_the_signed_in, stand_in):
    page = page_of(client.get(for_the_signed_in.get_absolute_url()))
    assert "Log in to post your comment:" in page
    assert 'formaction="/comments/sign-in/google/"' in page
    assert '<textarea name="comment"' in page
    for field in ("email", "name", "url", "remember"):
        assert f'name="{field}"' not in page
    assert '<p class="reply-form__send" hidden>' in page
    assert NEWSROOM_ONLY not in page


def test_the_next_story_still_takes_guests(client, for_the_signed_in, remy, edith, stand_in):
    client.get(for_the_signed_in.get_absolute_url())
    other = factories.published_post(by=remy, editor=edith)
    page = page_of(client.get(other.get_absolute_url()))
    assert 'name="email"' in page
    assert '<p class="reply-form__send"><button' in page
    assert say(client, other).status_code == 303
    assert "Log in to post your comment:" in page_of(client.get(for_the_signed_in.get_absolute_url()))


@pytest.mark.parametrize("are_ways_offered", [True, False])
def test_a_signed_in_only_story_is_the_same_bytes_for_every_anonymous_reader(
    request, for_the_signed_in, are_ways_offered
):
    if are_ways_offered:
        request.getfixturevalue("stand_in")
    path = for_the_signed_in.get_absolute_url()
    agents = ({"User-Agent": "One"}, {"User-Agent": "Two", "X-Forwarded-For": "198.51.100.1"}, {"Cookie": "seen=1"})
    answers = [Client().get(path, headers=headers) for headers in agents]
    assert len({answer.content for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)


def test_a_guest_on_a_signed_in_only_story_is_refused_in_words_and_keeps_the_text(client, post, stand_in):
    fields = hidden_fields(page_of(client.get(post.get_absolute_url())))
    in_mode(post, "signed-in")
    answer = client.post("/comments/post/", {**fields, **GUEST, "comment": "Who am <I>?"})
    assert answer.status_code == 403
    assert "Please sign in to post your comment." in page_of(answer)
    assert "Who am &lt;I&gt;?</textarea>" in page_of(answer)
    assert not Comment.objects.exists()


def test_who_signed_in_comments_on_a_signed_in_only_story(client, for_the_signed_in, ruth):
    client.force_login(ruth)
    assert say(client, for_the_signed_in, "I am Ruth.", headers=OUR_PAGE).status_code == 303
    assert Comment.objects.get().user == ruth


def test_who_signed_in_and_writes_as_a_guest_is_asked_again(client, for_the_signed_in, ruth, stand_in):
    client.force_login(ruth)
    answer = say(client, for_the_signed_in, "I am nobody.", headers=OUR_PAGE, as_guest="1")
    assert answer.status_code == 403
    assert "I am nobody.</textarea>" in page_of(answer)


def test_where_nobody_can_sign_in_readers_are_told_who_comments(client, for_the_signed_in):
    page = page_of(client.get(for_the_signed_in.get_absolute_url()))
    path = for_the_signed_in.get_absolute_url()
    assert NEWSROOM_ONLY in page
    assert f'<a href="/desk/login/?next={path}%23respond" rel="nofollow">Log in at the desk</a>' in page
    assert "Log in to post your comment:" not in page
    assert "<textarea" not in page
    assert "Notify me" not in page


def test_where_nobody_can_sign_in_what_was_typed_comes_back(client, post):
    fields = hidden_fields(page_of(client.get(post.get_absolute_url())))
    in_mode(post, "signed-in")
    answer = client.post("/comments/post/", {**fields, **GUEST, "comment": "Who am I?"})
    assert answer.status_code == 403
    assert NEWSROOM_ONLY in page_of(answer)
    assert "readonly>Who am I?</textarea>" in page_of(answer)


def test_the_newsrooms_own_people_log_in_at_the_desk_and_comment(client, for_the_signed_in, colin):
    path = for_the_signed_in.get_absolute_url()
    login = f"/desk/login/?next={path}%23respond"
    answer = client.post(login, {"username": "colin", "password": factories.PASSWORD, "next": f"{path}#respond"})
    assert answer["Location"] == f"{path}#respond"
    assert say(client, for_the_signed_in, "From the desk.", headers=OUR_PAGE).status_code == 303
    assert Comment.objects.get().user == colin


def test_a_story_that_is_for_the_signed_in_and_too_old_is_closed(client, for_the_signed_in, settings, clock):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 1
    clock.shift(24 * 3600)
    page = page_of(client.get(for_the_signed_in.get_absolute_url()))
    assert "Comments are closed." in page
    assert NEWSROOM_ONLY not in page


# At the desk


def test_the_story_sheet_offers_each_mode_and_says_what_it_does(client, edith, post):
    client.force_login(edith)
    page = page_of(client.get(f"/desk/blog/post/{post.pk}/change/"))
    for mode, label in Post.CommentsMode.choices:
        assert f'<option value="{mode}"' in page
        assert f">{label}</option>" in page
    assert Post._meta.get_field("comments_mode").help_text in page


def test_a_mode_chosen_on_the_sheet_counts_from_then_on(client, edith, post):
    signed_in(edith).post(address("post_change", post.pk), sheet(post, comments_mode="premoderated"))
    rules()
    say(client, Post.objects.get())
    assert Comment.objects.get().status == Status.PENDING
