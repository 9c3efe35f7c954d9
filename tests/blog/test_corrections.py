"""Corrections in the open: on the story, on a page of their own, in feed and data; and what stays quiet."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Correction, MoveRefused, Post
from blog.models.correction import CorrectionIsForGood
from tests import factories

pytestmark = pytest.mark.django_db

SENTENCE = "An earlier version said that 18 people died. It was 19."


@pytest.fixture
def story(remy):
    return factories.published_post(
        by=remy, headline="Konna", body="The mayor spoke.\n\nOn Friday 18 people died there.\n\nMore is not known."
    )


def correct(post, by, before="18", after="19", **more):
    post.body = post.body.replace(before, after)
    post.save()
    return post.correct(by=by, **{"text": SENTENCE, **more})


def page(client, address):
    return client.get(address).content.decode()


def data_in(html):
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return json.loads(block)["@graph"][0]


def test_a_correction_stands_on_the_story_in_the_feed_on_the_list_and_in_the_data(client, story, edith):
    correct(story, edith, thanks="We thank Ruth, who told us.")
    html = page(client, story.path)
    assert SENTENCE in html
    assert "We thank Ruth" in html
    assert "4 March 2026" in html
    assert f'href="{story.path}corrections/1/"' in html
    assert SENTENCE in page(client, "/corrections/")
    assert SENTENCE in page(client, "/corrections/feed/")
    [said] = data_in(html)["correction"]
    assert (said["@type"], said["text"]) == ("CorrectionComment", SENTENCE)
    assert said["datePublished"] == "2026-03-04T12:00:00+00:00"


def test_its_page_shows_the_changed_paragraph_word_by_word_and_no_other(client, story, edith):
    correct(story, edith)
    html = page(client, f"{story.path}corrections/1/")
    assert "On Friday <del>18</del><ins>19</ins> people died there." in html
    assert "The mayor spoke" not in html


def test_a_changed_headline_is_shown_by_name(client, story, edith):
    story.headline = "Gao"
    correct(story, edith)
    assert "<h3>Headline</h3>" in page(client, f"{story.path}corrections/1/")


def test_a_typo_changes_nothing_that_readers_see_besides_the_text(client, story, edith, clock):
    feed = page(client, "/feed/atom/")
    clock.shift(timedelta(hours=1))
    story.body = story.body.replace("known", "knwon")
    story.save()
    story.revise(by=edith)
    assert "Updated" not in page(client, story.path)
    assert "orrection" not in page(client, story.path).replace('<a href="/corrections/">Corrections</a>', "")
    assert re.findall("<updated>.*?</updated>", page(client, "/feed/atom/")) == re.findall(
        "<updated>.*?</updated>", feed
    )


def test_an_update_moves_updated_and_says_no_more(client, story, edith, clock):
    clock.shift(timedelta(hours=2))
    story.body += "\n\nThe army confirmed it."
    story.save()
    story.update(by=edith)
    html = page(client, story.path)
    assert "Updated" in html
    assert "4 March 2026, 14:00" in html
    assert "<updated>2026-03-04T14:00:00" in page(client, "/feed/atom/")
    assert not Correction.objects.exists()


def test_an_update_of_nothing_moves_nothing(story, edith, clock):
    story.revise(by=edith)
    clock.shift(timedelta(hours=2))
    story.update(by=edith)
    story.refresh_from_db()
    assert story.updated_at is None


def test_a_correction_needs_a_sentence_and_a_story_that_readers_see(story, edith):
    with pytest.raises(MoveRefused, match="sentence"):
        story.correct(by=edith, text="  ")
    story.retract(by=edith)
    with pytest.raises(MoveRefused, match="readers do not see"):
        story.correct(by=edith, text=SENTENCE)


def test_who_may_not_change_a_live_story_may_not_correct_it(colin, edith):
    post = factories.published_post(by=colin, editor=edith)
    with pytest.raises(PermissionDenied):
        post.correct(by=colin, text=SENTENCE)
    with pytest.raises(PermissionDenied):
        post.update(by=colin)


def test_a_correction_is_neither_changed_nor_deleted_but_another_may_follow(client, story, edith):
    first = correct(story, edith)
    first.text = "Nothing was wrong."
    with pytest.raises(CorrectionIsForGood):
        first.save()
    with pytest.raises(CorrectionIsForGood):
        first.delete()
    second = story.correct(by=edith, text="The first correction named the wrong day.")
    assert second.number == 2
    html = page(client, story.path)
    assert html.index("wrong day") < html.index(SENTENCE)
    assert "this note is what was added" in page(client, f"{story.path}corrections/2/")


@pytest.mark.parametrize("verb", ["retract", "kill"])
def test_of_a_story_taken_from_readers_no_correction_is_left(client, story, edith, verb):
    correct(story, edith)
    getattr(story, verb)(by=edith, note="Source withdrew.")
    gone = client.get(f"{story.path}corrections/1/")
    assert gone.status_code == (410 if verb == "kill" else 404)
    for address in (f"{story.path}corrections/1/", "/corrections/", "/corrections/feed/"):
        words = page(client, address)
        assert "18" not in re.sub(r"<(link|updated|script)[^>]*>.*", "", words)
        assert "Konna" not in words


def test_a_correction_moves_with_its_story(client, story, edith):
    correct(story, edith)
    old = story.path
    story.slug = "konna-falls"
    story.save()
    story.revise(by=edith)
    answer = client.get(f"{old}corrections/1/")
    assert answer.status_code == 301
    assert answer["Location"] == f"{story.path}corrections/1/"


def test_there_is_no_other_correction(client, story):
    assert client.get(f"{story.path}corrections/1/").status_code == 404
    assert client.get(f"{story.path}corrections/99999999999999999999999/").status_code == 404


def test_the_data_ends_no_script_and_hides_nothing(client, story, edith):
    nasty = "</script><script>alert(1)</script><!-- & \u2028 “"
    correct(story, edith, text=nasty)
    html = page(client, story.path)
    assert "<script>alert" not in html
    assert data_in(html)["correction"][0]["text"] == nasty


def test_corrections_are_listed_twenty_at_a_time(client, story, edith, clock):
    for number in range(25):
        clock.shift(timedelta(minutes=1))
        story.correct(by=edith, text=f"Correction number {number:02}.")
    first = page(client, "/corrections/")
    assert "number 24" in first
    assert "number 04" not in first
    [older] = re.findall(r'href="(\?before=[^"]+)"', first)
    assert "number 04" in page(client, f"/corrections/{older}")
    assert client.get("/corrections/?before=nonsense").status_code == 302


def test_lists_and_the_story_take_as_many_queries_for_many_corrections_as_for_one(client, story, remy, edith):
    numbers, places = [], ["/corrections/", "/corrections/feed/", story.path]
    for at in places:  # what a process learns once
        client.get(at)
    for _ in range(2):
        correct(factories.published_post(by=remy), edith)
        story.correct(by=edith, text=SENTENCE)
        numbers.append([queries_of(client, at) for at in places])
    assert numbers[0] == numbers[1]
    assert numbers[0][2] <= 8


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_a_story_without_corrections_asks_for_none(client, story):
    with CaptureQueriesContext(connection) as queries:
        client.get(story.path)
    assert not [query for query in queries if "blog_correction" in query["sql"]]


def test_restoring_words_of_a_live_story_can_be_a_correction(story, edith):
    first = story.revisions.last()
    correct(story, edith)
    story.revert_to(first, by=edith, record=lambda **how: story.correct(text="It was 18 after all.", **how))
    story = Post.objects.get(pk=story.pk)
    assert "18 people" in story.body
    assert story.correction_count == 2
