"""Every page of the comments' desk is for those who may moderate: each that an admin has, and each it will have."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from comments.models import Comment, ConversationRules, Decision, Report, Status
from comments.rules.models import Ban, ModerationRules
from tests.comments.conversation import comment_on
from tests.comments.rules_fixtures import past

ADMINS = {model: admin.site.get_model_admin(model) for model in (Comment, ModerationRules, Ban, ConversationRules)}
PAGES = [(model, pattern) for model, model_admin in ADMINS.items() for pattern in model_admin.get_urls()]
LOGIN = "/desk/login/"

# What any button of these pages may be called.
PRESSED = {
    "move": "approve",
    "seen": "pending",
    "action": "approve",
    "many": "approve",
    "undo": "1",
    "clears": "on",
    "words": "Words of a stranger.",
    "kind": "email",
    "subject": "a@example.org",
    "reason": "x",
    "text": "Forged.",
    "hold_everything": "on",
    "post": "yes",
    "_save": "1",
}


def _name(place) -> str:
    model, pattern = place
    return pattern.name or f"{model._meta.model_name}: {pattern.pattern}"


@pytest.fixture
def things(post, edith):
    """One of each thing that has a page, and a decision that can be undone."""
    undone, comment = past(post, Status.PENDING, Status.PENDING)
    undone.spam(by=edith)
    comment.report("somebody", "spam")
    return {
        Comment: comment,
        Decision: undone.decision,
        Ban: Ban.objects.create(kind="email", subject="spike@example.org", reason="x"),
        ConversationRules: ConversationRules.objects.create(text="Be kind."),
        ModerationRules: ModerationRules.objects.create(),
    }


def address_of(place, things) -> str:
    """Where the page stands for these things."""
    model, pattern = place
    keys = {name: things[Decision if "decision" in name else model].pk for name in pattern.pattern.converters}
    try:
        return reverse(f"admin:{pattern.name}", kwargs=keys)
    except NoReverseMatch:  # Django's own redirect from the address without a verb has no name
        home = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        return f"{home}{things[model].pk}/"


def all_that_counts() -> list:
    """What a stranger could have changed."""
    tables = (Comment, Decision, Report, Ban, ConversationRules, ModerationRules)
    rows = [list(table.objects.order_by("pk").values()) for table in tables]
    return [*rows, list(Comment.objects.order_by("pk").values_list("comment", "status"))]


@pytest.mark.parametrize("place", PAGES, ids=_name)
def test_who_may_not_moderate_is_refused(client, request, things, place):
    address, before = address_of(place, things), all_that_counts()
    pressed = {**PRESSED, "one": f"approve:{things[Comment].pk}:pending", "chosen": f"{things[Comment].pk}:pending"}
    for person in (None, "ruth", "colin", "remy"):
        client.logout()
        if person:
            client.force_login(request.getfixturevalue(person))
        for answer in (client.get(address, follow=True), client.post(address, pressed, follow=True)):
            end = answer.redirect_chain[-1][0] if answer.redirect_chain else address
            assert answer.status_code in (403, 405) or end.startswith(LOGIN), f"{person}: {answer.status_code} {end}"
    assert all_that_counts() == before


def test_every_page_is_there_for_a_moderator(client, edith, things):
    """So that the refusals above are refusals, and not addresses that lead nowhere."""
    client.force_login(edith)
    for place in PAGES:
        allowed = {200, 302, 405, *([403] if _name(place).endswith(("_delete", "_add")) else [])}  # by nobody, mostly
        assert client.get(address_of(place, things)).status_code in allowed, _name(place)


def test_a_form_from_another_site_is_refused(edith, things):
    browser, before = Client(enforce_csrf_checks=True), all_that_counts()
    browser.force_login(edith)
    for place in PAGES:
        assert browser.post(address_of(place, things), PRESSED).status_code in (403, 405), _name(place)
    assert all_that_counts() == before


def test_the_pages_are_found():
    names = {pattern.name for _model, pattern in PAGES}
    assert {"comments_comment_writer", "comments_comment_reply", "comments_comment_amend", "rules_ban_add"} <= names


def test_who_stops_moderating_is_refused_at_once(client, edith, post):
    comment = comment_on(post, status=Status.PENDING)
    client.force_login(edith)
    edith.groups.clear()
    assert client.post(f"/desk/comments/comment/{comment.pk}/change/", {"move": "approve"}).status_code == 403
    assert Comment.objects.get().status == Status.PENDING
