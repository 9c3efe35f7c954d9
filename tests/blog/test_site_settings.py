"""The paper's name and look, as an editor sets them."""

import gzip
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client

from blog import colours
from blog.letters import words_from
from blog.models import AuditEntry, FlatPage, Section, SiteSettings, masthead
from blog.models.masthead import Masthead
from tests import factories
from tests.blog.desk import address, refusals, signed_in

pytestmark = pytest.mark.django_db

SHEET = {
    "name": "The Konna Courier",
    "tagline": "",
    "contact": "",
    "logo": "",
    "paper_light": "#ffffff",
    "accent_light": "#7a1f1f",
    "paper_dark": "#101418",
    "accent_dark": "#ffb4a8",
    "text_font": "georgia",
    "label_font": "humanist",
}


def save(user, **more):
    return signed_in(user).post(address("sitesettings_change", 1), {**SHEET, **more})


def style_of(client, page="/"):
    return re.search(r'<link rel="stylesheet" href="([^"]*(?:paper|style)[^"]*)"', client.get(page).content.decode())[1]


def test_a_new_name_stands_everywhere_at_once(client, post, edith):
    client.get("/")
    assert save(edith).status_code == 302
    for page in ("/", post.path, "/feed/", "/feed/atom/", "/feed/json/", "/corrections/feed/", "/sitemap-news.xml"):
        text = client.get(page).content.decode()
        assert "The Konna Courier" in text, page
        assert "Beegeagle" not in text.replace("beegeagle", ""), page
    assert "The Konna Courier" in signed_in(edith).get("/desk/").content.decode()
    assert "The Konna Courier" in words_from("emails/letter", "Hello").text


def test_it_is_audited(edith):
    save(edith)
    entry = AuditEntry.objects.filter(kind="blog.sitesettings").latest("pk")
    assert entry.by == edith
    assert "Name of the paper" in entry.note


def test_writers_do_not_set_it(remy, colin):
    for person in (remy, colin):
        assert save(person).status_code == 403
        assert signed_in(person).get(address("sitesettings_change", 1)).status_code == 403
    assert not SiteSettings.objects.exists()


def test_the_defaults_are_those_of_the_stylesheet():
    """As the browser computes oklch into sRGB: see the tokens."""
    tokens = Path("static/css/tokens.css").read_text()
    for theme in (colours.LIGHT, colours.DARK):
        for colour in (theme.paper, theme.ink, theme.ink_soft, theme.accent, theme.warn):
            assert any(_is_about(colour, *map(float, found)) for found in _oklch(tokens)), colour


def _oklch(text):
    return re.findall(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", text)


def _is_about(colour, lightness, chroma, hue):
    """True when the lightness of `colour` in Oklab is that one. https://bottosson.github.io/posts/oklab/"""
    linear = [
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
        for v in (b / 255 for b in bytes.fromhex(colour[1:]))
    ]
    rows = [
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    ]
    cones = [sum(weight * part for weight, part in zip(row, linear, strict=True)) ** (1 / 3) for row in rows]
    found = 0.2104542553 * cones[0] + 0.793617785 * cones[1] - 0.0040720468 * cones[2]
    return abs(found * 100 - lightness) < 0.5


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("paper_light", "#777777", "Text has a contrast of 3.7:1 on this paper; it needs 7:1. Choose a lighter one."),
        ("paper_dark", "#555555", "Text has a contrast of 5.7:1 on this paper; it needs 7:1. Choose a darker one."),
        ("paper_light", "#b4b4b4", "they need 4.5:1. Choose a lighter one."),
        ("accent_light", "#e0a0a0", "Links and buttons have a contrast of 2"),
        ("accent_dark", "#333333", "Choose a lighter accent."),
        ("accent_light", "red;}body{display:none", "Write the colour as #"),
        ("accent_light", "#12345g", "Write the colour as #"),
        ("accent_light", "", "This field is required."),
        ("text_font", "x;}", "Select a valid choice."),
        ("logo", "99", "The library has no picture with that number."),
        ("contact", "nobody", "Enter a valid email address."),
        ("name", "x" * 10_000, "at most 80 characters"),
    ],
)
def test_what_nobody_could_read_is_refused_beside_the_field(edith, field, value, said):
    answer = save(edith, **{field: value})
    assert answer.status_code == 200
    found = refusals(answer)
    assert list(found) == [field]
    assert said in found[field] or "at most 7 characters" in found[field]
    assert not SiteSettings.objects.exists()


def test_with_the_defaults_the_static_file_stays(client, post, edith):
    save(edith, **{name: SiteSettings._meta.get_field(name).default for name in SHEET if "_" in name})
    assert style_of(client) == "/static/css/paper.css"
    assert SiteSettings.objects.get().name == "The Konna Courier"


def test_the_chosen_look_comes_with_the_one_stylesheet(client, post, edith):
    save(edith)
    place = style_of(client, post.path)
    assert re.fullmatch(r"/style/[0-9a-f]{16}\.css", place)
    answer = client.get(place)
    css = answer.content.decode()
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "@import" not in css
    assert css.startswith("@layer tokens,base,parts,print;")
    own = css[css.rindex("@layer tokens{") :]
    assert "--paper:#ffffff;" in own
    assert "--accent:#ffb4a8;" in own[own.index("dark") :]
    assert "--serif:Georgia," in own
    assert own.count("{") == own.count("}")
    assert style_of(client, "/") == place
    packed = client.get(place, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content).decode() == css
    assert "Accept-Encoding" in packed["Vary"]


def test_an_address_that_is_out_of_date_has_the_style_of_now_for_a_short_time(client, edith):
    save(edith)
    old = style_of(client)
    save(edith, accent_light="#103070")
    assert style_of(client) != old
    for place in (old, "/style/nothing.css"):
        answer = client.get(place)
        assert answer.status_code == 200
        assert "#103070" in answer.content.decode()
        assert answer["Cache-Control"] == "public, max-age=60"


def test_where_files_are_collected_the_collected_one_is_used(client, settings, tmp_path, edith):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static.FlatStylesheets"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert style_of(client).startswith("/static/css/paper.")
    save(edith)
    [collected] = tmp_path.glob("css/paper.*.css")
    assert client.get(style_of(client)).content.decode().startswith(collected.read_text())


def test_the_masthead_takes_one_query_and_then_none(django_assert_num_queries, edith):
    section = Section.objects.create(name="World", position=2)
    Section.objects.create(name="Politics", position=1)
    Section.objects.create(name="Unplaced")
    FlatPage.objects.create(title="Ethics", path="/ethics/", is_published=True, policy="ethicsPolicy")
    FlatPage.objects.create(title="About", path="/about/", is_published=True, footer_position=1)
    FlatPage.objects.create(title="Draft", path="/draft/", footer_position=1)
    SiteSettings.objects.create(name="Courier", logo=factories.image())
    with django_assert_num_queries(1):
        known = Masthead.known()
    assert [link.name for link in known.sections] == ["Politics", "World"]
    assert known.sections[1].address == section.get_absolute_url()
    assert [link.address for link in known.pages] == ["/about/"]
    assert known.policies == (("ethicsPolicy", "/ethics/"),)
    with django_assert_num_queries(0):
        assert Masthead.known().name == "Courier"
        assert known.settings.logo.picture("1x1").src
    section.delete()
    assert [link.name for link in Masthead.known().sections] == ["Politics"]


def test_what_was_read_before_a_change_is_not_kept_after_it(monkeypatch):
    read = masthead._read

    def slow_read():
        found = read()
        SiteSettings.objects.create(name="Saved meanwhile")
        return found

    monkeypatch.setattr(masthead, "_read", slow_read)
    assert Masthead.known().name != "Saved meanwhile"
    monkeypatch.setattr(masthead, "_read", read)
    assert Masthead.known().name == "Saved meanwhile"


def test_other_processes_learn_of_it_within_seconds(monkeypatch):
    assert Masthead.known().settings.tagline == ""
    SiteSettings.objects.create()
    Masthead.known()
    SiteSettings.objects.update(tagline="From elsewhere")  # no signal, as in another process
    assert Masthead.known().settings.tagline == ""
    later = masthead.time.monotonic() + masthead.KNOWN_FOR + 1
    monkeypatch.setattr(masthead.time, "monotonic", lambda: later)
    assert Masthead.known().settings.tagline == "From elsewhere"


def test_without_a_database_what_was_known_last_is_said(monkeypatch):
    SiteSettings.objects.create(name="Courier")
    Masthead.known()

    def away():
        raise OperationalError("gone")

    monkeypatch.setattr(masthead, "_read", away)
    masthead.forget()
    assert Masthead.known().name == "Courier"
    masthead.forget_known()
    assert Masthead.known().name == "Beegeagle’s Blog"


def test_the_logo_is_shown_to_everybody(settings):
    logo = factories.image()
    path = logo.picture("1x1").src
    assert Client().get(path).status_code == 404
    SiteSettings.objects.create(logo=logo)
    assert Client().get(path).status_code == 200
    logo.delete()
    assert SiteSettings.objects.get().logo is None
