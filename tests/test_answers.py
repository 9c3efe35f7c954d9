"""How each kind of readers' page may be kept: by anybody as long as it still holds, or by nobody."""

import re

import pytest
from django.test import Client

from tests import whole_paper

# Pages whose address is a key, that show what one reader wrote, or have a form that is sent once: nobody keeps them.
FOR_ONE = re.compile(r"/(preview|comments/(\d+|held|letters|moderate|sign-in/letter)|report-an-error)/|^/letters/$")


@pytest.fixture
def answers(remy, edith, settings):
    """The answer to a first visit of each kind of page, as a browser makes it, by address."""
    settings.ROOT_URLCONF = "tests.trouble_urls"
    whole_paper.offer_every_way_in(settings)
    addresses = whole_paper.pages_of(whole_paper.make(by=remy, editor=edith), editor=edith)
    assert whole_paper.unknown_routes(addresses.values()) == []
    addresses["feed"], addresses["sitemap"], addresses["robots"] = "/feed/", "/sitemap.xml", "/robots.txt"
    return {address: visit(address) for address in addresses.values()}


def visit(address, **headers):
    """The answer to a browser that has no cookie."""
    client = Client(raise_request_exception=False, headers={"accept-encoding": "gzip", **headers})
    answer = client.get(address)
    assert not client.cookies, address
    return answer


def test_no_page_sets_a_cookie_and_each_says_how_it_may_be_kept(answers):
    for address, answer in answers.items():
        rules = {rule.strip() for rule in answer["Cache-Control"].split(",")}
        if FOR_ONE.search(address):
            assert "no-store" in rules, address
            assert "private" in rules, address
        else:
            assert rules == {"no-cache"}, address


def test_a_page_that_still_holds_is_not_sent_again(answers):
    for address, answer in answers.items():
        if answer.status_code == 200 and not FOR_ONE.search(address):
            again = visit(address, **{"if-none-match": answer["ETag"]})
            assert (again.status_code, again.content) == (304, b""), address
            assert again["ETag"].removeprefix("W/") == answer["ETag"].removeprefix("W/")
            assert again["Cache-Control"] == "no-cache"
            assert visit(address, **{"if-none-match": '"another"'}).status_code == 200


def test_a_page_is_sent_compressed_and_caches_know_that_it_may_not_be(answers):
    for address, answer in answers.items():
        if len(answer.getvalue()) > 200 and answer.status_code == 200:
            assert answer["Content-Encoding"] == "gzip", address
            assert "Accept-Encoding" in answer["Vary"], address


def test_every_kind_of_answer_is_met(answers):
    assert {answer.status_code for answer in answers.values()} >= {200, 400, 403, 404, 410, 500}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "PURGE", "POST "])
def test_what_no_page_can_do_is_refused_by_name(post, method):
    for address in ("/", post.path, "/feed/", "/letters/", "/desk/login/", "/comments/post/", "/nothing/"):
        answer = Client(enforce_csrf_checks=True).generic(method, address)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST, OPTIONS"), address


def test_who_asks_for_the_head_alone_hears_the_same(answers):
    for address, answer in answers.items():
        if answer.status_code == 200 and not FOR_ONE.search(address):
            head = Client().head(address, headers={"accept-encoding": "gzip"})
            assert {**head.headers} == {**answer.headers}, address
            again = Client().head(address, headers={"accept-encoding": "gzip", "if-none-match": answer["ETag"]})
            assert again.status_code == 304, address
