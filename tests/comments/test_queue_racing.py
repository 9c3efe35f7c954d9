"""Deciding while readers post and colleagues decide: the counts stay exact, and nothing unseen is decided."""

import re

from django.test import Client

from comments.desk import deciding
from comments.models import Comment, Decision, Entry, Status
from tests.comments.conversation import comment_on
from tests.comments.test_rules_racing import at_once

QUEUE = "/desk/comments/comment/"


def test_all_that_match_during_a_burst_of_posting_is_what_was_seen(post, edith, shared_database, monkeypatch):
    monkeypatch.setattr(deciding, "AT_A_TIME", 1)  # so that others come in between
    seen, unseen, found = [], [], []

    def begin():
        seen.extend(comment_on(post, status=Status.PENDING).pk for _ in range(16))
        client = Client()
        client.force_login(edith)
        page = client.get(QUEUE).content.decode()
        found.append((client, re.search(r'name="all" value="([^"]+)"', page)[1]))

    def decide():
        client, bound = found[0]
        client.post(f"{QUEUE}decide/", {"many": "approve", "all": bound, "next": QUEUE})

    def write():
        unseen.extend(comment_on(post, status=Status.PENDING).pk for _ in range(8))

    def colleague():
        Comment.objects.filter(pk__in=seen[:3]).spam(by=edith)

    def look():
        post.refresh_from_db()
        found.append((dict(Comment.objects.values_list("pk", "status")), post.comment_count))
        found.append(Entry.objects.filter(decision__verb="approve").count())
        found.append(Decision.objects.get(verb="approve").count)

    at_once(begin)
    at_once(decide, write, write, colleague)
    at_once(look)
    rows, count = found[1]
    approved = [pk for pk, status in rows.items() if status == Status.APPROVED]
    assert len(unseen) == 16
    assert {rows[pk] for pk in unseen} == {Status.PENDING}
    assert set(seen[3:]) <= set(approved) <= set(seen)
    assert count == len(approved)
    assert found[2] == found[3] >= len(approved)
