"""The address of a film, post or song alone on its line becomes a card; nothing of it comes from anywhere but here."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog import embeds, markup, plain_text
from blog.embeds import Known, Work, recognise
from tests.blog.test_markup import HILLS

FILM = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("typed", "service", "proper"),
    [
        ("https://youtu.be/dQw4w9WgXcQ", "YouTube", FILM),
        ("https://youtu.be/dQw4w9WgXcQ?si=who-shared-it", "YouTube", FILM),
        ("http://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ&list=x", "YouTube", FILM),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "YouTube", FILM),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ/", "YouTube", FILM),
        (
            "https://www.youtube.com/playlist?list=PL1234567890",
            "YouTube",
            "https://www.youtube.com/playlist?list=PL1234567890",
        ),
        ("https://vimeo.com/76979871", "Vimeo", "https://vimeo.com/76979871"),
        ("https://player.vimeo.com/video/76979871?h=1", "Vimeo", "https://vimeo.com/76979871"),
        ("https://vimeo.com/76979871/8272103f6e", "Vimeo", "https://vimeo.com/76979871/8272103f6e"),
        ("https://twitter.com/ada_ng/status/1234567890?s=20", "X", "https://x.com/ada_ng/status/1234567890"),
        ("https://x.com/ada_ng/status/1234567890/photo/1", "X", "https://x.com/ada_ng/status/1234567890"),
        (
            "https://mastodon.social/@ada/109876543210987654",
            "Mastodon",
            "https://mastodon.social/@ada/109876543210987654",
        ),
        (
            "https://Paper.Example/@ada@other.example/109876543210987654",
            "Mastodon",
            "https://paper.example/@ada@other.example/109876543210987654",
        ),
        ("https://www.instagram.com/p/Cabc_d-1/?igsh=xyz", "Instagram", "https://www.instagram.com/p/Cabc_d-1/"),
        ("https://www.instagram.com/ada/reel/Cabc_d-1", "Instagram", "https://www.instagram.com/reel/Cabc_d-1/"),
        (
            "https://www.tiktok.com/@ada.ng/video/7123456789",
            "TikTok",
            "https://www.tiktok.com/@ada.ng/video/7123456789",
        ),
        ("https://vm.tiktok.com/ZMabc123/", "TikTok", "https://vm.tiktok.com/ZMabc123/"),
        (
            "https://open.spotify.com/intl-fr/track/4uLU6hMCjMI75M1A2tKUQC?si=1",
            "Spotify",
            "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC",
        ),
        (
            "https://soundcloud.com/ada-ng/sets/desert?utm_source=x",
            "SoundCloud",
            "https://soundcloud.com/ada-ng/sets/desert",
        ),
    ],
)
def test_an_address_is_one_however_it_was_shared(typed, service, proper):
    assert recognise(typed) == Work(service, proper, proper)
    assert recognise(proper) == Work(service, proper, proper)


@pytest.mark.parametrize("start", ["t=75", "t=75s", "start=75"])
def test_a_film_begins_where_its_author_said(start):
    assert recognise(f"https://youtu.be/dQw4w9WgXcQ?{start}") == Work("YouTube", FILM, f"{FILM}&t=75s")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "https://www.youtube.com/@channel",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/youtu.be/dQw4w9WgXcQ",
        "https://youtu.be@evil.example/dQw4w9WgXcQ",
        "https://youtu.be:8443/dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ/../../x",
        "https://youtu.be/short",
        "ftp://youtu.be/dQw4w9WgXcQ",
        "javascript:alert(1)//youtu.be/dQw4w9WgXcQ",
        "https://127.0.0.1/@ada/109876543210987654",
        "https://localhost/@ada/109876543210987654",
        "https://[::1]/@ada/109876543210987654",
        "https://[broken/@ada/109876543210987654",
        "https://paper.example:99999999/@ada/109876543210987654",
        "https://paper.example/@ada/10987654321098765٣",
        "https://youtu.be/dQw4w9WgXcQ?" + "x" * 400,
    ],
)
def test_any_other_address_is_left_alone(address):
    assert recognise(address) is None
    assert "embed" not in markup.render(address)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["https://youtu.be/", "https://x.com/", "https://a.example/@b/", "https://vimeo.com/"]), st.text()
)
def test_whatever_follows_a_host_is_an_address_in_its_proper_form_or_none(start, rest):
    work = recognise(start + rest)
    assert work is None or re.fullmatch(r"https://[a-z0-9.-]+/[\w./?=&@-]+", work.link, re.ASCII)
    assert work is None or recognise(work.address) == Work(work.service, work.address, work.address)


@pytest.mark.parametrize(
    "typed",
    [
        "https://youtu.be/dQw4w9WgXcQ",
        "<https://youtu.be/dQw4w9WgXcQ>",
        "Before.\nhttps://youtu.be/dQw4w9WgXcQ\nAfter.",
        "Before.\n\n  https://youtu.be/dQw4w9WgXcQ  \n\nAfter.",
    ],
)
def test_an_address_alone_on_its_line_becomes_a_card_with_what_is_known(typed):
    html = markup.render(typed, find_known={FILM: Known("A film", "Ada Ng")}.get)
    assert (
        f'<p class="embed"><a href="{FILM}"><small>YouTube</small> <strong>A film</strong> <cite>Ada Ng</cite></a></p>'
        in html
    )
    assert ("<p>Before.</p>" in html) == ("<p>After.</p>" in html) == ("Before" in typed)


def test_a_card_of_which_nothing_is_known_says_the_service_and_the_address():
    html = markup.render("https://youtu.be/dQw4--9WgXc")
    assert "<small>YouTube</small> <strong>www.youtube.com/watch?v=dQw4--9WgXc</strong>" in html


def test_a_post_without_a_title_is_named_by_its_author():
    html = markup.render("https://x.com/ada/status/1", find_known=lambda address: Known(author="Ada Ng"))
    assert "<small>X</small> <strong>Ada Ng</strong></a>" in html


def test_the_title_that_the_author_typed_counts_and_may_have_emphasis():
    html = markup.render("[A *fine* film](https://youtu.be/dQw4w9WgXcQ)", find_known=lambda address: Known("Other"))
    assert "<strong>A <em>fine</em> film</strong>" in html
    assert "Other" not in html


def test_a_picture_of_the_library_stands_before_the_title_with_its_credit():
    html = markup.render('[![At dusk](image:7 "Our film")](https://youtu.be/dQw4w9WgXcQ)', {7: HILLS}.get)
    assert html.startswith(f'<p class="embed"><a href="{FILM}"><picture><source')
    assert 'alt="At dusk"' in html
    assert "<strong>Our film</strong> <span>A. Photographer</span>" in html
    assert markup.image_keys('[![](image:7 "x")](https://youtu.be/dQw4w9WgXcQ)') == {7}
    gone = markup.render("[![](image:9)](https://youtu.be/dQw4w9WgXcQ)", {7: HILLS}.get)
    assert '<p class="embed">' in gone
    assert "<img" not in gone


@pytest.mark.parametrize(
    "typed",
    [
        "See https://youtu.be/dQw4w9WgXcQ there.",
        "- https://youtu.be/dQw4w9WgXcQ",
        "```\nhttps://youtu.be/dQw4w9WgXcQ\n```",
        "    https://youtu.be/dQw4w9WgXcQ",
        "<pre>\nhttps://youtu.be/dQw4w9WgXcQ\n</pre>",
        "[x](https://example.org/)",
    ],
)
def test_an_address_within_something_else_stays_as_it_is(typed):
    assert "embed" not in markup.render(typed)


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<img src=https://evil.example/x onerror=alert(1)>",
        "[x](javascript:alert(1)) ![x](https://evil.example/p.gif)",
        "\x02wzxhzdk:0\x03 \x02amp\x03",
        "</strong></a></p><iframe src=//evil.example></iframe>",
        '" onclick="alert(1)',
        "{: onclick=alert(1) }",
    ],
)
def test_hostile_words_of_a_service_are_shown_as_words(words):
    text = "<b>raw</b>\n\nhttps://youtu.be/dQw4w9WgXcQ"
    html = markup.render(text, find_known=lambda address: Known(words, words + "!"))
    card = html[html.index('<p class="embed">') :]
    assert re.findall(r"</?(\w+)", card) == ["p", "a", "small", "small", "strong", "strong", "cite", "cite", "a", "p"]
    assert card.count("<a ") == card.count(f'<a href="{FILM}">') == 1


def test_nothing_is_loaded_from_a_service_by_a_page_that_shows_cards():
    html = markup.render("https://youtu.be/dQw4w9WgXcQ\n\nhttps://x.com/ada/status/1\n\nhttps://vimeo.com/76979871")
    assert not re.search(r"\b(src|srcset|data|poster|action)=", html)
    assert html.count('class="embed"') == 3


def test_a_card_is_no_part_of_a_storys_first_words():
    html = markup.render("https://youtu.be/dQw4w9WgXcQ\n\nOne two.", find_known=lambda address: Known("A film"))
    assert plain_text.first_words(html, 5) == "One two."


def test_the_works_of_a_text_are_those_whose_title_it_does_not_say_each_once():
    source = (
        "https://youtu.be/dQw4w9WgXcQ\n\nhttps://www.youtube.com/watch?v=dQw4w9WgXcQ\n\n"
        "[Named](https://vimeo.com/76979871)\n\n[![](image:7)](https://vimeo.com/11111)\n"
    )
    assert [work.address for work in embeds.works_of(source)] == [FILM, "https://vimeo.com/11111"]
    many = "\n".join(f"https://vimeo.com/{number}" for number in range(10_000, 10_500))
    assert len(embeds.works_of(many)) == embeds.MOST_IN_A_TEXT
