"""The front page as an editor arranges it: stories put first, and the line of breaking news."""

import re
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import AuditEntry, FrontPage, FrontPageFull, Post, Section
from blog.models.front_page import MOST_SLOTS
from blog.pages import PAGE_SIZE
from tests import factories
from tests.blog.desk import address, said, signed_in

LINE = {"breaking": "The bridge is closed", "leads_to": "", "until": "2026-03-04T18:00", "seen": "0"}


def press(user, verb, story):
    return signed_in(user).post(address("frontpage_arrange"), {verb: str(story.pk)})


def announce(user, **more):
    return signed_in(user).post(address("frontpage_breaking"), {**LINE, **more})


def shown(client, address="/"):
    return [story.headline for story in client.get(address).context["page"].posts]


@pytest.fixture
def stories(remy):
    """Five published ones, oldest first, a minute apart."""
    moments = [timezone.now() - timedelta(minutes=9 - n) for n in range(5)]
    return [factories.published_post(by=remy, headline=f"Story {n}", at=at) for n, at in enumerate(moments)]


def test_stories_stand_in_the_order_they_are_put(client, edith, stories):
    press(edith, "add", stories[1])
    press(edith, "add", stories[3])
    assert shown(client) == ["Story 1", "Story 3", "Story 4", "Story 2", "Story 0"]
    press(edith, "up", stories[3])
    assert shown(client)[:2] == ["Story 3", "Story 1"]
    press(edith, "down", stories[3])
    assert shown(client)[:2] == ["Story 1", "Story 3"]
    answer = press(edith, "remove", stories[1])
    assert "it stands where its date says" in said(answer)
    assert shown(client) == ["Story 3", "Story 4", "Story 2", "Story 1", "Story 0"]
    assert AuditEntry.objects.filter(kind="blog.frontpage", by=edith).count() == 5


def test_sticky_stories_come_after_them_and_none_twice(client, edith, stories):
    for story in stories[:2]:
        story.is_sticky = True
        story.save()
    press(edith, "add", stories[2])
    press(edith, "add", stories[0])
    assert shown(client) == ["Story 2", "Story 0", "Story 1", "Story 4", "Story 3"]


def test_what_readers_do_not_see_is_left_out_until_they_do(client, edith, stories, remy, clock):
    coming = factories.draft(by=remy, headline="Coming")
    coming.schedule(by=edith, at=timezone.now() + timedelta(minutes=5))
    for story in (coming, stories[0], stories[1]):
        press(edith, "add", story)
    stories[0].retract(by=edith)
    assert shown(client)[:2] == ["Story 1", "Story 4"]
    page = signed_in(edith).get(address("frontpage_changelist")).content.decode()
    assert "readers do not see it" in page
    assert "scheduled for" in page
    coming.publish(by=edith)
    assert shown(client)[:2] == ["Coming", "Story 1"]


def test_a_draft_and_a_story_that_is_none_are_refused(edith, remy):
    draft = factories.draft(by=remy)
    assert "cannot stand there" in said(press(edith, "add", draft))
    for wrong in ({}, {"add": "9" * 30}, {"add": "x"}, {"up": ""}, {"add": "٣"}):
        assert "cannot stand there" in said(signed_in(edith).post(address("frontpage_arrange"), wrong))
    assert not FrontPage.objects.exists()


def test_only_so_many_stories_can_stand_first(edith, remy):
    stories = [factories.published_post(by=remy) for _ in range(MOST_SLOTS + 1)]
    for story in stories[:-1]:
        FrontPage.arrange("add", story.pk)
    assert "places are taken" in said(press(edith, "add", stories[-1]))
    with pytest.raises(FrontPageFull):
        FrontPage.arrange("add", stories[-1].pk)
    stories[0].delete()
    assert FrontPage.arrange("add", stories[-1].pk).slots[-1] == stories[-1].pk


def test_later_pages_have_every_other_story_once(client, remy):
    stories = [factories.published_post(by=remy, headline=f"Story {n:02}") for n in range(2 * PAGE_SIZE + 3)]
    for story in (stories[0], stories[PAGE_SIZE]):
        FrontPage.arrange("add", story.pk)
    seen, place = [], "/"
    while place:
        page = client.get(place).context["page"]
        seen += [story.headline for story in page.posts]
        place = f"/?before={page.older}" if page.older else ""
    assert len(seen) == len(set(seen)) == len(stories)
    assert seen[:2] == ["Story 00", f"Story {PAGE_SIZE}"]


def test_the_front_page_takes_at_most_eight_queries(client, remy, stories, edith):
    Section.objects.create(name="World", position=1)
    stories[4].is_sticky = True
    stories[4].save()
    FrontPage.arrange("add", stories[0].pk)
    announce(edith, leads_to=stories[1].path)
    for place in ("/", f"/?before={client.get('/').context['page'].older or '1-1'}"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(place).status_code == 200
        assert len(queries) <= 8


def test_stories_are_found_by_their_words(edith, stories, remy):
    factories.published_post(by=remy, headline="The water law")
    factories.draft(by=remy, headline="The secret water memo")
    page = signed_in(edith).get(address("frontpage_changelist"), {"q": "water"})
    assert [story.headline for story in page.context["offered"]] == ["The water law"]
    for hostile in ("\x00", '"', "x" * 10_000, "-", "<script>"):
        assert signed_in(edith).get(address("frontpage_changelist"), {"q": hostile}).status_code == 200


def test_breaking_news_stands_above_the_first_story_until_its_moment(client, edith, stories, clock):
    assert announce(edith, leads_to=f"http://127.0.0.1:8000{stories[0].path}").status_code == 302
    html = client.get("/").content.decode()
    assert f'<a href="{stories[0].path}">The bridge is closed</a>' in html
    assert html.index("The bridge is closed") < html.index("Story 4")
    assert "The bridge is closed" not in client.get(stories[0].path).content.decode()
    clock.shift(6 * 3600)
    assert "The bridge is closed" not in client.get("/").content.decode()


def test_the_line_is_offered_for_six_hours(edith):
    page = signed_in(edith).get(address("frontpage_changelist")).content.decode()
    assert 'value="2026-03-04T18:00"' in page
    assert "UTC" in page


def test_a_line_follows_its_story_and_lets_go_of_one_that_is_withdrawn(client, edith, stories):
    announce(edith, leads_to=stories[0].path)
    stories[0].slug = "another-name"
    stories[0].save()
    stories[0].revise(by=edith)
    assert 'another-name/">The bridge is closed' in client.get("/").content.decode()
    stories[0].retract(by=edith)
    html = client.get("/").content.decode()
    assert "The bridge is closed" in html
    assert "another-name" not in html


@pytest.mark.parametrize(
    ("field", "value", "part"),
    [
        ("breaking", "", "required"),
        ("breaking", "x" * 10_000, "at most 200"),
        ("breaking", "a\x00b", "Null"),
        ("until", "2026-03-04T11:00", "has passed"),
        ("until", "2027-01-01T00:00", "At most 7 days"),
        ("until", "9999-99-99T99:99", "Write the day"),
        ("leads_to", "javascript:alert(1)", "whole address"),
        ("leads_to", "//other.example/", "whole address"),
        ("leads_to", "/2026/01/01/no-such-story/", "no story"),
        ("leads_to", "/nothing", "no story"),
        ("leads_to", "https://me:secret@other.example/", "Take the name"),
        ("leads_to", "http://[", "whole address"),
    ],
)
def test_a_line_that_cannot_be_is_refused_beside_the_field_and_nothing_is_lost(client, edith, field, value, part):
    answer = announce(edith, **{field: value})
    assert answer.status_code == 400
    assert part in " ".join(answer.context["form"].errors[field])
    other = "breaking" if field != "breaking" else "until"
    assert LINE[other] in answer.content.decode()
    assert "The bridge" not in client.get("/").content.decode()


def test_a_draft_is_no_place_to_lead_to(edith, remy):
    draft = factories.published_post(by=remy, slug="gone")
    draft.retract(by=edith)
    assert announce(edith, leads_to=draft.path).status_code == 400


@pytest.mark.parametrize("place", ["https://other.example/live?x=1", "/section/world/", "/?x=1"])
def test_a_line_may_lead_to_any_page(client, edith, place):
    announce(edith, leads_to=place)
    assert f'<a href="{place}">The bridge is closed</a>' in client.get("/").content.decode()


def test_two_editors_do_not_overwrite_each_other_unseen(client, edith):
    announce(edith)
    answer = announce(edith, breaking="Trains stop")
    assert answer.status_code == 400
    assert "It says “The bridge is closed” now." in answer.content.decode()
    assert "Trains stop" not in client.get("/").content.decode()
    announce(edith, breaking="Trains stop", seen=answer.context["form"]["seen"].value())
    assert "Trains stop" in client.get("/").content.decode()


def test_it_is_taken_down_by_a_button(client, edith):
    announce(edith)
    assert signed_in(edith).post(address("frontpage_breaking"), {"end": "1"}).status_code == 302
    assert "The bridge" not in client.get("/").content.decode()
    assert {entry.deed for entry in AuditEntry.objects.filter(kind="blog.frontpage")} == {
        "announced breaking news",
        "took down breaking news",
    }


def test_writers_arrange_nothing(remy, colin, stories):
    for person in (remy, colin):
        assert press(person, "add", stories[0]).status_code == 403
        assert announce(person).status_code == 403
        assert signed_in(person).get(address("frontpage_changelist")).status_code == 403


def test_whatever_many_editors_press_at_once_every_story_stands_once(post, shared_database):
    keys, failures, found = [post.pk], [], []

    def run(work, *of):
        try:
            work(*of)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    def together(*works):
        threads = [Thread(target=run, args=work) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def press_all(key):
        for verb in ("add", "up", "down", "up"):
            FrontPage.arrange(verb, key)

    def copy():
        for number in range(4):
            story = Post.objects.get(pk=post.pk)
            story.pk, story.slug, story.path = None, f"copy-{number}", f"/2026/03/04/copy-{number}/"
            story.save()
            keys.append(story.pk)

    together([copy])
    together(*([press_all, key] for key in keys))
    together([lambda: found.extend(FrontPage.current().slots)])
    assert failures == []
    assert sorted(found) == sorted(keys)


def test_opening_words_are_shorter_on_a_card_than_at_the_top_and_a_standfirst_stays_whole(client, remy):
    words = " ".join(f"word{number}" for number in range(100))
    factories.published_post(by=remy, body=words)
    factories.published_post(by=remy, standfirst=words)
    factories.published_post(by=remy, body=words)
    top, whole, short = re.findall(
        r'<p class="card__standfirst" dir="auto">(.*?)</p>', client.get("/").content.decode()
    )
    assert (top.split()[-2], whole, short.split()[-1]) == ("word39", words, "…")
    assert short.split()[-2] == "word24"
