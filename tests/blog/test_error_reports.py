"""Readers report errors: the page under each story, what is refused, and the paragraph that stays known."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from blog.models import ErrorReport
from tests import factories

pytestmark = pytest.mark.django_db

OURS = {"Sec-Fetch-Site": "same-origin"}
BODY = "The mayor spoke.\n\nOn Friday 18 people died there.\n\n> Nobody was warned.\n\nMore is not known."


@pytest.fixture
def story(remy):
    return factories.published_post(by=remy, headline="Konna", body=BODY)


def address(story):
    return f"{story.path}report-an-error/"


def send(story, *, client=None, headers=OURS, token=None, **typed):
    client = client or Client()
    token = token or token_in(client.get(address(story)).content.decode())
    said = {"token": token, "number": "2", "message": "It was 19.", **typed}
    return client.post(address(story), said, headers=headers)


def token_in(html):
    return re.search(r'name="token" value="([^"]+)"', html)[1]


def test_each_paragraph_has_an_address_and_the_story_leads_to_the_form(client, story):
    html = client.get(story.path).content.decode()
    assert "<p id=p-2>On Friday 18" in html
    assert f'href="{address(story)}"' in html
    assert "id=p-" not in client.get("/feed/atom/").content.decode()


def test_an_address_inside_a_title_breaks_out_of_nothing(client, remy):
    post = factories.published_post(by=remy, body='One.\n\n[a](/b "<p onmouseover=alert(1) >")\n\nTwo.')
    html = client.get(post.path).content.decode()
    assert "<p id=p-3>Two." in html
    assert not re.search(r"<p[^>\"]* onmouseover", html.replace("&lt;", "").replace('title="<p', ""))


def test_the_form_shows_every_paragraph_and_sets_no_cookie(story):
    answer = Client().get(address(story))
    html = answer.content.decode()
    assert html.count('type="radio"') == 5
    assert "On Friday 18 people died there." in html
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]


def test_a_link_to_a_paragraph_chooses_it(client, story):
    html = client.get(f"{address(story)}?p=3").content.decode()
    assert re.search(r'value="3"[^>]*checked', html)


def test_a_report_is_kept_with_its_paragraph_and_thanked(story):
    answer = send(story, name="Ruth", email="ruth@example.org", may_thank="on")
    assert answer.status_code == 303
    assert "Thank you" in Client().get(answer["Location"]).content.decode()
    report = ErrorReport.objects.get()
    assert (report.number, report.words, report.revision.number) == (2, "On Friday 18 people died there.", 1)
    assert report.thanks == "We thank Ruth, who told us."
    assert not answer.cookies


def test_the_paragraph_stays_known_whatever_is_edited_around_it(story, edith):
    token = token_in(Client().get(address(story)).content.decode())
    story.body = "A new first paragraph.\n\n" + BODY.replace("18", "19")
    story.save()
    story.revise(by=edith)
    send(story, token=token)
    report = ErrorReport.objects.get()
    assert report.words == "On Friday 18 people died there."
    assert report.words_now == ["On Friday 19 people died there."]
    assert report.revision.number == 1


def test_the_same_form_sent_twice_is_one_report(story):
    token = token_in(Client().get(address(story)).content.decode())
    assert [send(story, token=token).status_code for _ in range(2)] == [303, 303]
    assert ErrorReport.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"message": "  "}, "Please say what is wrong."),
        ({"message": "x" * 2001}, "at most 2000"),
        ({"message": "a\x00b"}, "Null characters"),
        ({"number": ""}, "choose the paragraph"),
        ({"number": "77"}, "choose the paragraph again"),
        ({"number": "-1"}, "choose the paragraph again"),
        ({"email": "not an address"}, "no e-mail address"),
        ({"may_thank": "on"}, "the name under which"),
        ({"name": "x" * 81, "may_thank": "on"}, "at most 80"),
        ({"token": "nonsense"}, "was not ours"),
        ({"token": "WyJhIl0:1x:abc"}, "was not ours"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_all_that_was_typed_is_kept(story, typed, reason):
    answer = send(story, **{"message": "It was 19, I say.", **typed})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert reason in html
    assert typed.get("message", "It was 19, I say.").strip().replace("\x00", "") in html.replace("\x00", "")
    assert not ErrorReport.objects.exists()


def test_the_token_of_another_story_is_refused(story, remy):
    other = factories.published_post(by=remy)
    token = token_in(Client().get(address(other)).content.decode())
    assert send(story, token=token).status_code == 400


def test_an_old_form_comes_back_with_the_text_and_can_be_sent_again(story, clock):
    token = token_in(Client().get(address(story)).content.decode())
    clock.shift(timedelta(days=8))
    answer = send(story, token=token)
    assert answer.status_code == 400
    assert "It was 19." in answer.content.decode()
    assert send(story, token=token_in(answer.content.decode())).status_code == 303


def test_another_site_cannot_send_it(story):
    assert send(story, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not ErrorReport.objects.exists()


def test_who_fills_the_field_that_stays_empty_is_thanked_and_not_heard(story):
    assert send(story, honeypot="http://spam.example/").status_code == 303
    assert not ErrorReport.objects.exists()


def test_a_network_sends_ten_an_hour(story, clock):
    answers = [send(story).status_code for _ in range(11)]
    assert answers == [303] * 10 + [429]
    clock.shift(timedelta(hours=1, minutes=1))
    assert send(story).status_code == 303


def test_networks_are_forgotten_after_a_day(story, clock):
    send(story)
    assert ErrorReport.objects.get().network
    clock.shift(timedelta(days=1, minutes=1))
    assert ErrorReport.objects.forget_networks() == 1
    assert ErrorReport.objects.get().network == ""


@pytest.mark.parametrize("verb", ["retract", "kill"])
def test_there_is_no_form_under_a_story_that_readers_do_not_see(story, edith, verb):
    token = token_in(Client().get(address(story)).content.decode())
    getattr(story, verb)(by=edith, note="Source withdrew.")
    for answer in (Client().get(address(story)), send(story, token=token), Client().get(f"{address(story)}thanks/")):
        assert answer.status_code in (404, 410)
        assert "Konna" not in answer.content.decode()
    assert not ErrorReport.objects.exists()


def test_nothing_that_readers_see_has_the_reader_s_address(client, story, edith):
    send(story, name="Ruth", email="ruth@example.org", may_thank="on")
    report = ErrorReport.objects.get()
    correction = story.correct(by=edith, text="It was 19.", thanks=report.thanks)
    report.close_with(correction, by=edith)
    for place in (story.path, correction.get_absolute_url(), "/corrections/", "/corrections/feed/", "/feed/atom/"):
        assert "ruth@example.org" not in client.get(place).content.decode()
