"""A comment's sheet at the desk, and its journal."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from comments.models import Comment, Decision, Status
from comments.models.journal import UNDO_WITHIN
from comments.rules.models import Ban, CommentVerdict
from comments.rules.subjects import fingerprint
from comments.templatetags.desk_moments import in_words
from tests.comments.conversation import comment_on
from tests.comments.rules_fixtures import past

ADDRESS = "41.58.77.1"


def sheet_of(comment):
    return f"/desk/comments/comment/{comment.pk}/change/"


@pytest.fixture
def desk(client, edith):
    client.force_login(edith)
    return client


@pytest.fixture
def held(post):
    """A guest's comment that waits, with what the rules said of it."""
    comment = comment_on(post, status=Status.PENDING, comment="See https://shop.example/a now.", ip_address=ADDRESS)
    verdict = {"writer": "guest:ruth@example.org", "action": "hold", "score": 0.71, "signs": ["pills", "cheap"]}
    CommentVerdict.objects.create(comment=comment, reasons=["It has 3 links."], **verdict)
    return comment


def press(desk, comment, follow=True, **form):
    return desk.post(sheet_of(comment), {"seen": comment.status, **form}, follow=follow)


def text_of(desk, comment) -> str:
    return desk.get(sheet_of(comment)).content.decode()


def test_a_held_comment_is_told_whole(desk, held, post):
    parent = comment_on(post, writer_name="Ada", comment="What was asked.")
    reply = comment_on(post, parent, status=Status.PENDING, user_url="https://ruth.example/")
    page = text_of(desk, held)
    for told in ("It has 3 links.", "71 %", "pills, cheap", "shop.example", "ruth@example.org", "typed, not proven"):
        assert told in page
    assert escape(post.headline) in page
    page = text_of(desk, reply)
    for told in ("What was asked.", "<bdi>Ada</bdi>", "https://ruth.example/"):
        assert told in page


def test_no_page_shows_the_address_of_a_network(desk, held):
    short = fingerprint(ADDRESS)[:8]
    for path in (sheet_of(held), f"/desk/comments/comment/{held.pk}/writer/"):
        page = desk.get(path).content.decode()
        assert ADDRESS not in page
        assert short in page


def test_reports_are_told_with_their_words(desk, held, ruth):
    held.report("one", "abuse", "It calls <b>her</b> names.", reporter=ruth)
    page = text_of(desk, held)
    assert "It is abusive or hateful" in page
    assert "It calls &lt;b&gt;her&lt;/b&gt; names." in page


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "\u202egnp.exe", "[x](javascript:alert(1))", "a" * 65_000]
)
def test_whatever_is_said_the_sheet_stands(desk, post, edith, words):
    comment = comment_on(post, status=Status.SPAM, comment=words, writer_name=words[:200], user_url="javascript:1")
    comment.amend(f"{words} more", by=edith)
    page = text_of(desk, comment)
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_the_hosts_of_links_are_spelled_out_as_the_network_knows_them(desk, post):
    comment = comment_on(post, status=Status.PENDING, comment="[news](https://аpple.example/x) and www.shop.xyz")
    page = text_of(desk, comment)
    assert "xn--pple-43d.example" in page  # its first letter is Cyrillic
    assert "www.shop.xyz" in page


def test_the_writers_past_and_bans_stand_beside_it(desk, post):
    *_, last = past(post, Status.APPROVED, Status.SPAM, Status.PENDING, writer_name="Ada", ip_address=ADDRESS)
    Ban.objects.create(kind="email", subject="guest@example.net", reason="Sells shoes.")
    page = text_of(desk, last)
    for told in ("1 approved, 1 refused, of 2 others.", "Sells shoes.", "kind=household", "kind=domain", "kind=email"):
        assert told in page
    assert "kind=account" not in page
    assert f"/desk/comments/comment/{last.pk}/writer/" in page


# The verbs


def test_a_button_decides_with_a_reason_and_the_journal_tells(desk, held, edith):
    answer = press(desk, held, move="trash", reason="  It names a minor. ")
    assert Comment.objects.get().status == Status.TRASH
    assert Decision.objects.get().reason == "It names a minor."
    page = answer.content.decode()
    for told in (
        "It names a minor.",
        "pending → in the trash",
        "Edith",
        "Arrived, held",
        'title="4 March 2026, 12:00:00"',
    ):
        assert told in page


@pytest.mark.parametrize(
    ("verb", "reason", "is_told"), [("trash", "Rude.", True), ("trash", " ", False), ("spam", "x", False)]
)
def test_the_writer_is_told_a_reason_for_the_trash_where_the_moderator_says_so(desk, held, verb, reason, is_told):
    page = press(desk, held, move=verb, reason=reason, is_told="yes").content.decode()
    assert Decision.objects.get().is_told is is_told
    assert ("told to its writer" in page) is is_told


def test_what_somebody_decided_meanwhile_is_left_alone(desk, held, edith):
    held.spam(by=edith)
    page = press(desk, held, move="approve", seen="pending").content.decode()
    assert "Cannot approve a comment that is marked as spam" in page
    assert Comment.objects.get().status == Status.SPAM


def test_a_decision_is_undone_on_the_sheet_for_ten_minutes(desk, held, clock):
    page = press(desk, held, move="spam").content.decode()
    decision = Decision.objects.get()
    assert f'name="undo" value="{decision.pk}"' in page
    page = press(desk, held, undo=decision.pk).content.decode()
    assert Comment.objects.get().status == Status.PENDING
    assert "undone by Edith" in page
    assert 'name="undo"' not in page
    press(desk, held, move="spam")
    clock.shift(UNDO_WITHIN + timedelta(seconds=1))
    assert 'name="undo"' not in text_of(desk, held)
    late = press(desk, held, undo=Decision.objects.latest("pk").pk).content.decode()
    assert "cannot be undone any more" in late
    assert Comment.objects.get().status == Status.SPAM


def test_what_a_writer_took_back_stays_so(desk, held):
    held.withdraw()
    page = text_of(desk, held)
    assert "Its writer took it back." in page
    assert 'name="undo"' not in page
    press(desk, held, undo=Decision.objects.get().pk)
    assert Comment.objects.get().status == Status.WITHDRAWN


def test_a_comment_is_picked_and_unpicked(desk, post):
    comment = comment_on(post)
    press(desk, comment, move="pick")
    assert Comment.objects.get().picked_at
    assert 'value="unpick"' in text_of(desk, comment)
    press(desk, comment, move="unpick")
    assert not Comment.objects.get().picked_at


@pytest.mark.parametrize("form", [{}, {"move": "delete"}, {"move": "__init__"}, {"undo": "x"}, {"undo": ""}])
def test_a_form_of_no_page_of_ours_does_nothing_and_says_so(desk, held, form):
    answer = press(desk, held, **form)
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("/desk/comments/comment/?status=spam", "/desk/comments/comment/?status=spam"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("/\\evil.example", None),
        ("javascript:alert(1)", None),
        ("/" + "a" * 5000, None),
        ("", None),
    ],
)
def test_the_way_back_stays_on_this_site(desk, held, asked, place):
    answer = press(desk, held, follow=False, move="approve", next=asked)
    assert answer.headers["Location"] == (place or sheet_of(held))


@pytest.mark.parametrize("key", ["0", "99999999999999999999", "999999", "x", "²"])
def test_a_comment_that_is_not_there_is_said_to_be_gone(desk, key):
    assert desk.get(f"/desk/comments/comment/{key}/change/").status_code == 404


# The journal


def test_the_journal_tells_the_words_before_and_after(desk, post, edith):
    comment = comment_on(post, comment="Call 555 0100, he knows.")
    comment.amend("Call me, he knows.", by=edith, reason="A telephone number.")
    comment.amend("Ask me, he knows.", by=edith)
    page = text_of(desk, comment)
    assert "<del>Call</del><ins>Ask</ins> me, he knows." in page
    assert "<del>555 0100,</del><ins>me,</ins> he knows." in page
    assert "A telephone number." in page


def test_the_journal_says_who_where_no_person_decided(desk, post, settings):
    settings.COMMENT_REPORTS_TO_HOLD = 1
    comment = comment_on(post, writer_name="Ada")
    comment.report("one", "spam")
    page = text_of(desk, comment)
    assert "the site’s own rules" in page
    assert "Readers reported it: 1." in page


def test_the_history_of_django_is_the_journal(desk, held):
    answer = desk.get(f"/desk/comments/comment/{held.pk}/history/")
    assert answer.headers["Location"] == f"{sheet_of(held)}#journal"


def test_a_long_journal_is_cut_and_costs_the_same(desk, held, edith):
    numbers = []
    for times in (1, 30):
        for _time in range(times):
            held.spam(by=edith)
            held.restore(by=edith)
            held.report(f"person {_time}", "spam")
        desk.get(sheet_of(held))
        with CaptureQueriesContext(connection) as queries:
            page = text_of(desk, held)
        numbers.append(len(queries))
    assert page.count("<strong>Marked as spam</strong>") == 25
    assert "The newest 50 decisions are shown." in page
    assert numbers[0] == numbers[1] <= 12


def test_moments_are_said_as_people_say_them(clock):
    now = timezone.now()
    said = {hours: in_words(now - timedelta(hours=hours)) for hours in (0, 0.2, 3, 20, 72, 24 * 400)}
    assert list(said.values()) == [
        "just now",
        "12 minutes ago",
        "today, 09:00",
        "yesterday, 16:00",
        "1 March, 12:00",
        "28 January 2025",
    ]


# What readers see of an edit


def test_readers_are_told_that_the_newsroom_edited(client, post, edith, clock):
    comment = comment_on(post, comment="Call 555 0100.")
    comment.amend("He knows.", by=edith)
    page = client.get(post.get_absolute_url()).content.decode()
    assert 'Edited by the newsroom <time datetime="2026-03-04T12:00:00Z">4 March 2026, 12:00</time>' in page
    assert "555" not in page


def test_a_writer_is_not_led_to_change_what_the_newsroom_edited(client, post, edith, ruth):
    comment = comment_on(post, user=ruth)
    client.force_login(ruth)
    assert "Edit or withdraw" in client.get(post.get_absolute_url()).content.decode()
    comment.amend("Other words.", by=edith)
    assert "Edit or withdraw" not in client.get(post.get_absolute_url()).content.decode()
