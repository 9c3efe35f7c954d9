"""Answers in as few bytes as the browser takes them in."""

import gzip

import brotli
import pytest

from config.compression import takes_brotli
from tests import factories

pytestmark = pytest.mark.django_db


def asked(client, accepted, **headers):
    return client.get("/", headers={"Accept-Encoding": accepted, **headers})


@pytest.mark.parametrize("accepted", ["br", "gzip, deflate, br, zstd", "gzip;q=0.5,BR;q=1", "br ;q=0.1"])
def test_brotli_where_it_is_taken(client, post, accepted):
    plain, small = client.get("/"), asked(client, accepted)
    assert small["Content-Encoding"] == "br"
    assert brotli.decompress(small.content) == plain.content
    assert int(small["Content-Length"]) == len(small.content) < len(plain.content)
    assert "Accept-Encoding" in small["Vary"]


@pytest.mark.parametrize("accepted", ["gzip", "gzip, br;q=0", "br;q=0.0, gzip", "vbr, gzip"])
def test_gzip_where_it_is_not(client, post, accepted):
    small = asked(client, accepted)
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == client.get("/").content
    assert small.content == asked(client, accepted).content  # no padding: the same bytes for everybody


@pytest.mark.parametrize("accepted", ["", "identity", "br;q=0", "\x00", "br" * 5000])
def test_neither_where_neither_is(client, post, accepted):
    assert not asked(client, accepted).has_header("Content-Encoding")


def test_a_page_with_somebodys_secrets_is_padded(client, post):
    client.cookies["anything"] = "1"
    answers = {len(asked(client, "gzip, br").content) for _ in range(20)}
    assert len(answers) > 1


def test_each_encoding_answers_to_its_own_entity_tag(client, post):
    for accepted in ("br", "gzip", ""):
        etag = asked(client, accepted)["ETag"]
        assert asked(client, accepted, **{"If-None-Match": etag}).status_code == 304


def test_q_values_are_read(rf):
    assert not takes_brotli(rf.get("/", headers={"Accept-Encoding": "br; q=0"}))
    assert takes_brotli(rf.get("/", headers={"Accept-Encoding": "br; q=0.5"}))


@pytest.mark.parametrize("refused", ["gzip;q=0", "gzip; q=0.000, br;q=0", "*;q=0", "GZIP;Q=0"])
def test_who_refuses_an_encoding_is_not_sent_it(client, post, refused, settings):
    for address in ("/", "/feed/", "/sitemap-1.xml", "/style/old.css", "/static/css/paper.css"):
        assert not client.get(address, headers={"Accept-Encoding": refused}).has_header("Content-Encoding"), address


def test_a_picture_is_not_compressed_again(client, remy):
    post = factories.published_post(by=remy, lead=factories.image())
    answer = client.get(post.lead.picture.src, headers={"Accept-Encoding": "gzip, br"})
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert int(answer["Content-Length"]) > 0
    assert not answer.has_header("Content-Encoding")
    assert not answer.has_header("Vary")


@pytest.mark.parametrize("address", ["/", "/feed/", "/search/?q=story", "/sitemap-1.xml"])
def test_what_still_holds_says_what_it_depends_on(client, post, address):
    whole = client.get(address, headers={"Accept-Encoding": "gzip"})
    again = client.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": whole["ETag"]})
    assert (again.status_code, again["Vary"]) == (304, whole["Vary"])
