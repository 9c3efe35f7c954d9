"""The rules where comments arrive: at the form, and when a writer changes a comment."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.held import token_for, way_to_change
from comments.models import Comment, Status
from comments.rules.checks import Finding
from comments.rules.models import Action, Ban, CommentVerdict
from tests.comments.conversation import say
from tests.comments.rules_fixtures import rules


def test_a_guests_comment_is_approved_where_no_rule_holds_it(client, post):
    rules()
    say(client, post, "Words for all.")
    assert Comment.objects.get().status == Status.APPROVED
    assert "Words for all." in client.get(post.get_absolute_url()).content.decode()


def test_a_held_comment_is_kept_with_its_reasons(client, post):
    rules(hold_words="казино")
    answer = say(client, post, "Лучшее казино")
    assert answer.status_code == 303
    assert Comment.objects.get().status == Status.PENDING
    assert CommentVerdict.objects.get().reasons == ["On the hold list: “казино” in the comment."]


def test_a_refused_comment_comes_back_with_a_sentence_and_its_words(client, post):
    rules(refuse_words="pills")
    answer = say(client, post, "Cheap pills, dear readers")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "The comment has a word or an address that this newsroom does not publish. Please change it." in page
    assert "Cheap pills, dear readers</textarea>" in page
    assert not Comment.objects.exists()
    assert not CommentVerdict.objects.exists()


def test_who_is_banned_is_told_and_keeps_the_words(client, post):
    rules()
    Ban.objects.create(kind="network", subject="127.0.0.0/8", reason="Flood")
    page = say(client, post, "My words").content.decode()
    assert "The newsroom takes no comments from your network." in page
    assert "My words</textarea>" in page
    assert "Flood" not in page


@pytest.mark.parametrize(
    ("seconds", "status"),
    [("0.5", "pending"), *((other, "approved") for other in ("30", "", "x", "nan", "1e999", "-1", "9" * 999))],
)
def test_the_time_that_script_tells_counts_and_nonsense_does_not(client, post, seconds, status):
    rules(least_seconds=3)
    say(client, post, seconds=seconds)
    assert Comment.objects.get().status == status


def test_a_writers_change_is_judged_like_a_new_comment(client, post):
    rules(hold_words="slots", refuse_words="pills")
    say(client, post, "Fair words.")
    way = way_to_change(token_for(Comment.objects.get()))
    answer = client.post(way, {"comment": "Buy pills"})
    assert answer.status_code == 403
    assert "Buy pills</textarea>" in answer.content.decode()
    assert Comment.objects.get().comment == "Fair words."
    client.post(way, {"comment": "Play slots"})
    assert (Comment.objects.get().comment, Comment.objects.get().status) == ("Play slots", Status.PENDING)
    assert CommentVerdict.objects.get().reasons == ["On the hold list: “slots” in the comment."]


def test_spam_is_stored_as_spam_and_its_writer_sees_what_any_writer_sees(client, post, monkeypatch):
    rules()
    monkeypatch.setattr("comments.rules.policy.CHECKS", [lambda case: Finding(Action.SPAM, "Spam.")])
    answer = say(client, post, "Words", followup="on")
    assert Comment.objects.get().status == Status.SPAM
    assert "Your comment is awaiting moderation." in client.get(answer["Location"].split("#")[0]).content.decode()


def test_rules_cost_a_posting_the_same_few_queries_however_many_there_are(client, post):
    taken = []
    for listed in ("", "\n".join(f"word{n}" for n in range(3000))):
        rules(hold_words=listed, refuse_words=listed, hold_first=bool(listed), most_links=3, refusal_percent=10)
        say(client, post, f"Warm up {len(listed)}", name=f"A{len(listed)}")
        with CaptureQueriesContext(connection) as seen:
            say(client, post, f"Words {len(listed)}", name=f"B{len(listed)}")
        rules_queries = [query for query in seen if "rules_" in query["sql"] and query["sql"].startswith("SELECT")]
        taken.append(len(rules_queries))
    assert taken[0] == taken[1] <= 4


def test_the_desk_shows_beside_a_comment_what_the_rules_said(client, post, edith):
    rules(hold_words="казино")
    say(client, post, "Лучшее казино")
    client.force_login(edith)
    page = client.get(f"/desk/comments/comment/{Comment.objects.get().pk}/change/").content.decode()
    assert "On the hold list: “казино” in the comment." in page
