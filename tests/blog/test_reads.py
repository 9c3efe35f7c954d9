"""How often a story is read: counted without cookies, and written down aside."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog import reading
from blog.models import Reads
from tests import factories
from tests.comments.test_rules_racing import at_once

pytestmark = pytest.mark.django_db

BROWSER = {"User-Agent": "Mozilla/5.0 (Android 14; Mobile; rv:139.0) Gecko/139.0 Firefox/139.0"}


@pytest.fixture(autouse=True)
def _nothing_counted():
    reading._counts.clear()


def read(client, post, **headers):
    return client.get(post.path, headers={**BROWSER, **headers})


def written():
    reading.write_down()
    return dict(Reads.objects.values_list("day", "count"))


def test_a_reading_is_counted_by_day_and_leaves_no_cookie(client, post, clock):
    for _ in range(3):
        assert not read(client, post).cookies
    clock.shift(timedelta(days=1))
    read(client, post)
    assert written() == {date(2026, 3, 4): 3, date(2026, 3, 5): 1}
    read(client, post)
    assert written() == {date(2026, 3, 4): 3, date(2026, 3, 5): 2}


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Googlebot/2.1"},
        {"User-Agent": ""},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
    ],
)
def test_programs_and_pages_fetched_ahead_are_not_readers(client, post, headers):
    read(client, post, **headers)
    assert written() == {}


def test_reading_costs_the_page_no_query(client, post):
    read(client, post)
    with CaptureQueriesContext(connection) as first:
        read(client, post, **{"User-Agent": ""})
    with CaptureQueriesContext(connection) as second:
        read(client, post)
    assert len(first) == len(second)


def test_two_processes_count_the_same_story_exactly(post, shared_database):
    from collections import Counter

    at_once(*[lambda: Reads.objects.add(Counter({(post.pk, date(2026, 3, 4)): 5}))] * 4)
    found = []
    at_once(lambda: found.append(Reads.objects.get().count))
    assert found == [20]


def test_memory_stays_small_whatever_is_asked_for(client, post, remy, monkeypatch):
    monkeypatch.setattr(reading, "MOST_KEPT", 2)
    read(client, post)
    assert not Reads.objects.exists()
    read(client, factories.published_post(by=remy))
    assert Reads.objects.count() == 2
    assert not reading._counts


def test_a_story_deleted_meanwhile_loses_no_other_its_count(client, post, remy):
    other = factories.published_post(by=remy)
    read(client, post)
    read(client, other)
    other.transitions.all().delete()
    other.delete()
    assert written() == {date(2026, 3, 4): 1}


def test_the_most_read_of_two_days_come_first_and_only_published_ones(client, post, remy, edith, clock):
    other, gone = factories.published_post(by=remy), factories.published_post(by=remy)
    for story, times in ((post, 1), (other, 3), (gone, 5)):
        for _ in range(times):
            read(client, story)
    gone.retract(by=edith)
    reading.write_down()
    clock.shift(timedelta(days=1))
    read(client, post)
    reading.write_down()
    with CaptureQueriesContext(connection) as queries:
        assert reading.most_read(5) == [(other, 3), (post, 2)]
    assert len(queries) == 2
    clock.shift(reading.KEPT_FOR + timedelta(days=3))
    assert reading.most_read(5) == []
    reading.forget_old_days()
    assert not Reads.objects.exists()
