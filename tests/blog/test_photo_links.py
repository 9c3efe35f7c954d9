"""Links in the places of a text's pictures, whatever the text is."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog import markup
from blog.photo_links import with_photo_links
from blog.renditions import Picture

STEM = "/media/r/3f/" + "3f" * 12
SRCSET = f"{STEM}-360.avif 360w, {STEM}-640.avif 640w, {STEM}-960.avif 960w"
FETCHED = re.compile(r"<(img|picture|source)\b", re.IGNORECASE)
TAG_OF_IT = "3f" * 12


def found(key: int) -> Picture:
    return Picture(
        sources=(("image/avif", SRCSET),),
        src=f"{STEM}-960.jpg",
        width=960,
        height=640,
        sizes="100vw",
        largest=f"{STEM}-960.jpg",
        color="#808080",
        alt='A "well" <in> Konna & more',
        credit="A. Photographer" if key == 7 else "",
    )


def lite(source: str, decorative=()) -> str:
    html = markup.render(source, found)
    return with_photo_links(html, lambda names: dict.fromkeys(names, 38_900), decorative)


class Elements(HTMLParser):
    """Every start tag with its attributes, and what is open at the end."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.nested_links = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.nested_links += tag == "a" and "a" in self.open
        self.tags.append((tag, dict(attrs)))
        if tag not in ("br", "hr", "img", "source"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_link_says_size_and_alternative_text_and_leads_to_the_file():
    html = lite('![](image:7 "Water")')
    assert html == (
        f'<figure><a class="photo" href="{STEM}-640.jpg"><b>Load photo (38 KB)</b>'
        " <span>A &quot;well&quot; &lt;in&gt; Konna &amp; more</span></a>"
        "<figcaption>Water<small>A. Photographer</small></figcaption></figure>"
    )


def test_a_picture_alone_in_a_link_leaves_its_words_there():
    html = lite("[![The map](image:8)![](image:8)](https://example.org/)")
    assert html.startswith(
        '<p><a href="https://example.org/">The map A &quot;well&quot; &lt;in&gt; Konna &amp; more</a>'
    )
    assert html.count('<a class="photo"') == 2
    assert Elements(html).nested_links == 0


def test_a_link_with_words_keeps_them_alone():
    html = lite("[See ![The map](image:8)](https://example.org/)")
    assert '<a href="https://example.org/">See </a><a class="photo"' in html


def test_a_gallery_of_what_only_adorns_leaves_nothing():
    def silent(key):
        return Picture(**{**vars(found(key)), "alt": ""})

    html = markup.render("One.\n\n![](image:7)\n![](image:7)\n\nTwo.", silent)
    assert "gallery" in html
    linked = with_photo_links(html, lambda names: {}, {TAG_OF_IT})
    assert re.sub(r"\s", "", linked) == "<p>One.</p><p>Two.</p>"
    assert with_photo_links(html, lambda names: {}).count("Load photo") == 2  # nobody has said that it adorns


HOSTILE = [
    '<img src="x" onerror="alert(1)">',
    '<abbr title="<img src=x>">a</abbr>',
    '<a href="/x" title="<picture>&quot;><script>">a</a>',
    f'<picture><source srcset="{SRCSET}"><img src="{STEM}-960.jpg" alt="&quot; onclick=&quot;x"></picture>',
    f'<a href="/1">a<a href="/2">![](image:7)<img src="{STEM}-960.jpg"></a>',
    f'<picture><picture><source srcset="{SRCSET}">![](image:7)</picture></picture>',
    "<source><source><picture><img>",
    '<table><tr><td>![](image:7)</td></tr></table><img alt="<b>">',
    "![<img src=x>](image:7 \"<img src=x onerror='a'>\")",
    "<img src='/media/r/x.jpg' alt='\"'>",
    "<IMG SRC=x><PICTURE>",
    f'<img srcset="{SRCSET}" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
]


@pytest.mark.parametrize("source", [*HOSTILE, "".join(HOSTILE), "\n\n".join(HOSTILE)])
def test_no_text_keeps_anything_that_is_fetched_or_runs(source):
    html = lite(source)
    assert not FETCHED.search(html)
    elements = Elements(html)
    assert elements.open == []
    for tag, attributes in elements.tags:
        assert tag != "script"
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "style")]


@given(st.text(alphabet='<>"=/ aimgpctur![](:7)\n&;', max_size=200))
def test_nothing_survives_of_any_text_that_was_never_made_safe(text):
    assert not FETCHED.search(with_photo_links(text, lambda names: {}))
    assert not FETCHED.search(lite(text))


@given(st.lists(st.sampled_from(["![](image:7)", "[", "](/x)", '![a](image:8 "b")', "\n\n", "> ", "words ", *HOSTILE])))
def test_links_are_whole_and_never_in_one_another(parts):
    elements = Elements(lite(" ".join(parts)))
    assert elements.open == []
    assert elements.nested_links == 0


@pytest.mark.parametrize("part", ["<a ", "<img", '<a "', '<img alt="', "<figure>", '<a"', "<picture>", "<a>", "<img>"])
def test_a_text_ten_times_as_long_takes_about_ten_times_as_long(part):
    def seconds(length):
        text, began = part * (length // len(part)), time.perf_counter()
        with_photo_links(text, lambda names: {}, {"x"})
        return time.perf_counter() - began

    assert seconds(200_000) < 2
