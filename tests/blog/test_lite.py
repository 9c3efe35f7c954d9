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
from blog.lite import KEPT_FOR, wants_lite
from blog.models import Author
from blog.renditions import light
from blog.sharing import share_path
from comments.readers.models import Reader
from tests import factories
from tests.comments.conversation import comment_on

pytestmark = pytest.mark.django_db

SAVES_DATA = {"Save-Data": "on"}
FETCHES = re.compile(r"<(?:img|picture|source|video|iframe|object|embed)\b|rel=\"?preload|background", re.IGNORECASE)
PHOTO = re.compile(r'<a class="photo" href="([^"]+)"><b>Load photo \((\d+) KB\)</b>(?: <span>([^<]*)</span>)?</a>')
BODY = """![](image:{a})

![At the well](image:{a} "Water in *Konna*")

![](image:{a} "One") ![](image:{a})

[![](image:{a} "A film")](https://vimeo.com/76979871)

[![The map](image:{a})](https://example.org/map)

Among words ![small](image:{a}) they stand.
"""


@pytest.fixture
def story(remy):
    """A story with a picture in every place that can have one, and a comment by a reader with a portrait."""
    lead, other = factories.image(), factories.image(alt="A well", caption="", credit="B. Photographer")
    portrait = factories.image(alt="Remy at his desk")
    Author.objects.filter(pk=Author.of(remy).pk).update(picture=portrait)
    post = factories.published_post(
        by=remy, section=factories.section(), lead=lead, body=BODY.format(a=other.pk), standfirst="In short."
    )
    ruth = factories.user("ruth-with-a-face")
    Reader.objects.create(user=ruth, name="Ruth", network="google", portrait="r/faces/ruth.webp")
    comment_on(post, user=ruth)
    comment_on(post)
    return post


def lists(post) -> list[str]:
    return [
        "/",
        post.section.get_absolute_url(),
        post.poster.get_absolute_url(),
        "/2026/03/",
        "/archive/",
        "/corrections/",
        "/search/?q=story",
        "/nothing/",
    ]


def page(client, address, **headers) -> str:
    return client.get(address, headers=headers).content.decode()


def photos(html: str) -> list[tuple[str, int, str]]:
    """Address, kilobytes and alternative text of each link to a photo."""
    return [(address, int(size), alt) for address, size, alt in PHOTO.findall(html)]


def cookie(answer) -> str | None:
    return answer.cookies["lite"].value if "lite" in answer.cookies else None


# Who gets it


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


# What it shows


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


# That it is remembered


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
    html = page(client, "/search/?q=a%26b&q=c&lite=1&page=2")
    assert 'href="?q=a%26b&amp;q=c&amp;lite=0&amp;page=2" rel="nofollow">Show pictures' in html


def test_a_page_that_answers_a_form_has_no_switch(client, story):
    html = client.post("/comments/post/", {"post": story.pk, "comment": ""}).content.decode()
    assert "Read without pictures" not in html
    assert "Archive" in html


# What caches are told


def varies_by(answer) -> set[str]:
    return {name.strip() for name in answer.get("Vary", "").split(",")}


def test_a_cache_gives_neither_page_to_who_is_to_have_the_other(client, story):
    for address in [story.path, *lists(story)]:
        full, lite = client.get(address), client.get(address, headers=SAVES_DATA)
        assert {"Save-Data", "Cookie"} <= varies_by(full) & varies_by(lite), address
        assert "private" in lite["Cache-Control"]
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
