"""The check before publishing: for each check one story that it catches, and a near miss that it lets through."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from blog.models import Byline, Level, PreflightRules
from blog.preflight import CHECKS, check, examine
from blog.preflight.examining import MOST_OF_A_KIND
from tests import factories
from tests.blog.preflight import PAGE, found, ledger, picture, right_story, set_rules, source_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(remy):
    return partial(right_story, by=remy)


@pytest.fixture
def pasted(remy):
    return source_story(by=remy)


# The source page


def test_the_source_page_blocks_for_its_unnamed_sources_and_warns_of_its_picture_and_its_lines(pasted):
    findings = {finding.name: finding for finding in check(pasted, timezone.now().replace(2013, 1, 10))}
    assert {name: finding.level for name, finding in findings.items()} == {
        "unnamed": Level.BLOCK,
        "file_photo": Level.WARN,
        "credit": Level.WARN,
        "text": Level.WARN,
    }
    assert "March 2012, about 9 months before the story" in findings["file_photo"].sentence
    assert findings["file_photo"].offer == "File photo, March 2012."
    assert findings["file_photo"].anchor == "id_lead_caption"
    assert "“Konna,which”, “Maghreb(AQIM)”, “Boni,urging”" in findings["text"].sentence
    assert "7 paragraphs" in findings["text"].sentence
    assert [finding.passage.rpartition("who ")[2] for finding in found(pasted, "unnamed")] == [
        "“We are going to oust them,” he added, speaking on condition of anonymity.",
        "asked not to be named.",
    ]


def test_every_finding_says_what_to_do_and_where(pasted):
    for finding in check(pasted):
        assert finding.sentence.endswith(".")
        assert finding.remedy.endswith((".", ":"))
        assert finding.anchor


# Headline, byline, address


def test_a_story_that_is_right_has_no_findings(write):
    assert check(write(lead=factories.image())) == []


def test_a_story_without_a_headline_is_found_whatever_the_rules_say(write):
    [finding] = found(write(headline="  "))
    assert (finding.name, finding.level, finding.anchor) == ("headline", Level.BLOCK, "id_headline")


@pytest.mark.parametrize(("length", "said"), [(9, "at least 10"), (10, None), (80, None), (81, "at most 80")])
def test_the_length_of_the_headline_is_told_in_numbers(write, length, said):
    findings = found(write(headline="x" * length), "headline_length")
    assert [f"has {length} characters; {said}" in finding.sentence for finding in findings] == ([True] if said else [])


def test_a_story_that_nobody_is_named_as_the_writer_of_is_found(write):
    post = write()
    post.bylines.update(role=Byline.Role.PHOTOGRAPHS)
    [finding] = found(post)
    assert (finding.name, finding.level, finding.anchor) == ("byline", Level.BLOCK, "id_by")
    assert "by Remy" in finding.sentence


def test_an_address_is_taken_on_the_day_the_story_would_get_it_and_on_no_other(write, remy):
    taken = factories.published_post(by=remy, slug="clash")
    post = write(slug="clash")
    [finding] = found(post, "slug")
    assert taken.path in finding.sentence
    assert found(post, "slug", at=timezone.now() + timedelta(days=1)) == []
    assert found(taken, "slug") == []


def test_an_address_that_a_scheduled_story_will_have_is_taken_too(write, edith):
    tomorrow = timezone.now() + timedelta(days=1)
    write(slug="clash", headline="The scheduled one").schedule(by=edith, at=tomorrow)
    [finding] = found(write(slug="clash"), "slug", at=tomorrow)
    assert "The scheduled one" in finding.sentence
    assert found(write(slug="clash"), "slug") == []


# Pictures


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ({"alt": ""}, True),
        ({"alt": "  "}, True),
        ({"alt": "", "is_decorative": True}, False),
        ({"alt": "Hills at dusk"}, False),
    ],
)
@pytest.mark.parametrize("place", ["lead", "text"])
def test_a_picture_without_alternative_text_is_found_unless_it_is_decorative(write, words, is_found, place):
    image = picture(**words)
    post = write(lead=image) if place == "lead" else write(body=f"Words.\n\n![](image:{image.pk})")
    findings = found(post, "alt")
    assert [(f.level, f.anchor) for f in findings] == (
        [(Level.BLOCK, {"lead": "id_lead_alt", "text": "id_body"}[place])] if is_found else []
    )


def test_the_words_typed_for_this_story_count_before_the_librarys(write):
    image = picture(alt="")
    post = write(body=f"Words.\n\n![Hills at dusk](image:{image.pk})")
    post.lead_with(image, alt="Hills seen from Konna")
    assert found(post, "alt") == []


@pytest.mark.parametrize(
    ("alt", "caption", "is_found"),
    [
        ("A soldier on a tank", "A soldier on a tank", True),
        ("A soldier's tank ", "a soldier’s tank.", True),
        (PAGE.alt, PAGE.caption, False),
        ("", "", False),
    ],
)
def test_alternative_text_that_repeats_the_caption_is_found(write, alt, caption, is_found):
    lead = picture(alt=alt, caption=caption, is_decorative=not alt)
    assert bool(found(write(lead=lead), "alt_is_caption")) == is_found


def test_the_caption_of_a_picture_in_the_text_is_read_without_its_credit(write):
    image = picture(alt="Hills", caption="Unused", credit="Hills")
    typed = f'![The hills](image:{image.pk} "The *hills*")'
    assert len(found(write(body=f"Words.\n\n{typed}"), "alt_is_caption")) == 1


def test_a_picture_of_nobodys_is_found_once_and_leads_to_the_library(write):
    image = picture(credit="")
    [finding] = found(write(lead=image, body=f"Words.\n\n![](image:{image.pk})"), "credit")
    assert finding.anchor == f"image-{image.pk}"
    assert "The lead picture" in finding.sentence


@pytest.mark.parametrize(
    ("taken_on", "caption", "said"),
    [
        (date(2026, 2, 2), "The hills", None),  # 30 days
        (date(2026, 2, 1), "The hills", "31 days before the story (1 February 2026)"),
        (date(2012, 3, 22), "The hills", "about 13 years"),
        (date(2012, 3, 22), "The hills. File photo, March 2012.", None),
        (date(2012, 3, 22), "The hills. Archive picture of 2012", None),
        (date(2012, 3, 22), "The hills. File photo.", "does not say when"),
        (date(2012, 3, 22), "The hills in March 2012", "not labelled"),
        (date(2026, 3, 1), "A year after the coup of March 2012", None),
        (None, "The hills after the March 2012 coup", "speaks of March 2012"),
        (None, "The hills on February 28, 2026", None),
        (None, "The hills; file photo of 3 March 2012", None),
        (None, "On the march in 2012", None),
    ],
)
def test_an_old_picture_says_that_it_is_one_and_when_it_was_taken(write, taken_on, caption, said):
    findings = found(write(lead=picture(taken_on=taken_on, caption=caption)), "file_photo")
    assert [said in finding.sentence for finding in findings] == ([True] if said else [])


def test_months_are_read_in_the_newsrooms_language_as_well(write):
    post = write(lead=picture(caption="Die Hügel nach dem Putsch im März 2012"))
    assert found(post, "file_photo") == []
    with translation.override("de"):
        [finding] = found(post, "file_photo")
    assert finding.offer == "File photo, März 2012."


def test_how_old_a_picture_may_be_is_a_rule(write):
    post = write(lead=picture(taken_on=date(2026, 2, 1)))
    set_rules(file_photo_days=31)
    assert found(post, "file_photo") == []


# The text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("A soldier told AFP by telephone\nfrom Konna that they had launched\noperations.", "in 1 paragraph."),
        ("The town, Konna,which is near.", "“Konna,which”"),
        ("One.\n\nTwo words\nof it.\r\n\r\nThree words\r\nof it.", "in 2 paragraphs."),
        ('He said "no" and didn\'t go.\r\n\r\nThere were 3,300 of U.S. make.', None),
        ("> A quotation\n> of two lines\n\n- one\n- two", None),
        ("Roses are red,  \nviolets are blue.", None),
    ],
)
def test_broken_lines_and_glued_words_are_found(write, body, said):
    findings = found(write(body=body), "text")
    assert [said in finding.sentence for finding in findings] == ([True] if said else [])


# Rules and cost


@pytest.mark.parametrize("name", [*CHECKS, "weight"])
def test_each_check_has_its_level_in_the_rules_but_for_those_that_always_block(name):
    rules = PreflightRules()
    if name in ("headline", "slug"):
        assert not hasattr(rules, name)
        assert rules.level_of(name) == Level.BLOCK
    else:
        blocks = name in ("byline", "alt", "unnamed")
        assert rules.level_of(name) == (Level.BLOCK if blocks else Level.WARN)


def test_an_editor_decides_what_blocks_warns_or_is_not_looked_at(pasted):
    set_rules(credit="block", file_photo="off", unnamed="warn")
    levels = {finding.name: finding.level for finding in check(pasted)}
    assert levels == {"credit": "block", "unnamed": "warn", "text": "warn"}


def test_the_number_of_queries_does_not_grow_with_the_story(write):
    numbers = []
    check(write())  # what is remembered from the first time on is remembered
    for amount in (1, 15):
        images = [factories.image(alt=f"Picture {n}") for n in range(amount)]
        links = [f"[a](/2026/03/04/no-{n}/) [b](/section/no-{n}/) [c](/tag/no-{n}/)" for n in range(amount)]
        body = "\n\n".join([*(f"![]({f'image:{image.pk}'})" for image in images), *links, "Sources said so."])
        post = write(body=body, slug=f"story-{amount}", lead=images[0])
        for _ in range(amount):
            ledger(post)
        with CaptureQueriesContext(connection) as queries:
            report = examine(post)
        assert len([f for f in report.findings if f.name == "links"]) == 3 * amount
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 20


def test_a_long_list_of_the_same_is_cut_short(write):
    assert len(found(write(body="\n\n".join(["Sources said so."] * 99)), "unnamed")) == MOST_OF_A_KIND


def test_the_check_changes_nothing(pasted):
    before = type(pasted).objects.filter(pk=pasted.pk).values().get()
    with CaptureQueriesContext(connection) as queries:
        examine(pasted)
    assert {query["sql"].lstrip("(").split()[0] for query in queries} == {"SELECT"}
    assert type(pasted).objects.filter(pk=pasted.pk).values().get() == before
