"""The conversation, as feed readers follow it."""

import json

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from tests.comments.conversation import comment_on, crowd

ENDINGS = ["feed/", "feed/atom/", "feed/json/"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_format_has_the_comments_with_their_writers_and_lasting_names(client, post, ending):
    comment = comment_on(post, comment="First & *foremost*. [See](/about/)", writer_name="Ruth <3")
    for place in ("/comments/", post.path):
        content = client.get(place + ending).content
        entry = (json.loads(content)["items"] if "json" in ending else feedparser.parse(content).entries)[0]
        assert entry["id"] == f"tag:127.0.0.1,2026:comment/{comment.pk}"
        assert b"Ruth" in content
        assert b"http://127.0.0.1:8000/about/" in content
        assert b"ruth@example.org" not in content


def test_programs_that_show_no_html_get_a_comments_first_words(client, post):
    comment_on(post, comment="First & *foremost*. " + "word " * 60)
    [entry] = feedparser.parse(client.get("/comments/feed/").content).entries
    assert entry.summary.startswith("First & foremost. word")
    assert entry.summary.endswith(" …")


def test_an_address_in_a_comment_is_meant_on_the_storys_page(client, post):
    comment_on(post, comment="[See](more/)")
    [item] = client.get("/comments/feed/json/").json()["items"]
    assert f'href="http://127.0.0.1:8000{post.path}more/"' in item["content_html"]


def test_lists_name_the_feed_of_all_comments_after_the_papers_own_and_articles_do_not(client, post):
    paper, comments = 'href="/feed/atom/"', 'href="/comments/feed/atom/"'
    for place in ("/", "/archive/", "/search/"):
        page = client.get(place).content.decode()
        assert 0 < page.index(paper) < page.index(comments), place
    assert comments not in client.get(post.path).content.decode()


@pytest.mark.parametrize("ending", ENDINGS)
def test_who_has_the_comments_already_is_told_so_in_three_queries(client, post, ending):
    comment = comment_on(post)
    for place in ("/comments/", post.path):
        first = client.get(place + ending)
        with CaptureQueriesContext(connection) as queries:
            again = client.get(place + ending, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
        assert len(queries) <= 3  # one is for the name of the paper, which is mostly known
    comment.hold(by=None)
    for place in ("/comments/", post.path):
        after = client.get(place + ending, headers={"if-none-match": first["ETag"]})
        assert after.status_code == 200
        assert comment.comment.encode() not in after.content


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_date_alone_says_that_nothing_has_changed(client, post, ending):
    comment_on(post)
    assert "Last-Modified" not in client.get(f"/comments/{ending}")


@pytest.mark.parametrize("ending", ENDINGS)
def test_comments_take_as_many_queries_for_a_thousand_as_for_ten(client, post, ending):
    numbers = []
    for more in (10, 990):
        crowd(post, more)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/comments/{ending}")
            client.get(f"{post.path}{ending}")
        numbers.append(len(queries))
    assert Comment.objects.count() == 1000
    assert numbers[0] == numbers[1] <= 7


def test_a_story_that_moved_leads_to_the_feed_of_the_same_format(client, post, edith):
    old = post.path
    post.slug = "elsewhere"
    post.save()
    post.revise(by=edith)
    for ending in ENDINGS:
        assert client.get(old + ending)["Location"] == f"{post.path}{ending}"
