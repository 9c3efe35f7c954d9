"""When a link in a moderator's letter is worth nothing any more, and for what it never was."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from blog.models import Lockdown
from comments.models import Decision, Status
from comments.rules.letter_links import SALT
from tests.comments.conversation import comment_on
from tests.comments.letter_links_fixtures import comment, gwen, link, press, status_of, undo_in

__all__ = ["comment", "gwen"]

DAY = timedelta(days=1)


def test_the_other_buttons_of_the_page_lead_to_links_of_their_own_that_end_no_later(comment, edith, clock):
    path = link(comment, edith)
    clock.shift(2 * DAY)
    page = Client().get(path).content.decode()
    spam = re.search(r'value="spam" formaction="([^"]+)"', page)[1]
    assert press(spam).status_code == 200
    assert status_of(comment) == Status.SPAM
    clock.shift(1.5 * DAY)
    assert Client().get(spam).status_code == 410


def test_a_link_ends_after_three_days(comment, edith, clock):
    path = link(comment, edith)
    clock.shift(3 * DAY)
    assert Client().get(path).status_code == 200
    clock.shift(timedelta(seconds=1))
    response = press(path)
    assert response.status_code == 410
    assert "works for 3 days" in response.content.decode()
    assert "/desk/" in response.content.decode()
    assert status_of(comment) == Status.PENDING


def test_a_link_that_was_cut_off_or_made_elsewhere_says_so(comment, edith):
    whole = link(comment, edith)
    for path in (f"{whole[:-9]}/", "/comments/moderate/nonsense/", "/comments/moderate/undo/nonsense/"):
        response = Client().post(path, {"move": "approve", "undo": "yes"})
        assert response.status_code == 404
        assert "not one of ours" in response.content.decode()
    assert status_of(comment) == Status.PENDING


def test_a_link_is_worth_nothing_for_another_comment_verb_or_person(comment, post, edith, gwen):
    other = comment_on(post, status=Status.PENDING)
    token = link(comment, edith).split("/")[-2]
    content = signing.loads(token, salt=SALT)
    for position, value in ((0, other.pk), (1, "trash"), (2, gwen.pk)):
        changed = signing.dumps([*content[:position], value, *content[position + 1 :]], salt="guessed")
        assert Client().post(f"/comments/moderate/{changed}/", {"move": "approve"}).status_code == 404
    held = signing.dumps(comment.pk, salt="comments.held")
    assert Client().get(f"/comments/moderate/{held}/").status_code == 404
    swapped = signing.dumps([*content[:2], gwen.pk, *content[3:]], salt=SALT)  # signed, yet with another's stamp
    assert Client().get(f"/comments/moderate/{swapped}/").status_code == 410
    assert press(f"/comments/moderate/{token}/", move="trash").status_code == 200
    assert {status_of(comment), status_of(other)} == {Status.PENDING}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda user: user.set_password("another one"), 410),
        (lambda user: setattr(user, "email", "edith@example.com"), 410),
        (lambda user: setattr(user, "is_active", False), 403),
        (lambda user: setattr(user, "is_staff", False), 403),
        (lambda user: user.groups.clear(), 403),
        (lambda user: Lockdown.begin(way="shell"), 410),
    ],
    ids=["password", "address", "deactivated", "no staff", "no moderator", "locked"],
)
def test_a_link_ends_with_the_password_the_address_and_the_rights_of_its_holder(comment, edith, change, status):
    path, way_back = link(comment, edith), undo_in(press(link(comment_on(comment.post, status=Status.PENDING), edith)))
    change(edith)
    edith.save(update_fields=["password", "email", "is_active", "is_staff"])
    assert press(path).status_code == status
    assert Client().post(way_back, {"undo": "yes"}).status_code == status
    assert status_of(comment) == Status.PENDING
    assert not Decision.objects.filter(verb="undo").exists()


def test_a_link_of_somebody_who_was_removed_has_ended(comment, gwen):
    path = link(comment, gwen)
    gwen.delete()
    assert press(path).status_code == 410


def test_a_link_made_while_the_desk_is_locked_waits_for_its_opening(comment, edith):
    Lockdown.begin(way="shell")
    edith.refresh_from_db()
    path = link(comment, edith)
    assert press(path).status_code == 403
    Lockdown.end()
    assert press(path).status_code == 200
    assert status_of(comment) == Status.APPROVED


def test_an_erased_comment_is_gone(comment, edith):
    path = link(comment, edith)
    comment.delete()
    assert Client().get(path).status_code == 410
