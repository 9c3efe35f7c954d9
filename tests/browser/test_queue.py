"""The queue in a real browser: by keyboard alone, in batches with their undo, without script, and on a phone."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Decision, Status
from comments.rules.models import CommentVerdict
from tests import factories
from tests.browser.looking import violations
from tests.comments.conversation import comment_on

pytestmark = pytest.mark.browser
QUEUE = "/desk/comments/comment/"


@pytest.fixture
def post(site, remy, edith):
    return factories.published_post(by=remy, editor=edith)


def waiting(post, amount):
    return [
        comment_on(post, status=Status.PENDING, writer_name=f"Writer {number}", comment=f"Words {number}.").pk
        for number in range(1, amount + 1)
    ]


def statuses():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def said(page, words):
    expect(page.locator("#queue-said")).to_have_text(words)


def test_twenty_comments_are_decided_by_keyboard_alone_and_the_next_ones_come(at_the_desk, edith, post):
    keys = waiting(post, 22)
    page = at_the_desk(edith)
    page.goto(QUEUE)
    pressed = ["a", "s", "t", "a"] * 5
    page.keyboard.press("j")
    expect(page.locator(f"#comment-{keys[0]}")).to_be_focused()
    for number, key in enumerate(pressed):
        page.keyboard.press(key)
        if number < 19:
            expect(page.locator(f"#comment-{keys[number + 1]}")).to_be_focused()
    expect(page.locator(".queue-card")).to_have_count(2)  # loaded by itself, when the last answer was there
    expect(page.locator("#queue-tabs")).to_contain_text("Pending 2")
    verbs = {"a": "approved", "s": "spam", "t": "trash"}
    assert statuses() == [*(verbs[key] for key in pressed), "pending", "pending"]
    assert Decision.objects.count() == 20
    post.refresh_from_db()
    assert post.comment_count == 10
    page.keyboard.press("z")
    expect(page.locator(".messagelist")).to_contain_text("Undone: 1 comment")
    assert statuses()[19] == "pending"


def test_keys_walk_choose_open_and_stay_out_of_what_is_typed(at_the_desk, edith, post):
    keys = waiting(post, 3)
    page = at_the_desk(edith)
    page.goto(QUEUE)
    for key, now in (("j", 0), ("j", 1), ("ArrowDown", 2), ("k", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        expect(page.locator(f"#comment-{keys[now]}")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator(f"#comment-{keys[0]} [name=chosen]")).to_be_checked()
    page.keyboard.press("Shift+X")
    expect(page.locator("[name=chosen]:checked")).to_have_count(3)
    page.keyboard.press("Control+s")
    page.keyboard.press("/")
    page.keyboard.type("jast?")
    expect(page.locator("#queue-search")).to_have_value("jast?")
    page.locator(f"#comment-{keys[0]}").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Keys act by themselves").uncheck()
    page.keyboard.press("Escape")
    page.locator(f"#comment-{keys[0]}").focus()
    page.keyboard.press("s")
    page.reload()
    page.locator(f"#comment-{keys[0]}").focus()
    page.keyboard.press("s")
    expect(page.locator(f"#comment-{keys[0]}")).to_be_visible()
    assert statuses() == ["pending"] * 3
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{QUEUE}{keys[0]}/change/?next={QUEUE}")


def test_a_bad_line_and_a_quicker_colleague_bring_the_card_back(at_the_desk, edith, post):
    first, second, third = waiting(post, 3)
    page = at_the_desk(edith)
    page.goto(QUEUE)
    page.route("**/decide/", lambda route: route.abort())
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(f"#comment-{first}")).to_be_focused()
    expect(page.locator(f"#comment-{first} .queue-notice")).to_contain_text("The connection failed")
    page.unroute("**/decide/")
    page.keyboard.press("a")
    expect(page.locator(f"#comment-{first}")).to_have_count(0)
    said(page, "Approved: 1 comment.")
    Comment.objects.get(pk=second).spam(by=edith)
    page.keyboard.press("a")
    expect(page.locator(f"#comment-{second} .queue-notice")).to_have_text(
        "Edith: Marked as spam, just now; nothing was changed."
    )
    page.locator(f"#comment-{second}").get_by_role("button", name="Restore").click()
    expect(page.locator(f"#comment-{second}")).to_have_count(0)
    assert statuses() == ["approved", "pending", "pending"]
    assert page.locator(f"#comment-{third}").count() == 1


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (True, 360), (False, 360)])
def test_a_batch_is_decided_with_a_reason_and_taken_back(at_the_desk, edith, post, script, width):
    waiting(post, 22)
    page = at_the_desk(edith, script=script, width=width)
    page.goto(QUEUE)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("Writer 1", "Writer 3"):
        page.get_by_label(f"Choose the comment by {name}", exact=True).check()
    bar = page.get_by_role("group", name="Several at once")
    if script:
        expect(bar).to_be_in_viewport()  # once something is chosen
    bar.get_by_label("Why, for the journal").fill("Off the subject")
    bar.get_by_role("button", name="Trash").click()
    expect(page.locator("#queue-undo")).to_contain_text("Put in the trash: 2 comments")
    assert statuses() == ["trash", "pending", "trash", *["pending"] * 19]
    assert Decision.objects.get().reason == "Off the subject"
    page.get_by_label("All 20 on every page").check()
    page.get_by_role("group", name="Several at once").get_by_role("button", name="Approve").click()
    expect(page.locator("#queue-undo")).to_contain_text("Approved: 20 comments")
    expect(page.get_by_text("No comment waits.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 20 comments are where they stood before.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 2 comments are where they stood before.")).to_be_visible()
    assert statuses() == ["pending"] * 22


def test_each_comment_is_decided_without_script(at_the_desk, edith, post):
    keys = waiting(post, 4)
    page = at_the_desk(edith, script=False, width=360)
    page.goto(QUEUE)
    for number, name in enumerate(("Approve", "Spam", "Trash")):
        page.locator(f"#comment-{keys[number]}").get_by_role("button", name=name).press("Enter")
        page.wait_for_url(f"**{QUEUE}#comment-{keys[number + 1]}")
    page.locator("#queue-reason").press("Enter")  # no button is the default one
    page.get_by_role("link", name="Spam 1").click()
    expect(page.get_by_text("Words 2.")).to_be_visible()
    assert statuses() == ["approved", "spam", "trash", "pending"]


@pytest.mark.checker
def test_the_queue_has_no_accessibility_violation(at_the_desk, edith, post):
    parent = comment_on(post, writer_name="Mariam")
    for number in range(3):
        comment = comment_on(
            post,
            parent,
            status=Status.PENDING,
            user_email="a@example.org",
            comment="شكرا https://аррӏе.com " + "Long words. " * 150 * (number == 2),
            ip_address="192.0.2.7",
        )
        CommentVerdict.objects.create(
            comment=comment, writer="guest:a@example.org", action="hold", reasons=["One."], score=0.5
        )
    parent.report("somebody", "abuse", "Look.")
    found = []
    for width, dark in ((360, False), (1280, True)):
        page = at_the_desk(edith, width=width, dark=dark, bypass_csp=True)
        for tab in ("pending", "reported", "trash"):
            page.goto(f"{QUEUE}?tab={tab}")
            found += violations(page)
        page.goto(f"{QUEUE}?q=long")
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.locator("details summary").first.click()
        found += violations(page)
        page.keyboard.press("?")
        found += violations(page)
    assert found == []
