"""What stands apart from the conversation: picks, pingbacks, badges, house rules, feeds."""

import re

import feedparser
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Author
from comments.models import Comment, ConversationRules, Kind, MoveRefused, Status
from tests import factories
from tests.comments.conversation import comment_on, crowd, say

LIST = "/desk/comments/comment/"


def read(client, path: str) -> str:
    return client.get(path).content.decode()


def picks(html: str) -> list[str]:
    return re.findall(r'<li class="pick">.*?<p dir="auto">(.*?)</p></li>', html, re.S)


def test_an_editors_picks_stand_above_the_conversation_and_in_it(client, post, edith):
    comment = comment_on(post, comment="Worth *reading* <b>twice</b>.")
    assert "picks" not in read(client, post.get_absolute_url())
    comment.pick(by=edith)
    page = read(client, post.get_absolute_url())
    assert picks(page) == ["Worth reading &lt;b&gt;twice&lt;/b&gt;."]
    assert page.index("picks-heading") < page.index(f'id="comment-{comment.pk}"')
    assert f'href="/comments/{comment.pk}/#comment-{comment.pk}"' in page
    assert page.count(f'id="comment-{comment.pk}"') == 1
    comment.unpick(by=edith)
    assert "picks" not in read(client, post.get_absolute_url())


def test_a_long_pick_is_cut(client, post, edith):
    comment_on(post, comment="word " * 500).pick(by=edith)
    assert picks(read(client, post.get_absolute_url())) == [" ".join(["word"] * 60) + " …"]


def test_three_are_picked_the_newest_first_and_no_more(client, post, edith, clock):
    comments = [comment_on(post, comment=f"Number {number}") for number in range(4)]
    for comment in comments[:3]:
        comment.pick(by=edith)
        clock.shift(60)
    with pytest.raises(MoveRefused, match="3 comments are picked under this story; unpick one first"):
        comments[3].pick(by=edith)
    comments[2].pick(by=edith)
    assert picks(read(client, post.get_absolute_url())) == ["Number 2", "Number 1", "Number 0"]


def test_a_pick_that_readers_no_longer_see_is_not_shown(client, post, edith):
    comment = comment_on(post)
    comment.pick(by=edith)
    comment.spam(by=edith)
    assert "picks" not in read(client, post.get_absolute_url())
    with pytest.raises(MoveRefused, match="approve it first"):
        comment.pick(by=edith)


def test_only_moderators_pick(post, remy):
    comment = comment_on(post)
    for verb in (comment.pick, comment.unpick):
        with pytest.raises(PermissionDenied):
            verb(by=remy)
    assert Comment.objects.get().picked_at is None


def test_editors_pick_at_the_desk(client, post, edith):
    client.force_login(edith)
    comment, held = comment_on(post), comment_on(post, status=Status.PENDING)
    client.post(f"{LIST}{comment.pk}/change/", {"move": "pick"})
    assert Comment.objects.get(pk=comment.pk).picked_at is not None
    assert 'value="unpick"' in read(client, f"{LIST}{comment.pk}/change/")
    assert 'value="pick"' not in read(client, f"{LIST}{held.pk}/change/")
    answer = client.post(f"{LIST}{held.pk}/change/", {"move": "pick"}, follow=True)
    assert "Only a comment that readers see can be picked" in answer.content.decode()
    client.post(f"{LIST}{comment.pk}/change/", {"move": "unpick"})
    assert not Comment.objects.filter(picked_at__isnull=False).exists()


@pytest.mark.parametrize("kind", [Kind.PINGBACK, Kind.TRACKBACK])
def test_pingbacks_are_listed_apart_and_are_no_comments(client, post, kind):
    comment = comment_on(post)
    ping = comment_on(post, kind=kind, writer_name="Another <blog>", user_url="https://example.org/?a=1&b=2")
    page = read(client, post.get_absolute_url())
    assert re.findall(r'<li class="comment[^"]*" id="comment-(\d+)"', page) == [str(comment.pk)]
    assert f'<li id="comment-{ping.pk}"><bdi' in page
    assert 'href="https://example.org/?a=1&amp;b=2" rel="nofollow ugc noopener">Another &lt;blog&gt;</a>' in page
    assert "1 comment<" in page
    assert client.get(f"/comments/{ping.pk}/")["Location"] == f"{post.get_absolute_url()}#comment-{ping.pk}"
    post.refresh_from_db()
    assert post.comment_count == 1


def test_a_pingback_that_waits_or_was_removed_is_not_listed(client, post, edith):
    ping = comment_on(post, kind=Kind.PINGBACK, status=Status.PENDING)
    assert "Pingbacks" not in read(client, post.get_absolute_url())
    ping.approve(by=edith)
    assert "Pingbacks" in read(client, post.get_absolute_url())
    ping.trash(by=edith)
    assert "Pingbacks" not in read(client, post.get_absolute_url())


def test_readers_post_no_pingbacks_and_answer_none(client, post):
    ping = comment_on(post, kind=Kind.PINGBACK)
    assert say(client, post, kind="pingback").status_code == 303
    assert Comment.objects.exclude(pk=ping.pk).get().kind == Kind.COMMENT
    assert say(client, post, "To a robot.", reply_to=ping.pk).status_code == 400
    assert "Leave a Reply</h2>" in read(client, f"{post.get_absolute_url()}?replytocom={ping.pk}")


def badges(html: str) -> list[str]:
    return re.findall(r'<b class="comment__badge">(\w+)</b>', html)


def test_the_storys_author_and_staff_are_marked_and_nobody_else(client, post, remy, edith, ruth):
    comment_on(post, user=ruth, writer_name="Ruth")
    comment_on(post, user=edith, writer_name="Edith")
    comment_on(post, user=remy, writer_name="Remy")
    comment_on(post, writer_name="Author Staff")
    assert badges(read(client, post.get_absolute_url())) == ["Staff", "Author"]


def test_whoever_stands_in_the_byline_is_an_author(client, remy, edith):
    post = factories.published_post(by=remy, bylines=[Author.of(edith)])
    comment_on(post, user=edith)
    assert badges(read(client, post.get_absolute_url())) == ["Author"]


def test_who_has_left_the_newsroom_is_marked_no_longer(client, post, edith):
    comment_on(post, user=edith)
    edith.is_staff = False
    edith.save()
    assert badges(read(client, post.get_absolute_url())) == []


def test_the_house_rules_stand_above_the_form(client, post, edith, django_assert_num_queries):
    assert "rules" not in read(client, post.get_absolute_url())
    client.force_login(edith)
    form = {"text": "Be *kind*. <script>alert(1)</script>"}
    assert client.get("/desk/comments/conversationrules/").status_code == 302
    client.post("/desk/comments/conversationrules/add/", form)
    client.logout()
    page = read(client, post.get_absolute_url())
    rules = page.index('<div class="rules"><p>Be <em>kind</em>. &lt;script&gt;')
    assert rules < page.index("<form method")
    with django_assert_num_queries(0):
        assert "kind" in ConversationRules.shown()
    ConversationRules.objects.get().save()
    assert ConversationRules.objects.count() == 1


def test_there_is_one_sheet_of_rules_and_moderators_write_it(client, edith, remy):
    client.force_login(edith)
    for text in ("One.", "Two."):
        path = client.get("/desk/comments/conversationrules/")["Location"]
        assert client.post(path, {"text": text}).status_code == 302
    assert list(ConversationRules.objects.values_list("pk", "text")) == [(1, "Two.")]
    client.force_login(remy)
    assert client.get("/desk/comments/conversationrules/").status_code == 403
    assert client.post("/desk/comments/conversationrules/1/change/", {"text": "Three."}).status_code == 403


def test_everything_at_once_costs_no_more_than_nine_queries(client, post, edith):
    crowd(post, 120, replies_to_each=1)
    Comment.objects.first().pick(by=edith)
    comment_on(post, kind=Kind.PINGBACK)
    ConversationRules(text="Be kind.").save()
    client.get(post.get_absolute_url())
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            page = read(client, post.get_absolute_url())
        assert len(queries) <= 9  # one of them for the masthead, which is then known for seconds
        assert "picks-heading" in page
        assert "pingbacks-heading" in page
        assert "Be kind." in page


def test_the_feed_of_a_story_has_its_approved_comments_the_newest_first(client, post, remy):
    comment_on(post, comment="First & *foremost*.", writer_name="Ruth <3")
    comment_on(post, comment="Waiting.", status=Status.PENDING)
    comment_on(post, kind=Kind.PINGBACK)
    newest = comment_on(post, comment="[See](/about/)")
    comment_on(factories.published_post(by=remy), comment="Elsewhere.")
    page = read(client, post.get_absolute_url())
    assert f'href="{post.get_absolute_url()}feed/"' in page
    answer = client.get(f"{post.get_absolute_url()}feed/atom/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.feed.title == f"Comments on {post.headline}"
    assert [entry.content[0].value for entry in feed.entries] == [
        '<p><a href="http://127.0.0.1:8000/about/" rel="nofollow ugc noopener">See</a></p>',
        "<p>First &amp; <em>foremost</em>.</p>",
    ]
    assert feed.entries[1].author == "Ruth <3"
    assert feed.entries[0].link.endswith(f"/comments/{newest.pk}/#comment-{newest.pk}")
    assert "ruth@example.org" not in answer.content.decode()


def test_the_sites_feed_has_the_comments_of_published_stories(client, post, remy, edith):
    comment_on(post, comment="Here.")
    gone = factories.published_post(by=remy)
    comment_on(gone, comment="Gone.")
    gone.retract(by=edith)
    words = read(client, "/comments/feed/")
    assert "Here." in words
    assert "Gone." not in words
    assert client.get(f"{gone.path}feed/").status_code == 404


def test_a_feed_costs_few_queries_however_long(client, post):
    client.get("/comments/feed/")  # the site's own row is read once
    numbers = []
    for more in (5, 100):
        crowd(post, more)
        with CaptureQueriesContext(connection) as queries:
            feed = feedparser.parse(client.get("/comments/feed/").content)
        numbers.append(len(queries))
    assert len(feed.entries) == 50
    assert numbers[0] == numbers[1] <= 3
