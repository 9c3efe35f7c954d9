"""Reading without pictures: nothing is fetched until it is tapped, and every tap costs what it says."""

import gzip
import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from blog.images import finish
from blog.lite import wants_lite
from blog.renditions import light
from blog.sharing import share_path
from tests import factories
from tests.blog.lite_story import SAVES_DATA, cookie, lists, page, photos, story_with_pictures

pytestmark = pytest.mark.django_db

FETCHES = re.compile(r"<(?:img|picture|source|video|iframe|object|embed)\b|rel=\"?preload|background", re.IGNORECASE)


@pytest.fixture
def story(remy):
    return story_with_pictures(by=remy)


@pytest.mark.parametrize(
    ("query", "kept", "header", "is_lite"),
    [
        ("", None, None, False),
        ("lite=1", None, None, True),
        ("lite=0", None, None, False),
        ("", "1", None, True),
        ("", "0", None, False),
        ("lite=0", "1", None, False),
        ("lite=1", "0", None, True),
        ("", None, "on", True),
        ("", None, "ON", True),
        ("", None, "On ; foo=bar", True),
        ("", None, "on, on", True),
        ("", None, "off", False),
        ("", None, "", False),
        ("", None, "onwards", False),
        ("", None, "1" * 10_000, False),
        ("", "0", "on", False),
        ("lite=0", None, "on", False),
        ("lite=yes", "1", None, True),
        ("lite=", None, None, False),
        ("lite=1%00", None, None, False),
        ("lite=0&lite=1", None, None, True),
        ("lite[]=1", None, None, False),
        ("", "1; path=/", None, False),
        ("", "x" * 4000, None, False),
    ],
)
def test_the_address_goes_before_the_cookie_and_the_cookie_before_the_header(query, kept, header, is_lite):
    request = RequestFactory().get(f"/?{query}", headers={} if header is None else {"Save-Data": header})
    if kept is not None:
        request.COOKIES["lite"] = kept
    assert wants_lite(request) is is_lite


@pytest.mark.parametrize("value", ["2", "%00", "1'", "<script>", "9" * 10_000, "1&lite=zquill", "%ff%fe", "１"])
@pytest.mark.parametrize("address", ["/", "/nothing/", "/search/"])
def test_what_is_no_choice_changes_nothing_and_is_not_kept(client, value, address):
    answer = client.get(f"{address}?lite={value}")
    assert answer.status_code == client.get(address).status_code
    assert cookie(answer) is None
    assert "Show pictures" not in answer.content.decode()
    assert "<script>" not in answer.content.decode()


def test_a_query_that_is_too_long_to_read_is_no_fault_of_ours(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    assert client.get("/nothing/?" + "lite=1&" * 10).status_code in (400, 404)


def test_a_story_keeps_the_words_of_every_picture_and_fetches_none(client, story):
    html = page(client, f"{story.path}?lite=1")
    assert not FETCHES.search(html)
    assert "faces" not in html
    assert [alt for _address, _size, alt in photos(html)] == [
        "Hills at dusk",
        *["A well", "At the well", "A well", "A well", "A well", "The map", "small"],
        "Remy at his desk",
    ]
    for words in ("The hills north of Konna", "A. Photographer", "B. Photographer", "Water in <em>Konna</em>", "One"):
        assert words in html


@pytest.mark.parametrize("how", [{"query": "?lite=1"}, {"cookie": "1"}, {"header": "on"}])
def test_no_readers_page_fetches_a_picture(client, story, how):
    if "cookie" in how:
        client.cookies["lite"] = how["cookie"]
    headers = {"Save-Data": how["header"]} if "header" in how else {}
    for address in [story.path, *lists(story)]:
        mark = "&" if "?" in address else "?"
        html = page(client, address + how.get("query", "").replace("?", mark), **headers)
        assert not FETCHES.search(html), address
        assert "Show pictures" in html, address


def test_every_photo_is_there_and_weighs_what_its_link_says(client, story, remy):
    image = factories.image(alt="With all sizes")
    finish(image)
    finished = factories.published_post(by=remy, lead=image, body=f"![](image:{image.pk})")
    found = photos(page(client, f"{story.path}?lite=1")) + photos(
        page(client, f"{story.poster.get_absolute_url()}?lite=1")
    )
    for address, size, _alt in [*found, *photos(page(client, f"{finished.path}?lite=1"))]:
        file = client.get(address)
        assert file.status_code == 200
        assert file["Content-Type"] == "image/jpeg"
        assert abs(len(file.getvalue()) / 1024 - size) <= 1


@pytest.mark.parametrize(
    ("srcsets", "file"),
    [
        (["/r/3f/ab-360.avif 360w, /r/3f/ab-640.avif 640w, /r/3f/ab-960.avif 960w"], "/r/3f/ab-640.jpg"),
        (["/r/3f/ab-360.avif 360w, /r/3f/ab-500.avif 500w"], "/r/3f/ab-500.jpg"),
        (["/r/3f/ab-900.avif 900w"], "/r/3f/ab-900.jpg"),
        (["/r/3f/another-640.avif 640w"], "/r/3f/ab-960.jpg"),
        ([], "/r/3f/ab-960.jpg"),
        ([""], "/r/3f/ab-960.jpg"),
    ],
)
def test_the_file_is_the_jpeg_that_is_wide_enough_for_a_phone(srcsets, file):
    assert light("/r/3f/ab-960.jpg", *srcsets) == file


def test_a_picture_whose_sizes_are_still_made_leads_to_its_first_file(client, remy):
    post = factories.published_post(by=remy, lead=factories.image())
    [(address, _size, _alt)] = photos(page(client, f"{post.path}?lite=1"))
    assert client.get(address).status_code == 200


def test_a_file_that_is_gone_has_no_number(client, remy):
    post = factories.published_post(by=remy, lead=factories.image())
    [(address, _size, _alt)] = photos(page(client, f"{post.path}?lite=1"))
    default_storage.delete(address.removeprefix(settings.MEDIA_URL))
    cache.clear()
    assert f'href="{address}"><b>Load photo</b>' in page(client, f"{post.path}?lite=1")


def test_a_storage_that_does_not_answer_is_asked_once_and_the_page_comes(client, story, monkeypatch, caplog):
    asked = []

    def broken(self, name):
        asked.append(name)
        raise ConnectionError("The storage is down")

    cache.clear()
    monkeypatch.setattr(default_storage.__class__, "size", broken)
    assert "<b>Load photo</b>" in page(client, f"{story.path}?lite=1")
    assert len(asked) == 1
    assert "could not be read" in caplog.text


def test_a_storage_is_asked_once_for_each_file(client, story, monkeypatch):
    asked, size = [], default_storage.__class__.size
    monkeypatch.setattr(default_storage.__class__, "size", lambda self, name: asked.append(name) or size(self, name))
    for _again in range(2):
        page(client, f"{story.path}?lite=1")
    assert len(asked) == len(set(asked)) > 0


def test_what_only_adorns_vanishes_with_its_credit_but_no_words_do(client, remy):
    image = factories.image(alt="", caption="", credit="C. Photographer", is_decorative=True)
    body = f'![](image:{image.pk})\n\nBetween.\n\n![](image:{image.pk} "A caption")\n\n![Said](image:{image.pk})'
    post = factories.published_post(by=remy, lead=image, body=body)
    html = page(client, f"{post.path}?lite=1")
    assert [alt for _address, _size, alt in photos(html)] == ["", "Said"]
    assert html.count("<figure>") == 2
    assert html.count("C. Photographer") == 2
    assert "A caption" in html
    assert page(Client(), post.path).count("C. Photographer") == 4


def test_a_picture_that_leads_elsewhere_still_does(client, story):
    html = page(client, f"{story.path}?lite=1")
    assert '<a href="https://example.org/map">The map</a><a class="photo"' in html
    card = html[html.index('<a href="https://vimeo.com/76979871"') :]
    assert "<strong>A film</strong>" in card[: card.index("</a>")]
    assert card[card.index("</a>") :].startswith('</a><a class="photo"')


def test_only_a_page_that_has_a_link_to_a_photo_loads_the_script_for_it(client, story):
    addresses = [story.path, story.poster.get_absolute_url(), "/", "/search/", "/letters/"]
    assert [a for a in addresses if "js/photo.js" in page(client, a, **SAVES_DATA)] == addresses[:2]
    assert [a for a in addresses if "js/photo.js" in page(client, a)] == []


def test_cards_leave_their_pictures_out(client, story):
    assert photos(page(client, "/?lite=1")) == []
    assert story.headline in page(client, "/?lite=1")


def test_it_is_lighter_and_asks_the_database_no_more(client, story):
    for address in (story.path, "/", story.poster.get_absolute_url()):
        weights, queries = [], []
        for query in ("", "?lite=1"):
            with CaptureQueriesContext(connection) as asked:
                weights.append(len(gzip.compress(client.get(address + query).content)))
            queries.append(len(asked))
        assert weights[1] <= weights[0]
        assert queries[1] <= queries[0]


def test_feeds_and_letters_keep_their_pictures(client, story):
    client.cookies["lite"] = "1"
    answer = client.get("/feed/?lite=1", headers=SAVES_DATA)
    assert "&lt;picture&gt;" in answer.content.decode() or "<picture>" in answer.content.decode()
    assert cookie(answer) is None
    assert "Save-Data" not in answer.get("Vary", "")


def test_a_preview_by_link_has_photos_that_its_reader_may_see(client, remy):
    post = factories.draft(by=remy, lead=factories.image(alt="Not public yet"))
    html = page(client, f"{share_path(post)}?lite=1")
    [(address, _size, _alt)] = photos(html)
    assert "?preview=" in address
    assert client.get(address).status_code == 200
    assert client.get(address.partition("?")[0]).status_code == 404


def test_canonical_addresses_never_say_it(client, story):
    for address in [story.path, *lists(story)[:6]]:
        for link in re.findall(r'<link rel="canonical"[^>]*>', page(client, f"{address}?lite=1&before=x")):
            assert "lite" not in link
