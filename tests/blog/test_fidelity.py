"""The served page against the captured text of the old blog's page."""

import re
from html.parser import HTMLParser

import pytest
from django.core.management import call_command

from blog.demo.story import CAPTURED, PATH
from blog.models import Post, Revision, Transition, User
from blog.source_page import parse

GLUED = ["Konna, which", "Maghreb (AQIM)", "Boni, urging", "north. Talks", "group, are"]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Words(HTMLParser):
    """The text inside the elements of one class or tag, piece by piece, as a reader meets it."""

    def __init__(self, wanted):
        super().__init__()
        self.wanted, self.depth, self.pieces, self.images = wanted, 0, [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "img":
            self.images.append(attributes)
        if tag in VOID:
            return
        if self.depth or tag == self.wanted or self.wanted in attributes.get("class", "").split():
            self.depth += 1

    def handle_endtag(self, tag):
        self.depth -= 1 if self.depth and tag not in VOID else 0

    def handle_data(self, data):
        if self.depth:
            self.pieces.append(data)

    @property
    def text(self):
        return "".join(self.pieces)


def words_in(html, wanted):
    reader = Words(wanted)
    reader.feed(html)
    return reader


@pytest.fixture
def captured():
    return parse(CAPTURED.read_text(encoding="utf-8"))


@pytest.fixture
def served(client, roles):
    call_command("seed_demo", verbosity=0)
    response = client.get(PATH)
    assert response.status_code == 200
    return response.content.decode()


def test_every_word_of_the_article_is_served_in_order_and_no_other(served, captured):
    """White space apart, what is read is what was captured, letter for letter and mark for mark."""
    words = re.sub(r"\s", "", words_in(served, "text").text)
    assert words == re.sub(r"\s", "", captured.body)
    assert words.startswith("Maliantroopsexchangedfire")
    assert words.endswith("beforeSeptember.")


def test_every_paragraph_is_kept(served, captured):
    assert len(re.findall(r"<p id=p-", served[served.index('class="text"') :].split("</article>")[0])) == len(
        re.split(r"\n\s*\n", captured.body.strip())
    )


def test_the_glued_words_are_parted_and_the_wrapped_lines_are_joined(served):
    text = words_in(served, "text").text
    assert [place for place in GLUED if place not in text] == []
    assert "A Malian soldier told AFP by telephone from Konna: “We have launched operations against the enemy" in text
    assert "3,300 troops" in text
    assert "fire …and above all" in text


def test_the_picture_has_its_own_alternative_text_and_another_caption(served, captured):
    figure = served[served.index("<figure") : served.index("</figure>")]
    picture = words_in(figure, "figcaption")
    assert picture.images[0]["alt"] == captured.alt
    assert captured.caption in picture.text
    assert captured.caption != captured.alt
    assert "the March 2012" in captured.caption
    assert "stand-in" in picture.text


def test_the_byline_is_not_the_poster(served, captured):
    assert captured.byline == "Serge Daniel"
    assert "by Serge Daniel" in " ".join(words_in(served, "byline").text.split())
    about = " ".join(words_in(served, "about").text.split())
    assert f"About {captured.about_name}" in about
    assert captured.about in about


def test_the_page_keeps_the_order_of_the_source(served, captured):
    marks = [
        "Troops, Islamists clash in central Mali</h1>",
        "<figure",
        "<figcaption",
        "Serge Daniel</a>",
        'datetime="2013-01-10T12:00:00Z"',
        "Malian troops exchanged fire",
        "About beegeagle",
        "Leave a Reply",
        "Enter your comment here...",
        '<button type="submit">Post Comment',
    ]
    body = served[served.index("<body") :]
    places = [body.index(mark) for mark in marks]
    assert places == sorted(places)


def test_seeding_goes_through_the_verbs_and_twice_changes_nothing(served, captured):
    post = Post.objects.get(path=PATH)
    assert [(r.number, r.note) for r in post.revisions.order_by("number")] == [
        (1, "Pasted from the wire"),
        (2, "Lines joined and glued words mended"),
    ]
    assert post.revisions.get(number=1).body == captured.body
    assert [(t.verb, str(t.made_by)) for t in post.transitions.all()] == [
        ("submit", "beegeagle"),
        ("publish", "editor"),
    ]
    before = (Post.objects.count(), Revision.objects.count(), Transition.objects.count(), User.objects.count())
    call_command("seed_demo", verbosity=0)
    assert (Post.objects.count(), Revision.objects.count(), Transition.objects.count(), User.objects.count()) == before


def test_seeding_leaves_alone_what_an_editor_did_since(served, edith):
    post = Post.objects.get(path=PATH)
    post.retract(by=edith)
    call_command("seed_demo", verbosity=0)
    assert Post.objects.get(pk=post.pk).state == "retracted"
    assert Post.objects.count() == 1
