"""The conversation on a page: order, pages, what is left of what was removed, and what it costs."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import discussion
from comments.discussion import discussion_of, reply_target
from comments.models import Comment, Status, address
from tests.comments.conversation import GUEST, comment_on, crowd, hidden_fields


def read(client, path: str) -> str:
    return client.get(path).content.decode()


def shown(html: str) -> list[int]:
    """The keys of the comments on a page, from top to bottom."""
    return [int(key) for key in re.findall(r'<li class="comment[^"]*" id="comment-(\d+)"', html)]


def test_replies_stand_below_what_they_answer_and_the_oldest_comes_first(post):
    first, second = comment_on(post), comment_on(post)
    late_reply = comment_on(post, first)
    assert [e.comment.pk for e in discussion_of(post).entries] == [first.pk, late_reply.pk, second.pk]


def test_the_lists_of_a_page_are_nested_and_closed(client, post):
    first = comment_on(post)
    reply = comment_on(post, comment_on(post, first))
    comment_on(post, first)
    comment_on(post)
    thread = re.search(r'(?s)<ol class="thread">.*</ol>', read(client, post.get_absolute_url())).group()
    assert re.findall(r"</?(?:ol|li)\b", thread) == (
        "<ol <li <ol <li <ol <li </li </ol </li <li </li </ol </li <li </li </ol".split()
    )
    assert reply.level == 2


def test_a_comment_says_who_when_and_how_to_answer(client, post):
    comment = comment_on(post, writer_name="Ruth & Co", user_url="https://example.org/")
    page = read(client, post.get_absolute_url())
    path = post.get_absolute_url()
    assert '<a href="https://example.org/" rel="nofollow ugc noopener">Ruth &amp; Co</a>' in page
    assert "says:" in page
    assert (
        f'href="{path}#comment-{comment.pk}"><time datetime="2026-03-04T12:00:00Z">4 March 2026, 12:00</time>' in page
    )
    assert f'href="{path}?replytocom={comment.pk}#respond" rel="nofollow" aria-label="Reply to Ruth &amp; Co"' in page
    assert "ruth@example.org" not in page


def test_a_plain_link_opens_the_form_to_answer_somebody(client, post):
    comment = comment_on(post)
    page = read(client, f"{post.get_absolute_url()}?replytocom={comment.pk}")
    assert "Leave a Reply to Ruth Reader</h2>" in page
    assert f'<p class="reply-form__cancel"><a href="{post.get_absolute_url()}#respond"' in page
    fields = hidden_fields(page)
    assert fields["reply_to"] == str(comment.pk)
    client.post("/comments/post/", {**fields, **GUEST, "comment": "I agree."})
    assert Comment.objects.get(comment="I agree.").parent_id == comment.pk


@pytest.mark.parametrize("key", ["", "0", "-1", "x", "9" * 10, "9" * 40, "٣", "1%00"])
def test_an_answer_to_nobody_is_a_comment_to_all(client, post, key):
    comment_on(post)
    page = read(client, f"{post.get_absolute_url()}?replytocom={key}")
    assert "Leave a Reply</h2>" in page
    assert hidden_fields(page)["reply_to"] == "0"


def test_nobody_answers_what_readers_do_not_see(client, post, remy):
    for status in (Status.PENDING, Status.SPAM, Status.TRASH):
        comment = comment_on(post, status=status)
        assert reply_target(post, str(comment.pk)) is None
        fields = {**hidden_fields(read(client, post.get_absolute_url())), **GUEST, "comment": "Words."}
        answer = client.post("/comments/post/", {**fields, "reply_to": comment.pk})
        assert answer.status_code == 400
        assert hidden_fields(answer.content.decode())["reply_to"] == "0"


def test_there_is_no_reply_link_at_the_deepest_level_nor_under_a_held_comment(client, post):
    deepest = comment_on(post, comment_on(post, comment_on(post, comment_on(post))))
    page = read(client, post.get_absolute_url())
    assert page.count("?replytocom=") == 3
    assert f"?replytocom={deepest.pk}" not in page
    fields = {**hidden_fields(page), **GUEST, "comment": "Words."}
    held = read(client, client.post("/comments/post/", fields)["Location"].split("#")[0])
    assert held.count("?replytocom=") == 3


@pytest.mark.parametrize("verb", ["trash", "spam", "hold"])
def test_a_removed_comment_with_replies_leaves_its_place_and_nothing_else(client, post, edith, verb):
    gone = comment_on(post, writer_name="Spike", comment="Rude words.", user_url="https://spam.example/")
    reply = comment_on(post, gone)
    getattr(gone, verb)(by=edith)
    page = read(client, post.get_absolute_url())
    assert shown(page) == [gone.pk, reply.pk]
    assert page.count("Comment removed") == 1
    assert "1 comment<" in page
    for trace in ("Spike", "Rude", "spam.example", f"?replytocom={gone.pk}"):
        assert trace not in page


def test_a_removed_comment_without_replies_is_gone(client, post, edith):
    gone = comment_on(post)
    reply = comment_on(post, gone)
    gone.trash(by=edith)
    reply.trash(by=edith)
    page = read(client, post.get_absolute_url())
    assert shown(page) == []
    assert "Comment removed" not in page
    assert "No comments yet" in page


def test_a_held_comment_stands_where_it_will_be(client, post, edith):
    first, last = comment_on(post), comment_on(post)
    page = read(client, post.get_absolute_url())
    answer = client.post("/comments/post/", {**hidden_fields(page), **GUEST, "comment": "Hm.", "reply_to": first.pk})
    path = answer["Location"].split("#")[0]
    held = Comment.objects.held().get()
    assert shown(read(client, path)) == [first.pk, held.pk, last.pk]
    first.trash(by=edith)
    assert shown(read(client, path)) == [first.pk, held.pk, last.pk]
    assert shown(read(client, post.get_absolute_url())) == [last.pk]


def test_pages_count_threads_and_a_permalink_opens_the_page_of_its_comment(client, post, settings):
    settings.COMMENT_PAGE_SIZE = 2
    roots = [comment_on(post) for _ in range(5)]
    reply = comment_on(post, roots[3])
    path = post.get_absolute_url()
    pages = [path, f"{path}comment-page-2/", f"{path}comment-page-3/"]
    assert [shown(read(client, page)) for page in pages] == [
        [roots[0].pk, roots[1].pk],
        [roots[2].pk, roots[3].pk, reply.pk],
        [roots[4].pk],
    ]
    assert client.get(f"/comments/{reply.pk}/")["Location"] == f"{pages[1]}#comment-{reply.pk}"
    assert reply.get_absolute_url() == f"{pages[1]}#comment-{reply.pk}"
    second = read(client, pages[1])
    assert f'href="{path}#comments" rel="prev"' in second
    assert f'href="{pages[2]}#comments" rel="next"' in second
    assert f'href="{pages[1]}?replytocom={reply.pk}#respond"' in second


def test_hidden_threads_take_no_room_on_a_page(post, edith, settings):
    settings.COMMENT_PAGE_SIZE = 2
    roots = [comment_on(post) for _ in range(4)]
    roots[0].spam(by=edith)
    assert [e.comment.pk for e in discussion_of(post).entries] == [root.pk for root in roots[1:3]]
    assert roots[3].page_number == 2


@pytest.mark.parametrize("number", [0, 1, 3, 4, 10**6, 10**30])
def test_a_page_past_the_end_is_the_last(client, post, settings, number):
    settings.COMMENT_PAGE_SIZE = 1
    roots = [comment_on(post) for _ in range(3)]
    expected = roots[min(max(number, 1), 3) - 1].pk
    assert shown(read(client, f"{post.get_absolute_url()}comment-page-{number}/")) == [expected]


def test_an_empty_conversation_has_one_page(client, post):
    assert shown(read(client, f"{post.get_absolute_url()}comment-page-7/")) == []


def test_an_endless_thread_is_cut_into_parts_that_keep_their_shape(client, post, monkeypatch):
    for module in (address, discussion):
        monkeypatch.setattr(module, "MOST_ON_A_PAGE", 3)
    root = comment_on(post)
    children = [comment_on(post, root) for _ in range(3)]
    grandchild = comment_on(post, children[1])
    everyone = [root.pk, children[0].pk, children[1].pk, grandchild.pk, children[2].pk]
    page = read(client, post.get_absolute_url())
    assert shown(page) == everyone[:3]
    rest = f"{post.get_absolute_url()}?after={children[1].pk}"
    assert f'href="{rest}#comments"' in page
    page = read(client, rest)
    assert shown(page) == everyone[3:]
    thread = re.search(r'(?s)<ol class="thread">.*</ol>', page).group()
    assert re.findall(r"</?(?:ol|li)\b", thread) == "<ol <li </li <li </li </ol".split()
    assert children[2].get_absolute_url() == f"{rest}#comment-{children[2].pk}"
    assert children[1].get_absolute_url() == f"{post.get_absolute_url()}#comment-{children[1].pk}"


@pytest.mark.parametrize("after", ["", "0", "x", "9" * 40, "-1", "٣"])
def test_a_part_of_a_page_that_does_not_exist_is_the_page(client, post, after):
    comment = comment_on(post)
    assert shown(read(client, f"{post.get_absolute_url()}?after={after}")) == [comment.pk]


def test_the_page_costs_the_same_few_queries_however_long_the_conversation(client, post):
    client.get(post.get_absolute_url())
    numbers = []
    for more in (5, 45, 450):
        crowd(post, more, replies_to_each=1)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(post.get_absolute_url())
        numbers.append(len(queries))
    assert len(shown(page.content.decode())) == 100
    assert len(set(numbers)) == 1
    with CaptureQueriesContext(connection) as queries:
        discussion_of(post)
    assert len(queries) == 2


def test_one_thread_of_a_thousand_costs_no_more(client, post):
    crowd(post, 1, replies_to_each=1000)
    with CaptureQueriesContext(connection) as queries:
        page = discussion_of(post)
    assert len(queries) == 2
    assert len(page.entries) == address.MOST_ON_A_PAGE


def test_the_page_never_reads_what_only_moderators_see(post):
    comment_on(post)
    with CaptureQueriesContext(connection) as queries:
        discussion_of(post)
    for column in ('"user_email"', '"ip_address"', '"comment"."', '"django_comments"."comment"'):
        assert column not in queries[-1]["sql"]


def test_the_page_is_the_same_for_every_anonymous_reader(client, post):
    comment_on(post)
    first = client.get(post.get_absolute_url())
    second = client.get(post.get_absolute_url(), headers={"Cookie": "commenter=x; other=y", "User-Agent": "other"})
    assert first.content == second.content
    assert not first.cookies
    assert "csrf" not in first.content.decode()
    assert first["Cache-Control"] == "no-cache"  # no session was looked at
