"""Links that show an unpublished story to whoever was given them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.sharing import LASTS, share_path
from tests import factories

pytestmark = pytest.mark.django_db


def in_(**time):
    return timezone.now() + timedelta(**time)


@pytest.fixture
def story(remy):
    return factories.draft(by=remy, headline="Floods in Mopti", slug="floods")


def test_a_shared_preview_is_the_live_page_kept_by_nobody_until_its_time_is_over(story, edith, client, clock):
    link = share_path(story)
    answer = client.get(link)
    assert answer.status_code == 200
    assert "Floods in Mopti" in answer.content.decode()
    assert "/desk/" not in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    clock.shift(LASTS + timedelta(seconds=1))
    assert client.get(link).status_code == 410
    assert client.get(link[:-3] + "x/").status_code == 404
    assert "Floods" not in client.get(link).content.decode()


@pytest.mark.parametrize("block", ["hold", "embargo", "trash", "kill"])
def test_a_shared_preview_shows_nothing_of_what_is_blocked_or_thrown_away(story, edith, client, block):
    link = share_path(story)
    if block == "kill":
        story.publish(by=edith)
        assert client.get(link)["Location"] == story.path
    acts = {
        "hold": lambda: story.hold(by=edith, note="Counsel."),
        "embargo": lambda: story.embargo(by=edith, until=in_(hours=1)),
        "trash": lambda: story.trash(by=edith),
        "kill": lambda: story.kill(by=edith, note="Gone."),
    }
    acts[block]()
    answer = client.get(link)
    assert answer.status_code == 410
    assert "Floods" not in answer.content.decode()
