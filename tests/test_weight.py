"""One round trip: what a phone fetches to read a story fits in the first 14 KB that a server may send at once.

Ten packets of 1,460 bytes is the initial window of RFC 6928; 14 KB leaves room for the headers.
"""

import gzip
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from blog.demo.story import PATH
from config import providers

LIMIT = 14 * 1024


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


def test_a_story_takes_three_requests_besides_pictures(story):
    _html, files = story
    assert len(files) <= 2


def test_the_readers_stylesheet_is_one_flat_file(story):
    _html, files = story
    [css] = [data.decode() for name, data in files.items() if name.endswith(".css")]
    assert "@import" not in css
    assert "--paper" in css
