"""What an author can write besides paragraphs, in plain signs."""

import re
from dataclasses import replace

import pytest

from blog import markup, plain_text
from tests.blog.test_markup import HILLS

OTHER_HILLS = replace(HILLS, src="/media/r/bb/b-640.jpg", caption="", credit="")
LIBRARY = {7: HILLS, 8: OTHER_HILLS}.get


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("## Heading", "<h2>Heading</h2>"),
        ("### Smaller", "<h3>Smaller</h3>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'),
        ("- one\n    - within", "<li>one<ul>\n<li>within</li>"),
        ("> said\n> so", "<blockquote>\n<p>said\nso</p>\n</blockquote>"),
        ("a | b\n--|--:\n1 | 2", '<td>1</td>\n<td class="end">2</td>'),
        ("a | b\n--|:--:\n1 | 2", '<table tabindex="0">\n<thead>\n<tr>\n<th>a</th>\n<th class="center">b</th>'),
        ("~~~ python\nx = '<b>'\n~~~", "<pre><code>x = '&lt;b&gt;'\n</code></pre>"),
        ("Word.[^1]\n\n[^1]: Note.", '<a class="footnote-ref" href="#fn:1">1</a>'),
        ("*a* **b** `c`", "<em>a</em> <strong>b</strong> <code>c</code>"),
        ("---", "<hr>"),
    ],
)
def test_the_usual_elements_are_there(typed, expected):
    assert expected in markup.render(typed)


@pytest.mark.parametrize("mark", ["Pull quote:", "pull quote:", "PULL-QUOTE:", "Pullquote :"])
def test_a_quote_whose_first_line_says_so_is_a_pull_quote(mark):
    html = markup.render(f"> {mark}\n> We have *nothing* left.\n> — Awa Traoré, baker")
    assert html == (
        '<aside class="pullquote">\n<p>We have <em>nothing</em> left.</p>\n'
        "<p><cite>Awa Traoré, baker</cite></p>\n</aside>"
    )


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ("> Pull quote: We left.", "<p>We left.</p>"),
        (">Pull quote:\n>We left.", "<p>We left.</p>"),
        ("> Pull quote:\nWe left.", "<p>We left.</p>"),
        ("> Pull quote:\n> We left.\n>\n> At night.", "<p>We left.</p>\n<p>At night.</p>"),
        ("> Pull quote:\n> We left.\n> -- Awa", "<p>We left.</p>\n<p><cite>Awa</cite></p>"),
        ("> Pull quote:\n> — We left.", "<p>— We left.</p>"),
    ],
)
def test_a_pull_quote_bears_how_people_type(typed, inside):
    assert markup.render(typed) == f'<aside class="pullquote">\n{inside}\n</aside>'


def test_a_pull_quote_does_not_run_into_the_quotes_around_it():
    html = markup.render(
        "> First.\n\n> Pull quote:\n> Second.\n\n> Third.\n\n> Pull quote: Fourth.\n\n> Pull quote: Fifth."
    )
    assert re.findall(r"<(blockquote|aside)|<p>(\w+)", html) == [
        *[("blockquote", ""), ("", "First"), ("aside", ""), ("", "Second"), ("blockquote", ""), ("", "Third")],
        *[("aside", ""), ("", "Fourth"), ("aside", ""), ("", "Fifth")],
    ]


@pytest.mark.parametrize("typed", ["> Pull quote:", "> A pull quote: said he", "Pull quote: x"])
def test_what_quotes_nothing_is_no_pull_quote(typed):
    html = markup.render(typed)
    assert "<aside" not in html
    assert "ull quote:" in html


def test_a_pull_quote_is_no_part_of_a_storys_first_words():
    assert plain_text.first_words(markup.render("> Pull quote: Again.\n\nOne two."), 5) == "One two."


@pytest.mark.parametrize("between", ["\n", " ", "  \n", "\n  "])
def test_several_pictures_in_one_paragraph_are_a_gallery(between):
    html = markup.render(f'![One](image:7 "Our *caption*"){between}![Two](image:8)', LIBRARY)
    assert html.startswith('<div class="gallery"><figure><picture>')
    assert html.count("<figure>") == 2
    assert "<figcaption>Our <em>caption</em><small>A. Photographer</small></figcaption></figure><figure>" in html
    assert html.endswith("</picture></figure></div>")
    assert 'alt="One"' in html
    assert 'alt="Two"' in html
    assert 'sizes="(min-width: 700px) 350px, 50vw"' in html


@pytest.mark.parametrize("behind", ["{: .%s }", "{.%s}", "\n{: .%s }"])
@pytest.mark.parametrize("side", ["alignleft", "alignright", "alignwide"])
def test_an_alignment_behind_a_picture_or_on_the_next_line_is_that_of_the_figure(behind, side):
    html = markup.render(f"![One](image:7){behind % side}", LIBRARY)
    assert html.startswith(f'<figure class="{side}"><picture>')
    assert side not in html.partition("<picture>")[2]
    assert ('sizes="(min-width: 640px) 320px, 100vw"' in html) == (side != "alignwide")


def test_other_classes_of_a_picture_and_alignments_in_a_gallery_say_nothing():
    assert markup.render("![One](image:7){: .story .tall }", LIBRARY).startswith("<figure><picture>")
    html = markup.render("![One](image:7){: .alignright }\n![Two](image:8)", LIBRARY)
    assert "align" not in html


def test_pictures_in_paragraphs_of_their_own_are_no_gallery():
    html = markup.render("![](image:7)\n\n![](image:8)", LIBRARY)
    assert "gallery" not in html
    assert html.count("<figure>") == 2


def test_a_gallery_bears_pictures_that_are_gone_and_those_of_other_sites():
    html = markup.render("![](image:7)\n![A map](image:9)\n![A plan](https://e.example/p.png)\n![](image:8)", LIBRARY)
    assert html.count("<figure>") == 2
    assert html.endswith('</div>\n<p><span>A map</span> <a href="https://e.example/p.png">A plan</a></p>')
    one = markup.render("![](image:7)\n![A map](image:9)", LIBRARY)
    assert one.startswith("<figure><picture>")
    assert one.endswith("</figure>\n<p><span>A map</span></p>")


def test_pictures_among_words_stay_there():
    html = markup.render("See ![](image:7) and ![](image:8)", LIBRARY)
    assert "<figure" not in html
    assert html.count("<picture>") == 2


@pytest.mark.parametrize(
    "typed",
    [
        "> Pull quote: " * 4000,
        "> Pull quote:\n" * 4000,
        "> Pull quote:\n" + "> — a\n" * 4000,
        "![](image:7)\n" * 900,
        "https://youtu.be/dQw4w9WgXcQ\n" * 1000,
        "https://x.example/@" + "a" * 100_000,
        "[" + "a" * 100_000 + "](https://youtu.be/dQw4w9WgXcQ)",
        "[![](image:7 " * 900,
        "http" * 20_000,
    ],
)
def test_much_of_one_thing_is_shown_in_reasonable_time(typed):
    """Each takes well under two seconds; what grew with the square of its length would take minutes, and be stopped."""
    html = markup.render(typed, LIBRARY)
    assert html
    assert not re.search(r"<(script|iframe)", html)
