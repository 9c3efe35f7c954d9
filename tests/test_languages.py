"""A paper in another language: its words, its direction, its dates."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.template import loader
from django.utils import translation

from blog.models import Byline, Letter
from blog.templatetags.paper import credits, linked, names
from comments.forms import CommentForm
from comments.models import Comment, Subscription
from comments.notifications import confirm
from tests import arabic, factories

MORNING = datetime(2013, 1, 10, 7, 5, tzinfo=UTC)
INVISIBLE = re.compile(r"<(script|style|title)\b.*?</\1>|<head>.*?</head>|<!--.*?-->", re.DOTALL)


@pytest.fixture
def in_arabic(settings):
    settings.LANGUAGE_CODE, settings.NEWSROOM_NAME = "ar", arabic.NAME


@pytest.fixture
def in_french(settings):
    settings.LANGUAGE_CODE = "fr"


def said_by(html):
    """What a page says to those who see it and to those who hear it."""
    seen = INVISIBLE.sub(" ", html)
    labels = re.findall(r'\b(?:alt|aria-label|placeholder)="([^"]*)"', seen)
    return unescape(" ".join([re.sub(r"<[^>]*>", " ", seen), *labels]))


def test_no_page_of_an_arabic_paper_says_a_word_of_ours_in_english(client, in_arabic, remy, edith):
    their_own = set("Remy Ruth Serge Daniel AFP ECOWAS Sévaré was in Mopti that night example org".split())
    found = {}
    for kind, address in arabic.paper(by=remy, editor=edith).items():
        html = client.get(address).content.decode()
        assert '<html lang="ar" dir="rtl">' in html, kind
        found[kind] = set(re.findall(r"[A-Za-zé]{2,}", said_by(html))) - their_own
    assert {kind: words for kind, words in found.items() if words} == {}


def test_a_refused_form_says_what_is_wrong_in_the_papers_language(client, in_arabic, post):
    form = CommentForm(post)
    typed = {**form.initial, "comment": "", "email": "no", "name": "", "url": "http://", "reply_to": "0"}
    html = client.post("/comments/post/", typed).content.decode()
    assert "اكتب تعليقك." in html
    assert set(re.findall(r"[A-Za-z]{3,}", " ".join(re.findall(r'class="field__error"[^>]*>([^<]*)', html)))) == {
        *("name", "example", "org", "https"),
    }


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_the_pages_that_ask_for_nothing_speak_the_papers_language(template, in_arabic):
    html = loader.get_template(template).render()
    assert '<html lang="ar" dir="rtl">' in html
    assert re.findall(r"[A-Za-z]{2,}", said_by(html)) == []


def test_the_same_pages_in_english_run_from_left_to_right():
    html = loader.get_template("500.html").render()
    assert '<html lang="en">' in html
    assert "It is our fault, not yours" in html


@pytest.mark.parametrize(
    ("language", "date", "exact"),
    [
        ("en", "10 January 2013", "10 January 2013, 08:05 WAT"),
        ("en-gb", "10 January 2013", "10 January 2013, 08:05 WAT"),
        ("fr", "10 janvier 2013", "10 janvier 2013 à 08h05 WAT"),
        ("ar", "10 يناير 2013", "10 يناير 2013، 08:05 WAT"),
        ("de", "10. Januar 2013", "10. Januar 2013 08:05 WAT"),
        ("sw", "10 Januari 2013", "10 Januari 2013, 08:05 WAT"),
    ],
)
def test_a_date_is_written_in_the_language_shown_in_the_newsrooms_zone_and_told_in_utc(settings, language, date, exact):
    settings.LANGUAGE_CODE, settings.TIME_ZONE = language, "Africa/Lagos"
    html = loader.render_to_string("_date.html", {"moment": MORNING})
    assert html.strip() == f'<p><time datetime="2013-01-10T07:05:00Z" title="{exact}">{date}</time></p>'


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "4 March 2026, 12:00"), ("fr", "4 mars 2026 à 12h00"), ("ar", "4 مارس 2026، 12:00")]
)
def test_a_comment_is_dated_in_the_language(client, settings, post, language, shown):
    settings.LANGUAGE_CODE = language
    Comment(post=post, writer_name="Ruth", user_email="r@example.org", comment="Yes.", status="approved").save()
    html = client.get(post.get_absolute_url()).content.decode()
    assert f'<time datetime="2026-03-04T12:00:00Z">{shown}</time>' in html


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "لا تعليقات"),
        (1, "تعليق واحد"),
        (2, "تعليقان"),
        (3, "3 تعليقات"),
        (11, "11 تعليقًا"),
        (100, "100 تعليق"),
        (103, "103 تعليقات"),
    ],
)
def test_arabic_has_its_six_ways_to_count(in_arabic, count, said):
    words = translation.ngettext("%(count)s comment", "%(count)s comments", count)
    assert words % {"count": count} == said


def test_a_text_that_is_counted_elsewhere_is_translated_where_it_is_not(in_french):
    assert translation.gettext("Correction") == "Rectificatif"


def test_names_are_listed_as_each_language_lists_them(settings, db):
    three = [factories.author(name) for name in ("أمينة", "يوسف", "ليلى")]
    settings.LANGUAGE_CODE = "ar"
    assert names(three) == "أمينة، يوسف وليلى"
    settings.LANGUAGE_CODE = "fr"
    assert names([factories.author(name) for name in ("Ada", "Ben", "Cem")]) == "Ada, Ben et Cem"


def test_a_name_that_reads_the_other_way_is_set_apart(settings, db):
    ada, amina = factories.author("Ada"), factories.author("أمينة", slug="amina")
    assert names([ada, amina]) == "Ada and <bdi>أمينة</bdi>"
    assert linked([amina]) == '<a href="/author/amina/" rel="author"><bdi>أمينة</bdi></a>'
    settings.LANGUAGE_CODE = "ar"
    assert names([ada, amina]) == "<bdi>Ada</bdi> وأمينة"


def test_roles_are_said_in_the_language_and_kept_in_none(settings, remy):
    post = factories.draft(by=remy)
    post.bylines.create(author=factories.author("Ines"), role=Byline.Role.PHOTOGRAPHS, position=1)
    settings.LANGUAGE_CODE = "fr"
    assert [role for role, _authors in credits(post)] == ["par", "photos de"]
    assert post.bylines.last().role == "photographs"


def test_a_letter_speaks_the_papers_language(in_french, post):
    wish = Subscription.objects.create(email="ruth@example.org", post=post)
    words = confirm(Letter(recipient=wish.email))
    assert words.subject.startswith("À confirmer : les messages de ")  # the thin space is no letter of a header
    assert "Si ce n’était pas vous, ne faites rien\u202f: sans le bouton" in words.text


def test_a_language_without_a_catalogue_of_ours_keeps_english_words_and_its_own_dates(client, settings, post):
    settings.LANGUAGE_CODE = "de"
    html = client.get(post.get_absolute_url()).content.decode()
    assert '<html lang="de">' in html
    assert "4. März 2026" in html
    assert "Leave a Reply" in html
