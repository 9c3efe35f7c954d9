"""Who is told of news: WebSub's hub and IndexNow, by errands that publishing does not wait for."""

import json
import logging
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog import pings, sweeps
from blog.models import Ping, without_letters
from blog.outward import NoAnswer
from blog.sweeper import SWEEPS
from tests import factories

SITE = "http://127.0.0.1:8000"
HUB = "https://hub.example/publish"
KEY = "a-key-of-the-paper"


class Service:
    """Stands for the hub and for IndexNow: it answers with `status`, or not at all."""

    def __init__(self, status=204):
        self.status, self.heard = status, []

    def __call__(self, address, body, headers):
        self.heard.append((address, body.decode(), headers))
        if self.status is None:
            raise NoAnswer("hub.example: TimeoutError")
        return self.status


@pytest.fixture
def hub(settings):
    settings.WEBSUB_HUB = HUB


@pytest.fixture
def indexnow(settings):
    settings.INDEXNOW_KEY = KEY


def waiting(kind="websub"):
    return sorted(Ping.objects.waiting().filter(kind=kind).values_list("address", flat=True))


def feeds(*pages):
    return sorted(f"{SITE}{page}feed/{ending}" for page in pages for ending in ("", "atom/", "json/"))


def test_without_a_hub_and_a_key_nobody_is_told_and_nothing_is_written(post, edith):
    post.revise(by=edith)
    post.retract(by=edith)
    assert not Ping.objects.exists()


def test_publishing_asks_the_hub_to_look_at_every_feed_that_has_the_story(hub, remy):
    post = factories.draft(by=remy, bylines=[factories.author("Ada Obi")], section=factories.section())
    post.tags.add(factories.tag("Mali"))
    assert waiting() == []
    post.publish(by=None)
    assert waiting() == feeds("/", "/section/world/", "/tag/mali/", "/author/ada-obi/", "/author/remy/")


def test_a_change_is_told_to_the_feeds_that_the_story_left_as_well(hub, remy, edith):
    post = factories.published_post(by=remy, section=factories.section("World"))
    Ping.objects.all().delete()
    post.section = factories.section("Business")
    post.save()
    post.revise(by=edith)
    assert waiting() == feeds("/", "/section/world/", "/section/business/", "/author/remy/")


@pytest.mark.parametrize("move", ["retract", "kill"])
def test_a_story_that_leaves_is_told_of(hub, indexnow, post, edith, move):
    Ping.objects.all().delete()
    getattr(post, move)(by=edith, note="We took it back.")
    assert f"{SITE}/feed/" in waiting()
    assert waiting("indexnow") == [SITE + post.path]


def test_indexnow_is_told_of_a_new_address_and_of_the_old_one(indexnow, post, edith):
    old = post.path
    Ping.objects.all().delete()
    post.slug = "elsewhere"
    post.save()
    post.revise(by=edith)
    assert waiting("indexnow") == sorted([SITE + old, SITE + post.path])


def test_drafts_are_no_news(hub, indexnow, remy, edith):
    post = factories.draft(by=remy)
    post.submit(by=remy)
    post.body = "Other."
    post.save()
    post.revise(by=remy)
    post.trash(by=edith)
    assert not Ping.objects.exists()


def test_a_story_taken_over_from_elsewhere_is_no_news_to_search_engines(hub, indexnow, remy):
    factories.published_post(by=remy, canonical_address="https://agency.example/story")
    assert f"{SITE}/feed/" in waiting()
    assert waiting("indexnow") == []


def test_what_is_imported_is_no_news(hub, indexnow, remy):
    with without_letters():
        factories.published_post(by=remy)
    assert not Ping.objects.exists()


def test_the_errands_are_written_with_the_publication_or_not_at_all(hub, remy):
    post = factories.draft(by=remy)
    with transaction.atomic():
        post.publish(by=None)
        assert Ping.objects.exists()
        transaction.set_rollback(True)
    assert not Ping.objects.exists()


def test_two_changes_before_the_first_is_told_make_one_errand(hub, indexnow, post, edith):
    before = Ping.objects.count()
    for words in ("One.", "Two."):
        post.body = words
        post.save()
        post.revise(by=edith)
    assert Ping.objects.count() == before


def test_the_hub_is_asked_as_it_expects_to_be(hub, post):
    service = Service()
    outcome = pings.send_due(service)
    assert outcome == {"told": len(feeds("/", "/author/remy/"))}
    assert not Ping.objects.exists()
    address, body, headers = service.heard[0]
    assert address == HUB
    assert parse_qs(body)["hub.mode"] == ["publish"]
    assert parse_qs(body)["hub.url"] == parse_qs(body)["hub.topic"] == [f"{SITE}/feed/"]
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert sorted(parse_qs(body)["hub.url"][0] for _a, body, _h in service.heard) == feeds("/", "/author/remy/")


def test_indexnow_is_told_with_the_key_and_where_it_is_shown(indexnow, client, post):
    service = Service(202)
    assert pings.send_due(service) == {"told": 1}
    [(address, body, headers)] = service.heard
    assert address == "https://api.indexnow.org/indexnow"
    told = json.loads(body)
    assert told["urlList"] == [SITE + post.path]
    assert (told["host"], told["key"]) == ("127.0.0.1", KEY)
    assert client.get(told["keyLocation"].removeprefix(SITE)).content.decode() == KEY
    assert headers["Content-Type"] == "application/json; charset=utf-8"


def test_a_service_that_is_silent_is_asked_again_later_and_less_and_less_often(indexnow, post, clock, caplog):
    service, pauses = Service(None), []
    while Ping.objects.waiting().exists():
        pings.send_due(service)
        if ping := Ping.objects.waiting().first():
            pauses.append(ping.due_at - timezone.now())
            assert pings.send_due(service) == {}
            clock.move_to(ping.due_at)
    assert pauses == [timedelta(minutes=2**number) for number in range(pings.MOST_TRIES - 1)]
    assert len(service.heard) == pings.MOST_TRIES
    failed = Ping.objects.get()
    assert failed.state == Ping.State.FAILED
    assert "TimeoutError" in failed.last_error
    assert post.path in caplog.text
    clock.shift(pings.KEPT_FOR.total_seconds() + 1)
    assert pings.forget_old() == 1


def test_a_silent_service_costs_one_try_a_sweep_and_holds_up_no_other(hub, indexnow, post):
    def deaf_hub(address, body, headers):
        return Service(None if address == HUB else 200)(address, body, headers)

    assert pings.send_due(deaf_hub) == {"waiting": 1, "told": 1}
    assert pings.send_due(deaf_hub) == {"waiting": 1}


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again(indexnow, post, clock, status):
    assert pings.send_due(Service(status)) == {"waiting": 1}
    clock.shift(61)
    assert pings.send_due(Service(200)) == {"told": 1}


@pytest.mark.parametrize("status", [301, 400, 403, 404, 422])
def test_a_refusal_is_final_and_said_in_the_log(indexnow, post, caplog, status):
    with caplog.at_level(logging.ERROR):
        assert pings.send_due(Service(status)) == {"failed": 1}
    assert str(status) in caplog.text
    assert KEY not in caplog.text
    assert pings.send_due(Service(200)) == {}


def test_what_was_being_sent_when_the_process_stopped_is_sent_again(indexnow, post, clock):
    Ping.objects.update(state=Ping.State.SENDING, tries=1, due_at=timezone.now() + pings.A_TURN)
    assert pings.send_due(Service()) == {}
    clock.shift(pings.A_TURN.total_seconds() + 1)
    assert pings.send_due(Service()) == {"told": 1}


def test_a_change_while_it_is_being_told_is_told_too(indexnow, post, edith, clock):
    def slow(address, body, headers):
        post.body = "Changed meanwhile."
        post.save()
        post.revise(by=edith)
        raise NoAnswer("hub.example: TimeoutError")

    pings.send_due(slow)
    assert waiting("indexnow") == [SITE + post.path]
    service = Service()
    assert pings.send_due(service) == {"told": 1}
    assert not Ping.objects.exists()


def test_an_errand_that_another_process_took_is_left_to_it(indexnow, post, monkeypatch):
    ping = Ping.objects.get()
    Ping.objects.update(state=Ping.State.SENDING, tries=1, due_at=timezone.now() + pings.A_TURN)
    monkeypatch.setattr(
        pings.Ping.objects.__class__, "due", lambda self: Ping.objects.filter(pk=ping.pk), raising=False
    )
    service = Service()
    ping_as_read = Ping(pk=ping.pk, tries=0, due_at=ping.due_at)
    assert not pings._claim(ping_as_read)
    assert service.heard == []


def test_errands_of_a_service_that_is_no_longer_configured_are_dropped(hub, indexnow, post, settings):
    settings.WEBSUB_HUB = settings.INDEXNOW_KEY = ""
    service = Service()
    assert set(pings.send_due(service)) == {"dropped"}
    assert service.heard == []
    assert not Ping.objects.exists()


def test_an_address_too_long_to_keep_is_left_to_the_sitemap(indexnow, remy):
    post = factories.published_post(by=remy, slug="خبر" * 60)
    assert len(SITE + post.get_absolute_url()) > 1000
    assert waiting("indexnow") == []


def test_publishing_takes_as_many_queries_with_a_hub_for_many_tags_as_for_one(hub, remy):
    numbers = []
    for names in (["Mali"], ["Mali", "Niger", "Chad", "Togo", "Benin"]):
        post = factories.draft(by=remy)
        post.tags.set([factories.tag(name) for name in names])
        with CaptureQueriesContext(connection) as queries:
            post.publish(by=None)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_a_sweep_and_a_command_send_them(db, capsys):
    assert {"pings", "old pings"} <= {sweep.name for sweep in SWEEPS}
    assert sweeps.send_due_pings is pings.send_due
    call_command("send_pings")
    assert capsys.readouterr().out == "Pings: none due.\n"
