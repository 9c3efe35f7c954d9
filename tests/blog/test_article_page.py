"""What stands on a story's page besides the story: ways to share it, how long it takes to read, what to read next."""

import re
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog import limits
from blog.lengths import length_of
from blog.models import Post
from blog.share_links import ways_to_share
from comments.models import Comment, Kind
from tests import factories
from tests.blog.desk import address, signed_in
from tests.comments.conversation import comment_on, crowd

pytestmark = pytest.mark.django_db

HEADLINES = ["Tom & Jerry’s “war”: 100 % <b>?", "الجيش المالي قرب كونا", "a+b=c&d=e#f", "马里军队"]


def read(client, post):
    return client.get(post.path).content.decode()


def links_to_share(html):
    [items] = re.findall(r'<h2 id="share">.*?</ul>', html, re.S)
    return {
        name: unescape(href) for href, name in re.findall(r'<a href="(.*?)" rel="nofollow noopener">(.*?)</a>', items)
    }


@pytest.mark.parametrize("headline", HEADLINES)
def test_every_way_to_share_says_the_headline_and_the_address_and_nothing_else(client, remy, settings, headline):
    post = factories.published_post(by=remy, headline=headline)
    whole = settings.SITE_ADDRESS + post.get_absolute_url()
    links = links_to_share(read(client, post))
    said = {name: (urlsplit(href), parse_qs(urlsplit(href).query, strict_parsing=True)) for name, href in links.items()}
    assert list(said) == ["WhatsApp", "Telegram", "Facebook", "X", "E-mail"]
    assert said["WhatsApp"][1] == {"text": [f"{headline} {whole}"]}
    assert said["Telegram"][1] == {"url": [whole], "text": [headline]}
    assert said["Facebook"][1] == {"u": [whole]}
    assert said["X"][1] == {"text": [headline], "url": [whole]}
    assert said["E-mail"][1] == {"subject": [headline], "body": [whole]}
    assert said["E-mail"][0].scheme == "mailto"
    assert "+" not in links["E-mail"].replace("%2B", "")  # a mail program reads it as a plus
    assert {part.fragment for part, _query in said.values()} == {""}


def test_the_copy_link_leads_to_the_story_itself(client, post):
    html = read(client, post)
    assert f'<a href="{post.get_absolute_url()}" data-copied="Link copied">Copy link</a>' in html


def test_nobody_shares_or_reads_around_a_story_that_is_not_public(edith, remy):
    factories.published_post(by=remy, headline="Public", section=factories.section())
    draft = factories.draft(by=remy, section=factories.section())
    html = signed_in(edith).get(address("post_preview", draft.pk)).content.decode()
    assert not re.search('id="share"|class="related"|rel="prev"', html)


def test_related_stories_and_neighbours_lead_on(client, remy, clock):
    posts = []
    for number in range(7):
        posts.append(factories.published_post(by=remy, headline=f"Story <{number}>", slug=f"story-{number}"))
        posts[-1].tags.add(factories.tag())
        clock.shift(60)
    html = read(client, posts[3])
    assert re.findall(r'<a href="(.*?)" rel="(?:prev|next)">', html) == [posts[2].path, posts[4].path]
    related = html[html.index('class="related"') : html.index("</section>", html.index('class="related"'))]
    assert re.findall(r'href="(.*?)"', related) == [posts[number].path for number in (6, 5, 1, 0)]
    assert "Story &lt;6&gt;" in related
    assert posts[3].path not in re.findall(
        r'href="(.*?)"', html[html.index('class="related"') : html.index("discussion")]
    )


def test_updated_is_said_only_when_it_differs(client, post, edith, clock):
    assert "Updated" not in read(client, post)
    Post.objects.update(updated_at=post.published_at)
    assert "Updated" not in read(client, post)
    clock.shift(3600)
    post.correct(by=edith, text="It was 19.")
    assert "Updated" in read(client, post)


@pytest.mark.parametrize(
    ("body", "words", "minutes"),
    [
        ("One line.", 2, 1),
        ("word " * 230 * 4, 920, 4),
        ("马里军队在科纳附近与叛军激战" * 100, 1400, 4),
        ("マリ軍と反政府勢力が衝突" * 100, 1200, 3),
        ("الجيش المالي يشتبك مع " * 230, 920, 4),
        ("กองทัพมาลีปะทะกบฏ" * 100, 375, 2),
        ("U.S. troops’ 3,300 don’t", 4, 1),
        ("", 0, 0),
    ],
)
def test_how_long_it_takes_to_read_is_right_in_every_script(client, remy, body, words, minutes):
    post = factories.published_post(by=remy, body=body)
    assert (post.word_count, post.minutes_to_read) == (words, minutes)
    assert (f"{minutes} min read" in read(client, post)) == bool(minutes)


def test_a_text_saved_before_texts_were_measured_is_measured_on_the_page(client, post):
    Post.objects.update(word_count=None, reading_seconds=None)
    assert "1 min read" in read(client, post)


def test_words_at_pictures_are_not_the_texts(db):
    assert length_of("<p>Two words</p><figure><figcaption>Not these three</figcaption></figure>").words == 2


def test_everything_at_once_with_nothing_remembered_takes_few_queries(client, remy, edith, clock):
    section, tags = factories.section(), [factories.tag(name) for name in ("Mali", "Konna", "Gao")]
    for number in range(12):
        other = factories.published_post(by=remy, section=section, headline=f"Other {number}", slug=f"other-{number}")
        other.tags.set(tags)
        clock.shift(60)
    post = factories.published_post(by=remy, section=section, lead=factories.image())
    post.tags.set(tags)
    post.poster.links.create(label="Elsewhere", url="https://elsewhere.example/")
    factories.published_post(by=remy, section=section).tags.set(tags)
    crowd(post, 120, replies_to_each=1)
    Comment.objects.first().pick(by=edith)
    comment_on(post, kind=Kind.PINGBACK)
    clock.shift(60)
    post.correct(by=edith, text="It was 19.")
    client.get(post.path)
    cache.clear()
    limits.forget_known()
    with CaptureQueriesContext(connection) as queries:
        html = read(client, post)
    for seen in (
        "picks-heading",
        "pingbacks-heading",
        'class="related"',
        "It was 19.",
        "Elsewhere",
        'rel="tag"',
        'rel="next"',
    ):
        assert seen in html
    assert len(queries) <= 8, [query["sql"][:100] for query in queries]


def test_a_way_to_share_needs_no_request():
    ways = dict(ways_to_share("A b", "https://p.example/x/"))
    assert unquote(ways["WhatsApp"]) == "https://wa.me/?text=A b https://p.example/x/"
