"""Bans: whom they are against, how long, and what becomes of what was written before."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, Status
from comments.rules.clearing import clear_past_comments
from comments.rules.models import Action, Ban
from comments.rules.policy import judge
from comments.rules.subjects import Kind, fingerprint, subjects_of
from tests.blog.plans import suppose_many_rows
from tests.comments.conversation import comment_on
from tests.comments.rules_fixtures import rules, written


def ban(kind, subject, **more) -> Ban:
    made = Ban(kind=kind, subject=str(subject), reason="Insults", **more)
    made.full_clean()
    made.save()
    return made


@pytest.fixture(autouse=True)
def _no_rules(db):
    rules()


BANNED = [
    (Kind.EMAIL, "Spike@Example.org", {"user_email": "spike@EXAMPLE.org"}, {"user_email": "spike2@example.org"}),
    (Kind.EMAIL, "spike@example.org", {"user_email": "spike+9@example.org"}, {"user_email": "s@pike.example.org"}),
    (Kind.DOMAIN, "example.ru", {"user_email": "a@mail.example.ru"}, {"user_email": "a@notexample.ru"}),
    (Kind.DOMAIN, "@пример.рф", {"user_email": "a@xn--e1afmkfd.xn--p1ai"}, {"user_email": "a@рф"}),
    (Kind.NETWORK, "41.58.0.0/16", {"ip_address": "41.58.200.9"}, {"ip_address": "41.59.0.1"}),
    (Kind.NETWORK, "41.58.7.7", {"ip_address": "41.58.7.7"}, {"ip_address": "41.58.7.8"}),
    (Kind.NETWORK, "2001:db8::/32", {"ip_address": "2001:db8:7::1"}, {"ip_address": "2001:db9::1"}),
    (Kind.NETWORK, "2001:db8::1", {"ip_address": "2001:db8::ffff"}, {"ip_address": "2001:db8:0:1::1"}),
    (Kind.HOUSEHOLD, "41.58.7.7", {"ip_address": "41.58.7.200"}, {"ip_address": "41.58.8.7"}),
    (Kind.HOUSEHOLD, "2001:db8::1", {"ip_address": "2001:db8::2:3"}, {"ip_address": "2001:db8:0:5::1"}),
]


@pytest.mark.parametrize(("kind", "subject", "theirs", "others"), BANNED)
def test_a_ban_refuses_whom_it_is_against_and_nobody_beside(post, kind, subject, theirs, others):
    ban(kind, subject)
    verdict = judge(written(post, **theirs))
    assert verdict.action == Action.REFUSE
    assert "Insults" in verdict.reasons[0]
    assert "Insults" not in verdict.refusal
    assert judge(written(post, **others)).action == Action.APPROVE


@pytest.mark.parametrize("known_by", ["pk", "username"])
def test_an_account_is_banned_by_its_number_or_its_login_name(post, ruth, spike, known_by):
    ban(Kind.ACCOUNT, getattr(spike, known_by))
    assert judge(written(post, user=spike)).action == Action.REFUSE
    assert judge(written(post, user=ruth)).action == Action.APPROVE
    assert judge(written(post, user_email=spike.email)).action == Action.APPROVE


def test_a_fingerprint_tells_the_network_without_naming_it(post):
    made = ban(Kind.HOUSEHOLD, "41.58.7.7")
    assert "41.58" not in f"{made.subject} {made.key} {made}"
    assert made.subject == fingerprint("41.58.7.99")
    again = ban(Kind.HOUSEHOLD, made.subject)
    assert again.key == made.key


def test_a_ban_counts_until_its_end_and_says_when_that_is(post, clock):
    ban(Kind.EMAIL, "guest@example.net", until=timezone.now() + timedelta(days=2))
    told = "The newsroom takes no comments from you until 6 March 2026, 12:00."
    assert judge(written(post)).refusal == told
    clock.shift(timedelta(days=2))
    assert judge(written(post)).action == Action.APPROVE


def test_a_ban_that_a_moderator_ends_counts_no_more(post, edith, remy):
    made = ban(Kind.EMAIL, "guest@example.net")
    with pytest.raises(PermissionDenied):
        made.end(by=remy)
    made.end(by=edith)
    assert not made.is_in_force
    assert judge(written(post)).action == Action.APPROVE


@pytest.mark.parametrize(
    ("kind", "subject", "told"),
    [
        (Kind.EMAIL, "nobody", "“nobody” is no e-mail address."),
        (Kind.DOMAIN, "nodots", "“nodots” is no domain; write it as example.org."),
        (Kind.NETWORK, "here", "“here” is no network; write it as 41.58.0.0/16 or 2001:db8::/32."),
        (Kind.NETWORK, "0.0.0.0/0", "0.0.0.0/0 is too large; a network has /8 or more."),
        (Kind.NETWORK, "::/3", "::/3 is too large; a network has /16 or more."),
        (Kind.HOUSEHOLD, "x", "“x” is no IP address."),
        (Kind.ACCOUNT, "nobody", "There is no account “nobody”."),
        (Kind.ACCOUNT, "9" * 40, f"There is no account “{'9' * 40}”."),
        ("planet", "mars", "Value 'planet' is not a valid choice."),
    ],
)
def test_a_ban_on_what_is_nothing_is_refused_with_a_sentence(db, kind, subject, told):
    with pytest.raises(ValidationError) as refusal:
        ban(kind, subject)
    assert told in str(refusal.value.messages)


@pytest.mark.parametrize("address", ["255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::ffff:41.58.7.7"])
def test_what_is_looked_for_is_bounded(address):
    assert len(subjects_of(1, "a@" + "b." * 60 + "org", address)) < 75
    assert subjects_of(None, "", None) == []


def test_bans_are_found_in_an_index(post):
    kinds = [("email", f"{n}@example.org") for n in range(10_000)]
    Ban.objects.bulk_create(Ban(kind=kind, subject=who, key=f"{kind}:{who}", reason="Spam") for kind, who in kinds)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE rules_ban")
    with CaptureQueriesContext(connection) as seen:
        list(Ban.objects.in_force().against(written(post))[:1])
    suppose_many_rows()
    assert "rules_ban_key" in Ban.objects.in_force().against(written(post)).explain()
    assert len(seen) == 1


# What was written before


@pytest.mark.parametrize(("kind", "subject", "theirs", "others"), BANNED)
def test_a_ban_can_take_what_they_wrote_before_from_readers(post, edith, kind, subject, theirs, others):
    mine = [comment_on(post, status=status, **theirs) for status in (Status.APPROVED, Status.PENDING, Status.SPAM)]
    comment_on(post, **others)
    assert clear_past_comments(ban(kind, subject), by=edith) == 2
    statuses = [Comment.objects.get(pk=comment.pk).status for comment in mine]
    assert statuses == [Status.TRASH, Status.TRASH, Status.SPAM]
    post.refresh_from_db()
    assert post.comment_count == 1


def test_an_accounts_past_goes_with_it(post, edith, spike, ruth):
    comment_on(post, user=spike), comment_on(post, user=ruth)
    assert clear_past_comments(ban(Kind.ACCOUNT, spike.pk), by=edith) == 1


def test_what_came_from_a_network_long_ago_stays(post, edith, clock):
    comment_on(post, ip_address="41.58.7.7", submit_date=timezone.now())
    clock.shift(timedelta(days=31))
    comment_on(post, ip_address="41.58.7.7", submit_date=timezone.now())
    assert clear_past_comments(ban(Kind.NETWORK, "41.58.7.7"), by=edith) == 1


def test_only_a_moderator_clears(post, remy):
    comment_on(post, user_email="a@example.ru")
    with pytest.raises(PermissionDenied):
        clear_past_comments(ban(Kind.DOMAIN, "example.ru"), by=remy)
