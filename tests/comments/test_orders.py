"""The orders in which a conversation can be read, and its pages under each."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import discussion
from comments.discussion import discussion_of
from comments.models import Comment, address
from comments.models.order import NEWEST, OLDEST, RECOMMENDED
from tests.comments.conversation import comment_on, crowd

ORDERS = [OLDEST, NEWEST, RECOMMENDED]


def keys(page) -> list[int]:
    return [entry.comment.pk for entry in page.entries]


def read(client, path: str) -> str:
    return client.get(path).content.decode()


def shown(html: str) -> list[int]:
    return [int(key) for key in re.findall(r'<li class="comment[^"]*" id="comment-(\d+)"', html)]


@pytest.fixture
def threads(post):
    """Three threads, the second with two replies; the third is recommended most, then the first."""
    first, second, third = (comment_on(post) for _ in range(3))
    replies = [comment_on(post, second), comment_on(post, second)]
    for comment, times in ((third, 3), (first, 1), (replies[1], 5)):
        for number in range(times):
            comment.recommend(f"guest {number}")
    return [[first.pk], [second.pk, *(reply.pk for reply in replies)], [third.pk]]


def in_order(threads, order) -> list[int]:
    sequence = {OLDEST: [0, 1, 2], NEWEST: [2, 1, 0], RECOMMENDED: [2, 0, 1]}[order]
    return [key for number in sequence for key in threads[number]]


@pytest.mark.parametrize("order", ORDERS)
def test_threads_are_ordered_and_replies_stay_oldest_first(client, post, threads, order):
    assert shown(read(client, f"{post.get_absolute_url()}?order={order}")) == in_order(threads, order)


@pytest.mark.parametrize("order", ORDERS)
def test_the_newsroom_chooses_the_order_of_the_storys_own_page(client, post, threads, settings, order):
    settings.COMMENT_ORDER = order
    page = read(client, post.get_absolute_url())
    assert shown(page) == in_order(threads, order)
    assert re.findall(r'<a href="([^"]+)#comments" aria-current="true"', page) == [post.get_absolute_url()]


@pytest.mark.parametrize("order", ["", "x", "path", "oldest'", "%00", "NEWEST"])
def test_an_order_that_is_none_is_the_newsrooms_own(client, post, threads, order):
    assert shown(read(client, f"{post.get_absolute_url()}?order={order}")) == in_order(threads, OLDEST)


@pytest.mark.parametrize("order", ORDERS)
def test_the_page_links_to_the_other_orders_at_addresses_that_stay(client, post, threads, order):
    page = read(client, f"{post.get_absolute_url()}?order={order}")
    links = re.findall(r'<a href="([^"]+)#comments"( aria-current="true")? rel="nofollow">([^<]+)</a>', page)
    path = post.get_absolute_url()
    assert [(address, label) for address, _, label in links] == [
        (path, "Oldest"),
        (f"{path}?order=newest", "Newest"),
        (f"{path}?order=recommended", "Most recommended"),
    ]
    assert [bool(current) for _, current, _ in links] == [name == order for name in ORDERS]


@pytest.mark.parametrize("order", ORDERS)
def test_pages_follow_one_another_in_every_order(client, post, settings, order):
    settings.COMMENT_PAGE_SIZE = 2
    crowd(post, 5, replies_to_each=1)
    path, seen = f"{post.get_absolute_url()}?order={order}", []
    for _ in range(3):
        page = read(client, path)
        seen += shown(page)
        link = re.search(r'<a href="([^"#]+)#comments" rel="next"', page)
        path = link and link[1]
    assert path is None
    expected = discussion_of(post, order_name=order)
    settings.COMMENT_PAGE_SIZE = 50
    assert seen == keys(discussion_of(post, order_name=order))
    assert len(expected.entries) == 4


@pytest.mark.parametrize("order", ORDERS)
def test_a_permalink_opens_the_page_of_its_comment_in_the_newsrooms_order(client, post, settings, order):
    settings.COMMENT_PAGE_SIZE, settings.COMMENT_ORDER = 2, order
    crowd(post, 5, replies_to_each=1)
    Comment.objects.filter(is_root=True).order_by("-path").first().recommend("guest")
    for comment in Comment.objects.all():
        path, anchor = client.get(f"/comments/{comment.pk}/")["Location"].split("#")
        assert anchor == f"comment-{comment.pk}"
        assert comment.pk in shown(read(client, path))


@pytest.mark.parametrize("order", ORDERS)
def test_a_page_too_long_for_one_goes_on_where_it_ended_in_every_order(client, post, settings, monkeypatch, order):
    settings.COMMENT_ORDER = order
    crowd(post, 3, replies_to_each=3)
    Comment.objects.filter(is_root=True).order_by("path")[1].recommend("guest")
    whole = keys(discussion_of(post))
    assert len(whole) == 12
    for module in (address, discussion):
        monkeypatch.setattr(module, "MOST_ON_A_PAGE", 5)
    parts, path = [], post.get_absolute_url()
    while path:
        page = read(client, path)
        parts.append(shown(page))
        link = re.search(r'<a href="([^"#]+)#comments">More of these threads', page)
        path = link and link[1]
    assert [len(part) for part in parts] == [5, 5, 2]
    assert [key for part in parts for key in part] == whole
    for number, part in enumerate(parts):
        for comment in Comment.objects.filter(pk__in=part):
            assert comment.pk in shown(read(client, comment.get_absolute_url().split("#")[0]))
            assert ("?after=" in comment.get_absolute_url()) == (number > 0)


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_costs_the_same_few_queries_however_long(client, post, order):
    path = f"{post.get_absolute_url()}?order={order}"
    client.get(path)
    numbers = []
    for more in (60, 300, 600):
        crowd(post, more, replies_to_each=1)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        numbers.append(len(queries))
    assert len(set(numbers)) == 1
    assert numbers[0] <= 8


@pytest.mark.parametrize("order", ORDERS)
def test_threads_are_found_by_an_index_in_every_order(post, order):
    if connection.vendor == "sqlite":
        crowd(post, 2)
        with CaptureQueriesContext(connection) as queries:
            discussion_of(post, order_name=order)
        plan = []
        with connection.cursor() as cursor:
            for query in queries.captured_queries:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                plan += [row[-1] for row in cursor.fetchall()]
        assert any("comments_threads_of_a_post" in step or "comments_most_recommended" in step for step in plan)
        assert not [step for step in plan if "SCAN comments_comment" in step or "comments_in_order (post_id=?)" in step]


@pytest.mark.parametrize("page", [1, 2])
def test_old_addresses_of_pages_lead_to_the_page_of_a_moved_story(client, post, edith, page):
    old = post.get_absolute_url()
    post.slug = "moved"
    post.settle_address()
    post.save()
    answer = client.get(f"{old}comment-page-{page}/")
    assert answer.status_code == 301
    assert answer["Location"] == f"{post.get_absolute_url()}comment-page-{page}/"
    assert client.get(answer["Location"]).status_code == 200
    feed = client.get(f"{old}feed/")
    assert (feed.status_code, feed["Location"]) == (301, f"{post.get_absolute_url()}feed/")
