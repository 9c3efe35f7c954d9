"""Who is told of what, and of what nobody is told."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.letters import send_due
from blog.models import Letter, State, without_letters
from comments.models import Comment, Kind, Status, Subscription
from comments.models.journal import UNDO_WITHIN
from tests import factories
from tests.comments.conversation import comment_on, say
from tests.comments.letterbox import crowd_of_followers, follow, letters_to

pytestmark = pytest.mark.django_db

FLORA = "flora@example.org"


def test_a_follower_is_told_what_was_said_by_whom_and_where(post):
    follow(post)
    comment = comment_on(post, comment="Is it *really* so?\n\nI doubt it.", writer_name="Ada & Bob")
    [letter] = letters_to()
    assert letter.to == [FLORA]
    assert letter.subject == f"New comment on “{post.headline}”"
    assert "Ada & Bob says" in letter.body
    assert "> Is it *really* so? I doubt it." in letter.body
    assert f"http://127.0.0.1:8000/comments/{comment.pk}/#comment-{comment.pk}" in letter.body


def test_the_link_of_a_letter_leads_to_the_comment(client, post):
    follow(post)
    comment = comment_on(post)
    link = re.search(r"http://127.0.0.1:8000(/comments/\d+/)", letters_to()[0].body)[1]
    assert client.get(link)["Location"] == comment.get_absolute_url()


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.TRASH])
def test_nobody_is_told_of_a_comment_that_readers_do_not_see_until_it_is_approved(post, edith, status, clock):
    follow(post)
    comment = comment_on(post, status=status)
    assert letters_to() == []
    assert not Letter.objects.exists()
    comment.approve(by=edith)
    assert letters_to() == []  # the decision may be undone yet
    clock.shift(UNDO_WITHIN)
    assert len(letters_to()) == 1


def test_a_guests_comment_is_told_of_once_it_is_approved(client, post, edith, clock):
    follow(post)
    say(client, post, "Held at first.")
    assert letters_to() == []
    Comment.objects.all().approve(by=edith)
    clock.shift(UNDO_WITHIN)
    assert "Held at first." in letters_to()[0].body


@pytest.mark.parametrize("verb", ["hold", "spam", "trash"])
def test_a_comment_withdrawn_before_its_letters_leave_is_not_told_of(post, edith, verb, clock):
    follow(post)
    comment = comment_on(post)
    assert Letter.objects.count() == 1
    getattr(comment, verb)(by=edith)
    assert letters_to() == []
    assert not Letter.objects.exists()
    comment.approve(by=edith)
    clock.shift(UNDO_WITHIN)
    assert len(letters_to()) == 1


def test_a_comment_approved_twice_is_told_of_once(post, edith, clock):
    follow(post)
    comment = comment_on(post)
    for _time in range(2):
        comment.hold(by=edith)
        comment.approve(by=edith)
        clock.shift(UNDO_WITHIN)
        letters_to()
    assert len(mail.outbox) == 1


def test_nobody_is_told_of_a_comment_on_a_story_that_was_withdrawn(post, edith):
    follow(post)
    comment_on(post)
    post.retract(by=edith)
    assert letters_to() == []


def test_nobody_is_told_of_their_own_comment(post):
    follow(post, "ruth@example.org")
    follow(post, FLORA)
    comment_on(post, user_email="Ruth@Example.org")
    assert [letter.to for letter in letters_to()] == [[FLORA]]


def test_a_wish_that_nobody_confirmed_brings_no_letters(post, remy):
    Subscription.objects.create(email=FLORA, post=post)
    Subscription.objects.create(email=FLORA)
    comment_on(post)
    factories.published_post(by=remy)
    assert letters_to() == []


def test_a_follower_of_one_story_hears_of_no_other(post, remy):
    follow(post)
    comment_on(factories.published_post(by=remy))
    assert letters_to() == []


def test_nobody_is_told_of_a_pingback_or_of_an_old_comment(post):
    follow(post)
    comment_on(post, kind=Kind.PINGBACK)
    comment_on(post, submit_date=timezone.now() - timedelta(days=31))
    assert letters_to() == []


def test_nobody_is_told_of_what_is_imported(post, remy):
    follow(post)
    follow()
    with without_letters():
        comment_on(post)
        factories.published_post(by=remy)
    assert not Letter.objects.exists()


def test_a_comment_in_bulk_approval_is_told_of_like_any_other(post, edith, clock):
    follow(post)
    for _number in range(3):
        comment_on(post, status=Status.PENDING)
    Comment.objects.held().approve(by=edith)
    clock.shift(UNDO_WITHIN)
    assert len(letters_to()) == 3


def test_strange_words_make_no_strange_letter(post):
    follow(post)
    words = "<script>alert(1)</script>\r\n.\r\nBcc: all@example.org\x07\u202egnitirw"
    comment_on(post, comment=words, writer_name="<b>Spike</b>\r\nBcc: all@example.org")
    [letter] = letters_to()
    html = letter.alternatives[0].content
    assert "<script" not in html
    assert "<b>" not in html
    assert letter.message()["Bcc"] is None
    assert not re.search("[\x07\u202e]", letter.body + html)


# New posts


def test_whoever_wants_to_hear_of_new_posts_gets_a_letter_when_one_is_published(remy, edith):
    follow()
    story = factories.draft(by=remy, headline="Cuts & <Deals>", standfirst="What was agreed.")
    assert letters_to() == []
    story.publish(by=edith)
    [letter] = letters_to()
    assert letter.subject == "Cuts & <Deals>"
    assert letter.body.startswith("Cuts & <Deals>\n\nWhat was agreed.\n")
    assert f"http://127.0.0.1:8000{story.get_absolute_url()}" in letter.body
    assert "Cuts &amp; &lt;Deals&gt;" in letter.alternatives[0].content


def test_a_post_withdrawn_before_its_letters_leave_is_not_told_of(remy, edith):
    follow()
    story = factories.published_post(by=remy)
    story.retract(by=edith)
    assert letters_to() == []


def test_a_post_published_twice_is_told_of_once(remy, edith):
    follow()
    story = factories.published_post(by=remy)
    letters_to()
    story.retract(by=edith)
    story.reopen(by=edith)
    story.publish(by=edith)
    assert len(letters_to()) == 1


def test_a_story_that_first_appeared_elsewhere_is_no_news(remy):
    follow()
    factories.published_post(by=remy, at=timezone.now() - timedelta(days=2))
    assert not Letter.objects.exists()


def test_the_letters_about_a_post_are_written_with_its_publication_or_not_at_all(remy, edith):
    follow()
    story = factories.draft(by=remy)
    with transaction.atomic():
        story.publish(by=edith)
        assert Letter.objects.count() == 1
        transaction.set_rollback(True)
    story.refresh_from_db()
    assert story.state == State.DRAFT
    assert not Letter.objects.exists()


# What it costs


def queries_of(work):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        work()
    return len(queries)


def test_a_thousand_followers_cost_as_many_queries_as_ten(remy):
    costs = {}
    for amount in (1, 10, 1000):  # the first may look up what a process then remembers
        story = factories.published_post(by=remy)
        crowd_of_followers(story, amount)
        comment = comment_on(story, status=Status.PENDING)
        costs[amount] = queries_of(lambda comment=comment: comment.approve(by=None))
        assert Letter.objects.filter(about=comment.pk).count() == amount
    assert costs[10] == costs[1000]


def test_the_letters_about_a_post_are_one_query(remy):
    first, second = factories.draft(by=remy), factories.draft(by=remy)
    alone = queries_of(lambda: first.publish(by=None))
    crowd_of_followers(None, 1000)
    assert queries_of(lambda: second.publish(by=None)) == alone
    assert Letter.objects.count() == 1000


def test_a_letter_costs_the_same_few_queries_however_many_wait(post):
    crowd_of_followers(post, 20)
    comment_on(post)
    assert queries_of(send_due) <= 20 * 6 + 5
    assert len(mail.outbox) == 20
