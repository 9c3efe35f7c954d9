"""How heavy a page is: what the check says, and what a phone really fetches."""

import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import call_command

from blog.images import finish
from blog.models import PreflightRules, SiteSettings
from blog.preflight import examine
from blog.preflight.weight import chosen
from tests import factories

pytestmark = pytest.mark.django_db

SRCSET = "/a-360.avif 360w, /a-640.avif 640w, /a-960.avif 960w, /a-1400.avif 1400w"
TOLERATED = 0.02


@pytest.mark.parametrize(
    ("sizes", "file"),
    [
        ("(min-width: 700px) 700px, 100vw", "/a-960.avif"),  # as Chromium does with 412 pixels, of 2.625 each
        ("(min-width: 700px) 350px, 50vw", "/a-640.avif"),
        ("6rem", "/a-360.avif"),
        ("", "/a-960.avif"),
        ("calc(100vw - 2rem)", "/a-960.avif"),
    ],
)
def test_a_phone_fetches_the_width_that_is_sharp_on_it(sizes, file):
    assert chosen(SRCSET, sizes) == file


def test_a_picture_of_one_width_is_fetched_as_it_is():
    assert chosen("/a-120.avif 120w", "100vw") == "/a-120.avif"
    assert chosen("", "100vw") == ""


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static.FlatStylesheets"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def finished(alt):
    """A picture of which all files are made."""
    image = factories.image(alt=alt)
    finish(image)
    return image


def fetched_by_a_phone(client, collected, path):
    """The bytes of all that the page loads, from the answers and files themselves."""
    answer = client.get(path, headers={"Accept-Encoding": "gzip", "User-Agent": "Phone"})
    html = client.get(path, headers={"User-Agent": "Phone"}).content.decode()
    assert answer.headers["Content-Encoding"] == "gzip"
    total = len(answer.content)
    for address in re.findall(r'(?:<link rel="stylesheet" href|<script [^>]*src)="/static/([^"]+)"', html):
        total += Path(collected, f"{address}.br").stat().st_size
    for name in set(re.findall(r"/media/(r/[^ ]+-480\.avif) ", html)):
        total += default_storage.size(name)
    return total


def test_the_number_told_is_what_is_fetched(client, collected, remy, edith):
    images = [finished(f"Hills {n}") for n in range(3)]
    body = "\n\n".join([factories.BODY, *(f"![](image:{image.pk})" for image in images[1:])])
    post = factories.draft(by=remy, headline="The hills of Konna", body=body, lead=images[0])
    told = examine(post).weight
    assert len(told.pictures) == 3
    post.publish(by=edith)
    real = fetched_by_a_phone(client, collected, post.path)
    assert told.total == pytest.approx(real, rel=TOLERATED)
    assert examine(post).weight.total == pytest.approx(real, rel=TOLERATED)


def test_the_papers_own_colours_are_weighed_as_well(client, collected, remy):
    post = factories.draft(by=remy, headline="The hills of Konna")
    plain = examine(post).weight.total
    SiteSettings.objects.create(accent_light="#005f56")
    place = re.search(r'"(/style/[^"]+)"', client.get("/").content.decode())[1]
    [static] = [path.stat().st_size for path in Path(collected, "css").glob("paper.*.css.br")]
    own = client.get(place, headers={"Accept-Encoding": "br"})
    assert own["Content-Encoding"] == "br"
    more = examine(post).weight.total - plain
    assert more == pytest.approx(len(own.content) - static, abs=60)  # the page has another address in it


def test_a_page_and_a_picture_over_the_budget_are_found_and_one_within_is_not(remy):
    post = factories.draft(by=remy, headline="The hills of Konna", lead=factories.image(alt="Hills"))
    assert examine(post).findings == []
    PreflightRules(page_kilobytes=1, picture_kilobytes=1).save()
    page, picture = [finding.sentence for finding in examine(post).findings]
    assert re.fullmatch(r"A phone fetches \d+ KB to show the story; at most 1 KB are wanted.", page)
    assert re.fullmatch(r"The lead picture costs \d+ KB; at most 1 KB are wanted.", picture)


def test_where_nobody_wants_to_know_nothing_is_weighed(remy):
    PreflightRules(page_kilobytes=1, weight="off").save()
    report = examine(factories.draft(by=remy, headline="The hills of Konna"))
    assert (report.weight, report.findings) == (None, [])


def test_a_picture_whose_files_are_not_made_counts_nothing(remy):
    image = finished("Hills at noon")
    post = factories.draft(by=remy, headline="The hills of Konna", lead=image)
    [address] = examine(post).weight.pictures
    default_storage.delete(address.removeprefix("/media/"))
    cache.clear()
    assert examine(post).weight.pictures == {address: 0}


def test_a_storage_that_does_not_answer_keeps_nobody_from_writing(remy, monkeypatch):
    def broken(self, name):
        raise ConnectionError("The storage is down")

    monkeypatch.setattr(default_storage.__class__, "size", broken)
    post = factories.draft(by=remy, headline="The hills of Konna", lead=factories.image(alt="Hills at night"))
    assert list(examine(post).weight.pictures.values()) == [0]
