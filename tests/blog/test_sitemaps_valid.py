"""Every sitemap is valid by the protocol's own rules, and robots.txt says what crawlers understand."""

from urllib.robotparser import RobotFileParser

import pytest
from django.utils import timezone

from blog import sitemaps
from blog.models import Post, Tag
from tests import factories, whole_paper
from tests.blog.feed_stories import copy_of
from tests.blog.sitemap_rules import IMAGE, NEWS, SITEMAP, faults
from tests.blog.test_sitemaps import SITE, paths_of_parts

VALID = f"""<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="{SITEMAP[1:-1]}" xmlns:i="{IMAGE[1:-1]}" xmlns:n="{NEWS[1:-1]}"><url><loc>{SITE}/a?b&amp;c</loc>
<lastmod>2026-03-04T12:00:00+00:00</lastmod><n:news><n:publication><n:name>A</n:name><n:language>en</n:language>
</n:publication><n:publication_date>2026-03-04</n:publication_date><n:title>T</n:title></n:news>
<i:image><i:loc>{SITE}/p.jpg</i:loc></i:image></url></urlset>"""


def test_every_sitemap_of_a_whole_paper_is_valid(client, remy, edith):
    rich = whole_paper.make(by=remy, editor=edith)
    Tag.objects.create(name="A & <B>", slug="ñandú-马里").posts.add(rich)
    strange = factories.published_post(by=remy, headline='Fish & <chips> "now"', slug="مالي-ñ", lead=factories.image())
    paths = ["/sitemap.xml", *paths_of_parts(client)]
    assert {"/sitemap-1.xml", "/sitemap-news.xml", "/sitemap-pages.xml"} < set(paths)
    contents = {path: client.get(path).getvalue() for path in paths}
    assert {path: found for path, content in contents.items() if (found := faults(content, SITE))} == {}
    assert strange.get_absolute_url().encode() in contents["/sitemap-1.xml"]


def test_sitemaps_of_thousands_of_stories_are_valid(client, post, monkeypatch):
    monkeypatch.setattr(sitemaps, "STORIES_OF_A_PART", 1500)
    Post.objects.bulk_create((copy_of(post, number) for number in range(1, 3200)), 500)
    paths = ["/sitemap.xml", *paths_of_parts(client)]
    assert len(paths) >= 5
    assert [fault for path in paths for fault in faults(client.get(path).getvalue(), SITE)] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (f"{SITE}/a?", "/a?"),
        (f"{SITE}/a?", "https://elsewhere.example/a?"),
        (f"{SITE}/a?", f"{SITE}/ñ?"),
        (f"{SITE}/a?", f"{SITE}/{'a' * 2048}?"),
        ("2026-03-04T12:00:00+00:00", "2026-03-04 12:00:00"),
        ("2026-03-04T12:00:00+00:00", "2026-03-04T12:00:00"),
        ("<n:language>en<", "<n:language>English<"),
        ("<n:title>T</n:title>", "<n:title> </n:title>"),
        ("<n:title>T</n:title>", ""),
        ("<lastmod>", "<when>1</when><lastmod>"),
        (f"<loc>{SITE}/a?b&amp;c</loc>", ""),
        (f"<i:loc>{SITE}/p.jpg</i:loc>", ""),
        ("</urlset>", f"<url><loc>{SITE}/a?b&amp;c</loc></url></urlset>"),
        ("</urlset>", f"<url><lastmod>2026-03-04</lastmod><loc>{SITE}/b/</loc></url></urlset>"),
    ],
)
def test_what_is_not_valid_is_found(right, wrong):
    assert faults(VALID.encode(), SITE) == []
    assert right in VALID
    assert faults(VALID.replace(right, wrong).encode(), SITE) != []


def test_an_empty_or_too_large_file_is_found():
    assert faults(f'<?xml version="1.0" encoding="utf-8"?><urlset xmlns="{SITEMAP[1:-1]}"/>'.encode(), SITE) != []
    assert faults(VALID.replace("</urlset>", "<!--" + " " * 51 * 2**20 + "--></urlset>").encode(), SITE) != []


def test_crawlers_understand_the_rules_of_robots_txt(client, post):
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())
    assert rules.site_maps() == [f"{SITE}/sitemap.xml"]
    for path in ("/", post.path, "/archive/", "/tag/mali/", "/feed/", f"/{timezone.localdate():%Y/%m/%d}/"):
        assert rules.can_fetch("Googlebot", SITE + path), path
    for path in ("/desk/", "/preview/token/", "/comments/1/report/"):
        assert not rules.can_fetch("Googlebot", SITE + path), path
