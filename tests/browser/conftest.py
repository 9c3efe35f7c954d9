"""A real browser, Debian's Chromium, on a real server."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.tooling import CHROMIUM_ARGUMENTS, require

PATIENCE = 30_000  # milliseconds: what is awaited comes; how soon says nothing on a busy machine
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": require("chromium"), "args": CHROMIUM_ARGUMENTS}


@pytest.fixture
def site(live_server, roles, settings):
    """The address of a running site."""
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url


@pytest.fixture
def open_browser(browser, site):
    """Opens browsers of people of their own: open_browser(script=False, width=360, dark=True) → a Playwright page.

    At the end, a page that broke the content security policy or had a script fail fails its test.
    """
    contexts, complaints = [], []

    def open_one(*, script=True, width=1280, dark=False, bypass_csp=False):
        context = browser.new_context(
            base_url=site,
            java_script_enabled=script,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            bypass_csp=bypass_csp,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note(message, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.set_offline(True)  # or what a page sends as it closes reaches the database of the next test
        context.close()
    assert complaints == []


def _note(message, complaints):
    is_refused_form = "Failed to load resource" in message.text  # a form that comes back is answered with its status
    if message.type == "error" and not is_refused_form:
        complaints.append(message.text)


@pytest.fixture
def at_the_desk(open_browser):
    """Opens a browser signed in at the desk: at_the_desk(edith) → a Playwright page."""

    def sign_in(user, **how):
        page = open_browser(**how)
        page.goto("/desk/")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill(factories.PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/desk/")
        return page

    return sign_in
