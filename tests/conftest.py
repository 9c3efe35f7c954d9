"""The cast, the frozen clock, and on-commit work that really runs."""

from datetime import UTC, datetime
from importlib import import_module

import hypothesis
import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.signals import request_started
from django.db import connection, transaction
from django.db.migrations import RunPython

from blog import limits
from blog.models import masthead
from blog.saved_pages import store
from tests import factories

# The machines that run this are noisy: what a test takes says nothing about the code.
hypothesis.settings.register_profile("byline", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("byline")

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items):
    """Mark what touches the database, for the second run, on another one."""
    for item in items:
        if item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames):
            item.add_marker("database")


@pytest.fixture(autouse=True)
def _quick_and_plain(settings):
    """Hash passwords cheaply; name static files plainly, as no test here collects them."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.SAVE_PAGES = False  # a test sees what is made, and counts what it takes; see the fixture `saving`
    cache.clear()
    limits.forget_known()
    masthead.forget_known()


def _ask_for_the_masthead_anew(**kwargs):
    if connection.force_debug_cursor:
        masthead.forget_known()


@pytest.fixture(autouse=True)
def _every_page_whose_queries_are_counted_asks_for_the_masthead():
    """So that each has the queries that it has at worst, and the same however often it is asked for."""
    request_started.connect(_ask_for_the_masthead_anew)
    yield
    request_started.disconnect(_ask_for_the_masthead_anew)


@pytest.fixture(autouse=True)
def clock(request):
    """It is noon on 4 March 2026 and stays so, unless the test moves it (`clock.shift(…)`) or drives a browser."""
    if "browser" in request.keywords:
        yield None
        return
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _commits_are_heard(request, monkeypatch):
    """A test's own transaction never commits. Here its outermost savepoints count as commits: what waits for them runs.

    An error in a listener fails the test, even where a live site would only log it.
    """
    if "db" not in request.fixturenames or "transactional_db" in request.fixturenames:
        return
    request.getfixturevalue("db")
    _ = connection.features.supports_json_field  # asked of SQLite once, in three queries: not by a test that counts
    leave, depth_of_the_test = transaction.Atomic.__exit__, len(connection.savepoint_ids)

    def leave_and_listen(self, kind, error, trace):
        leave(self, kind, error, trace)
        if kind is None and len(connection.savepoint_ids) == depth_of_the_test and not connection.needs_rollback:
            while connection.run_on_commit:
                _savepoints, listener, _robust = connection.run_on_commit.pop(0)
                listener()

    monkeypatch.setattr(transaction.Atomic, "__exit__", leave_and_listen)


@pytest.fixture
def saving(settings):
    """Pages are saved, as on a live site."""
    settings.SAVE_PAGES = True
    store.forget()
    yield store
    store.forget()


@pytest.fixture
def shared_database(transactional_db):
    """A database that threads share as processes do."""


@pytest.fixture
def roles(db):
    """The groups that migrations make. A test that really commits ends with every table emptied; make them again."""
    if not Group.objects.exists():
        for module in (
            "blog.migrations.0002_roles",
            "comments.migrations.0002_moderators",
            "blog.migrations.0012_audit",
        ):
            for operation in import_module(module).Migration.operations:
                if isinstance(operation, RunPython):
                    operation.code(apps, connection.schema_editor())


def _person(username, group=None, **more):
    user = factories.user(username, **more)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def edith(roles):
    """Edits: may do everything with every story."""
    return _person("edith", "Editor", is_staff=True)


@pytest.fixture
def remy(roles):
    """Reports: writes and publishes own stories."""
    return _person("remy", "Author", is_staff=True)


@pytest.fixture
def colin(roles):
    """Contributes: writes own stories, and cannot publish them."""
    return _person("colin", "Contributor", is_staff=True)


@pytest.fixture
def ruth(db):
    """Reads, and has an account."""
    return _person("ruth")


@pytest.fixture
def spike(db):
    """Spams, and has an account."""
    return _person("spike")


@pytest.fixture
def post(remy, edith):
    """A published story of Remy's."""
    return factories.published_post(by=remy, editor=edith)
