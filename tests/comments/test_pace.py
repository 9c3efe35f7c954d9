"""How fast is too fast: counted once for all processes, and cheaply in a flood."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog import limits
from blog.limits import forget_known, give_back, is_known_over, is_over
from blog.models import Pace
from blog.models import pace as pace_file
from blog.sweeper import SWEEPS
from comments.models import Comment
from comments.sign_in.pace import writes_too_often
from tests.comments.conversation import say
from tests.comments.rules_fixtures import rules
from tests.comments.test_rules_racing import at_once

TOO_FAST = "You are posting comments too quickly. Slow down."


def page_of(answer) -> str:
    return answer.content.decode()


def queries(work) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        work()
    return [query["sql"] for query in seen]


# What a writer meets


def test_a_fourth_comment_in_a_minute_passes_and_a_fifth_comes_back_with_its_words(client, post, clock):
    assert [say(client, post, f"Number {n}.").status_code for n in range(1, 5)] == [303] * 4
    answer = say(client, post, "Number <5>.")
    assert answer.status_code == 429
    assert TOO_FAST in page_of(answer)
    assert "Number &lt;5&gt;.</textarea>" in page_of(answer)
    assert Comment.objects.count() == 4
    clock.shift(timedelta(seconds=59))
    assert say(client, post, "Number <5>.").status_code == 429
    clock.shift(timedelta(seconds=1))
    assert [say(client, post, f"Number {n}.").status_code for n in range(5, 10)] == [303] * 4 + [429]


def test_an_editor_sets_how_many_a_person_and_a_network_may_send(client, post):
    rules(most_per_person=1, most_per_network=3)
    sent = [("A", "a"), ("A", "b"), ("B", "c"), ("C", "d")]
    answers = [say(client, post, words, email=f"{who}@example.org") for who, words in sent]
    assert [answer.status_code for answer in answers] == [303, 429, 303, 429]


def test_without_a_limit_nobody_is_too_fast_and_nothing_is_counted(client, post):
    rules(most_per_person=0, most_per_network=0)
    assert {say(client, post, f"Number {n}.").status_code for n in range(25)} == {303}
    assert not Pace.objects.exists()


def test_a_network_of_many_people_has_a_limit_of_its_own(client, post):
    rules(most_per_person=4, most_per_network=6)
    statuses = [say(client, post, f"{n}", email=f"{n}@example.org").status_code for n in range(7)]
    assert statuses == [303] * 6 + [429]
    client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert say(client, post, "Elsewhere.", email="6@example.org").status_code == 303


def test_a_household_of_ipv6_is_one_network_and_its_neighbour_another(client, post):
    rules(most_per_person=0, most_per_network=1)
    statuses = []
    for address in ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1"):
        client.defaults["REMOTE_ADDR"] = address
        statuses.append(say(client, post, address).status_code)
    assert statuses == [303, 429, 303]


def test_a_moderator_is_never_too_fast(client, post, edith):
    rules(most_per_person=1, most_per_network=1)
    client.force_login(edith)
    own_page = {"Origin": "http://testserver"}
    assert {say(client, post, f"Number {n}.", headers=own_page).status_code for n in range(3)} == {303}


# What is counted, and where


def test_what_is_refused_for_its_words_is_counted_all_the_same(client, post):
    rules(refuse_words="pills", most_per_person=2)
    statuses = [say(client, post, words).status_code for words in ("Pills.", "More pills.", "Fair words.")]
    assert statuses == [403, 403, 429]


def test_a_count_commits_by_itself_before_the_comment_is_judged_and_stored(client, post, shared_database, monkeypatch):
    within_a_transaction = []
    count = Pace.objects.all().count_one_more

    def counted(names, **how):
        within_a_transaction.append(connection.in_atomic_block)
        return count(names, **how)

    def fails(*_args, **_how):
        raise RuntimeError

    monkeypatch.setattr(Pace.objects, "count_one_more", counted)
    monkeypatch.setattr("comments.posting.judge", fails)
    with pytest.raises(RuntimeError):
        say(client, post)
    assert within_a_transaction == [False]
    assert list(Pace.objects.values_list("count", flat=True)) == [1, 1]


def test_the_table_holds_digests_and_no_address_of_a_person_or_a_machine(client, post):
    say(client, post, "Words.", email="ruth.reader@example.org")
    writes_too_often("203.0.113.9", "ruth.reader@example.org")
    names = list(Pace.objects.values_list("name", flat=True))
    assert len(names) == 4
    for name in names:
        assert len(name) == 64
        int(name, 16)


def test_both_counts_of_a_comment_are_one_statement(client, post):
    say(client, post, "Warm up.")
    taken = [sql for sql in queries(lambda: say(client, post, "Words.")) if "blog_pace" in sql]
    assert len(taken) == 1
    assert sorted(Pace.objects.values_list("count", flat=True)) == [2, 2]


def test_a_flood_is_refused_from_memory(db, clock):
    assert [is_over({"somebody": 2, "their network": 9}) for _ in range(3)] == [False, False, True]
    assert queries(lambda: is_over({"somebody": 2, "their network": 9})) == []
    assert queries(lambda: is_known_over("somebody", "somebody else")) == []
    assert {pace.count for pace in Pace.objects.all()} == {3}  # those after the first too many are not even counted
    assert not is_over({"their network": 9})
    clock.shift(timedelta(seconds=60))
    assert not is_known_over("somebody")
    assert not is_over({"somebody": 2})


def test_a_flood_of_comments_costs_no_query_for_its_limits_or_rules(client, post):
    rules(most_per_person=1)
    say(client, post, "One."), say(client, post, "Two.")
    taken = queries(lambda: say(client, post, "Three."))
    assert not [sql for sql in taken if "blog_pace" in sql or "rules_" in sql]


def test_another_process_learns_from_the_database_alone(db):
    assert [is_over({"somebody": 1}) for _ in range(2)] == [False, True]
    forget_known()
    assert not is_known_over("somebody")
    assert is_over({"somebody": 1})
    assert is_known_over("somebody")


def test_what_is_given_back_was_not_counted(db):
    for _ in range(5):
        assert not is_over({"somebody": 2, "their network": 9})
        give_back("somebody", "their network")
    give_back("somebody", "who was never counted")
    assert [is_over({"somebody": 2}) for _ in range(3)] == [False, False, True]


def test_what_a_process_knows_of_floods_is_bounded(db, monkeypatch):
    monkeypatch.setattr(limits, "MOST_KNOWN", 3)
    for number in range(8):
        is_over({f"{number}": 1}), is_over({f"{number}": 1})
        assert is_known_over(f"{number}")
        assert len(limits._over) <= 3


def test_a_count_ends_as_long_after_its_first_as_it_was_asked_for(db, clock):
    for seconds in (0, 30, 29):
        clock.shift(timedelta(seconds=seconds))
        assert not is_over({"hour": 9}, 60)
    assert [pace.count for pace in Pace.objects.all()] == [3]
    clock.shift(timedelta(seconds=1))
    assert not is_over({"hour": 9}, 60)
    assert [pace.count for pace in Pace.objects.all()] == [1]


def test_several_who_count_at_the_same_moment_share_one_count_exactly(shared_database):
    most, answers = {"somebody": 10, "their network": 1000, "everybody": 1000}, []

    def count():
        for _ in range(8):
            found = Pace.objects.count_one_more(most, seconds=60)
            answers.append(sorted(pace.count for pace in found))

    at_once(*[count] * 5)
    kept = []
    at_once(lambda: kept.extend(Pace.objects.values_list("count", flat=True)))
    assert kept == [40] * 3
    assert sorted(answers) == [[n] * 3 for n in range(1, 41)]


def test_several_processes_let_exactly_as_many_pass_as_the_limit_says(shared_database, monkeypatch):
    monkeypatch.setattr(limits, "_over", _Forgetful())  # as if each thread were a process that knows nothing
    passed = []
    at_once(*[lambda: passed.extend(not is_over({"somebody": 7}) for _ in range(4))] * 4)
    assert passed.count(True) == 7
    assert len(passed) == 16


class _Forgetful(dict):
    def update(self, *_args):
        pass


def test_the_sweep_clears_what_has_ended_and_nothing_else(db, clock, monkeypatch):
    monkeypatch.setattr(pace_file, "MOST_AT_ONCE", 2)
    for number in range(5):
        is_over({f"{number}": 9}, 60)
    is_over({"long": 9}, 3600)
    clock.shift(timedelta(seconds=60))
    is_over({"fresh": 9}, 60)
    assert Pace.objects.forget_ended() == 5
    assert Pace.objects.filter(ends_at__gt=timezone.now()).count() == Pace.objects.count() == 2
    assert not is_over({"0": 1}, 60)


def test_the_sweep_is_enlisted(db):
    from blog import sweeps  # noqa: F401  (it enlists itself)

    assert Pace.objects.forget_ended in [each.work for each in SWEEPS]


def test_a_sweep_among_those_who_count_loses_no_count_that_holds(shared_database):
    def prepare():
        ended = timezone.now() - timedelta(seconds=1)
        Pace.objects.bulk_create(Pace(name=f"{n}", count=9, ends_at=ended) for n in range(50))

    def count():
        for n in range(50):
            Pace.objects.count_one_more([f"{n}", f"{49 - n}"], seconds=60)

    at_once(prepare)
    at_once(count, count, Pace.objects.forget_ended, Pace.objects.forget_ended)
    kept = []
    at_once(lambda: kept.extend(Pace.objects.values_list("count", flat=True)))
    assert kept == [4] * 50
