"""The pages that letters lead to, and the door of the locked desk, in a browser: worked, and looked at by checkers."""

import re

import pytest
from django.core import mail

from blog.lockdown.switch import lock_path
from blog.models import User
from comments.held import held_path
from comments.models import Comment, Status
from comments.rules.letter_links import errands_of
from tests import factories
from tests.browser.looking import violations
from tests.comments.conversation import comment_on
from tests.comments.rules_fixtures import rules
from tests.tooling import vnu_check

pytestmark = pytest.mark.browser


@pytest.fixture
def comment(site, remy, edith):
    """Waits, and answers another."""
    rules(appeal_address="appeals@paper.example")
    post = factories.published_post(by=remy, editor=edith)
    return comment_on(post, comment_on(post), status=Status.PENDING, comment="You are all wrong.")


class Looker:
    """Collects what the checkers say of each page that it is shown."""

    def __init__(self, page):
        self.page, self.complaints, self.pages = page, [], {}

    def __call__(self, name):
        self.complaints += violations(self.page)
        self.pages[name] = self.page.content()
        is_wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        self.complaints += [f"{name} is wider than the screen"] if self.page.evaluate(is_wider) else []

    @property
    def everything(self):
        return [*self.complaints, *vnu_check(self.pages)]


def test_a_moderator_throws_a_comment_out_by_letter_and_its_writer_reads_why(open_browser, comment, edith):
    page = open_browser(width=360, dark=True, bypass_csp=True)
    look = Looker(page)
    page.goto(errands_of(comment, edith)[0].path)
    look("approve")
    page.get_by_text("Give a reason").click()
    page.get_by_label("Reason, for the journal").fill("It attacks a person.")
    page.get_by_label("Tell the writer this reason").check()
    page.get_by_role("button", name="Put in the trash").click()
    look("done")
    assert Comment.objects.get(pk=comment.pk).status == Status.TRASH
    page.goto(held_path(comment))
    look("told")
    assert page.get_by_text("It attacks a person.").is_visible()
    assert look.everything == []


def test_deciding_by_letter_works_with_script_off(open_browser, comment, edith):
    page = open_browser(script=False)
    page.goto(errands_of(comment, edith)[0].path)
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Edith approved it").wait_for()
    assert Comment.objects.get(pk=comment.pk).is_visible
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("letters about it are not sent").wait_for()
    assert not Comment.objects.get(pk=comment.pk).is_visible


def test_an_editor_locks_the_desk_and_comes_back_with_a_code(open_browser, at_the_desk, edith, remy):
    User.objects.filter(pk=remy.pk).update(email="")
    page = at_the_desk(edith, width=360, bypass_csp=True)
    look = Looker(page)
    page.goto(lock_path())
    look("link")
    page.goto("/desk/")
    page.get_by_role("link", name="Lock down the desk").click()
    page.get_by_label("To confirm").fill("yes")
    page.get_by_role("button", name="Lock down the desk").click()
    look("lock")
    page.get_by_label("To confirm").fill("lock down")
    page.get_by_role("button", name="Lock down the desk").click()
    look("login")
    page.get_by_label("Username").fill("edith")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Code").fill("1")
    page.get_by_role("button", name="Enter the desk").click()
    look("code")
    page.get_by_label("Code").fill(re.search(r"\n    ([0-9]{4} [0-9]{4})\n", mail.outbox[-1].body)[1])
    page.get_by_role("button", name="Enter the desk").click()
    page.get_by_role("link", name="The desk is locked: who has passed").click()
    look("locked")
    assert look.everything == []
