"""Deciding in the queue: one, several, all that match; what is left alone; and taking it back."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.answers import FRAGMENT
from comments.desk import deciding
from comments.models import Comment, Decision, Entry, Status
from comments.models.journal import UNDO_WITHIN
from tests import factories
from tests.comments.conversation import comment_on, crowd

QUEUE = "/desk/comments/comment/"
DECIDE = f"{QUEUE}decide/"


@pytest.fixture
def desk(client, edith):
    client.force_login(edith)
    return client


@pytest.fixture
def grace(edith):
    grace = factories.user("grace", is_staff=True)
    grace.groups.set(edith.groups.all())
    return grace


def waiting(post, amount=3):
    return [comment_on(post, status=Status.PENDING) for _ in range(amount)]


def statuses(*comments):
    rows = dict(Comment.objects.values_list("pk", "status"))
    return [rows[comment.pk] for comment in comments] if comments else list(rows.values())


def press(desk, verb, comment, seen="pending", **more):
    return desk.post(DECIDE, {"one": f"{verb}:{comment.pk}:{seen}", "next": QUEUE, **more})


def chosen(*comments, seen="pending"):
    return [f"{comment.pk}:{seen}" for comment in comments]


def all_that_match(page: str) -> str:
    """What the box for all of them sends."""
    return re.search(r'name="all" value="([^"]+)"', page)[1]


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize(
    ("source", "verb", "target"),
    [
        *(("pending", "approve", "approved"), ("approved", "hold", "pending"), ("pending", "spam", "spam")),
        *(("spam", "trash", "trash"), ("trash", "restore", "pending"), ("spam", "approve", "approved")),
    ],
)
def test_a_button_decides_and_leads_back_to_the_next_comment(desk, post, edith, source, verb, target):
    first, second = (comment_on(post, status=source) for _ in range(2))
    place = f"{QUEUE}?tab={source}&order=oldest&after=0"
    page = desk.get(f"{QUEUE}?tab={source}&order=oldest").content.decode()
    assert f'value="{verb}:{first.pk}:{source}:{second.pk}"' in page
    answer = desk.post(
        DECIDE, {"one": f"{verb}:{first.pk}:{source}:{second.pk}", "next": place, "reason": " Why \0not "}
    )
    assert answer.status_code == 303
    assert answer["Location"].endswith(f"#comment-{second.pk}")
    assert statuses(first, second) == [target, source]
    decision = Decision.objects.get()
    assert (decision.verb, decision.by, decision.reason, decision.count) == (verb, edith, "Why not", 1)


def test_what_somebody_else_decided_meanwhile_is_left_alone_and_said(desk, post, grace, clock):
    [comment] = waiting(post, 1)
    comment.spam(by=grace)
    clock.shift(60)
    answer = press(desk, "approve", comment)
    assert answer["Location"] == QUEUE
    assert "Grace: Marked as spam, 1 minute ago; nothing was changed." in text_of(desk.get(QUEUE))
    assert statuses() == ["spam"]
    gone = waiting(post, 1)[0]
    Comment.objects.filter(pk=gone.pk).settle({Status.PENDING}, Status.WITHDRAWN, by=None)
    press(desk, "approve", gone)
    assert "Its writer took this comment back" in text_of(desk.get(QUEUE))
    press(desk, "approve", Comment(pk=10**17))
    assert "not there any more" in text_of(desk.get(QUEUE))


def test_several_are_decided_at_once_but_for_those_decided_meanwhile(desk, post, grace):
    comments = waiting(post, 4)
    comments[1].spam(by=grace)
    desk.post(DECIDE, {"many": "approve", "chosen": chosen(*comments[:3]), "next": QUEUE, "reason": "Fair"})
    assert statuses(*comments) == ["approved", "spam", "approved", "pending"]
    page = text_of(desk.get(QUEUE))
    assert "Left as they are: 1 spam (Grace)." in page
    assert "Approved: 2 comments Undo until 12:10" in page
    assert Decision.objects.get(by__username="edith").count == 2


def test_a_report_is_answered_by_keeping_the_comment(desk, post):
    kept, held = comment_on(post), comment_on(post, status=Status.PENDING)
    kept.report("somebody", "spam")
    Comment.objects.filter(pk=held.pk).update(report_count=1)
    page = desk.get(QUEUE, {"tab": "reported"}).content.decode()
    assert f'value="keep:{kept.pk}:approved:{held.pk}"' in page
    press(desk, "keep", kept, "approved")
    post.refresh_from_db()
    assert (statuses(kept), post.comment_count, Comment.objects.get(pk=kept.pk).report_count) == (["approved"], 1, 0)
    desk.post(f"{QUEUE}undo/{Decision.objects.get().pk}/")
    kept.refresh_from_db()
    post.refresh_from_db()
    assert (kept.status, kept.report_count, post.comment_count) == ("approved", 1, 1)
    both = [*chosen(kept, seen="approved"), *chosen(held)]
    desk.post(DECIDE, {"many": "approve", "chosen": both, "next": f"{QUEUE}?tab=reported"})
    assert "Readers report nothing" in text_of(desk.get(QUEUE, {"tab": "reported"}))
    assert statuses(kept, held) == ["approved", "approved"]
    decision = Decision.objects.latest("pk")
    assert decision.count == 2
    desk.post(f"{QUEUE}undo/{decision.pk}/")
    assert statuses(kept, held) == ["approved", "pending"]
    post.refresh_from_db()
    assert post.comment_count == 1


def test_all_that_match_are_decided_on_every_page_and_nothing_else(desk, post, remy, monkeypatch):
    monkeypatch.setattr(deciding, "AT_A_TIME", 10)
    other = factories.published_post(by=remy)
    mine, others = waiting(post, 25), waiting(other, 3)
    place = f"{QUEUE}?post={post.pk}"
    page = desk.get(place).content.decode()
    assert 'All <span id="queue-matching">25</span> on every page' in page
    came_since = waiting(post, 1)[0]
    desk.post(DECIDE, {"many": "spam", "all": all_that_match(page), "next": place})
    assert set(statuses(*mine)) == {"spam"}
    assert set(statuses(*others, came_since)) == {"pending"}
    decision = Decision.objects.get()
    assert (decision.count, Entry.objects.filter(decision=decision).count()) == (25, 25)
    assert "Marked as spam: 25 comments" in text_of(desk.get(place))
    desk.post(f"{QUEUE}undo/{decision.pk}/", {"next": place})
    assert set(statuses()) == {"pending"}
    assert "Undone: 25 comments are where they stood before." in text_of(desk.get(place))


def test_all_that_match_leaves_alone_what_came_into_the_tab_since(desk, post, edith, grace):
    back, undone, amended, plain = (comment_on(post, status=Status.PENDING) for _ in range(4))
    back.spam(by=grace)
    undone.trash(by=grace)
    page = desk.get(QUEUE).content.decode()
    back.restore(by=grace)
    undone.decision.undo(by=grace)
    amended.amend("Other words.", by=grace)
    desk.post(DECIDE, {"many": "approve", "all": all_that_match(page), "next": QUEUE})
    assert statuses(back, undone, amended, plain) == ["pending", "pending", "pending", "approved"]


def test_a_search_bounds_what_all_means(desk, post):
    rice = comment_on(post, status=Status.PENDING, comment="Cheap rice.")
    rest = comment_on(post, status=Status.PENDING, comment="A fair point.")
    place = f"{QUEUE}?q=rice"
    desk.post(DECIDE, {"many": "trash", "all": all_that_match(desk.get(place).content.decode()), "next": place})
    assert statuses(rice, rest) == ["trash", "pending"]


def test_a_thousand_are_decided_in_as_many_queries_as_two(desk, post):
    numbers = []
    for amount in (2, 1000):
        crowd(post, amount)
        page = desk.get(QUEUE, {"tab": "approved"}).content.decode()
        with CaptureQueriesContext(connection) as queries:
            desk.post(DECIDE, {"many": "hold", "all": all_that_match(page), "next": f"{QUEUE}?tab=approved"})
        assert not Comment.objects.visible().exists()
        numbers.append(len(queries))
    post.refresh_from_db()
    assert post.comment_count == 0
    assert numbers[1] - numbers[0] <= 3
    assert numbers[1] <= 50


def test_no_more_than_was_promised_is_decided_at_once(desk, post, monkeypatch):
    monkeypatch.setattr(deciding, "AT_A_TIME", 2)
    monkeypatch.setattr(deciding, "MOST_COUNTED", 4)
    waiting(post, 5)
    desk.post(DECIDE, {"many": "spam", "all": all_that_match(desk.get(QUEUE).content.decode()), "next": QUEUE})
    assert sorted(statuses()) == ["pending", "spam", "spam", "spam", "spam"]


@pytest.mark.parametrize(
    "form",
    [
        *({}, {"many": "approve"}, {"many": "delete", "chosen": "1:pending"}, {"many": "approve", "chosen": "x"}),
        *({"one": "approve"}, {"one": "approve:1:nowhere"}, {"one": "__init__:1:pending"}, {"one": "pick:1:pending"}),
        *({"one": "approve:" + "9" * 40 + ":pending"}, {"one": "approve:" + "9" * 18 + ":pending"}, {"one": "\0"}),
        *({"many": "approve", "all": words} for words in ("", "1", "x.y", "9" * 40 + ".1", "-1.5", "١.١")),
        {"many": "approve", "chosen": ["9" * 18 + ":pending", "1:nowhere", "1"]},
        {"many": "approve", "chosen": [f"{key}:pending" for key in range(10**6, 10**6 + 1900)]},
    ],
)
def test_a_form_of_no_page_of_ours_changes_nothing_and_is_answered_in_words(desk, post, form):
    comment_on(post, status=Status.PENDING)
    answer = desk.post(DECIDE, {**form, "next": QUEUE})
    assert (answer.status_code, answer["Location"]) == (303, QUEUE)
    assert 'class="messagelist"' in desk.get(QUEUE).content.decode()
    assert statuses() == ["pending"]
    assert not Decision.objects.exists()


def test_more_fields_than_anybody_ticks_are_refused(desk, post):
    comment = waiting(post, 1)[0]
    many = [f"{comment.pk}:pending"] * 2500
    assert desk.post(DECIDE, {"many": "approve", "chosen": many}).status_code == 400
    assert statuses() == ["pending"]


@pytest.mark.parametrize(
    "place", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x", "/desk/?tab=spam", ""]
)
def test_a_decision_leads_back_into_the_queue_alone(desk, post, place):
    answer = press(desk, "approve", waiting(post, 1)[0], next=place)
    assert answer["Location"] in {QUEUE, f"{QUEUE}?tab=spam"}


def test_deciding_and_undoing_are_done_by_post_alone_and_with_a_token(desk, post, edith):
    comment = waiting(post, 1)[0]
    comment.spam(by=edith)
    for place in (DECIDE, f"{QUEUE}undo/{comment.decision.pk}/"):
        assert desk.get(place).status_code == 405
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(edith)
        assert strict.post(place, {"one": f"approve:{comment.pk}:spam"}).status_code == 403
    assert desk.post(QUEUE, {"one": f"approve:{comment.pk}:spam"}).status_code == 405
    assert desk.post(f"{QUEUE}undo/{10**30}/").status_code == 404
    assert statuses() == ["spam"]


def test_the_last_decision_is_offered_to_be_undone_for_ten_minutes_on_every_page(
    desk, client, post, edith, grace, clock
):
    comments = waiting(post, 3)
    for comment in comments[:2]:
        press(desk, "trash", comment)
        clock.shift(60)
    page = desk.get(QUEUE, {"tab": "trash", "q": "x"}).content.decode()
    assert f'action="{QUEUE}undo/{Decision.objects.latest("pk").pk}/"' in page
    assert "12:11</time>" in page
    desk.post(f"{QUEUE}undo/{Decision.objects.latest('pk').pk}/")
    page = desk.get(QUEUE).content.decode()
    assert f'action="{QUEUE}undo/{Decision.objects.earliest("pk").pk}/"' in page  # the one before it
    client.force_login(grace)
    assert f"{QUEUE}undo/" not in client.get(QUEUE).content.decode()
    client.force_login(edith)
    clock.shift(UNDO_WITHIN + timedelta(seconds=1))
    assert f"{QUEUE}undo/" not in client.get(QUEUE).content.decode()
    client.post(f"{QUEUE}undo/{Decision.objects.earliest('pk').pk}/")
    assert "for 10 minutes" in text_of(client.get(QUEUE))


def test_an_undo_says_how_many_it_left_alone_and_why(desk, post, grace):
    comments = waiting(post, 3)
    desk.post(DECIDE, {"many": "spam", "chosen": chosen(*comments), "next": QUEUE})
    comments[0].refresh_from_db()
    comments[0].trash(by=grace)
    desk.post(f"{QUEUE}undo/{Decision.objects.get(by__username='edith').pk}/")
    told = text_of(desk.get(QUEUE))
    assert "Undone: 2 comments are where they stood before. 1 was left alone: it was decided anew since." in told
    assert statuses(*comments) == ["trash", "pending", "pending"]


def test_the_script_is_answered_with_the_parts_that_changed(desk, post, grace):
    first, second = waiting(post, 2)
    form = {"one": f"approve:{first.pk}:pending:{second.pk}", "next": QUEUE}
    answer = desk.post(DECIDE, form, headers={"Accept": FRAGMENT})
    html = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"]) == (200, f"{FRAGMENT}; charset=utf-8")
    assert f"{QUEUE}undo/{Decision.objects.get().pk}/" in html
    assert re.findall(r'desk-count">(\d+)', html) == ["1", "0", "1", "0", "0"]
    assert 'id="queue-said" data-left="yes"' in html
    assert "queue-card" not in html
    second.spam(by=grace)
    form = {"one": f"approve:{second.pk}:pending", "next": QUEUE}
    html = desk.post(DECIDE, form, headers={"Accept": FRAGMENT}).content.decode()
    assert 'data-left="no"' in html
    assert "Grace: Marked as spam, just now; nothing was changed." in html
    assert f'value="approve:{second.pk}:spam"' in html  # the card as it stands now
