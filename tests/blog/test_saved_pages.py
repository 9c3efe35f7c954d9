"""What was made for one reader is given to the next, as long as it is what the paper says."""

from datetime import timedelta

import brotli
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog import reading, saved_pages
from blog.models import Edition, Post, Section, Tag
from blog.models.edition import seen_tables
from comments.models import Comment, Recommendation
from tests import factories
from tests.comments.conversation import comment_on

pytestmark = pytest.mark.django_db

BROWSER = {"User-Agent": "Mozilla/5.0 (Android 14; Mobile; rv:139.0) Gecko/139.0 Firefox/139.0"}


def queries_of(client, address, **how):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, **how)
    assert response.status_code in (200, 304)
    return len(queries)


@pytest.fixture
def rich(remy, edith):
    post = factories.published_post(by=remy, section=factories.section(), lead=factories.image())
    post.tags.add(factories.tag())
    comment_on(post)
    post.body += "\n\nMore."
    post.save()
    post.correct(by=edith, text="It said less.")
    return post


def lists(post):
    return ["/", post.section.get_absolute_url(), post.tags.get().get_absolute_url(), post.poster.get_absolute_url()]


def test_what_nobody_changed_is_made_once(client, saving, rich):
    year = f"/{rich.published_at.year}/"
    for address in (rich.path, *lists(rich), "/archive/", year, "/corrections/", f"{rich.path}corrections/1/"):
        made = client.get(address)
        assert queries_of(client, address) == 1, address
        again = client.get(address)
        assert again.content == made.content
        assert {name: again[name] for name in made.headers} == dict(made.headers)


def test_nothing_of_a_withdrawn_story_is_given_out(client, saving, rich, edith):
    addresses = [*lists(rich), rich.path, "/archive/", "/corrections/"]
    for address in addresses:
        client.get(address)
    rich.retract(by=edith, note="Source withdrew")
    for address in addresses:
        assert rich.headline not in client.get(address).content.decode(), address
    assert client.get(rich.path).status_code == 404


def test_it_is_seen_at_once_when_it_comes(client, saving, post, edith):
    assert client.get("/").status_code == 200
    other = factories.published_post(by=edith, headline="Bridge reopens")
    assert "Bridge reopens" in client.get("/").content.decode()
    comment = comment_on(other, status="pending", comment="Held words")
    assert "Held words" not in client.get(other.path).content.decode()
    comment.approve(by=edith)
    assert "Held words" in client.get(other.path).content.decode()
    comment.hold(by=edith)
    assert "Held words" not in client.get(other.path).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda post: Post.objects.filter(pk=post.pk).update(headline="Anew"),
        lambda post: Section.objects.update(name="Anew"),
        lambda post: Tag.objects.bulk_create([Tag(name="Anew", slug="anew")]),
        lambda post: post.tags.clear(),
        lambda post: post.placements.all().delete(),
        lambda post: post.poster.links.create(label="Anew", url="https://anew.example/"),
        lambda post: Comment.objects.update(writer_name="Anew"),
        lambda post: connection.cursor().execute("UPDATE django_comments SET user_url = 'https://anew.example/'"),
    ],
)
def test_whatever_is_written_in_whatever_way_makes_another_edition(rich, change):
    before = Edition.current()
    change(rich)
    assert Edition.current() > before


def test_what_readers_do_not_see_makes_none(rich, remy):
    before = Edition.current()
    reading._counts[rich.pk, rich.published_at.date()] += 1
    reading.write_down()
    assert Edition.current() == before


def test_a_change_that_is_taken_back_was_none(client, saving, post):
    client.get(post.path)
    before = Edition.current()
    with transaction.atomic():
        Post.objects.update(headline="Never")
        assert Edition.current() > before
        transaction.set_rollback(True)
    assert Edition.current() == before
    assert "Never" not in client.get(post.path).content.decode()


def test_new_tables_count_unless_somebody_says_that_they_are_hidden():
    tables = seen_tables()
    assert {"blog_post", "blog_post_tags", "blog_image", "django_comments", "readers_reader"} <= tables
    assert not {"blog_reads", "blog_letter", "django_session", "blog_edition", "blog_editionmark"} & tables


def test_counting_is_begun_again_without_harm(rich):
    before = Edition.current()
    call_command("migrate", verbosity=0)
    assert Edition.current() == before
    Post.objects.update(headline="Anew")
    assert Edition.current() > before


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_many_marks_are_added_up(rich, monkeypatch):
    monkeypatch.setattr("blog.models.edition.MARKS_KEPT", 2)
    for number in range(5):
        Post.objects.update(headline=f"Number {number}")
    before = Edition.current()
    assert Edition.current() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM blog_editionmark")
        assert cursor.fetchone() == (0,)


def test_who_says_anything_of_themselves_gets_a_page_of_their_own(client, saving, rich, edith):
    kept = client.get(rich.path)
    signed_in = Client()
    signed_in.force_login(edith)
    for person, how in (
        (signed_in, {}),
        (client, {"headers": {"Authorization": "Basic x"}}),
        (client, {"data": {"replytocom": Comment.objects.get().pk}}),
    ):
        assert queries_of(person, rich.path, **how) > 1
    Recommendation.objects.all().delete()
    assert client.get(rich.path).content == kept.content
    assert "no-store" in signed_in.get(rich.path).headers["Cache-Control"]


def test_those_who_read_without_pictures_share_pages_of_their_own(client, saving, rich):
    full = client.get(rich.path)
    remembers = Client()
    remembers.cookies["lite"] = "1"
    saves_data = {"headers": {"Save-Data": "on"}}
    without = client.get(rich.path, **saves_data)
    assert b"<picture" in full.content
    assert b"<picture" not in without.content
    assert queries_of(remembers, rich.path) == queries_of(client, rich.path, **saves_data) == 1
    assert remembers.get(rich.path).content == without.content
    assert client.get(rich.path).content == full.content
    assert "private" in remembers.get(rich.path)["Cache-Control"]
    assert not {"Save-Data", "Cookie"} - set(full["Vary"].split(", "))


def test_what_may_not_be_kept_is_not(client, saving, rich):
    for address in (f"{rich.path}report-an-error/", "/search/?q=story"):
        client.get(address)
        assert queries_of(client, address) > 1
    assert len(saving.pages) == 0
    assert client.get("/2013/01/10/nothing/").status_code == 404
    assert len(saving.pages) == 0


def test_browsers_ask_again_and_hear_that_it_holds(client, saving, post):
    first = client.get(post.path)
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get(post.path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    saving.forget()
    assert client.get(post.path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert len(saving.pages) == 1
    assert client.head(post.path).status_code == 200


def test_a_feed_that_has_not_changed_is_still_not_written_anew(client, saving, post):
    for address in ("/feed/", "/comments/feed/", f"{post.path}feed/"):
        etag = client.get(address)["ETag"]
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
        assert len(queries) <= 4, address  # the edition, the masthead, and what the feed follows from


def test_a_saved_page_counts_its_readers(client, saving, post):
    reading._counts.clear()
    for _ in range(3):
        client.get(post.path, headers=BROWSER)
    assert sum(reading._counts.values()) == 3


def test_what_only_the_clock_changes_is_late_by_little(client, saving, post, settings, monkeypatch):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 1
    assert "Comments are closed." not in client.get(post.path).content.decode()
    now = saved_pages.time.monotonic()
    monkeypatch.setattr(saved_pages.time, "monotonic", lambda: now + saved_pages.LASTS + 1)
    monkeypatch.setattr("comments.opening.timezone.now", lambda: post.published_at + timedelta(days=2))
    assert "Comments are closed." in client.get(post.path).content.decode()


def test_whatever_name_of_ours_it_is_asked_by_a_page_is_kept_once(client, saving, post):
    first = client.get("/")
    for number in range(20):
        again = client.get("/", headers={"host": f"LocalHost:{8000 + number}"})
        assert (again.status_code, again.content) == (200, first.content)
    assert len(saving.pages) == 1
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_memory_is_bounded(client, saving, post, monkeypatch):
    client.get("/")
    monkeypatch.setattr(saved_pages, "MOST_BYTES", saving.bytes + 10)
    client.get("/archive/")
    assert list(saving.pages) == ["/archive/"]
    assert saving.bytes == saving.pages["/archive/"].size


def test_a_page_that_is_given_out_again_is_pressed_as_small_as_can_be(client, saving, post, monkeypatch):
    monkeypatch.setattr(saved_pages.threading, "Thread", Immediately)
    brotli_too = {"headers": {"Accept-Encoding": "gzip, br"}}
    first, again = client.get(post.path, **brotli_too), client.get(post.path, **brotli_too)
    assert first["Content-Encoding"] == again["Content-Encoding"] == "br"
    assert len(again.content) < len(first.content)
    assert brotli.decompress(again.content) == brotli.decompress(first.content)


class Immediately:
    def __init__(self, target, args, **kwargs):
        self.start = lambda: target(*args)


def test_without_a_database_the_view_says_what_is_wrong(client, saving, post, monkeypatch):
    monkeypatch.setattr("blog.models.edition.CURRENT", "SELECT number, 0 FROM no_such_table")
    with transaction.atomic():
        assert saved_pages._edition() is None
        transaction.set_rollback(True)


def test_search_engines_may_show_pictures_large_whoever_made_the_page(client, post, saving):
    for _time in range(2):
        assert client.get(post.path)["X-Robots-Tag"] == client.get("/")["X-Robots-Tag"] == "max-image-preview:large"
