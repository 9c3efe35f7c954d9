"""The queue: what stands in it and beside each comment, how it is paged and searched, and what it costs."""

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from comments.desk import counting, listing, paging
from comments.desk.listing import Listing
from comments.models import Comment, Status
from comments.rules.models import CommentVerdict
from tests import factories
from tests.blog.plans import plan_of
from tests.comments.conversation import comment_on, crowd

QUEUE = "/desk/comments/comment/"


@pytest.fixture
def desk(client, edith):
    client.force_login(edith)
    return client


@pytest.fixture
def short_pages(monkeypatch):
    for module in (listing, paging):
        monkeypatch.setattr(module, "PAGE_SIZE", 2)


def look(desk, address=QUEUE, **query) -> str:
    return desk.get(address, query).content.decode()


def shown(page: str) -> list[int]:
    """The keys of the comments on a page, from top to bottom."""
    return [int(key) for key in re.findall(r'<li class="queue-card" id="comment-(\d+)"', page)]


def counts(page: str) -> list[str]:
    return re.findall(r'<span class="desk-count">([\d,+]+)</span></a></li>', page)


def verdict(comment, *reasons, **more):
    writer = f"guest:{comment.user_email}"
    return CommentVerdict.objects.create(comment=comment, writer=writer, action="hold", reasons=list(reasons), **more)


def test_each_status_has_a_tab_with_its_number(desk, post):
    made = {status: comment_on(post, status=status) for status in Status}
    reported = comment_on(post)
    reported.report("somebody", "spam")
    assert counts(look(desk)) == ["1", "1", "2", "1", "1"]
    assert shown(look(desk)) == [made[Status.PENDING].pk]
    assert shown(look(desk, tab="reported")) == [reported.pk]
    assert shown(look(desk, tab="approved")) == [reported.pk, made[Status.APPROVED].pk]
    for tab in ("spam", "trash"):
        assert shown(look(desk, tab=tab)) == [made[tab].pk]


def test_a_held_comment_that_readers_reported_stands_in_both_tabs(desk, post, edith):
    comment = comment_on(post)
    comment.report("somebody", "spam")
    comment.hold(by=edith)
    assert shown(look(desk)) == shown(look(desk, tab="reported")) == [comment.pk]
    comment.trash(by=edith)
    assert shown(look(desk, tab="reported")) == []


def test_a_count_stops_at_its_bound_and_says_so(desk, post, monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 3)
    crowd(post, 3)
    assert counts(look(desk))[2] == "3"
    crowd(post, 2)
    assert counts(look(desk))[2] == "3+"


def test_what_waits_begins_with_the_oldest_and_the_rest_with_the_newest(desk, post):
    waiting = [comment_on(post, status=Status.PENDING).pk for _ in range(3)]
    approved = [comment_on(post).pk for _ in range(3)]
    assert shown(look(desk)) == waiting
    assert "The oldest first." in look(desk)
    assert shown(look(desk, order="newest")) == waiting[::-1]
    assert shown(look(desk, tab="approved")) == approved[::-1]
    assert shown(look(desk, tab="approved", order="oldest")) == approved


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_pages_lead_forth_and_back_and_lose_nothing_to_a_decision(desk, post, edith, short_pages, order):
    keys = [comment_on(post, status=Status.PENDING).pk for _ in range(5)]
    in_order = keys if order == "oldest" else keys[::-1]
    first = look(desk, order=order)
    second = look(desk, re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&"))
    assert (shown(first), shown(second)) == (in_order[:2], in_order[2:4])
    Comment.objects.get(pk=in_order[0]).approve(by=edith)
    third = look(desk, re.search(r'href="([^"]+)" rel="next"', second)[1].replace("&amp;", "&"))
    assert shown(third) == in_order[4:]
    assert 'rel="next"' not in third
    back = look(desk, re.search(r'href="([^"]+)" rel="prev"', third)[1].replace("&amp;", "&"))
    assert shown(back) == in_order[2:4]
    assert 'rel="next"' in back
    assert 'rel="prev"' in back


def test_one_story_and_a_search_narrow_every_tab(desk, post, remy):
    other = factories.published_post(by=remy, headline="Another story")
    here = comment_on(post, status=Status.PENDING, comment="A fair point about rice.")
    there = comment_on(other, status=Status.PENDING, comment="Rice again.", writer_name="Fair Fatou")
    comment_on(other, status=Status.SPAM, comment="Cheap rice.")
    assert shown(look(desk, post=other.pk)) == [there.pk]
    assert counts(look(desk, post=other.pk)) == ["1", "0", "0", "1", "0"]
    assert "Another story" in look(desk, tab="trash", post=other.pk)
    assert shown(look(desk, q="fair  RICE")) == [here.pk, there.pk]
    assert shown(look(desk, q="fair point")) == [here.pk]
    assert shown(look(desk, q="ruth@example.org", post=post.pk)) == [here.pk]
    assert "2 found" in look(desk, q="rice")
    assert f'href="{QUEUE}?tab=spam&amp;q=rice"' in look(desk, q="rice")
    assert "Nothing here matches." in look(desk, q="pepper")


def test_a_search_looks_at_the_newest_comments_of_the_tab_and_says_so(desk, post, monkeypatch):
    monkeypatch.setattr(listing, "MOST_SEARCHED", 2)
    keys = [comment_on(post, status=Status.PENDING, comment="Rice.").pk for _ in range(3)]
    page = look(desk, q="rice")
    assert shown(page) == keys[1:]
    assert "A search looks at the newest" in page


@pytest.mark.parametrize("words", ["' OR 1=1", "%", "\x00", "a" * 5000, "\\", "ı", "(" * 50])
@pytest.mark.parametrize("key", ["", "-1", "0", "x", "9" * 18, "9" * 40, "١٢"])
def test_whatever_an_address_asks_the_queue_answers(desk, post, words, key):
    comment_on(post, status=Status.PENDING)
    query = {"tab": words, "q": words, "post": key, "after": key, "before": key, "order": words}
    assert desk.get(QUEUE, query).status_code == 200


def test_an_address_is_written_in_one_way(roles):
    for query in ("", "tab=spam", "post=3&q=a+b&order=newest&after=7", "tab=spam&order=oldest&before=9"):
        assert Listing.read(QueryDict(query)).address == f"{QUEUE}{'?' if query else ''}{query}"
    assert Listing.read(QueryDict("tab=pending&order=oldest&post=x&q=+")).address == QUEUE


@pytest.mark.parametrize(
    ("tab", "words"),
    [("pending", "No comment waits"), ("reported", "Readers report nothing"), ("spam", "There is no spam")],
)
def test_an_empty_tab_says_so_in_words(desk, tab, words):
    assert words in look(desk, tab=tab)
    assert "From the start" in look(desk, tab=tab, after=5)


def test_a_card_tells_what_a_decision_needs(desk, post, edith, clock):
    earlier = comment_on(post, writer_name="Ada", user_email="a@example.org", comment="What she said before.")
    verdict(earlier)
    parent = comment_on(post, writer_name="Mariam", comment="The words it answers.")
    comment = comment_on(
        post,
        parent,
        writer_name="Spike <i>",
        user_email="a@example.org",
        ip_address="192.0.2.7",
        comment="See *this*: https://аррӏе.com/x",
    )
    verdict(comment, "A link to a new host.", score=0.874)
    comment.report("somebody", "abuse", "He insults <us>.")
    comment.hold(by=edith, reason="Too hot")
    clock.shift(180)
    page = look(desk)
    for told in (
        *("Spike &lt;i&gt;", "<em>this</em>", "Mariam", "The words it answers.", str(post)),
        *("A link to a new host.", "Spam score 87 of 100", "xn--80ak6aa92e.com", "a@example.org", "typed, not proven"),
        *("1 approved, 0 refused, of 1 others.", "Also called", "Ada", "What she said before."),
        *("It is abusive or hateful", "He insults &lt;us&gt;.", "Edith: Held, 3 minutes ago. “Too hot”"),
        *(f"/comments/{parent.pk}/", f"{QUEUE}{comment.pk}/writer/?next={QUEUE}", f"{QUEUE}{comment.pk}/edit/?next="),
    ):
        assert told in page, told
    assert "192.0.2.7" not in page


def test_a_long_comment_is_folded_and_whole(desk, post):
    comment_on(post, status=Status.PENDING, comment="Long words. " * 200 + "The end.")
    page = look(desk)
    assert '<details class="queue-long">' in page
    assert "The end." in page


def test_the_first_page_costs_the_same_few_queries_however_much_there_is(client, edith, post, remy, settings):
    settings.COMMENT_REPORTS_TO_HOLD = 0
    numbers = []
    for more in (3, 40):
        for number in range(more):
            parent = comment_on(post)
            comment = comment_on(post, parent, user_email=f"{number}@example.org", ip_address="192.0.2.7")
            verdict(comment, "It waits.", score=0.5)
            comment.report("somebody", "spam")
            comment.hold(by=edith)
        client.force_login(edith)
        for tab in ("pending", "reported"):
            with CaptureQueriesContext(connection) as queries:
                page = look(client, tab=tab)
            assert len(shown(page)) == min(more, 20)
            numbers.append(len(queries))
    assert len(set(numbers)) == 1, numbers
    assert numbers[0] <= 11


ADDRESSES = [
    *({"tab": tab} for tab in ("pending", "reported", "approved", "spam", "trash")),
    {"order": "newest"},
    {"tab": "approved", "order": "oldest", "after": "5"},
    {"tab": "reported", "order": "newest", "before": "50"},
]
GROWING = r"(comments_(comment|entry|report|decision)|django_comments\w*|rules_commentverdict|U\d)"


@pytest.mark.parametrize("query", [*ADDRESSES, *({**query, "post": "1"} for query in ADDRESSES[:5])])
def test_no_query_of_a_page_reads_a_whole_table_or_sorts_what_it_found(desk, post, edith, query):
    """SQLite has no statistics here, so it plans as it would for a million."""
    crowd(post, 30)
    Comment.objects.filter(pk__lt=20).update(report_count=1)
    Comment.objects.filter(pk__gt=25).spam(by=edith)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(QUEUE, query).status_code == 200
    plans = [plan_of(q["sql"]) for q in queries if q["sql"].startswith("SELECT")]
    found = [line for plan in plans for line in plan if re.match(rf"(SCAN|Seq Scan on) {GROWING}\b", line)]
    # What readers reported and nobody answered has an index that holds nothing else: to read it is no scan.
    assert [line for line in found if "comments_reported" not in line] == []


@pytest.mark.parametrize("query", ADDRESSES)
def test_a_page_is_read_along_an_index_in_its_own_order(db, query):
    """Of no rows PostgreSQL sorts what little it finds; SQLite plans as it would for a million."""
    asked = Listing.read(QueryDict(urlencode(query)))
    with CaptureQueriesContext(connection) as queries:
        list(asked.keys())
    [plan] = [plan_of(q["sql"]) for q in queries]
    assert any("comments_queue" in line or "comments_reported" in line for line in plan)
    assert not [line for line in plan if "TEMP B-TREE FOR ORDER BY" in line]
