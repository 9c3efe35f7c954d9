"""Authors hear by letter what others did with their story."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from blog.letters import send_due
from blog.models import Author, Letter, Post
from blog.models.schedule import publish_due
from tests import factories

pytestmark = pytest.mark.django_db


def letters():
    send_due()
    return [(letter.to[0], letter.subject) for letter in mail.outbox]


@pytest.fixture
def story(colin):
    return factories.draft(by=colin, headline="Floods in Mopti")


def test_a_story_sent_back_is_told_to_its_author_with_the_note(story, colin, edith):
    story.submit(by=colin)
    assert letters() == []
    story.send_back(by=edith, note="Who says so?\nAsk the ministry.")
    assert letters() == [("colin@example.org", "Sent back to you: “Floods in Mopti”")]
    [letter] = mail.outbox
    for words in (letter.body, letter.alternatives[0].content):
        assert "Who says so?" in words
        assert "Edith" in words
        assert f"/desk/blog/post/{story.pk}/change/" in words


def test_everybody_named_is_told_once_and_not_who_did_it(story, colin, remy, edith):
    story.bylines.create(author=Author.of(remy), position=1)
    story.bylines.create(author=factories.author("Serge Daniel"), position=2)  # has no login
    story.submit(by=colin)
    story.publish(by=edith)
    assert sorted(letters()) == [
        ("colin@example.org", "Published: “Floods in Mopti”"),
        ("remy@example.org", "Published: “Floods in Mopti”"),
    ]
    mail.outbox.clear()
    own = factories.draft(by=remy)
    own.publish(by=remy)
    assert letters() == []


def test_the_clock_tells_as_well(story, edith, clock):
    story.schedule(by=edith, at=timezone.now() + timedelta(hours=1))
    clock.shift(timedelta(hours=1))
    publish_due(Post)
    assert [subject.split(":")[0] for _to, subject in letters()] == ["Scheduled", "Published"]
    assert "the newsroom’s clock" in mail.outbox[1].body


def test_nobody_is_told_of_a_story_they_may_not_see_any_more(story, colin, edith):
    story.submit(by=colin)
    story.send_back(by=edith, note="No.")
    colin.is_staff = False
    colin.save()
    assert letters() == []
    assert not Letter.objects.exists()


def test_a_headline_makes_no_second_line_in_the_subject(colin, edith):
    story = factories.draft(by=colin, headline="One\r\nBcc: all@example.org <b>")
    story.submit(by=colin)
    story.publish(by=edith)
    [(_to, subject)] = letters()
    assert "\n" not in subject
    assert "<b>" not in mail.outbox[0].alternatives[0].content
