"""Publishing at the desk asks the check first: what blocks is refused, what warns is asked about once."""

import re
from datetime import date

import pytest
from django.utils import timezone

from blog.models import Author, Image, Post, PreflightRules, State
from tests import factories
from tests.blog.desk import address, said, sheet, signed_in

pytestmark = pytest.mark.django_db

RULES = "/desk/blog/preflightrules/1/change/"


@pytest.fixture
def story(remy):
    """A story whose picture has no credit, which warns."""
    image = factories.image()
    Image.objects.filter(pk=image.pk).update(credit="")
    return factories.draft(by=remy, headline="Floods in Mopti", lead=image)


def press(user, post, **typed):
    filled = sheet(post, lead_image=post.lead.image_id if post.lead else "", **typed)
    answer = signed_in(user).post(address("post_change", post.pk), filled, follow=True)
    post.refresh_from_db()
    return answer


def anyway(page):
    """What the button to go on past the warnings sends; None where there is none."""
    found = re.search(r'name="_anyway" value="([^"]*)"', page)
    return found and found[1]


def test_what_blocks_is_refused_with_the_list_and_the_text_is_kept(story, remy):
    story.bylines.all().delete()
    answer = press(remy, story, body="Typed just now.", _move="publish", note="Kept note")
    assert (story.state, story.body) == (State.DRAFT, "Typed just now.")
    assert "not published: one thing must be put right first" in said(answer)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith("#check")
    assert '<details class="desk-check" id="check" open>' in page
    assert "Nobody is named as the writer" in page
    assert 'href="#id_by"' in page
    assert 'id="id_by"' in page
    assert "Kept note" in page
    assert anyway(page) is None


def test_a_block_cannot_be_talked_over(story, remy):
    story.bylines.all().delete()
    press(remy, story, _anyway="publish byline:id_by credit:image-1")
    assert story.state == State.DRAFT


def test_what_warns_is_asked_about_once_and_then_published(story, remy):
    answer = press(remy, story, _move="publish")
    assert story.state == State.DRAFT
    assert "look at one thing first" in said(answer)
    page = answer.content.decode()
    assert anyway(page) == f"publish credit:image-{story.lead.image_id}"
    press(remy, story, body="Typed since.", _anyway=anyway(page))
    assert (story.state, story.body) == (State.PUBLISHED, "Typed since.")


def test_a_new_warning_asks_again(story, remy):
    seen = anyway(press(remy, story, _move="publish").content.decode())
    answer = press(remy, story, headline="Floods", _anyway=seen)
    assert story.state == State.DRAFT
    assert "The headline has 6 characters" in answer.content.decode()
    press(remy, story, headline="Floods", _anyway=anyway(answer.content.decode()))
    assert story.state == State.PUBLISHED


def test_scheduling_asks_as_well_and_keeps_the_moment(story, remy):
    answer = press(remy, story, _move="schedule", publish_at="2026-03-05T07:00")
    page = answer.content.decode()
    assert (story.state, said(answer)[:32]) == (State.DRAFT, "The text is saved, but not sched")
    assert "Schedule anyway" in page
    assert 'value="2026-03-05T07:00"' in page
    press(remy, story, _anyway=anyway(page), publish_at="2026-03-05T07:00")
    assert story.state == State.SCHEDULED


def test_an_address_is_looked_up_for_the_day_that_is_scheduled(story, remy):
    factories.published_post(by=remy, slug="floods")
    Image.objects.update(credit="A. Photographer")
    assert "already has the address" in press(remy, story, slug="floods", _move="publish").content.decode()
    press(remy, story, slug="floods", _move="schedule", publish_at="2026-03-05T07:00")
    assert story.state == State.SCHEDULED


def test_a_new_story_is_checked_when_it_is_published_in_one_go(remy):
    Author.of(remy)
    typed = sheet(headline="Short", by="Remy", _move="publish")
    answer = signed_in(remy).post(address("post_add"), typed, follow=True)
    assert Post.objects.get().state == State.DRAFT
    assert "at least 10 are wanted" in answer.content.decode()


def test_a_story_that_is_right_is_published_at_the_first_press(story, remy):
    Image.objects.update(credit="A. Photographer")
    press(remy, story, _move="publish")
    assert story.state == State.PUBLISHED


@pytest.mark.parametrize("moment", [None, timezone.now])
def test_the_clock_and_imports_are_not_asked(story, edith, moment, clock):
    story.bylines.all().delete()
    if moment:
        story.schedule(by=edith, at=timezone.now() + timezone.timedelta(minutes=1))
        clock.shift(60)
        from blog.models.schedule import publish_due

        assert publish_due(Post) == 1
    else:
        story.publish(by=None)
    story.refresh_from_db()
    assert story.is_published


def test_who_may_not_publish_is_told_that_and_no_more(story, colin, remy):
    own = factories.draft(by=colin, headline="Short")
    answer = press(colin, own, _move="publish")
    assert "may not publish" in said(answer)
    assert own.state == State.DRAFT
    assert anyway(signed_in(colin).get(f"{address('post_change', own.pk)}?check=publish").content.decode()) is None


def test_a_hold_is_told_before_anything_is_looked_at(story, edith):
    story.hold(by=edith, note="Counsel.")
    assert "legal hold" in said(press(edith, story, _move="publish"))


def test_the_list_stands_on_the_sheet_at_any_time(story, remy, colin):
    page = signed_in(remy).get(address("post_change", story.pk)).content.decode()
    assert "1 to look at" in page
    assert "A phone fetches" in page
    assert '<details class="desk-check" id="check">' in page
    assert f"/desk/blog/image/{story.lead.image_id}/change/" in page
    assert anyway(page) is None
    assert "preflightrules" not in page
    story.trash(by=remy)
    assert 'id="check"' not in signed_in(remy).get(address("post_change", story.pk)).content.decode()
    assert 'id="check"' not in signed_in(remy).get(address("post_add")).content.decode()


@pytest.mark.parametrize(
    "query", ["check=kill", "check=%00", "check=schedule&publish_at=soon", "check=publish&check=x"]
)
def test_an_odd_address_is_no_error(story, remy, query):
    assert signed_in(remy).get(f"{address('post_change', story.pk)}?{query}").status_code == 200


def test_the_sentence_for_a_file_photo_is_offered(story, remy):
    Image.objects.update(taken_on=date(2012, 3, 22))
    page = signed_in(remy).get(address("post_change", story.pk)).content.decode()
    assert '<code class="desk-paste">File photo, March 2012.</code>' in page
    assert 'href="#id_lead_caption"' in page


def test_words_of_the_story_are_shown_as_words(remy):
    post = factories.draft(by=remy, headline="Floods in Mopti", body="<b>Sources said</b> so, <script>x</script>.")
    page = signed_in(remy).get(address("post_change", post.pk)).content.decode()
    listed = page[page.index('id="check"') : page.index("desk-bar")]
    assert "&lt;b&gt;Sources said&lt;/b&gt;" in listed
    assert "<script" not in listed


# The rules


def rules_typed(desk):
    form = desk.get(RULES).context["adminform"].form
    return {name: form[name].value() for name in form.fields}


def test_an_editor_changes_what_blocks_and_it_counts_at_once(story, edith, remy):
    desk = signed_in(edith)
    assert desk.get("/desk/blog/preflightrules/", follow=True).redirect_chain == [(RULES, 302)]
    assert desk.post(RULES, {**rules_typed(desk), "credit": "block"}).status_code == 302
    assert "must be put right" in said(press(remy, story, _move="publish"))
    assert desk.post(RULES, {**rules_typed(desk), "credit": "off"}).status_code == 302
    press(remy, story, _move="publish")
    assert story.is_published
    assert PreflightRules.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"headline_least": 90}, "headline_most", "no headline would be right"),
        ({"unnamed_phrases": "sources said\n…"}, "unnamed_phrases", "has no letter"),
        ({"unnamed_phrases": "x" * 101}, "unnamed_phrases", "too long"),
        ({"unnamed_phrases": "a\n" * 301}, "unnamed_phrases", "At most 300"),
        ({"page_kilobytes": 0}, "page_kilobytes", "greater than or equal to 20"),
        ({"credit": "perhaps"}, "credit", "valid choice"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_beside_it(edith, typed, field, why):
    desk = signed_in(edith)
    answer = desk.post(RULES, {**rules_typed(desk), **typed})
    assert why in answer.context["adminform"].form.errors[field][0]
    assert not PreflightRules.objects.exists()


@pytest.mark.parametrize("person", ["remy", "colin", "ruth"])
def test_nobody_but_editors_reads_or_changes_the_rules(request, person):
    desk = signed_in(request.getfixturevalue(person))
    for path in (RULES, "/desk/blog/preflightrules/", "/desk/blog/preflightrules/add/", f"{RULES[:-7]}delete/"):
        assert desk.get(path).status_code in (302, 403)
        assert desk.post(path, {"credit": "off"}).status_code in (302, 403)
    assert not PreflightRules.objects.exists()


def test_the_rules_are_neither_added_nor_deleted(edith):
    desk = signed_in(edith)
    for name in ("add/", "1/delete/", "2/change/"):
        assert desk.get(f"/desk/blog/preflightrules/{name}").status_code in (302, 403)
