"""The audit log: who did what to stories, pictures, people and settings; read by editors, changed by nobody."""

import pytest
from django.contrib.auth.models import Group

from blog.models import AuditEntry, User
from blog.models.audit import AuditIsForGood
from tests import factories
from tests.blog.desk import address, sheet, signed_in

pytestmark = pytest.mark.django_db


def deeds(thing=None):
    entries = AuditEntry.objects.about(thing) if thing else AuditEntry.objects.all()
    return [(entry.by_name, entry.deed) for entry in entries.order_by("pk")]


def test_what_happens_to_a_story_is_kept_with_who_did_it(remy, edith):
    story = factories.draft(by=remy)
    story.submit(by=remy)
    story.send_back(by=edith, note="Who says so?")
    assert deeds(story) == [("Remy", "saved"), ("Remy", "submit"), ("Edith", "send back")]
    assert AuditEntry.objects.first().note == "Who says so?"


def test_what_is_done_to_pictures_people_and_sections_at_the_desk_is_kept(edith, roles):
    boss = factories.user("boss", is_staff=True)
    boss.groups.add(Group.objects.get(name="Administrator"))
    desk = signed_in(boss)
    picture = factories.image()
    desk.post(address("image_change", picture.pk), {"alt": "Other hills", "focal_x": 0.5, "focal_y": 0.5})
    assert deeds(picture) == [("Boss", "changed")]
    desk.post(address("section_add"), {"name": "World", "position": 1})
    assert AuditEntry.objects.filter(kind="blog.section", deed="added", thing="World").count() == 1
    fields = {"username": "edith", "first_name": "Edith", "is_staff": "on", "is_active": "on", "groups": []}
    desk.post(address("user_change", edith.pk), fields)
    entry = AuditEntry.objects.about(edith).first()
    assert (entry.by_name, entry.deed) == ("Boss", "changed")
    assert "Groups" in entry.note


def test_a_story_saved_at_the_desk_is_told_of_once(remy):
    story = factories.draft(by=remy)
    before = AuditEntry.objects.count()
    signed_in(remy).post(address("post_change", story.pk), sheet(story, body="Other words."))
    assert AuditEntry.objects.filter(kind="blog.post", deed="saved").count() == 2
    assert AuditEntry.objects.exclude(deed__startswith="signed").count() == before + 1


def test_who_came_to_the_desk_and_who_was_kept_out_is_kept(client, edith, ruth):
    def sign_in(name, password):
        client.post("/desk/login/", {"username": name, "password": password})

    sign_in("edith", factories.PASSWORD)
    client.post("/desk/logout/")
    sign_in("edith", "guess")
    sign_in("my secret password", "edith")
    sign_in("ruth", "guess")
    assert deeds() == [("Edith", "signed in"), ("Edith", "signed out"), ("", "failed to sign in")]
    assert "secret" not in str(list(AuditEntry.objects.values()))


def test_an_entry_is_neither_changed_nor_deleted(remy):
    factories.draft(by=remy)
    entry = AuditEntry.objects.get()
    for act in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(deed="nothing"),
    ):
        with pytest.raises(AuditIsForGood):
            act()


def test_the_name_stays_when_the_account_is_gone(roles):
    guest = factories.user("guest", is_staff=True)
    AuditEntry.note_down("signed in", by=guest, about=guest)
    guest.delete()
    assert AuditEntry.objects.get().by_name == "Guest"


def test_editors_read_it_and_nobody_else_and_nobody_changes_it(edith, remy, colin):
    story = factories.draft(by=remy)
    page = address("auditentry_changelist")
    assert str(story) in signed_in(edith).get(page).content.decode()
    entry = AuditEntry.objects.first()
    for name, key in (("add", []), ("change", [entry.pk]), ("delete", [entry.pk])):
        answer = signed_in(edith).post(address(f"auditentry_{name}", *key), {"deed": "nothing", "post": "yes"})
        assert answer.status_code in (302, 403)
    assert AuditEntry.objects.filter(pk=entry.pk, deed=entry.deed).exists()
    for user in (remy, colin):
        assert signed_in(user).get(page).status_code == 403
    assert User.objects.filter(pk=edith.pk).exists()
