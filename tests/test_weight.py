"""One round trip: what a phone fetches to read a story fits in the first 14 KB that a server may send at once.

Ten packets of 1,460 bytes is the initial window of RFC 6928; 14 KB leaves room for the headers.
"""

import gzip
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from blog.demo.story import PATH
from blog.models import Image
from blog.pages import PAGE_SIZE
from config import providers
from tests import factories

LIMIT = 14 * 1024
SENTENCE = "Malian troops exchanged fire with armed groups that have been occupying the north for nine months."


@pytest.fixture
def collected(settings, tmp_path):
    """Static files as a live site has them: flattened, named by content."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static.FlatStylesheets"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


@pytest.fixture(params=["for guests", "with every way to sign in"])
def story(request, client, collected, db, settings):
    """The story's HTML, and the files that it loads besides pictures, by address."""
    if request.param != "for guests":
        settings.SIGN_IN_SERVICES, settings.SIGN_IN_BY_EMAIL = providers.services(stand_in=True), True
    call_command("seed_demo", verbosity=0)
    html = client.get(PATH).content.decode()
    addresses = re.findall(r'(?:<link rel="stylesheet" href|<script [^>]*src)="(/static/[^"]+)"', html)
    return html, {address: Path(collected, address.removeprefix("/static/")).read_bytes() for address in addresses}


def compressed(content):
    return len(gzip.compress(content, 9))


def test_a_story_with_its_comment_form_its_styles_and_its_script_fits_in_one_round_trip(story):
    html, files = story
    weights = {"the page": compressed(html.encode()), **{name: compressed(data) for name, data in files.items()}}
    assert sum(weights.values()) <= LIMIT, weights


def test_no_list_is_heavier_than_a_round_trip(client, collected, remy):
    section, tag = factories.section(), factories.tag()
    for number in range(PAGE_SIZE):
        image = factories.image(alt=f"Hills at dusk, number {number}")
        Image.objects.filter(pk=image.pk).update(has_all_sizes=True, width=3000, height=2000)
        headline = f"Story number {number} has a headline of a usual length"
        post = factories.published_post(by=remy, section=section, lead=image, headline=headline, standfirst=SENTENCE)
        post.tags.add(tag)
    css = next(compressed(path.read_bytes()) for path in collected.glob("css/paper.*.css"))
    of_things = [thing.get_absolute_url() for thing in (section, tag, post.poster)]
    for address in ["/", *of_things, f"/{post.published_at:%Y}/"]:
        html = client.get(address).content
        assert html.count(b"<picture>") == PAGE_SIZE, address
        assert compressed(html) + css <= LIMIT * 3 / 4, address


def test_a_page_without_pictures_is_lighter(client, collected, story):
    html, _files = story
    assert compressed(client.get(f"{PATH}?lite=1").content) < compressed(html.encode())


def test_nobody_fetches_indentation(story):
    html, _files = story
    assert not re.search(r"\n[ \t]+<", html)


def test_a_story_takes_three_requests_besides_pictures(story):
    _html, files = story
    assert len(files) <= 2


def test_the_readers_stylesheet_is_one_flat_file(story):
    _html, files = story
    [css] = [data.decode() for name, data in files.items() if name.endswith(".css")]
    assert "@import" not in css
    assert "--paper" in css
