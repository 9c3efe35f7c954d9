"""Who may save what, what hostile pages get, and what saving costs."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.models import Post, Sheet
from tests import factories
from tests.blog.desk import address, signed_in
from tests.blog.sheets import marks, opened


def test_the_same_key_of_somebody_else_is_another_sheet(remy, edith):
    sheet = opened(remy)
    sheet.autosave(headline="Of Remy")
    theirs = opened(edith)
    theirs.marks["sheet"] = sheet.marks["sheet"]
    theirs.autosave(headline="Of Edith")

    assert {str(post) for post in Post.objects.all()} == {"Of Remy", "Of Edith"}


@pytest.mark.parametrize(
    "mangled",
    [{"sheet": ""}, {"sheet": "x"}, {"began_from": "x"}, {"beat": "-1"}, {"beat": "9" * 40}, {"began_from": "²"}],
)
def test_mangled_marks_are_answered_with_a_sentence(remy, mangled):
    post = factories.draft(by=remy)
    answer = signed_in(remy).post(address("post_autosave", post.pk), marks(**mangled))

    assert answer.status_code == 400
    assert answer.json()["say"].endswith("Load it again.")


def test_hostile_text_is_kept_or_refused_and_never_an_error(remy):
    post = factories.draft(by=remy)
    sheet = opened(remy, post)
    for body in ("\x00 nothing \ud800 much".encode("utf-8", "replace").decode(), "\r\r\n", "x" * 700_000, "﻿\u202e"):
        assert (
            sheet.autosave(body=body, section="nonsense", comments_mode="\x00", lead_image="9" * 40).status_code == 200
        )


def test_a_sheet_of_another_story_is_refused(remy):
    one, other = factories.draft(by=remy), factories.draft(by=remy, body="Other.")
    sheet = opened(remy, one)
    answer = sheet.client.post(address("post_autosave", other.pk), {**sheet.values, **sheet.marks, "beat": 5})

    other.refresh_from_db()
    assert answer.status_code == 409
    assert "autosave" not in answer.json()
    assert other.body == "Other."


@pytest.mark.parametrize(
    ("who", "autosave", "status"), [("edith", 200, 200), ("remy", 200, 200), ("colin", 404, 404), ("ruth", 302, 302)]
)
def test_who_may_not_open_a_story_reaches_none_of_its_addresses(request, remy, who, autosave, status):
    post = factories.draft(by=remy)
    client = signed_in(request.getfixturevalue(who))

    assert client.post(address("post_autosave", post.pk), marks()).status_code == autosave
    assert client.post(address("post_here", post.pk), marks()).status_code == status
    assert client.post(address("post_differences", post.pk), marks()).status_code == status
    assert client.get(address("post_kept", post.pk, uuid4())).status_code in {404, status} - {200}
    assert client.get(address("post_compare", post.pk)).status_code in {302, status} - {200}


def test_who_may_only_read_a_story_changes_nothing_of_it(colin, edith):
    post = factories.published_post(by=colin, editor=edith, body="As published.")
    client = signed_in(colin)

    refused = client.post(address("post_autosave", post.pk), marks(body="Typed."))
    assert refused.status_code == 403
    assert "may not change" in refused.json()["say"]
    assert client.post(address("post_differences", post.pk), marks()).status_code == 403
    assert "desk-autosave" not in client.get(address("post_change", post.pk)).content.decode()
    assert not Sheet.objects.exists()


def test_a_story_that_was_published_meanwhile_is_not_a_contributors_to_change(colin, edith):
    post = factories.draft(by=colin, body="Draft.")
    sheet = opened(colin, post)
    post.submit(by=colin)
    post.publish(by=edith)

    assert sheet.autosave(body="Typed on.").status_code == 403


def test_an_autosave_without_the_token_is_refused(remy):
    post = factories.draft(by=remy)
    client = Client(enforce_csrf_checks=True)
    client.force_login(remy)

    assert client.post(address("post_autosave", post.pk), marks(body="Typed.")).status_code == 403


def long_story(words=5000):
    return "\n\n".join(" ".join(f"word{n + m}" for m in range(50)) for n in range(0, words, 50))


def queries(work) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_saving_and_opening_a_long_story_cost_the_same_at_5_and_at_500_revisions(remy):
    post = factories.draft(by=remy, body=long_story())
    client = signed_in(remy)

    def costs():
        sheet = opened(remy, post)
        sheet.client = client
        return [
            queries(lambda: client.get(address("post_change", post.pk))),
            queries(lambda: sheet.autosave(body=long_story() + f"\n\n{Post.objects.count()} {sheet.marks}")),
            queries(lambda: sheet.save(body=long_story() + f"\n\nSaved. {sheet.marks}")),
            queries(lambda: client.get(address("post_history", post.pk))),
            queries(lambda: client.get(address("post_compare", post.pk), {"older": 1, "newer": 3})),
        ]

    def revise_to(number):
        snapshot, have = post.snapshot(), post.revisions.count()
        model = type(post.revisions.first())
        model.objects.bulk_create(
            model(post=post, number=n + 1, snapshot=snapshot, made_by=remy) for n in range(have, number)
        )

    revise_to(5)
    costs()
    few = costs()
    revise_to(500)

    assert costs() == few
    assert max(few) <= 75
