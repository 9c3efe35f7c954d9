"""The paper by date."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Post
from blog.pages import PAGE_SIZE
from blog.periods import MOST_YEARS, NoSuchPeriod, Period
from tests import factories
from tests.blog.feed_stories import copy_of


def published(remy, *moment, headline="", zone=UTC):
    at = datetime(*moment, tzinfo=zone)
    return factories.published_post(by=remy, at=at, headline=headline or f"Of {at:%d %m %Y}")


def headlines(answer):
    assert answer.status_code == 200
    return [post.headline for post in answer.context["page"].posts]


def test_a_year_a_month_and_a_day_have_their_stories_newest_first(client, remy):
    for moment in ((2013, 1, 10, 9), (2013, 1, 10, 18), (2013, 1, 31), (2013, 2, 1), (2012, 12, 31, 23), (2014, 1, 1)):
        published(remy, *moment)
    assert headlines(client.get("/2013/")) == ["Of 01 02 2013", "Of 31 01 2013", "Of 10 01 2013", "Of 10 01 2013"]
    assert headlines(client.get("/2013/01/")) == ["Of 31 01 2013", "Of 10 01 2013", "Of 10 01 2013"]
    assert headlines(client.get("/2013/01/10/")) == ["Of 10 01 2013"] * 2


def test_a_story_belongs_to_the_day_of_the_newsroom_as_its_address_does(client, remy, settings):
    settings.TIME_ZONE = "Africa/Lagos"
    with timezone.override(ZoneInfo("Africa/Lagos")):
        story = published(remy, 2013, 1, 31, 23, 30)
        assert story.path.startswith("/2013/02/01/")
        assert headlines(client.get("/2013/02/01/")) == [story.headline]
        assert headlines(client.get("/2013/02/")) == [story.headline]
        assert client.get("/2013/01/31/").status_code == 404
        assert client.get("/2013/01/").status_code == 404


def test_a_day_on_which_the_clocks_change_has_all_its_hours(remy):
    with timezone.override(ZoneInfo("Africa/Cairo")):  # in 2025 the last Friday of April began at one o'clock
        spring, autumn = Period(2025, 4, 25), Period(2025, 10, 31)
        assert spring.end - spring.start in (timedelta(hours=23), timedelta(hours=24))
        assert Period(2025, 4, 24).end == spring.start
        assert autumn.start == Period(2025, 10, 30).end


def test_each_date_leads_to_the_nearest_ones_that_have_stories(client, remy):
    for moment in ((2010, 5, 5), (2013, 1, 10), (2013, 1, 20), (2013, 7, 7), (2016, 2, 29)):
        published(remy, *moment)
    for path, earlier, later in (
        ("/2013/", "/2010/", "/2016/"),
        ("/2013/01/", "/2010/05/", "/2013/07/"),
        ("/2013/01/10/", "/2010/05/05/", "/2013/01/20/"),
    ):
        page = client.get(path).content.decode()
        assert f'href="{earlier}" rel="prev"' in page
        assert f'href="{later}" rel="next"' in page
        assert client.get(earlier).status_code == client.get(later).status_code == 200
    assert 'rel="prev"' not in client.get("/2010/").content.decode()
    assert 'rel="next"' not in client.get("/2016/02/29/").content.decode()


def test_a_year_names_its_months_with_stories_and_a_month_its_days(client, remy):
    for moment in ((2013, 1, 10), (2013, 1, 31), (2013, 12, 31)):
        published(remy, *moment)
    assert [part.get_absolute_url() for part in client.get("/2013/").context["parts"]] == ["/2013/01/", "/2013/12/"]
    days = [part.get_absolute_url() for part in client.get("/2013/01/").context["parts"]]
    assert days == ["/2013/01/10/", "/2013/01/31/"]
    assert b'href="/2013/01/31/"' in client.get("/2013/01/").content


@pytest.mark.parametrize(
    ("path", "nearest"), [("/2012/", "/2013/"), ("/2013/02/", "/2013/01/"), ("/2013/01/11/", "/2013/01/10/")]
)
def test_a_date_without_stories_is_not_found_and_leads_on(client, remy, path, nearest):
    published(remy, 2013, 1, 10)
    answer = client.get(path)
    assert answer.status_code == 404
    page = answer.content.decode()
    assert f'href="{nearest}"' in page
    assert 'href="/archive/"' in page
    assert "noindex" in page


@pytest.mark.parametrize(
    "path",
    [
        "/2013/13/",
        "/2013/00/",
        "/2013/02/30/",
        "/2013/01/00/",
        "/0000/",
        "/0001/",
        "/9999/",
        "/9999/12/31/",
        "/2015/02/29/",
    ],
)
def test_what_is_not_in_the_calendar_is_not_found(client, post, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert b'href="/"' in answer.content


def test_only_digits_of_the_usual_kind_make_a_date(client, post):
    assert client.get("/٢٠١٣/").status_code == 404


@pytest.mark.parametrize("numbers", [(2013, 13), (2013, 2, 29), (0,), (10_000,), (2013, 0)])
def test_a_period_that_the_calendar_has_not_is_refused(numbers):
    with pytest.raises(NoSuchPeriod):
        Period(*numbers)


def test_periods_follow_each_other_without_a_gap():
    day = Period(2011, 12, 1)
    for _ in range(100):
        after = timezone.localtime(day.end)
        day, before = Period(after.year, after.month, after.day), day
        assert day.start == before.end
    assert Period(2011, 12).end == Period(2012, 1).start == Period(2011).end == Period(2012).start
    assert len(Period(2012, 2).parts) == 29


def test_a_long_month_goes_on_from_where_the_last_page_ended(client, remy):
    for number in range(PAGE_SIZE * 2 + 3):
        published(remy, 2013, 1, 10, number // 2, number % 2, headline=f"Story {number:03}")
    published(remy, 2013, 2, 1)
    published(remy, 2012, 12, 31)
    seen, address = [], "/2013/01/"
    while address:
        page = client.get(address).context["page"]
        seen += [story.headline for story in page.posts]
        address = f"/2013/01/?before={page.older}" if page.older else ""
    assert seen == [f"Story {number:03}" for number in reversed(range(PAGE_SIZE * 2 + 3))]


@pytest.mark.parametrize("place", ["x", "1", "-", "1-x", "9" * 40 + "-1", "1-" + "9" * 40, "1-1", "\x00"])
def test_a_place_that_is_none_is_no_error(client, remy, place):
    published(remy, 2013, 1, 10)
    assert client.get("/2013/", {"before": place}).status_code in (200, 302)


def test_the_overview_has_every_year_with_stories_and_the_months_of_the_latest(client, remy):
    assert b"No story has been published yet." in client.get("/archive/").content
    for year in (1998, 2003, 2012, 2013, 2014, 2016, 2026):
        published(remy, year, 1, 10)
    page = client.get("/archive/")
    assert [group[0].year for group in page.context["groups"]] == [2026, 2016, 2014, 2013, 2012]
    assert [year.year for year in page.context["earlier"]] == [2003, 1998]
    for path in ("/2026/01/", "/2012/01/", "/2003/", "/1998/"):
        assert f'href="{path}"'.encode() in page.content
        assert client.get(path).status_code == 200
    assert b'href="/2015/"' not in page.content


def test_a_story_of_long_ago_does_not_make_the_overview_endless(client, remy):
    published(remy, 1, 1, 1)
    published(remy, 12, 1, 10)
    published(remy, 2026, 1, 10)
    page = client.get("/archive/")
    assert page.status_code == 200
    assert len(page.context["groups"]) + len(page.context["earlier"]) <= MOST_YEARS
    assert b'href="/0012/"' in client.get("/2026/").content
    assert client.get("/0012/").status_code == 200


def test_archives_take_as_many_queries_for_a_thousand_stories_as_for_ten(client, remy):
    story = published(remy, 2026, 3, 4, 12, headline="First")
    for number in range(9):
        published(remy, 2026, 3, 4, number, headline=f"Before {number}")
    addresses = ["/archive/", "/2026/", "/2026/03/", "/2026/03/04/"]
    few = [queries_of(client, address) for address in addresses]
    Post.objects.bulk_create(copy_of(story, number) for number in range(990))
    assert [queries_of(client, address) for address in addresses] == few
    assert max(few) <= 8


def test_archives_read_the_index_and_not_the_stories(client, remy):
    published(remy, 2013, 1, 10)
    with CaptureQueriesContext(connection) as queries:
        client.get("/archive/")
    for query in queries.captured_queries:
        assert "COUNT(" not in query["sql"]
        assert "body" not in query["sql"]


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_story_that_was_retracted_leaves_the_archive(client, post, edith):
    assert client.get("/2026/03/04/").status_code == 200
    post.retract(by=edith)
    for path in ("/2026/", "/2026/03/", "/2026/03/04/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert post.headline.encode() not in answer.content
    assert b"2026" not in client.get("/archive/").content
