"""A reader's choice to read without pictures: kept by their browser alone, and told to caches."""

import re

import pytest
from django.test import Client

from blog.lite import KEPT_FOR
from blog.sharing import share_path
from tests import factories
from tests.blog.lite_story import SAVES_DATA, cookie, lists, page, photos, story_with_pictures

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(remy):
    return story_with_pictures(by=remy)


def test_it_is_remembered_only_when_it_is_asked_for(client, story):
    assert cookie(client.get(story.path)) is None
    assert cookie(client.get(story.path, headers=SAVES_DATA)) is None
    answer = client.get(f"{story.path}?lite=1")
    kept = answer.cookies["lite"]
    assert (kept.value, kept["samesite"], kept["max-age"], kept["path"]) == ("1", "Lax", KEPT_FOR, "/")
    assert not kept["secure"]
    assert "Show pictures" in page(client, "/")
    assert cookie(client.get("/")) is None


def test_it_goes_over_https_alone_where_the_site_does(client, story, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert client.get(f"{story.path}?lite=1").cookies["lite"]["secure"]


def test_it_is_forgotten_when_pictures_are_asked_for(client, story):
    client.get(f"{story.path}?lite=1")
    assert client.get(f"{story.path}?lite=0").cookies["lite"]["max-age"] == 0
    assert "<picture>" in page(client, story.path)
    assert cookie(Client().get(f"{story.path}?lite=0")) is None  # there is none to take away


def test_a_reader_whose_browser_saves_data_can_say_no_for_good(client, story):
    assert cookie(client.get(f"{story.path}?lite=0", headers=SAVES_DATA)) == "0"
    assert "<picture>" in page(client, story.path, **SAVES_DATA)
    assert cookie(client.get(f"{story.path}?lite=1", headers=SAVES_DATA)) == "1"
    assert "<picture>" not in page(client, story.path, **SAVES_DATA)


def test_a_story_that_moved_remembers_what_its_old_address_was_asked(client, story):
    story.redirects.create(old_path="/2026/03/04/its-old-address/")
    answer = client.get("/2026/03/04/its-old-address/?lite=1")
    assert answer.status_code == 301
    assert "Show pictures" in page(client, answer["Location"])


def test_without_a_cookie_the_ways_to_other_pages_carry_the_choice(client, story):
    html = page(client, f"{story.path}?lite=1")
    assert f'<a href="{story.section.get_absolute_url()}?lite=1">' in html
    assert 'href="/?lite=1"' in html
    assert f'href="{story.path}?lite=1#comment-' in html
    assert "?lite=1?" not in html
    assert not re.search(r'href="(/media|/static|/feed|[^"]*/feed/|https?:)[^"]*lite=', html)
    assert '<input type="hidden" name="lite" value="1">' in page(Client(), "/search/?lite=1")
    assert page(client, f"{story.path}?lite=1").count("lite=1") == 0  # the cookie came back: no address needs it


def test_the_switch_leads_to_the_same_page_with_the_rest_of_its_query(client, story):
    assert 'href="?lite=1" rel="nofollow">Read without pictures' in page(client, "/")
    html = page(client, "/search/?q=a%26b&lite=1&page=2&anything=else")
    assert 'href="?q=a%26b&amp;page=2&amp;lite=0" rel="nofollow">Show pictures' in html


def test_a_page_that_answers_a_form_has_no_switch(client, story):
    html = client.post("/comments/post/", {"post": story.pk, "comment": ""}).content.decode()
    assert "Read without pictures" not in html
    assert "Archive" in html


def varies_by(answer) -> set[str]:
    return {name.strip() for name in answer.get("Vary", "").split(",")}


def test_a_cache_gives_neither_page_to_who_is_to_have_the_other(client, story):
    for address in [story.path, *lists(story)]:
        full, lite = client.get(address), client.get(address, headers=SAVES_DATA)
        assert {"Save-Data", "Cookie"} <= varies_by(full) & varies_by(lite), address
        assert lite["Cache-Control"] == "private, no-cache"
        assert "private" not in full.get("Cache-Control", "")
        assert full.get("ETag") != lite.get("ETag") or full.status_code != 200


def test_a_page_that_says_itself_how_it_may_be_kept_is_left_alone(client, remy):
    post = factories.draft(by=remy)
    assert "no-store" in client.get(f"{share_path(post)}?lite=1")["Cache-Control"]


def test_files_and_the_desk_depend_on_nothing_of_it(client, story):
    client.cookies["lite"] = "1"
    [*_rest, (address, _size, _alt)] = photos(page(client, story.path))
    for other in (address, "/robots.txt", "/desk/login/"):
        answer = client.get(f"{other}?lite=1", headers=SAVES_DATA)
        assert "Save-Data" not in varies_by(answer)
        assert cookie(answer) is None


def test_a_head_request_is_answered_as_the_page_is(client, story):
    whole = client.get(f"{story.path}?lite=1")
    client.cookies.clear()
    head = client.head(f"{story.path}?lite=1")
    assert head.status_code == 200
    assert head.content == b""
    assert cookie(head) == "1"
    assert varies_by(head) == varies_by(whole)
    assert head["Cache-Control"] == whole["Cache-Control"]


def test_a_page_that_was_kept_is_good_again_in_its_own_way_alone(client, story):
    tag = client.get(story.path, headers=SAVES_DATA)["ETag"]
    assert client.get(story.path, headers={**SAVES_DATA, "If-None-Match": tag}).status_code == 304
    assert client.get(story.path, headers={"If-None-Match": tag}).status_code == 200
