"""What the templates say about people and pictures, and the pages that must stand when nothing else does."""

import re

import pytest
from django.template import loader

from blog.models import Byline
from blog.templatetags.paper import credits, cropped, linked, names
from tests import factories


def test_names_are_listed_as_a_sentence_lists_them(db):
    ada, ben, cem = (factories.author(name) for name in ("Ada", "Ben", "Cem"))
    assert names([ada]) == "Ada"
    assert names([ada, ben]) == "Ada and Ben"
    assert names([ada, ben, cem]) == "Ada, Ben and Cem"


def test_linked_names_lead_to_their_authors_and_run_nothing(db):
    author = factories.author("<b>Ada</b>", slug="ada")
    assert linked([author]) == '<a href="/author/ada/" rel="author">&lt;b&gt;Ada&lt;/b&gt;</a>'
    assert names([author]) == "&lt;b&gt;Ada&lt;/b&gt;"


def test_credits_come_in_the_order_of_the_roles_whatever_the_order_of_the_bylines(remy):
    post = factories.draft(by=remy, bylines=[factories.author("Ada")])
    post.bylines.create(author=factories.author("Ines"), role=Byline.Role.PHOTOGRAPHS, position=1)
    post.bylines.create(author=factories.author("Musa"), role=Byline.Role.REPORTING, position=2)
    post.bylines.create(author=factories.author("Ben"), role=Byline.Role.BY, position=3)
    said = [f"{role} {names(authors)}" for role, authors in credits(post)]
    assert said == ["by Ada and Ben", "additional reporting by Musa", "photographs by Ines"]


def test_a_story_without_a_named_writer_is_by_the_one_who_posted_it(remy):
    post = factories.draft(by=remy)
    post.bylines.all().delete()
    assert [(role, names(authors)) for role, authors in credits(post)] == [("by", post.poster.name)]


def test_a_cropped_picture_keeps_the_words_of_its_place(remy):
    image = factories.image(alt="From the library")
    post = factories.draft(by=remy)
    post.lead_with(image, alt="In this story", caption="Here")
    at_its_place = cropped(post.lead, "1x1")
    assert (at_its_place.alt, at_its_place.caption) == ("In this story", "Here")
    assert at_its_place.width == at_its_place.height
    assert cropped(image, "1x1").alt == "From the library"


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_last_resorts_ask_for_no_database_and_no_data(name):
    """No `db` fixture here: a query would fail the test."""
    html = loader.get_template(name).render()
    assert 'href="/"' in html
    assert "{" not in html


def test_a_long_headline_and_a_story_without_anything_extra_make_whole_pages(client, remy):
    headline = "Donaudampfschifffahrtsgesellschaft " * 6
    long = factories.published_post(by=remy, headline=headline.strip(), slug="long")
    assert b'class="long"' in client.get(long.path).content
    bare = factories.published_post(by=remy, headline="Short", slug="short", body="One line.")
    html = client.get(bare.path).content.decode()
    assert 'class="long"' not in html
    story = html[html.index("<article") : html.index("</article>")]
    assert not re.search(r"<figure|class=\"(label|standfirst|dateline)\"", story)


def test_a_dateline_runs_into_the_text(client, remy):
    post = factories.published_post(by=remy, dateline="BAMAKO, 10 January")
    html = " ".join(client.get(post.path).content.decode().split())
    start = '<div class="text" dir="auto"> <p class="dateline">BAMAKO, 10 January —</p> <p id=p-1>First paragraph'
    assert start in html


def test_an_empty_list_says_what_will_be_there(client, db):
    section, tag, author = factories.section(), factories.tag(), factories.author("Ada")
    assert b"The first edition is being written" in client.get("/").content
    assert b"No story has been published in this section yet." in client.get(section.get_absolute_url()).content
    assert b"No published story has this tag yet." in client.get(tag.get_absolute_url()).content
    assert b"No story by Ada has been published yet." in client.get(author.get_absolute_url()).content
