"""What is known of a writer: beside a comment, and on a page of its own."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.desk.writer_page import COUNTED, summary_of
from comments.desk.writers import pasts_of, with_window
from comments.models import Comment, Status
from comments.rules.models import CommentVerdict
from comments.rules.models.verdict import LATEST
from tests.comments.conversation import comment_on, crowd
from tests.comments.rules_fixtures import past

pytestmark = pytest.mark.django_db

A, P, S, T = Status.APPROVED, Status.PENDING, Status.SPAM, Status.TRASH


def pasts(*comments):
    return pasts_of(list(with_window(Comment.objects.filter(pk__in=[c.pk for c in comments])).order_by("pk")))


def plan_of(queries) -> str:
    """How the database answers these queries, as it tells itself."""
    steps = []
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            steps += [row[3] for row in cursor.fetchall()]
    return "\n".join(steps)


def endless_writer(post, amount: int, writer: str = "guest:guest@example.net") -> None:
    """`amount` comments, all by this writer, written straight into the tables."""
    crowd(post, amount)
    unjudged = Comment.objects.filter(verdict=None).values_list("pk", flat=True)
    CommentVerdict.objects.bulk_create(
        [CommentVerdict(comment_id=key, writer=writer, action="approve") for key in unjudged], batch_size=1000
    )


def test_beside_a_comment_stands_what_became_of_the_others(post):
    *_, last = past(post, A, A, S, T, P, A)
    told = pasts(last)[last.pk]
    assert (told.approved, told.refused, told.counted) == (2, 2, 5)
    assert [earlier.status for earlier in told.earlier] == [P, T, S]
    assert told.in_words == "2 approved, 2 refused, of 5 others."
    assert told.earlier[0].excerpt.startswith("Words number")


def test_the_first_comment_of_somebody_has_an_empty_past(post):
    [first] = past(post, P)
    assert pasts(first)[first.pk].counted == 0
    assert pasts(first)[first.pk].in_words == "No other comment."


def test_other_names_are_told_once_each_and_the_own_is_not(post):
    for name in ("Ada", "Bea", "Ada", "Cy"):
        [last] = past(post, A, writer_name=name)
    assert pasts(last)[last.pk].names == ("Ada", "Bea")


def test_a_typed_address_is_told_from_a_proven_one(post, spike):
    [typed], [proven] = past(post, P, user_email=spike.email), past(post, P, user=spike)
    told = pasts(typed, proven)
    assert [told[key].is_proven for key in (typed.pk, proven.pk)] == [False, True]
    assert [told[key].counted for key in (typed.pk, proven.pk)] == [0, 0]  # the one is not taken for the other


def test_without_a_writer_there_is_no_past(post):
    imported, [nameless] = comment_on(post), past(post, P, user_email="")
    assert pasts(imported, nameless) == {}


def test_of_a_long_past_the_latest_are_looked_at(post):
    endless_writer(post, LATEST + 30)
    first, *_, last = Comment.objects.order_by("pk")
    told = pasts(first, last)
    assert (told[last.pk].counted, told[first.pk].counted) == (LATEST - 1, LATEST)
    assert told[last.pk].in_words == "49 approved, 0 refused, of the latest 49 others."
    assert [earlier.pk for earlier in told[last.pk].earlier] == [last.pk - 1, last.pk - 2, last.pk - 3]
    assert [earlier.pk for earlier in told[first.pk].earlier] == [last.pk, last.pk - 1, last.pk - 2]


def test_the_pasts_of_a_whole_page_are_one_query_through_the_index(post):
    for number in range(40):
        past(post, A, P, user_email=f"person-{number}@example.net")
    page = list(with_window(Comment.objects.order_by("-pk"))[:50])
    with CaptureQueriesContext(connection) as queries:
        told = pasts_of(page)
    assert len(queries) == 1
    assert len(told) == 50
    assert all(past.counted == 1 for past in told.values())
    if connection.vendor == "sqlite":
        plan = plan_of(queries.captured_queries)
        assert "SCAN" not in plan
        assert plan.count("verdicts_of_a_writer") >= 25


def test_the_window_of_a_comment_is_found_through_the_index(post):
    endless_writer(post, 3)
    with CaptureQueriesContext(connection) as queries:
        list(with_window(Comment.objects.filter(status=A)).order_by("-pk")[:50])
    if connection.vendor == "sqlite":
        assert "SCAN" not in plan_of(queries.captured_queries)


# The page of a writer


@pytest.fixture
def desk(client, edith):
    client.force_login(edith)
    return client


def page_of(desk, comment, query="") -> str:
    return desk.get(f"/desk/comments/comment/{comment.pk}/writer/{query}").content.decode()


def test_a_writers_page_tells_all_they_wrote(desk, post):
    past(post, A, comment="Buy at https://shop.example/x", writer_name="Ada", ip_address="41.58.77.1")
    past(post, T, writer_name="Ada", ip_address="41.58.77.99")  # the same household
    *_, last = past(post, P, writer_name="Bea", ip_address="192.0.2.7")
    page = page_of(desk, last)
    for told in ("3 comments", "<bdi>Ada</bdi>", "Links to shop.example", "in the trash", "Several networks"):
        assert told in page
    assert "only typed, not proven" in page
    assert "41.58" not in page
    assert f"?comment={last.pk}&amp;kind=email" in page
    summary = summary_of(last)
    assert (summary.approved, summary.refused, summary.waiting, summary.counted) == (1, 1, 1, 3)
    assert summary.names == (("Ada", 2), ("Bea", 1))
    assert [count for _network, count in summary.networks] == [2, 1]


def test_a_writer_that_nothing_ties_to_others_has_a_page_that_says_so(desk, post):
    assert "Nothing is known of this writer" in page_of(desk, comment_on(post))


def test_a_writers_page_is_turned_and_never_empty_without_a_word(desk, post):
    endless_writer(post, 120)
    keys = list(Comment.objects.order_by("-pk").values_list("pk", flat=True))
    comment = Comment.objects.latest("pk")
    first = page_of(desk, comment)
    assert f"?before={keys[49]}" in first
    seen = [
        key
        for query in ("", f"?before={keys[49]}", f"?before={keys[99]}")
        for key in _shown(page_of(desk, comment, query))
    ]
    assert seen == keys
    assert "Nothing older than that." in page_of(desk, comment, f"?before={keys[-1]}")
    for odd in ("?before=x", "?before=99999999999999999999", "?before=-1", "?before=²"):
        assert _shown(page_of(desk, comment, odd)) == keys[:50]


def _shown(page: str) -> list[int]:
    return [int(key) for key in re.findall(r'class="desk-excerpt" href="/desk/comments/comment/(\d+)/change/"', page)]


def test_a_writers_page_costs_the_same_however_much_they_wrote(desk, post):
    numbers = []
    for more in (10, COUNTED * 2):
        endless_writer(post, more)
        comment = Comment.objects.latest("pk")
        page_of(desk, comment)
        with CaptureQueriesContext(connection) as queries:
            page = page_of(desk, comment)
        numbers.append(len(queries))
        if connection.vendor == "sqlite":
            assert "SCAN" not in plan_of(query for query in queries if "comments_comment" in query["sql"])
    assert f"The latest {COUNTED} comments" in page
    assert numbers[0] == numbers[1] <= 10
