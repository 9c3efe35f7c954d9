"""The switch that closes the desk and leaves the paper up."""

import re

import pytest
from django.contrib import admin
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver

from blog.lockdown.switch import lock_path
from blog.models import Lockdown, User
from tests import factories
from tests.blog.desk import signed_in

LOCK = "/desk/lock-down/"
EXAMPLES = {"url": "nowhere", "app_label": "blog", "slug": "a", "name": "a"}  # of what stands in an address; else 1
OPEN = {"/desk/login/", "/desk/logout/"}


def lock(**more):
    return Lockdown.begin(**{"way": Lockdown.Way.SHELL, **more})


def addresses(patterns, before="/desk/"):
    """An example of each address of the desk."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + example(pattern.pattern))
        else:
            yield before + example(pattern.pattern)


def example(pattern):
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", str(pattern)).strip("^$").replace("\\Z", "")
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: EXAMPLES.get(found[1], "1"), route)


def test_every_address_of_the_desk_is_closed_to_old_cookies_and_to_passwords_alone(edith):
    edith.is_superuser = True
    edith.save()
    old, every = signed_in(edith), sorted(set(addresses(admin.site.urls[0])))
    assert len(every) > 60
    assert old.get("/desk/").status_code == 200
    lock()
    only_password = signed_in(User.objects.get(pk=edith.pk))
    for path in set(every) - OPEN:
        for client in (old, only_password, Client()):
            for answer in (client.get(path), client.post(path, {"term": "e"})):
                assert answer.status_code == 302, path
                assert answer.headers["Location"].startswith("/desk/login/?next="), path
    assert only_password.get(LOCK).status_code == 302
    assert "_auth_user_id" not in old.session
    assert only_password.get("/desk/login/").status_code == 200


def test_no_list_for_scripts_tells_an_address(edith, post):
    client = signed_in(edith)
    query = "/desk/autocomplete/?app_label=blog&model_name=post&field_name=poster&term=e"
    lock()
    for reader in (client, signed_in(User.objects.get(pk=edith.pk))):
        answer = reader.get(query, headers={"Accept": "application/json"})
        assert answer.status_code == 302
        assert "@" not in answer.content.decode()


def test_readers_pages_are_the_same_bytes_and_cost_the_same(client, ruth, post):
    paths = [
        "/",
        post.get_absolute_url(),
        "/feed/atom/",
        f"/author/{post.poster.slug}/",
        "/nowhere/",
        "/comments/feed/",
    ]
    reader = signed_in(ruth)

    def read():
        for path in paths:
            for who in (client, reader):
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    answer = who.get(path)
                yield path, answer.status_code, answer.content, dict(answer.headers), len(queries)

    list(read())  # what a process learns once
    before = list(read())
    lock()
    assert list(read()) == before


def test_readers_stay_signed_in_and_staff_do_not(ruth, remy, post):
    reader, writer = signed_in(ruth), signed_in(remy)
    lock()
    assert reader.get("/comments/identity/").status_code == 200
    assert writer.get("/comments/identity/").status_code == 204


def test_the_desk_asks_one_question_more_and_readers_pages_none(edith, client, post):
    with CaptureQueriesContext(connection) as queries:
        client.get(post.get_absolute_url())
    assert not [query for query in queries if "lockdown" in query["sql"]]
    desk = signed_in(edith)
    with CaptureQueriesContext(connection) as queries:
        desk.get("/desk/")
    assert len([query for query in queries if '"blog_lockdown"' in query["sql"]]) == 1


def test_an_editor_locks_it_by_typing_that_they_mean_it(edith):
    client = signed_in(edith)
    assert 'href="/desk/lock-down/"' in client.get("/desk/").content.decode()
    page = client.get(LOCK).content.decode()
    assert "Only whoever runs the site can open the desk again." in page
    wrong = client.post(LOCK, {"words": "yes"})
    assert wrong.status_code == 400
    assert "Nothing was locked. Type “lock down” to confirm." in wrong.content.decode()
    assert Lockdown.current() is None
    assert client.post(LOCK, {"words": " Lock  Down "}).headers["Location"] == "/desk/login/"
    lockdown = Lockdown.current()
    assert (lockdown.begun_by, lockdown.begun_by_name, lockdown.way) == (edith, "Edith", "desk")
    assert client.get(LOCK).status_code == 302


def test_the_page_names_those_whom_no_code_would_reach(edith, remy):
    User.objects.filter(pk__in=[edith.pk, remy.pk]).update(email="")
    page = signed_in(User.objects.get(pk=edith.pk)).get(LOCK).content.decode()
    assert re.search(r"no address in their account:\s+Edith \(that is you\), Remy", page)


@pytest.mark.parametrize("who", ["remy", "colin", "ruth"])
def test_nobody_but_editors_locks_it(request, who):
    user = request.getfixturevalue(who)
    client = signed_in(user)
    assert client.get(LOCK).status_code in (302, 403)
    assert client.post(LOCK, {"words": "lock down"}).status_code in (302, 403)
    assert "lock-down" not in client.get("/desk/").content.decode()
    with pytest.raises(PermissionDenied):
        Lockdown.begin(way="desk", by=user)
    assert Lockdown.current() is None


def test_a_form_of_another_site_locks_nothing(edith):
    client = Client(enforce_csrf_checks=True)
    client.force_login(edith)
    assert client.post(LOCK, {"words": "lock down"}).status_code == 403
    assert Lockdown.current() is None


def test_the_signed_link_locks_without_a_login_by_its_button_alone(edith):
    path, desk = lock_path(), signed_in(edith)
    for response in (Client().get(path), Client().head(path), Client().post(path)):
        assert response.status_code == 200
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "private, no-store"
        assert not response.cookies
    assert Lockdown.current() is None
    assert "The desk is locked" in Client().post(path, {"lock": "yes"}).content.decode()
    assert Lockdown.current().way == Lockdown.Way.LINK
    assert desk.get("/desk/").status_code == 302
    assert "It is locked already" in Client().get(path).content.decode()


def test_the_signed_link_ends_with_the_lock_down_and_a_new_one_is_made(db):
    path = lock_path()
    lock()
    Lockdown.end()
    assert Client().post(path, {"lock": "yes"}).status_code == 410
    assert Lockdown.current() is None
    Client().post(lock_path(), {"lock": "yes"})
    assert Lockdown.current() is not None


@pytest.mark.parametrize("token", ["nonsense", "MA:1abc:def"])
def test_a_guessed_link_locks_nothing(db, token):
    assert Client().post(f"/desk/lock-down/link/{token}/", {"lock": "yes"}).status_code == 404
    assert Lockdown.current() is None


def test_the_desk_is_locked_once_at_a_time(db):
    lock()
    with pytest.raises(ValueError, match="locked already"):
        lock()
    with pytest.raises(IntegrityError), transaction.atomic():
        Lockdown.objects.create(way="shell")
    assert Lockdown.end() is True
    assert Lockdown.end() is False
    lock()
    assert Lockdown.objects.count() == 2


def test_sessions_that_were_ended_stay_so_when_the_desk_is_open_again(edith):
    client = signed_in(edith)
    lock()
    Lockdown.end()
    assert client.get("/desk/").status_code == 302
    client.post("/desk/login/?next=/desk/", {"username": "edith", "password": factories.PASSWORD})
    assert client.get("/desk/").status_code == 200
    assert mail.outbox == []


def test_a_session_from_before_this_rule_was_made_goes_on(edith):
    """Nobody is logged out by an upgrade: without a lock-down, a session is bound as Django binds it."""
    plain = super(User, edith).get_session_auth_hash()
    assert edith.get_session_auth_hash() == plain
    lock()
    edith.refresh_from_db()
    assert edith.get_session_auth_hash() != plain


def test_a_change_of_the_sites_secret_logs_nobody_out_after_a_lock_down(edith, settings):
    lock()
    Lockdown.end()
    client, old = signed_in(User.objects.get(pk=edith.pk)), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another secret of the site, long enough to be one", [old]
    assert client.get("/desk/").status_code == 200


def test_operators_lock_and_open_it_and_see_who_can_enter(edith, capsys):
    call_command("lockdown", "status")
    call_command("lockdown", "on")
    with pytest.raises(CommandError, match="locked already"):
        call_command("lockdown", "on")
    with pytest.raises(CommandError, match="is locked"):
        call_command("lockdown_link")
    call_command("lockdown", "status")
    call_command("lockdown", "off")
    with pytest.raises(CommandError, match="not locked"):
        call_command("lockdown", "off")
    call_command("lockdown_link")
    said = capsys.readouterr().out
    assert "The desk is open.\n" in said
    assert "Locked since 2026-03-04 12:00, by an operator." in said
    assert "edith: edith@example.org" in said
    path = re.search(r"http://127\.0\.0\.1:8000(/desk/lock-down/link/\S+)", said)[1]
    assert Client().get(path).status_code == 200
