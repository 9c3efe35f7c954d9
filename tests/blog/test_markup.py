"""What an author or a stranger writes becomes HTML that is safe, and nothing they wrote is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog import markup, plain_text
from blog.renditions import Picture

HILLS = Picture(
    sources=(("image/avif", "/media/r/aa/a-640.avif 640w"),),
    src="/media/r/aa/a-640.jpg",
    width=640,
    height=427,
    sizes="100vw",
    largest="/media/r/aa/a-640.jpg",
    color="#888888",
    alt="Hills",
    caption="The hills",
    credit="A. Photographer",
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&#58;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<iframe src='https://evil.example'></iframe>",
    "<style>body{display:none}</style>",
    "<p style='position:fixed' onclick='x()'>x</p>",
    "<form action='https://evil.example'><input name=password></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "![x](https://evil.example/pixel.gif)",
    '<img srcset="https://evil.example/a.gif 1w">',
    '<picture><source srcset="https://evil.example/a.gif"></picture>',
    "`<script>`\n\n```\n</code></pre><script>alert(1)</script>\n```",
    "<div id='comments'>x</div>",
    "\x02wzxhzdk:0\x03 \x00<b>",
    "[x]: javascript:alert(1)\n\n[x]",
    '![a](image:1 "<script>alert(1)</script>")',
    "![a](image:1){onerror=alert(1) srcset=https://evil.example/a.gif}",
    "text {: onclick=alert(1) id=comments style=color:red }",
]
SAFE_TAG = re.compile(r"<(/?)([a-z0-9]+)((?:\s[^<>]*)?)>")


def tags_and_attributes(html):
    return [(tag, attributes) for _, tag, attributes in SAFE_TAG.findall(html)]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("render", [lambda w: markup.render(w, {1: HILLS}.get), markup.render_comment])
def test_nothing_hostile_comes_through(render, words):
    html = render(words)
    for tag, attributes in tags_and_attributes(html):
        assert tag in markup.ARTICLE_TAGS
        assert not re.search(r"\son\w+=|style=|javascript:|data:text", attributes)
        assert "evil.example" not in attributes or tag == "a"
        assert 'id="comments"' not in attributes
    assert "<script" not in html


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "\\\\evil.example", "/&#9;/evil.example"])
def test_an_address_that_only_looks_like_ours_says_where_it_leads(address):
    for render in (markup.render, markup.render_comment):
        links = [
            text for tag, text in tags_and_attributes(render(f'[x]({address}) <a href="{address}">y</a>')) if tag == "a"
        ]
        assert links
        for link in links:
            assert not re.search(r'href="[/\\]{2}', link)


def test_a_picture_of_the_library_becomes_a_captioned_figure():
    html = markup.render('![At dusk](image:7 "Seen from *Konna*, [map](/map/)")', {7: HILLS}.get)
    assert html.startswith("<figure><picture><source")
    assert 'srcset="/media/r/aa/a-640.avif 640w"' in html
    assert 'alt="At dusk"' in html
    assert 'loading="lazy"' in html
    assert (
        '<figcaption>Seen from <em>Konna</em>, <a href="/map/">map</a><small>A. Photographer</small></figcaption>'
        in html
    )


def test_a_picture_without_own_words_takes_the_librarys():
    html = markup.render("![](image:7)", {7: HILLS}.get)
    assert 'alt="Hills"' in html
    assert "<figcaption>The hills<small>" in html


def test_a_picture_within_a_sentence_stays_in_it():
    html = markup.render("See ![](image:7) here.", {7: HILLS}.get)
    assert "<figure>" not in html
    assert html.startswith("<p>See <picture>")


def test_a_picture_from_elsewhere_becomes_a_link_and_one_that_is_gone_becomes_its_words():
    assert markup.render("![A map](https://maps.example/a.png)") == (
        '<p><a href="https://maps.example/a.png">A map</a></p>'
    )
    assert markup.render("![A map](image:9)") == "<p><span>A map</span></p>"


def test_the_keys_of_the_pictures_that_a_text_names_are_found():
    assert markup.image_keys('![](image:7) and ![a](  image:12 "b") but not image:3') == {7, 12}


def test_authors_may_write_what_a_newsroom_needs():
    html = markup.render(
        '# Top\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nText[^1] "so" -- he\n\n> quote\n\n~~~\ncode\n~~~\n\n[^1]: Note.'
    )
    for part in ("<h2>Top</h2>", "<table", "<blockquote>", "“so” – he", 'id="fn:1"', "<pre><code>code"):
        assert part in html
    assert "<h1" not in html


def test_strangers_may_write_a_small_markdown_and_their_links_are_marked():
    html = markup.render_comment(
        "*a* **b** `c`\nline\n\n> quote\n\n- item\n\n[l](https://l.example) https://m.example/x."
    )
    for part in ("<em>a</em>", "<strong>b</strong>", "<code>c</code>", "<br>", "<blockquote>", "<li>item</li>"):
        assert part in html
    assert html.count('rel="nofollow ugc noopener"') == 2
    assert ">https://m.example/x</a>." in html


def test_strangers_headings_and_tags_are_shown_as_written():
    html = markup.render_comment("# Not a heading\n\n<b>not bold</b> ![no](https://x.example/y.png)")
    assert "# Not a heading" in html
    assert "&lt;b&gt;not bold&lt;/b&gt;" in html
    assert "<img" not in html


@pytest.mark.parametrize("words", ["[" * 5000, "![" * 3000, "[a](" * 5000, "<a " * 5000, "[^1]" * 5000])
def test_what_would_take_too_long_is_refused_to_authors_and_shown_plainly_to_readers(words):
    with pytest.raises(markup.TextRefused):
        markup.check(words)
    assert (
        plain_text.plain(markup.render(words))
        == plain_text.plain(markup.render_comment(words))
        == " ".join(words.split())
    )


def test_a_text_longer_than_a_novel_is_refused_with_a_sentence():
    with pytest.raises(markup.TextRefused, match="longer than 500,000 characters"):
        markup.check("a" * (markup.LONGEST_TEXT + 1))


def test_quotes_within_quotes_without_end_are_still_shown():
    assert "deep" in markup.render("> " * 5000 + "deep")


@pytest.mark.parametrize("sign", ['"', "'", "`", '"a ', "'tis ", "`a` ", "**a", "_a ", "\n1. a", "\n- a", "\n```"])
def test_a_paragraph_whose_time_would_grow_with_its_square_is_refused_and_shown_as_it_stands(sign, monkeypatch):
    source = sign * (400_000 // len(sign))
    with pytest.raises(markup.TextRefused, match="Divide it into several"):
        markup.check(source)
    monkeypatch.setattr(markup, "_convert", None)  # nothing of it is tried
    assert markup.render(source).startswith("<p>")


def test_what_is_refused_for_its_signs_is_no_ordinary_text():
    paragraph = "“He said,” she wrote, 'it isn't \"over\" yet', and `left`.\n" * 40
    markup.check("\n\n".join([paragraph] * 200))
    markup.check("A line of a wire's copy, with the 'quotes' that it has, of seventy signs.\n" * 900)
    markup.check("\n".join(f'- "Item {number}" of a long list' for number in range(1500)))


def test_a_text_of_countless_paragraphs_is_refused_and_shown_as_it_stands(monkeypatch):
    source = "a\n\n" * (markup.MOST_PARAGRAPHS + 1)
    with pytest.raises(markup.TextRefused, match="more than 10,000 paragraphs"):
        markup.check(source)
    markup.check("A paragraph of a hundred signs, as they stand in a book as long as any may be here.\n\n" * 5300)
    monkeypatch.setattr(markup, "_convert", None)
    assert markup.render(source).count("<p>") == markup.MOST_PARAGRAPHS + 1


def test_many_paragraphs_of_signs_are_no_way_around():
    with pytest.raises(markup.TextRefused):
        markup.check("\n\n".join(['"' * 10_000] * 40))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab *_`[](){}<>!#&;:\"'\\/\n\t-1.|^~=@\x00\x02\x03é", max_size=120))
def test_whatever_is_typed_becomes_html_of_the_list_alone(words):
    for tag, _attributes in tags_and_attributes(markup.render(words)):
        assert tag in markup.ARTICLE_TAGS
    for tag, _attributes in tags_and_attributes(markup.render_comment(words)):
        assert tag in markup.COMMENT_TAGS
    assert not re.findall(r"<(?!/?[a-z])", markup.render_comment(words))


def test_a_feed_gets_addresses_that_hold_elsewhere():
    html = markup.render('[a](/b/) [c](https://d.example/) ![](image:7)\n\n`href="/x"`', {7: HILLS}.get)
    whole = markup.with_absolute_addresses(html, "https://paper.example/2026/03/04/story/")
    assert 'href="https://paper.example/b/"' in whole
    assert 'href="https://d.example/"' in whole
    assert 'srcset="https://paper.example/media/r/aa/a-640.avif 640w"' in whole
    assert 'src="https://paper.example/media' in whole
    assert "https://paper.example/x" not in whole


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("more/", "https://paper.example/2026/03/04/story/more/"),
        ("../other/", "https://paper.example/2026/03/04/other/"),
        ("?page=2", "https://paper.example/2026/03/04/story/?page=2"),
        ("//d.example/x", "https://d.example/x"),
        ("mailto:a@d.example", "mailto:a@d.example"),
        ("https://d.example/?a=1&b=2", "https://d.example/?a=1&amp;b=2"),
        ("//[", "https://["),
    ],
)
def test_an_address_of_any_kind_leads_elsewhere_where_it_leads_on_the_page(typed, meant):
    html = markup.render(f"[a]({typed})")
    assert f'href="{meant}"' in markup.with_absolute_addresses(html, "https://paper.example/2026/03/04/story/")


def test_footnotes_lead_to_the_page_and_words_that_look_like_one_are_left_alone():
    html = markup.render('Text[^1] and `href="#x"`.\n\n[^1]: Note.')
    whole = markup.with_absolute_addresses(html, "https://paper.example/s/")
    assert 'href="https://paper.example/s/#fn:1"' in whole
    assert '<code>href="#x"</code>' in whole


def test_the_first_words_of_a_story_leave_out_its_pictures():
    html = markup.render("![](image:7)\n\nOne two three four.", {7: HILLS}.get)
    assert plain_text.first_words(html, 2) == "One two …"
    assert plain_text.first_words(html, 4) == "One two three four."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("塞" * 1000, "塞" * 100 + "…"),
        ("塞" * 100, "塞" * 100),
        (("塞" * 30 + " ") * 50, ("塞" * 30 + " ") * 3 + "塞" * 8 + "…"),
        ("ส" * 1000, "ส" * 200 + "…"),
        ("word " * 1000, ("word " * 20).strip() + " …"),
    ],
)
def test_the_first_words_of_a_text_without_spaces_end_as_well(text, expected):
    assert plain_text.first_words(f"<p>{text}</p>", 20) == expected
