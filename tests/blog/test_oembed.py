"""What services say of films, posts and songs: asked for beside the saving, taken as plain words, tried again."""

import json
from datetime import timedelta

import feedparser
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog import oembed
from blog.models import Embed
from blog.oembed import NoAnswer, fetch_due, read_answer
from blog.signals import post_changed
from tests import factories

FILM = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
ASKED = "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ"
ANSWER = {"title": "A film", "author_name": "Ada Ng", "html": "<iframe src='https://evil.example'></iframe>"}


class Services:
    """A transport that answers from memory, and remembers what it was asked."""

    def __init__(self, answer=ANSWER):
        self.answer, self.asked = answer, []

    def __call__(self, address):
        self.asked.append(address)
        if isinstance(self.answer, Exception):
            raise self.answer
        return json.dumps(self.answer).encode()


@pytest.fixture
def heard():
    stories = []

    def listen(post, **kwargs):
        stories.append(post.pk)

    post_changed.connect(listen)
    yield stories
    post_changed.disconnect(listen)


def test_saving_asks_nobody_and_a_sweep_fills_the_card_in_and_tells(remy, heard):
    post = factories.published_post(by=remy, body=f"Look:\n\n{FILM}")
    draft = factories.draft(by=remy, body="https://youtu.be/dQw4w9WgXcQ")
    other = factories.published_post(by=remy)
    assert "<strong>www.youtube.com" in post.body_html
    services = Services()
    assert fetch_due(services) == 1
    assert services.asked == [ASKED]
    for story in (post, draft):
        story.refresh_from_db()
        assert "<strong>A film</strong> <cite>Ada Ng</cite>" in story.body_html
        assert "iframe" not in story.body_html
    assert heard == [post.pk]
    assert fetch_due(services) == 0
    assert len(services.asked) == 1
    other.refresh_from_db()
    assert "film" not in other.body_html


def test_a_story_written_later_has_the_title_at_once(remy):
    factories.draft(by=remy, body=FILM)
    fetch_due(Services())
    assert "A film" in factories.draft(by=remy, body=FILM).body_html


def test_a_work_belongs_to_the_stories_that_lead_to_it_and_to_no_other(remy):
    post = factories.draft(by=remy, body=f"{FILM}\n\nhttps://vimeo.com/76979871")
    assert {embed.service for embed in post.embeds.all()} == {"YouTube", "Vimeo"}
    post.body = "https://vimeo.com/76979871"
    post.save()
    assert [embed.service for embed in post.embeds.all()] == ["Vimeo"]
    post.body = "[Named](https://vimeo.com/76979871)"
    post.save()
    assert not post.embeds.exists()


def test_a_work_that_no_story_leads_to_any_more_is_not_asked_about(remy):
    post = factories.draft(by=remy, body=FILM)
    post.body = "Nothing."
    post.save()
    services = Services()
    assert fetch_due(services) == 0
    assert services.asked == []
    post.body = FILM
    post.save()
    assert fetch_due(services) == 1


def test_saving_takes_as_many_queries_for_forty_works_as_for_one(remy):
    counts = []
    for number in (1, 40):
        body = "\n\n".join(f"https://vimeo.com/{key}" for key in range(1000, 1000 + number))
        post = factories.draft(by=remy, body=body)
        with CaptureQueriesContext(connection) as queries:
            post.save()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13


def test_a_service_that_does_not_answer_is_asked_again_ever_later_and_in_the_end_no_more(remy, clock):
    factories.draft(by=remy, body=FILM)
    services = Services(NoAnswer("It was not reached."))
    pauses = []
    for _ in range(oembed.MOST_TRIES - 1):
        assert fetch_due(services) == 0
        embed = Embed.objects.get()
        pauses.append(embed.due_at - oembed.timezone.now())
        asked = len(services.asked)
        fetch_due(services)
        assert len(services.asked) == asked
        clock.shift(pauses[-1])
    assert pauses[0] == timedelta(minutes=1)
    assert pauses == sorted(pauses)
    assert sum(pauses, timedelta()) < timedelta(days=5)
    fetch_due(services)
    assert Embed.objects.get().due_at is None
    clock.shift(timedelta(days=30))
    fetch_due(services)
    assert len(services.asked) == oembed.MOST_TRIES


def test_a_service_that_answers_at_last_is_heard(remy, clock):
    post = factories.draft(by=remy, body=FILM)
    services = Services(NoAnswer("Not yet."))
    fetch_due(services)
    clock.shift(timedelta(minutes=2))
    services.answer = ANSWER
    assert fetch_due(services) == 1
    post.refresh_from_db()
    assert "A film" in post.body_html


@pytest.mark.parametrize(
    "address",
    [
        "https://www.instagram.com/p/Cabc_d-1/",
        "https://evil.example/@ada/109876543210987654",
        "https://169.254.169.254.evil.example/@ada/109876543210987654",
    ],
)
def test_a_service_or_a_server_that_is_not_on_the_list_is_never_asked(remy, address, clock):
    post = factories.draft(by=remy, body=address)
    services = Services()
    assert fetch_due(services) == 0
    assert services.asked == []
    assert Embed.objects.get().due_at is None
    assert 'class="embed"' in post.body_html


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://mastodon.social/@ada/109876543210987654", "https://mastodon.social/api/oembed?url="),
        ("https://x.com/ada/status/12", "https://publish.x.com/oembed?"),
        ("https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC", "https://open.spotify.com/oembed?url="),
        ("https://www.tiktok.com/@ada/video/7123456789", "https://www.tiktok.com/oembed?url="),
        ("https://soundcloud.com/ada/desert", "https://soundcloud.com/oembed?"),
        ("https://vimeo.com/76979871", "https://vimeo.com/api/oembed.json?url="),
    ],
)
def test_each_service_is_asked_at_its_own_address(remy, address, host):
    factories.draft(by=remy, body=address)
    services = Services()
    fetch_due(services)
    assert [asked.startswith(host) for asked in services.asked] == [True]


def test_nobody_is_asked_where_the_newsroom_does_not_want_it(remy, settings):
    settings.EMBEDS = False
    factories.draft(by=remy, body=FILM)
    services = Services()
    assert fetch_due(services) == 0
    assert services.asked == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[1]",
        b"null",
        b'"x"',
        b"{}",
        b'{"title": 7}',
        b'{"title": "  "}',
        b"[" * 100_000,
        b"\xff\xfe{",
        b"NaN",
    ],
)
def test_an_answer_that_is_none_teaches_nothing(body):
    with pytest.raises(NoAnswer):
        read_answer(body)


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Tom &amp; Ada\n\tlive", "Tom & Ada live"),
        ("a\x00b\x02c\x1bd", "a b c d"),
        ("\ud800 lone", "lone"),
        ("abc\u202egpj.exe\u2066", "abcgpj.exe"),
        ("x" * 5000, "x" * 299 + "…"),
        ("کتاب\u200cها 👩\u200d🌾", "کتاب\u200cها 👩\u200d🌾"),
    ],
)
def test_a_title_is_one_plain_line_of_bounded_length(title, read):
    assert read_answer(json.dumps({"title": title}).encode()).title == read


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", "</a><img src=x onerror=alert(1)>", "\ud800\x02amp\x03"]
)
def test_a_hostile_title_is_harmless_on_the_page_and_in_the_feed(client, remy, title):
    post = factories.published_post(by=remy, body=f"{FILM}\n\nWords.")
    assert fetch_due(Services({"title": title, "author_name": title})) == 1
    page = client.get(post.path).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    [entry] = feedparser.parse(client.get("/feed/atom/").content, sanitize_html=False).entries
    assert "<script" not in entry.content[0].value
    assert "<img" not in entry.content[0].value


def test_a_feed_has_a_plain_link_for_a_card_and_simple_figures_for_a_gallery(client, remy):
    first, second = factories.image(), factories.image(alt="A market", caption="The market")
    body = f"{FILM}\n\n![](image:{first.pk})\n![](image:{second.pk})"
    factories.published_post(by=remy, body=body)
    fetch_due(Services())
    feed = client.get("/feed/atom/").content.decode()
    assert f'&lt;a href="{FILM}"&gt;&lt;small&gt;YouTube&lt;/small&gt; &lt;strong&gt;A film' in feed
    assert feed.count("&lt;figure&gt;") == 2
    assert feed.count("&lt;figcaption&gt;") == 2


def test_the_command_does_what_the_sweep_does(remy, capsys, monkeypatch):
    factories.draft(by=remy, body=FILM)
    monkeypatch.setattr(oembed, "over_https", Services())
    call_command("fetch_embeds")
    assert capsys.readouterr().out == "Link cards: 1 learnt about.\n"
