"""The cookie that a reader may ask for."""

from urllib.parse import parse_qs, quote, unquote, urlencode

import pytest

from tests.comments.conversation import comment_on, say

DETAILS = ["Ruth “Reader”; Ñ", "ruth@example.org", "https://example.org/"]


def cookie(name, email, url) -> str:
    return quote(urlencode({"name": name, "email": email, "url": url}))


def test_no_cookie_is_set_without_the_tick(client, post):
    assert not say(client, post).cookies


def test_the_tick_keeps_name_address_and_website_in_the_browser(client, post):
    name, email, url = DETAILS
    answer = say(client, post, remember="on", name=name, email=email, url=url)
    kept = answer.cookies["commenter"]
    assert list(parse_qs(unquote(kept.value)).values()) == [[value] for value in DETAILS]
    assert kept["samesite"] == "Lax"
    assert kept["max-age"] > 300 * 24 * 3600


def test_posting_without_the_tick_takes_the_cookie_away(client, post):
    say(client, post, remember="on")
    assert say(client, post, "More.").cookies["commenter"]["max-age"] == 0


def test_a_refused_form_sets_no_cookie(client, post):
    assert not say(client, post, "", remember="on").cookies


def test_the_storys_own_page_is_the_same_with_and_without_the_cookie(client, post):
    before = client.get(post.get_absolute_url())
    client.cookies["commenter"] = cookie(*DETAILS)
    assert client.get(post.get_absolute_url()).content == before.content


def test_without_script_the_details_come_back_where_one_answers_somebody(client, post):
    client.cookies["commenter"] = cookie(*DETAILS)
    answer = client.get(f"{post.get_absolute_url()}?replytocom={comment_on(post).pk}")
    page = answer.content.decode()
    assert 'value="Ruth “Reader”; Ñ"' in page
    assert 'value="ruth@example.org"' in page
    assert "checked" in page
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize("value", ["", "x", "%", "&&&&", "a%3Db", "%00", "=" * 4000, "a%3Db%26" * 500])
def test_a_cookie_that_cannot_be_read_is_no_cookie(client, post, value):
    client.cookies["commenter"] = value
    answer = client.get(f"{post.get_absolute_url()}?replytocom={comment_on(post).pk}")
    assert answer.status_code == 200
    assert "checked" not in answer.content.decode()
