"""Every view of the newsroom's desk, those it has and those it will have, is closed to who has no business there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.models import (
    AuditEntry,
    Edition,
    EditorialNote,
    ErrorReport,
    FlatPage,
    FrontPage,
    Image,
    Letter,
    Likeness,
    PlannedChange,
    Post,
    PreflightRules,
    Sheet,
    SiteSettings,
    Source,
    User,
)
from tests import factories
from tests.blog.desk import sheet, signed_in
from tests.blog.live import report
from tests.blog.sheets import marks
from tests.blog.sources import TYPED

HEADLINE, CREDIT, WORDS = "Quarkbeast at the ministry", "P. Quarkfoto", "He lives in Quarkstrasse."
FORGED = "Forged by a stranger"

ADMINS = {model: at for model, at in admin.site._registry.items() if type(at).__module__.startswith("blog.")}
VIEWS = [(model, pattern) for model, at in ADMINS.items() for pattern in at.get_urls()]

# What an address without a story is about, for a contributor: a new story of their own, the library that all the
# newsroom shares, and the lists of names. They show nothing of another's story, and change nothing that is there.
OWN_ADDRESSES = {
    *("blog_post_changelist", "blog_post_add", "blog_post_autosave_new", "blog_post_differences_new"),
    *("blog_post_live_preview_new", "blog_post_offer", "blog_post_picture", "blog_post_known_picture"),
    "blog_image_words",
}
SHARED_NAMES = {
    f"blog_{noun}_{view}" for noun in ("author", "section", "tag") for view in ("changelist", "change", "history")
}
LIBRARY = {f"blog_image_{view}" for view in ("changelist", "add", "upload", "change", "history")}  # credits are its use
OPEN_TO_CONTRIBUTORS = OWN_ADDRESSES | SHARED_NAMES | LIBRARY

# What any button of these pages may be called.
TICKED = ("is_superuser", "is_staff", "is_active", "is_public")
PRESSED = {
    **dict.fromkeys(("_save", "_later", "end", "apply", "cancel", "restore", "resolve", "_clean", "older"), "1"),
    **dict.fromkeys(
        ("name", "words", "title", "path", "breaking", "username", "password1", "password2", "alt", "credit", "note"),
        FORGED,
    ),
    **dict.fromkeys(("publish_at", "change_at"), "2026-03-05T07:00"),
    **dict.fromkeys(("links-TOTAL_FORMS", "links-INITIAL_FORMS"), "0"),
    **dict.fromkeys(TICKED, "on"),
    "newer": "2",
    "action": "delete_selected",
    "post": "yes",
    "change_kind": "typo",
}


def _name(view) -> str:
    model, pattern = view
    return pattern.name or f"{model._meta.app_label}_{model._meta.model_name}_change"  # Django's redirect to it


@pytest.fixture
def story(remy, edith):
    """Remy's draft, with one of each thing that the desk has pages for."""
    picture = factories.image(alt="A beast", caption="The beast", credit=CREDIT)
    Image.objects.update(uploaded_by=remy)
    story = factories.draft(by=remy, headline=HEADLINE, lead=picture, section=factories.section("Science"))
    story.body += "\n\nMore."
    story.save()
    story.revise(by=remy)
    story.tags.add(factories.tag("Beasts"))
    other = factories.draft(by=remy, headline=HEADLINE)  # with a picture that looks like the first
    copy = factories.image(alt="The same beast", credit="")
    other.lead_with(copy, caption=WORDS)
    Likeness.remember(copy, picture.likeness.fingerprint)
    EditorialNote.objects.create(post=story, author=edith, words=WORDS)
    Source.objects.create(post=story, entered_by=remy, name="Quarkmann", how="phone", contact=WORDS)
    Sheet.objects.create(key=uuid4(), user=remy, post=story, typed={"body": WORDS}, typed_at=timezone.now())
    report(story, message=WORDS)
    story.planned_changes.create(
        snapshot={**story.snapshot(), "body": WORDS},
        based_on=story.revisions.first(),
        at=timezone.now() + timedelta(hours=1),
        made_by=remy,
    )
    PreflightRules.objects.create(pk=1)
    SiteSettings.objects.create()
    FlatPage.objects.create(title=HEADLINE, path="/quark/", body=WORDS)
    FrontPage.objects.create(pk=1, slots=[story.pk], breaking=WORDS, breaking_until=timezone.now() + timedelta(hours=1))
    Letter.objects.write("x", to="remy@example.org")
    return story


def arguments(view, story) -> dict:
    """What stands in the view's address, for this story and what belongs to it."""
    model, pattern = view
    things = {
        ("planned", "decide"): ("key", PlannedChange.objects.get().pk),
        ("source", "sign_off", "unsource"): ("key", Source.objects.get().pk),
        ("kept", "discard"): ("key", Sheet.objects.get().key),
        ("note",): ("note", EditorialNote.objects.get().pk),
        ("revision", "restore"): ("number", story.revisions.earliest("number").number),
    }
    verb = (pattern.name or "").removeprefix("blog_post_")
    known = dict(thing for verbs, thing in things.items() if verb in verbs and model is Post)
    known |= {name: row_of(model, story).pk for name in ("pk", "object_id", "id")}
    missing = pattern.pattern.converters.keys() - known.keys()
    assert not missing, f"Tell this test what {', '.join(sorted(missing))} means in the address of {_name(view)}."
    return {name: known[name] for name in pattern.pattern.converters}


def row_of(model, story):
    """The row of `model` that somebody else's story brings with it."""
    if model is Post:
        return story
    if model is User:
        return story.poster.user
    row = model.objects.order_by("pk").first()
    assert row, f"Tell this test how to make a {model._meta.verbose_name}, so that its pages can be tried."
    return row


def address_of(view, story) -> str:
    """Where the view stands for this story."""
    model, pattern = view
    given = arguments(view, story)
    if pattern.name:
        return reverse(f"admin:{pattern.name}", kwargs=given)
    home = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{home}{given['object_id']}/"  # Django's own redirect from the address without a verb


@pytest.fixture
def places(story):
    """The name and the address of every view."""
    return [(_name(view), address_of(view, story)) for view in VIEWS]


def everything() -> dict:
    """All rows of the newsroom by model and number: stories, revisions, pictures, people, the audit log."""
    tables = [*apps.get_app_config("blog").get_models(include_auto_created=True), Group, LogEntry]
    tables.remove(Edition)  # counts all the others' changes
    return {(table._meta.label, row[table._meta.pk.attname]): row for table in tables for row in table.objects.values()}


def filled(story) -> dict:
    """Every field and button that a forged form may have."""
    pressed = sheet(story, headline=FORGED, body=FORGED, _move="trash", _selected_action=[str(story.pk)])
    number = str(story.lead.image_id)
    pressed["remove"] = str(story.pk)  # from the front page
    return {**TYPED, **PRESSED, **pressed, **marks(), "picture": number, f"{number}-alt": FORGED, "pk": number}


def tried(client, address: str, story) -> list:
    """The answers to reading the page and to pressing its buttons, at the address itself."""
    names = ("file", "files", "lead_file")
    files = {name: SimpleUploadedFile(f"{name}.jpg", factories.picture_file(name), "image/jpeg") for name in names}
    return [client.get(address, {"older": 1, "newer": 2}), client.post(address, {**filled(story), **files})]


def is_refused(answer) -> bool:
    leads = answer.get("Location", "")
    return answer.status_code in (403, 404, 405) or (answer.status_code == 302 and leads.startswith("/desk/login/"))


def leads_nowhere(client, answer) -> bool:
    """True of a redirect whose end is a refusal, or the desk's own first page."""
    if answer.status_code != 302:
        return False
    end = client.get(answer["Location"], follow=True)
    last = end.redirect_chain[-1][0] if end.redirect_chain else answer["Location"]
    return (is_refused(end) or last == "/desk/") and not secrets_in(end)


def secrets_in(answer) -> set[str]:
    """What is nobody else's business, of the story and of what belongs to it."""
    return {secret for secret in (HEADLINE, CREDIT, WORDS) if secret in answer.content.decode()}


@pytest.mark.parametrize("person", [None, "ruth"])
def test_who_does_not_work_here_is_refused_by_every_view(request, story, places, person):
    client = signed_in(request.getfixturevalue(person)) if person else Client()
    before = everything()
    for name, address in places:
        for answer in tried(client, address, story):
            assert is_refused(answer), f"{name}: {answer.status_code} {answer.get('Location', '')}"
            assert not secrets_in(answer), name
        assert everything() == before, f"{name} changed something."


def test_a_contributor_reaches_nothing_of_anothers_draft(story, places, colin):
    client, faults = signed_in(colin), []
    before = everything()
    for name, address in places:
        is_open = name in OPEN_TO_CONTRIBUTORS
        for answer in tried(client, address, story):
            is_well = answer.status_code < 500 and (is_open or is_refused(answer) or leads_nowhere(client, answer))
            faults += [] if is_well else [f"{name}: {answer.status_code} {answer.get('Location', '')}"]
            told = secrets_in(answer) - ({CREDIT} if name in LIBRARY else set())
            faults += [f"{name} ({answer.request['REQUEST_METHOD']}) tells “{secret}”" for secret in sorted(told)]
        after = everything()
        added = {key: row for key, row in after.items() if key not in before}
        faults += [f"{name} changed {key}" for key, row in before.items() if after.get(key) != row]
        faults += [f"{name} added {key}" for key, row in added.items() if not is_open or row.get("post_id") == story.pk]
        before = after
    assert not faults, "\n".join(faults)


def test_every_view_is_there_for_somebody(story, places, remy, edith):
    """So that the refusals above are refusals, and not addresses that lead nowhere."""
    chief = factories.user("chief", is_staff=True, is_superuser=True)
    clients = [signed_in(person) for person in (remy, edith, chief)]
    for name, address in places:
        statuses = {client.get(address).status_code for client in clients}
        assert statuses & {200, 302, 405} or name.endswith(("_delete", "_add")), f"{name}: {statuses}"  # by nobody


def test_the_views_are_found():
    names = {_name(view) for view in VIEWS}
    assert names >= OPEN_TO_CONTRIBUTORS
    assert names >= {"blog_post_preview", "blog_post_restore", "blog_post_sign_off", "auth_user_password_change"}
    assert {AuditEntry, ErrorReport, PlannedChange, PreflightRules, FlatPage, FrontPage, SiteSettings} <= ADMINS.keys()
