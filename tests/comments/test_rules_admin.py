"""The rules and the bans at the desk."""

import re
from datetime import UTC, datetime

import pytest

from comments.models import Comment, Status
from comments.rules import learning
from comments.rules.learning import learn
from comments.rules.models import Action, Ban, ModerationRules
from comments.rules.policy import judge
from comments.rules.subjects import fingerprint
from tests.comments.conversation import comment_on
from tests.comments.rules_fixtures import written

RULES, BANS = "/desk/rules/moderationrules/1/change/", "/desk/rules/ban/"
EVERY_PAGE = ["/desk/rules/", "/desk/rules/moderationrules/", RULES, f"{RULES[:-7]}history/", BANS, f"{BANS}add/"]


@pytest.fixture
def desk(client, edith):
    client.force_login(edith)
    return client


def fields_of(answer) -> dict:
    """What a browser would send of the form on the page as it is."""
    form = answer.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def errors_of(answer) -> list[str]:
    return [error for errors in answer.context["adminform"].form.errors.values() for error in errors]


def test_the_rules_are_one_sheet_with_an_explanation_of_each(desk):
    answer = desk.get("/desk/rules/moderationrules/", follow=True)
    assert answer.redirect_chain == [(RULES, 302)]
    form = answer.context["adminform"].form
    assert all(field.help_text for field in form.fields.values())
    assert "it begins with 100 of each" in answer.content.decode()


def test_an_editor_changes_the_rules_and_they_count_at_once(desk, post):
    values = {**fields_of(desk.get(RULES)), "hold_words": "pills\nказино", "most_links": 1}
    del values["hold_first"]
    assert desk.post(RULES, values).status_code == 302
    assert judge(written(post, "Казино!")).action == Action.HOLD
    assert judge(written(post, "Fair.")).action == Action.APPROVE
    assert ModerationRules.objects.count() == 1
    assert desk.post(RULES, fields_of(desk.get(RULES))).status_code == 302  # what is shown can be sent again


def test_a_line_that_can_be_no_entry_is_told_and_the_list_is_kept(desk):
    values = {**fields_of(desk.get(RULES)), "refuse_words": "pills\n***"}
    answer = desk.post(RULES, values)
    assert errors_of(answer) == ["Line 2, “***”, has neither a letter nor a digit in it."]
    assert answer.context["adminform"].form["refuse_words"].value() == "pills\n***"
    assert not ModerationRules.objects.exists()


def test_ten_thousand_entries_are_taken(desk):
    words = "\n".join(f"entry number {n}" for n in range(10_000))
    assert desk.post(RULES, {**fields_of(desk.get(RULES)), "hold_words": words}).status_code == 302
    assert ModerationRules.objects.get().hold_words.replace("\r\n", "\n") == words


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("refusal_percent", 101), ("refusal_sample", 51), ("least_seconds", 61)),
        *(("most_per_person", 10_001), ("most_per_network", 10_001)),
    ],
)
def test_a_number_out_of_range_is_refused(desk, field, value):
    answer = desk.post(RULES, {**fields_of(desk.get(RULES)), field: value})
    assert "less than or equal to" in errors_of(answer)[0]


def test_the_rules_show_what_the_score_knows(desk, post, edith, monkeypatch):
    monkeypatch.setattr("comments.rules.admin.LEAST_LESSONS", 1)
    for status in (Status.APPROVED, Status.SPAM):
        comment_on(post, status=status)
    Comment.objects.update(status_changed_by=edith)
    learn(Comment.objects.values_list("pk", flat=True))
    assert "1 good comments and 1 spam. It has called nothing spam yet." in desk.get(RULES).content.decode()
    learning.Lesson.objects.filter(is_spam=True).update(score=0.9)
    shown = desk.get(RULES).content.decode()
    assert "it gave 1 of them a score of 65 or more; 100 % of these were spam. It found 100 % of the spam." in shown


@pytest.mark.parametrize("address", ["/desk/rules/moderationrules/2/change/", "/desk/rules/moderationrules/add/"])
def test_there_is_one_set_of_rules(desk, address):
    assert desk.get(address).status_code in (302, 403)


# Bans


def test_a_moderator_bans_and_clears_what_was_written_before(desk, post, edith):
    comment_on(post, user_email="spike@spam.example")
    values = {"kind": "domain", "subject": "@SPAM.example", "reason": "Advertising", "until": ""}
    page = desk.post(f"{BANS}add/", {**values, "clears": "on"}, follow=True).content.decode()
    assert "1 comment put in the trash." in page
    made = Ban.objects.get()
    assert (made.key, made.made_by, made.until) == ("domain:spam.example", edith, None)
    assert Comment.objects.get().status == Status.TRASH
    assert "spam.example" in desk.get(BANS).content.decode()


def test_a_ban_on_nothing_is_told_beside_the_field(desk):
    answer = desk.post(f"{BANS}add/", {"kind": "email", "subject": "nobody", "reason": "x"})
    assert answer.context["adminform"].form.errors["subject"] == ["“nobody” is no e-mail address."]


def test_a_ban_ends_when_the_editor_says_and_not_before_it_begins(desk):
    values = {"kind": "email", "subject": "spike@example.org", "reason": "x"}
    answer = desk.post(f"{BANS}add/", {**values, "until": "2026-03-04T11:59"})
    assert errors_of(answer) == ["This is in the past; a ban ends later, or is left without an end."]
    assert desk.post(f"{BANS}add/", {**values, "until": "2026-03-05T12:00"}).status_code == 302
    made = Ban.objects.get()
    assert made.until == datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
    assert 'value="2026-03-05T12:00"' in desk.get(f"{BANS}{made.pk}/change/").content.decode()


@pytest.mark.parametrize("kind", ["account", "email", "domain", "network", "household"])
def test_a_ban_begins_with_the_writer_of_a_comment(desk, post, spike, kind):
    comment = comment_on(post, user=spike, user_email="spike@spam.example", ip_address="41.58.7.7")
    initial = desk.get(f"{BANS}add/?comment={comment.pk}&kind={kind}").context["adminform"].form.initial
    whom = {
        "account": str(spike.pk),
        "email": "spike@spam.example",
        "domain": "spam.example",
        "network": fingerprint("41.58.7.7"),
        "household": fingerprint("41.58.7.7"),
    }
    # A network's address is shown nowhere at the desk: its fingerprint stands for it.
    assert initial == {"kind": "household" if kind == "network" else kind, "subject": whom[kind]}
    values = {**initial, "reason": "Advertising", "until": ""}
    assert desk.post(f"{BANS}add/", values).status_code == 302
    assert judge(written(post, user=spike, user_email="spike@spam.example", ip_address="41.58.7.7")).refusal


@pytest.mark.parametrize("query", ["comment=x&kind=email", "comment=9999999&kind=email", "kind=planet", "comment=²"])
def test_an_odd_address_begins_an_empty_ban(desk, query):
    assert desk.get(f"{BANS}add/?{query}").context["adminform"].form.initial["subject"] == ""


def test_a_ban_is_ended_and_never_rewritten(desk, post, edith):
    made = Ban.objects.create(kind="email", subject="guest@example.net", reason="x")
    values = {"subject": "other@example.net", "reason": "still", "until": ""}
    assert desk.post(f"{BANS}{made.pk}/change/", values).status_code == 302
    made.refresh_from_db()
    assert (made.subject, made.reason) == ("guest@example.net", "still")
    page = desk.post(BANS, {"action": "end_now", "_selected_action": [made.pk]}, follow=True).content.decode()
    assert "1 ban ended." in page
    assert judge(written(post)).action != Action.REFUSE
    assert "guest@example.net" not in desk.get(BANS).content.decode()
    assert "guest@example.net" in desk.get(f"{BANS}?in_force=all").content.decode()
    assert desk.get(f"{BANS}{made.pk}/delete/").status_code == 403


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_a_moderator_sees_every_page(desk, address):
    assert desk.get(address, follow=True).status_code == 200


@pytest.mark.parametrize("person", ["remy", "colin", "ruth"])
def test_nobody_else_sees_or_changes_the_rules_and_the_bans(client, request, post, person):
    made = Ban.objects.create(kind="email", subject="guest@example.net", reason="x")
    client.force_login(request.getfixturevalue(person))
    more = [f"{BANS}{made.pk}/change/", f"{BANS}{made.pk}/history/", f"{BANS}{made.pk}/delete/"]
    for address in [*EVERY_PAGE, *more]:
        assert client.get(address).status_code in (302, 403, 404), address
        assert "desk/rules" not in client.get(address, follow=True).redirect_chain[-1:], address
        assert client.post(address, {"hold_everything": "on", "action": "end_now"}).status_code in (302, 403, 404)
    assert not ModerationRules.objects.exists()
    made.refresh_from_db()
    assert made.is_in_force


# The way there


def ways_of(client) -> list[tuple[str, str]]:
    nav = client.get("/desk/").content.decode().partition('<nav class="desk-nav"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]*)">(\w+)</a>', nav)


def test_rules_and_bans_stand_at_the_top_after_the_comments_for_who_may_moderate(desk):
    assert ways_of(desk) == [
        ("/desk/blog/post/", "Stories"),
        ("/desk/comments/comment/", "Comments"),
        ("/desk/rules/moderationrules/", "Rules"),
        ("/desk/rules/ban/", "Bans"),
        ("/desk/blog/image/", "Pictures"),
    ]
    assert [desk.get(address, follow=True).status_code for address, _name in ways_of(desk)] == [200] * 5


@pytest.mark.parametrize("who", ["remy", "colin"])
def test_who_may_not_moderate_sees_no_way_to_rules_and_bans(request, client, who):
    client.force_login(request.getfixturevalue(who))
    names = [name for _address, name in ways_of(client)]
    assert names[0] == "Stories"
    assert not {"Comments", "Rules", "Bans"} & set(names)
