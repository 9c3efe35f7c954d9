"""What pages say of themselves in schema.org's words, against what search engines ask for.

https://developers.google.com/search/docs/appearance/structured-data/article, …/profile-page, …/breadcrumb
"""

import json
import re
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.test import RequestFactory

from blog.images import finish_due
from blog.models import Byline, Image, Post
from blog.seo import structured
from tests import factories
from tests.blog.desk import address, signed_in

pytestmark = pytest.mark.django_db

OPEN_GRAPH = {"og:type", "og:site_name", "og:locale", "og:title", "og:url", "twitter:card"}


def things(client, path):
    """What the one block of the page tells of, by type."""
    html = client.get(path).content.decode()
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def way(things):
    steps = things["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    return [(step["name"], urlsplit(step["item"]).path) for step in steps]


@pytest.fixture
def story(remy, edith, clock):
    """A published story with everything that can be said of one, corrected an hour later."""
    picture = factories.image()
    finish_due()
    post = factories.published_post(
        by=remy,
        headline="Troops & rebels",
        standfirst="Why to\nread on.",
        bylines=[factories.author("Ada Obi"), factories.author("Musa Keita")],
        lead=picture,
        section=factories.section(),
    )
    post.bylines.create(author=factories.author("Ines Sow"), role=Byline.Role.PHOTOGRAPHS, position=5)
    post.tags.add(factories.tag("Mali"), factories.tag("Konna"))
    clock.shift(3600)
    post.correct(by=edith, text="It was 19.")
    return Post.objects.get(pk=post.pk)


def test_a_story_tells_machines_all_that_its_page_tells_readers(client, story, settings):
    said = things(client, story.path)["NewsArticle"]
    site = settings.SITE_ADDRESS
    assert (said["headline"], said["description"]) == ("Troops & rebels", "Why to read on.")
    assert said["mainEntityOfPage"] == site + story.path
    assert [person["name"] for person in said["author"]] == ["Ada Obi", "Musa Keita"]
    assert [person["name"] for person in said["contributor"]] == ["Ines Sow"]
    assert {person["@type"] for person in said["author"]} == {"Person"}
    assert client.get(said["author"][0]["url"].removeprefix(site)).status_code == 200
    published, changed = (datetime.fromisoformat(said[name]) for name in ("datePublished", "dateModified"))
    assert (published.tzinfo is not None, changed - published) == (True, story.updated_at - story.published_at)
    assert (said["articleSection"], said["keywords"]) == ("World", ["Konna", "Mali"])
    assert (said["inLanguage"], said["isAccessibleForFree"]) == ("en", True)
    assert (said["wordCount"], said["commentCount"]) == (12, 0)
    assert said["publisher"]["@type"] == "NewsMediaOrganization"
    assert (said["publisher"]["name"], said["publisher"]["url"]) == (settings.NEWSROOM_NAME, f"{site}/")
    [correction] = said["correction"]
    assert (correction["text"], correction["url"]) == ("It was 19.", f"{site}{story.path}corrections/1/")


def test_a_story_shows_its_picture_in_three_shapes(client, story, settings):
    addresses = things(client, story.path)["NewsArticle"]["image"]
    picture = Image.objects.get()
    assert addresses == [settings.SITE_ADDRESS + picture.picture(shape).largest for shape in ("16x9", "4x3", "1x1")]
    assert {client.get(urlsplit(each).path).status_code for each in addresses} == {200}


def test_a_headline_that_is_too_long_for_machines_is_cut(client, remy):
    post = factories.published_post(by=remy, headline="A very long headline " * 11, slug="long")
    assert len(things(client, post.path)["NewsArticle"]["headline"]) <= structured.LONGEST_HEADLINE


def test_what_is_not_known_is_not_said(client, post):
    said = things(client, post.path)["NewsArticle"]
    assert not {"contributor", "articleSection", "keywords", "correction"} & set(said)
    assert said["dateModified"] == said["datePublished"]


def test_a_story_taken_over_from_elsewhere_names_that_page_as_its_main_one(client, remy):
    post = factories.published_post(by=remy, canonical_address="https://agency.example/mali")
    assert things(client, post.path)["NewsArticle"]["mainEntityOfPage"] == "https://agency.example/mali"


def test_the_way_to_a_page_is_told_from_the_front_page_on(client, story, settings):
    front, section = (settings.NEWSROOM_NAME, "/"), ("World", "/section/world/")
    assert way(things(client, story.path)) == [front, section, ("Troops & rebels", story.path)]
    assert way(things(client, "/section/world/")) == [front, section]
    assert way(things(client, "/tag/mali/")) == [front, ("Mali", "/tag/mali/")]
    assert way(things(client, "/corrections/")) == [front, ("Corrections", "/corrections/")]
    assert way(things(client, "/archive/")) == [front, ("Archive", "/archive/")]
    day = [
        front,
        ("Archive", "/archive/"),
        ("2026", "/2026/"),
        ("March", "/2026/03/"),
        ("4 March 2026", "/2026/03/04/"),
    ]
    assert way(things(client, "/2026/03/04/")) == day


def test_an_authors_page_is_their_profile(client, story, settings):
    author = story.bylines.first().author
    author.bio, author.picture = "Reports from\nKonna.", Image.objects.get()
    author.save()
    author.links.create(label="Elsewhere", url="https://elsewhere.example/@ada")
    found = things(client, author.get_absolute_url())
    about = found["ProfilePage"]["mainEntity"]
    assert (about["@type"], about["name"], about["description"]) == ("Person", "Ada Obi", "Reports from Konna.")
    assert about["sameAs"] == ["https://elsewhere.example/@ada"]
    assert about["url"] == settings.SITE_ADDRESS + author.get_absolute_url()
    assert client.get(urlsplit(about["image"]).path).status_code == 200
    assert way(found)[-1] == ("Ada Obi", author.get_absolute_url())


def test_the_front_page_tells_of_the_paper_and_how_to_search_it(client, post, settings):
    site = things(client, "/")["WebSite"]
    assert (site["name"], site["publisher"]["name"]) == (settings.NEWSROOM_NAME, settings.NEWSROOM_NAME)
    template = site["potentialAction"]["target"]["urlTemplate"]
    found = client.get(template.removeprefix(settings.SITE_ADDRESS).replace("{search_term_string}", "story"))
    assert post.path.encode() in found.content


def test_more_may_be_told_of_the_newsroom():
    said = structured.publisher("The Paper", logo="https://p.example/l.png", policies={"ethicsPolicy": "https://p/e"})
    assert (said["logo"]["url"], said["ethicsPolicy"]) == ("https://p.example/l.png", "https://p/e")
    assert "logo" not in structured.publisher("The Paper")


def test_nothing_is_told_of_a_story_that_is_not_public(edith, story):
    story.retract(by=edith)
    html = signed_in(edith).get(address("post_preview", story.pk)).content.decode()
    assert "ld+json" not in html
    assert "share-picture" not in html


@pytest.mark.parametrize("hostile", ["</script><script>alert(1)</script>", "<!--<script>", "\u2028 & “\\"])
def test_no_words_end_the_block(client, remy, hostile):
    post = factories.published_post(by=remy, headline=hostile, slug="x", section=factories.section())
    assert things(client, post.path)["NewsArticle"]["headline"] == hostile
    assert b"<script>alert" not in client.get(post.path).content


def test_every_kind_of_page_has_a_card(client, story):
    for path in ("/", "/section/world/", "/tag/mali/", "/author/ada-obi/", "/archive/", "/2026/", "/corrections/"):
        head = client.get(path).content.decode().partition("</head>")[0]
        said = dict(re.findall(r'<meta (?:name|property)="(.*?)" content="(.*?)"', head))
        assert set(said) >= OPEN_GRAPH, path
        assert said["og:url"].endswith(path)
        assert head.count("<title>") == head.count('rel="canonical"') == 1
    head = client.get("/search/?q=troops").content.decode().partition("</head>")[0]
    assert 'property="og:title" content="“troops” · Search"' in head
    assert 'name="robots" content="noindex"' in head
    assert not re.search(r"og:url|canonical|ld\+json", head)


def test_a_page_further_down_a_list_names_itself(client, story, settings):
    head = client.get("/tag/mali/?before=1-1&x=y").content.decode().partition("</head>")[0]
    assert f'rel="canonical" href="{settings.SITE_ADDRESS}/tag/mali/?before=1-1"' in head


def test_a_story_is_described_without_a_request(story, rf: RequestFactory):
    """Feeds and letters can use the same words."""
    data = structured.article(story, newsroom=structured.publisher("P"), pictures=[])
    assert data["headline"] == story.headline
