"""One round trip: what a phone fetches to read a story fits in the first 14 KB that a server may send at once.

Ten packets of 1,460 bytes is the initial window of RFC 6928; 14 KB leaves room for the headers. What is weighed is what
a browser that takes Brotli is sent, as all of today's do, of a story with fifty comments by as many people.
"""

import random
import re
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings
from django.utils import timezone

from benchmarks.labelled import labelled_comments
from blog import saved_pages
from blog.demo.story import PATH
from blog.models import Image, Post
from blog.pages import PAGE_SIZE
from config import providers
from config.compression import QUICK, pressed
from tests import factories
from tests.blog.test_saved_pages import Immediately
from tests.comments.conversation import comment_on

LIMIT = 14 * 1024
COMMENTS = 50
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
SENTENCE = "Malian troops exchanged fire with armed groups that have been occupying the north for nine months."


FLAT = {"BACKEND": "config.static.FlatStylesheets"}


@pytest.fixture(scope="module")
def static_files(tmp_path_factory):
    """A folder with the static files as a live site has them: flattened, named by content, compressed."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES={**settings.STORAGES, "staticfiles": FLAT}):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def collected(settings, static_files):
    settings.STATIC_ROOT = static_files
    settings.STORAGES = {**settings.STORAGES, "staticfiles": FLAT}
    return static_files


@pytest.fixture(params=["for guests", "with every way to sign in"])
def story(request, client, collected, roles, settings, saving, monkeypatch):
    """The answer with the story's page, and the files that it loads besides pictures, by address."""
    if request.param != "for guests":
        settings.SIGN_IN_SERVICES, settings.SIGN_IN_BY_EMAIL = providers.services(stand_in=True), True
    call_command("seed_demo", verbosity=0)
    talk_about(Post.objects.get(path=PATH))
    monkeypatch.setattr(saved_pages.threading, "Thread", Immediately)
    client.get(PATH)
    answer = client.get(PATH, headers=BROWSER)
    html = brotli.decompress(answer.content).decode()
    assert html.count('<li class="comment') == COMMENTS
    addresses = re.findall(r'(?:<link rel="stylesheet" href|<script [^>]*src)="(/static/[^"]+)"', html)
    return answer, {address: Path(collected, address.removeprefix("/static/")) for address in addresses}


def talk_about(post):
    """As readers of the old blog do: short and long, two in five an answer, over a month."""
    chance, made = random.Random(3), []
    for number, said in enumerate(each for each in labelled_comments(2 * COMMENTS) if not each.is_spam):
        answered = chance.choice(made) if made and chance.random() < 0.4 else None
        when = timezone.now() - timedelta(minutes=chance.randint(1, 50_000))
        who = {"writer_name": said.name, "user_email": f"reader{number}@example.org"}
        made.append(comment_on(post, answered, comment=said.text, submit_date=when, **who))


def test_a_story_with_fifty_comments_its_styles_and_its_script_fits_in_one_round_trip(story):
    answer, files = story
    assert answer["Content-Encoding"] == "br"
    weights = {"the page": len(answer.content)}
    weights |= {name: Path(f"{path}.br").stat().st_size for name, path in files.items()}
    assert sum(weights.values()) <= LIMIT, weights


def test_no_list_is_heavier_than_a_round_trip(client, collected, remy):
    section, tag = factories.section(), factories.tag()
    for number in range(PAGE_SIZE):
        image = factories.image(alt=f"Hills at dusk, number {number}")
        Image.objects.filter(pk=image.pk).update(has_all_sizes=True, width=3000, height=2000)
        headline = f"Story number {number} has a headline of a usual length"
        post = factories.published_post(by=remy, section=section, lead=image, headline=headline, standfirst=SENTENCE)
        post.tags.add(tag)
    of_things = [thing.get_absolute_url() for thing in (section, tag, post.poster)]
    for address in ["/", *of_things, f"/{post.published_at:%Y}/"]:
        html = client.get(address).content.decode()
        assert html.count("<picture>") == PAGE_SIZE, address
        styles = [Path(collected, f"{name}.br").stat().st_size for name in re.findall(r'"/static/([^"]+\.css)"', html)]
        assert len(pressed(html.encode(), QUICK)) + sum(styles) <= LIMIT * 3 / 4, address


def test_a_page_without_pictures_is_lighter(client, story):
    answer, _files = story
    lite = client.get(f"{PATH}?lite=1")
    assert len(pressed(lite.content)) < len(answer.content)


def test_nobody_fetches_indentation(story):
    answer, _files = story
    assert not re.search(rb"\n[ \t]+<", brotli.decompress(answer.content))


def test_a_story_takes_three_requests_besides_pictures(story):
    _answer, files = story
    assert len(files) == 2


def test_the_readers_stylesheet_is_one_flat_file(story):
    _answer, files = story
    [css] = [path.read_text() for name, path in files.items() if name.endswith(".css")]
    assert "@import" not in css
    assert "--paper" in css
