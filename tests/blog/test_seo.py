"""What a story's page says of itself to search engines and to those who share it, all from one place."""

import re
from html import unescape
from io import BytesIO

import pytest
from PIL import Image

from blog.seo import DESCRIPTION_SHOWN, TITLE_SHOWN, describe, shown
from tests import factories
from tests.blog.desk import address, sheet, signed_in


def said(client, path):
    """Title, and the contents of the head's elements, by name or property; an element that comes twice fails."""
    html = client.get(path).content.decode()
    head = html[: html.index("</head>")]
    pairs = [("title", title) for title in re.findall(r"<title>(.*?)</title>", head)]
    pairs += [("canonical", href) for href in re.findall(r'<link rel="canonical" href="(.*?)"', head)]
    pairs += re.findall(r'<meta (?:name|property)="(.*?)" content="(.*?)"', head)
    assert len(dict(pairs)) == len(pairs)
    return {name: unescape(content) for name, content in pairs}


def description_of(post, **more):
    return describe(post, newsroom="The Paper", **more)


def test_a_plain_story_is_described_by_its_headline_and_standfirst(client, remy, settings):
    post = factories.published_post(by=remy, headline="Troops clash", standfirst="Why to\nread on.")
    head = said(client, post.path)
    whole = settings.SITE_ADDRESS + post.path
    assert head["title"] == f"Troops clash · {settings.NEWSROOM_NAME}"
    assert head["description"] == head["og:description"] == "Why to read on."
    assert head["canonical"] == head["og:url"] == whole
    assert (head["og:title"], head["og:type"]) == ("Troops clash", "article")
    assert head["og:site_name"] == settings.NEWSROOM_NAME
    assert head["article:published_time"] == "2026-03-04T12:00:00+00:00"
    assert (head["og:locale"], head["twitter:card"]) == ("en_US", "summary_large_image")
    assert head["article:author"] == settings.SITE_ADDRESS + post.poster.get_absolute_url()
    assert "article:modified_time" not in head
    assert "robots" not in head


def test_the_address_of_a_list_is_written_as_everywhere_else(client, remy):
    post = factories.published_post(by=remy, section=factories.section("Économie & العالم"))
    for place in (post.section.get_absolute_url(), f"/author/{post.poster.slug}/"):
        html = client.get(place).content.decode()
        whole = f"http://127.0.0.1:8000{place}"
        assert whole.isascii()
        assert f'rel="canonical" href="{whole}"' in html
        assert f'property="og:url" content="{whole}"' in html
        assert f'"item":"{whole}"' in html


def test_without_a_standfirst_the_first_words_describe_it(client, remy):
    post = factories.published_post(by=remy, body="First words of the text.", standfirst="")
    assert said(client, post.path)["description"] == "First words of the text."


def test_a_story_without_any_words_has_no_empty_description(client, remy):
    post = factories.published_post(by=remy, body="", standfirst="")
    assert "description" not in said(client, post.path)


def test_the_words_for_searches_come_first(client, remy, settings):
    words = {"search_title": "Mali: the clash", "search_description": "What is\nknown."}
    post = factories.published_post(by=remy, headline="Troops clash", standfirst="Why.", **words)
    head = said(client, post.path)
    assert head["title"] == f"Mali: the clash · {settings.NEWSROOM_NAME}"
    assert head["og:title"] == "Mali: the clash"
    assert head["description"] == head["og:description"] == "What is known."
    assert '<h1 dir="auto">Troops clash</h1>' in client.get(post.path).content.decode()


def test_a_story_taken_over_from_elsewhere_names_its_first_address(client, remy, settings):
    post = factories.published_post(by=remy, canonical_address="https://agency.example/mali?a=1&b=2")
    head = said(client, post.path)
    assert head["canonical"] == "https://agency.example/mali?a=1&b=2"
    assert head["og:url"] == settings.SITE_ADDRESS + post.path


def test_the_lead_picture_stands_on_the_card(client, remy, settings):
    post = factories.published_post(by=remy, lead=factories.image(alt="Hills"))
    head = said(client, post.path)
    assert head["og:image"].startswith(f"{settings.SITE_ADDRESS}/media/r/")
    assert head["og:image"].endswith(".jpg")
    assert (head["og:image:alt"], head["twitter:card"]) == ("Hills", "summary_large_image")
    file = client.get(head["og:image"].removeprefix(settings.SITE_ADDRESS))
    shown = Image.open(BytesIO(file.getvalue())).size
    assert (head["og:image:width"], head["og:image:height"]) == tuple(map(str, shown))


def test_hostile_words_stay_words_in_the_head(client, remy):
    words = '"><script>alert(1)</script>'
    post = factories.published_post(by=remy, headline=words, search_description=words, search_title=words)
    html = client.get(post.path).content.decode()
    assert "<script>alert" not in html
    assert said(client, post.path)["description"] == words


def test_a_preview_is_not_to_be_found(edith, remy):
    post = factories.draft(by=remy, canonical_address="https://agency.example/mali")
    head = said(signed_in(edith), address("post_preview", post.pk))
    assert head["robots"] == "noindex"
    assert not {"canonical", "og:url", "article:published_time"} & set(head)


def test_a_page_that_is_for_one_reader_alone_is_not_to_be_found(post, settings):
    page = description_of(post, is_private=True)
    assert (page.robots, page.canonical) == ("noindex", "")
    assert description_of(post).canonical == settings.SITE_ADDRESS + post.path


@pytest.mark.parametrize(
    ("words", "most", "seen"),
    [
        ("Short enough", 60, "Short enough"),
        ("x" * 60, 60, "x" * 60),
        ("one two three", 10, "one two …"),
        ("one two three", 12, "one two …"),
        ("x" * 61, 60, "x" * 58 + " …"),
        ("", 60, ""),
    ],
)
def test_what_a_search_engine_shows_is_cut_after_a_word(words, most, seen):
    assert shown(words, most) == seen
    assert len(seen) <= most


def test_the_sheet_shows_the_cards_of_what_is_saved_without_script(edith, remy, settings):
    title = "A headline that is so long that no search engine would show the whole of it to anybody"
    post = factories.draft(by=remy, headline=title, standfirst="Why to read on.", lead=factories.image())
    html = signed_in(edith).get(address("post_change", post.pk)).content.decode()
    cards = html[html.index("<desk-cards") : html.index("</desk-cards>")]
    assert f'data-card="title-shown" dir="auto">{shown(title, TITLE_SHOWN)}</p>' in cards
    assert f'data-card="title" dir="auto">{title}</p>' in cards
    assert "Why to read on." in cards
    assert f'<span data-count="title">{len(title)}</span> of about {TITLE_SHOWN}' in cards
    assert f"of about {DESCRIPTION_SHOWN}" in cards
    assert '<strong data-cut="title">' in cards
    assert '<strong data-cut="description" hidden>' in cards
    assert f"{settings.SITE_HOST}" in cards
    assert "2026/03/04/a-headline-that-is-so-long" in cards
    assert cards.count("<img") == 1


def test_the_cards_of_a_new_and_of_a_refused_sheet_are_there_too(remy):
    desk = signed_in(remy)
    assert "<desk-cards" in desk.get(address("post_add")).content.decode()
    refused = desk.post(address("post_add"), sheet(by="Nobody", search_title="Typed for searches"))
    assert 'data-card="title" dir="auto">Typed for searches</p>' in refused.content.decode()


def test_the_sheet_says_how_to_write(remy, post):
    html = signed_in(remy).get(address("post_change", post.pk)).content.decode()
    assert html.index("How to write") < html.index("Lead picture")
    for sign in ("&gt; Pull quote:", "https://youtu.be/", "![](image:8)"):
        assert sign in html
