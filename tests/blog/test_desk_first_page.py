"""What the desk's first page tells, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog import reading
from blog.models import Letter
from tests import factories
from tests.blog.desk import signed_in
from tests.comments.conversation import comment_on

pytestmark = pytest.mark.django_db

QUERIES = 13


def first_page(user):
    return signed_in(user).get("/desk/").content.decode()


def test_scheduled_stories_are_told_and_missed_ones_first(remy, edith, clock):
    coming = factories.draft(by=remy, headline="Coming one")
    missed = factories.draft(by=remy, headline="Missed one")
    missed.schedule(by=edith, at=timezone.now() + timedelta(minutes=1))
    coming.schedule(by=edith, at=timezone.now() + timedelta(hours=9))
    assert "Should be with readers" not in first_page(edith)
    missed.hold(by=edith, note="Counsel.")
    clock.shift(timedelta(hours=1))
    page = first_page(edith)
    assert page.index("Should be with readers") < page.index("Missed one") < page.index("Coming one")
    assert "legal hold" in page


def test_letters_that_failed_and_the_most_read_are_told_to_editors_alone(post, edith, remy, client):
    Letter.objects.write("test", to="a@example.org")
    Letter.objects.update(state=Letter.State.FAILED)
    reading._counts.clear()
    client.get(post.path, headers={"User-Agent": "Mozilla/5.0 Firefox/139.0"})
    assert "appear here within a minute" in first_page(edith)
    reading.write_down()
    page = first_page(edith)
    assert "1 letter failed" in page
    assert "read once" in page
    assert "read once" not in first_page(remy)
    assert "1 letter failed" not in first_page(remy)


def test_it_costs_the_same_few_queries_however_much_there_is(remy, edith, clock):
    numbers, desk = [], signed_in(edith)
    for amount in (1, 15):
        for _ in range(amount):
            factories.draft(by=edith)
            factories.draft(by=remy).submit(by=remy)
            factories.draft(by=remy).schedule(by=edith, at=timezone.now() + timedelta(hours=1))
            comment_on(factories.published_post(by=remy), status="pending")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/desk/")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= QUERIES
