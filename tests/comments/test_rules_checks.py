"""Each rule: a comment that it holds, and a near-miss that it lets through."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.identity import Identity
from comments.models import Status
from comments.rules.checks import Finding
from comments.rules.models import Action, Ban, CommentVerdict, ModerationRules
from comments.rules.models.verdict import writer_of
from comments.rules.policy import combine, judge, record
from tests import factories
from tests.blog.plans import suppose_many_rows
from tests.comments.conversation import comment_on
from tests.comments.rules_fixtures import past, reasons, rules, written

APPROVED, PENDING, SPAM, TRASH = Status.APPROVED, Status.PENDING, Status.SPAM, Status.TRASH


def test_without_a_rule_a_comment_is_approved(post, ruth):
    rules()
    assert judge(written(post, user=ruth)) == judge(written(post)) == combine([])
    assert combine([]).status == Status.APPROVED


def test_before_any_rule_was_saved_a_persons_first_comment_is_held(post, ruth):
    assert not ModerationRules.objects.exists()
    assert reasons(written(post, user=ruth)) == ["None of this person’s comments was approved yet."]


def test_hold_everything_holds_also_those_who_are_trusted(post, ruth):
    past(post, APPROVED, user=ruth)
    rules(hold_everything=True)
    assert judge(written(post, user=ruth)).action == Action.HOLD


@pytest.mark.parametrize("held", [True, False])
def test_a_moderators_own_comment_is_approved_whatever_the_rules_say(post, edith, held):
    rules(hold_everything=held, refuse_words="fair")
    Ban.objects.create(kind="account", subject=str(edith.pk), reason="By mistake")
    assert judge(written(post, user=edith)).action == Action.APPROVE


# Trust


def test_a_person_is_trusted_once_a_comment_of_theirs_was_approved(post, ruth):
    rules(hold_first=True)
    assert judge(written(post, user=ruth)).action == Action.HOLD
    comment = past(post, PENDING, user=ruth)[0]
    assert judge(written(post, user=ruth)).action == Action.HOLD
    comment.status = APPROVED
    type(comment).objects.filter(pk=comment.pk).settle({PENDING}, APPROVED, by=None)
    assert judge(written(post, user=ruth)).action == Action.APPROVE


def test_an_account_without_an_address_is_trusted_by_its_own_past(post, ruth, spike):
    rules(hold_first=True)
    ruth.email = spike.email = ""
    past(post, APPROVED, user=ruth)
    assert judge(written(post, user=ruth)).action == Action.APPROVE
    assert judge(written(post, user=spike)).action == Action.HOLD


def test_a_typed_address_is_never_trusted_however_often_it_was_approved(post):
    rules(hold_first=True)
    past(post, APPROVED, APPROVED)
    assert reasons(written(post)) == ["A guest: who wrote this is not known."]


def test_a_guest_who_types_a_known_readers_address_is_held_as_a_possible_impersonation(post, ruth):
    rules()
    past(post, APPROVED, user=ruth)
    guest = written(post, user_email=ruth.email.upper())
    assert reasons(guest) == ["Possible impersonation: the typed email address is that of a reader who signs in."]
    assert judge(written(post, user_email="x" + ruth.email)).action == Action.APPROVE


def test_who_only_signed_in_blocks_nobodys_address(post, ruth):
    rules()
    past(post, PENDING, user=ruth)
    assert judge(written(post, user_email=ruth.email)).action == Action.APPROVE


def test_a_guest_who_types_a_colleagues_address_is_held(post, edith):
    rules()
    told = "Possible impersonation: the typed email address is that of one of the newsroom’s people."
    assert reasons(written(post, user_email=edith.email)) == [told]


def test_the_key_of_trust_is_that_of_the_identity(post, ruth):
    for email in ("Ruth@Example.org", ""):
        identity = Identity(ruth, "Ruth", email)
        assert writer_of(written(post, user=ruth, user_email=email)) == identity.trust_key


# Words

LISTED = {"казино": "Лучшее казино!", "كلب": "يا كلب", "赌博": "网上赌博", "ọmọ": "Ọmọ yìí", "café*": "CAFÉS"}
NEAR_MISSES = ["казиновый", "كلبان", "赌场", "omo", "cafe"]


@pytest.mark.parametrize(("list_name", "action"), [("hold_words", Action.HOLD), ("refuse_words", Action.REFUSE)])
def test_a_listed_word_in_any_script_holds_or_refuses_and_a_near_miss_does_not(post, list_name, action):
    rules(**{list_name: "\n".join(LISTED)})
    for entry, text in LISTED.items():
        verdict = judge(written(post, text))
        assert verdict.action == action
        assert f"“{entry}” in the comment" in verdict.reasons[0]
    for text in NEAR_MISSES:
        assert judge(written(post, text)).action == Action.APPROVE


@pytest.mark.parametrize(
    ("entry", "where", "place"),
    [
        ("pills", {"writer_name": "Buy Pills"}, "the name"),
        ("spam.example", {"user_email": "x@spam.example"}, "the email address"),
        ("spam.example", {"user_url": "https://spam.example/x"}, "the website"),
        ("41.58.*", {}, "the IP address"),
    ],
)
def test_lists_are_looked_for_in_all_that_a_writer_gives(post, entry, where, place):
    rules(hold_words=entry)
    assert reasons(written(post, **where)) == [f"On the hold list: “{entry}” in {place}."]
    assert judge(written(post, ip_address="141.58.0.1")).action == Action.APPROVE


def test_who_is_refused_learns_where_the_word_stands_and_not_which_it_is(post):
    rules(refuse_words="viagra")
    refusal = judge(written(post, writer_name="Viagra")).refusal
    assert refusal == "The name has a word or an address that this newsroom does not publish. Please change it."


# Links


def test_a_comment_with_as_many_links_as_the_rule_says_is_held_and_one_with_fewer_is_not(post):
    rules(most_links=2)
    assert judge(written(post, "See https://a.example/ alone")).action == Action.APPROVE
    assert reasons(written(post, "See https://a.example/ and www.b.example")) == ["2 links; 2 or more are held."]


def test_no_links_rule_counts_no_links(post):
    rules(most_links=0)
    assert judge(written(post, "https://a.example/ " * 30)).action == Action.APPROVE


# The account, the address, the past


def test_an_accounts_first_hours_are_held_and_its_later_ones_are_not(post, ruth, clock):
    rules(new_account_hours=24)
    assert reasons(written(post, user=ruth)) == ["The account is newer than 24 hours."]
    assert judge(written(post)).action == Action.APPROVE  # a guest has no account
    clock.shift(timedelta(hours=24))
    assert judge(written(post, user=ruth)).action == Action.APPROVE


@pytest.mark.parametrize("host", ["mailinator.com", "x.MAILINATOR.com", "yopmail.com"])
def test_a_throw_away_address_is_held(post, host):
    rules(hold_disposable=True)
    assert reasons(written(post, user_email=f"x@{host}")) == ["The email address is a throw-away one."]


@pytest.mark.parametrize("host", ["notmailinator.com", "mailinator.com.example.org", "example.org"])
def test_an_address_at_another_host_is_not(post, host):
    rules(hold_disposable=True)
    assert judge(written(post, user_email=f"x@{host}")).action == Action.APPROVE


def test_an_editors_own_list_of_hosts_counts(post):
    rules(hold_disposable=True, disposable_domains="Wegwerf.example\n\n")
    assert judge(written(post, user_email="x@wegwerf.example")).action == Action.HOLD
    assert judge(written(post, user_email="x@mailinator.com")).action == Action.APPROVE


def test_a_writer_of_whom_much_was_refused_lately_is_held(post, ruth):
    rules(refusal_percent=50, refusal_sample=4)
    past(post, APPROVED, APPROVED, SPAM, TRASH, user=ruth)
    assert judge(written(post, user=ruth)).action == Action.APPROVE  # half is not more than half
    past(post, SPAM, PENDING, Status.WITHDRAWN, user=ruth)  # what is undecided or taken back counts for nothing
    assert reasons(written(post, user=ruth)) == ["3 of the writer’s last 4 decided comments were refused."]
    past(post, APPROVED, APPROVED, APPROVED, user=ruth)
    assert judge(written(post, user=ruth)).action == Action.APPROVE


def test_one_refusal_is_no_rate(post):
    rules(refusal_percent=1)
    past(post, SPAM, TRASH)
    assert judge(written(post)).action == Action.APPROVE


def test_somebody_elses_refusals_are_not_mine(post, ruth, spike):
    rules(refusal_percent=1)
    past(post, SPAM, SPAM, SPAM, user=spike)
    assert judge(written(post, user=ruth)).action == Action.APPROVE
    assert judge(written(post, user=spike)).action == Action.HOLD


@pytest.mark.parametrize(("seconds", "held"), [(0.4, True), (2.9, True), (3, False), (None, False), (-1, False)])
def test_what_is_sent_faster_than_a_person_types_is_held(post, seconds, held):
    rules(least_seconds=3)
    assert bool(reasons(written(post), seconds=seconds)) == held


# How verdicts combine


def test_the_strictest_finding_counts_and_all_reasons_are_told_with_its_first():
    findings = [
        Finding(Action.HOLD, "Held."),
        Finding(Action.REFUSE, "Refused.", "Please no."),
        Finding(Action.SPAM, "Spam."),
        Finding(Action.REFUSE, "Refused again.", "Never."),
    ]
    verdict = combine(findings)
    assert (verdict.action, verdict.refusal) == (Action.REFUSE, "Please no.")
    assert verdict.reasons == ("Refused.", "Refused again.", "Spam.", "Held.")
    assert combine(findings[:1]).status == Status.PENDING
    assert combine(findings[2:3]).status == Status.SPAM


def test_each_reason_is_told_when_many_rules_hold_a_comment(post):
    rules(hold_everything=True, hold_first=True, most_links=1, hold_words="pills")
    assert len(reasons(written(post, "pills https://a.example/"))) == 4


# What it costs


def queries(comment) -> int:
    with CaptureQueriesContext(connection) as seen:
        judge(comment)
    return len(seen)


def test_a_verdict_takes_a_few_queries_whatever_the_rules_and_the_past(post, ruth):
    rules(hold_everything=True, hold_first=True, most_links=1, hold_words="a b\n" * 50, refusal_percent=1)
    guest, member = written(post), written(post, user=factories.user())
    judge(guest)  # the lists are compiled
    few = queries(guest), queries(member) - 2  # two ask what the member may do
    past(post, *[SPAM] * 60)
    past(post, *[SPAM] * 60, user=member.user)
    for number in range(50):
        Ban.objects.create(kind="email", subject=f"{number}@example.org", reason="Spam")
    member = written(post, user=type(ruth).objects.get(pk=member.user.pk))
    assert (queries(guest), queries(member) - 2) == few == (4, 3)


def test_a_writers_past_is_found_in_an_index(post, ruth):
    rows = CommentVerdict.objects.filter(writer="email:ruth@example.org").order_by("-comment_id")
    suppose_many_rows()
    assert "verdicts_of_a_writer" in rows.explain()


def test_a_writers_past_is_looked_back_upon_only_so_far(post, ruth):
    rules(hold_first=True)
    past(post, APPROVED, *[PENDING] * 50, user=ruth)
    assert judge(written(post, user=ruth)).action == Action.HOLD


def test_rules_that_change_count_at_once(post):
    rules(hold_words="pills")
    assert judge(written(post, "pills")).action == Action.HOLD
    rules(hold_words="slots")
    assert judge(written(post, "pills")).action == Action.APPROVE


# What is kept


def test_a_verdict_is_kept_with_its_comment_and_replaced_when_the_comment_changes(post):
    comment = comment_on(post, status=PENDING)
    record(comment, combine([Finding(Action.HOLD, "First.")], score=0.5, signs=["pills"]))
    record(comment, combine([Finding(Action.HOLD, "Second.")]))
    kept = CommentVerdict.objects.get()
    assert (kept.comment, kept.action, kept.reasons, kept.score, kept.signs) == (comment, "hold", ["Second."], None, [])
    assert str(kept) == "held: Second."
