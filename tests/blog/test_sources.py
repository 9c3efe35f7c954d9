"""The ledger of sources at the desk: who enters, who reads, who signs."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from blog.models import Author, SignOffRefused, Source
from tests import factories
from tests.blog.desk import address, said, signed_in
from tests.blog.sources import BODY, SECRETS, TYPED, add, quarkbeast

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(remy):
    return factories.draft(by=remy, headline="The tanks of Konna", body=BODY)


@pytest.fixture
def source(story, remy):
    return quarkbeast(story, by=remy)


# Entering and reading


def test_a_writer_enters_a_source_and_an_editor_reads_it(story, remy, edith):
    answer = add(remy, story, contact=f"{SECRETS[1]} {SECRETS[2]}")
    assert "in the ledger" in said(answer)
    source = Source.objects.get()
    assert (source.post, source.entered_by, source.is_signed_off) == (story, remy, False)
    page = signed_in(edith).get(address("post_sources", story.pk)).content.decode()
    for words in SECRETS:
        assert words in page
    assert "waits for an editor" in page


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"name": " "}, "name", "required"),
        ({"how": "telepathy"}, "how", "valid choice"),
        ({"passage": "words it never had"}, "passage", "does not have these words"),
        ({"why_unnamed": ""}, "why_unnamed", "Say why"),
        ({"public_words": "As moussa  quarkbeast told us"}, "public_words", "name the source"),
        ({"contact": "\x00"}, "contact", "Null"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(story, remy, typed, field, why):
    answer = add(remy, story, **typed)
    assert answer.status_code == 400
    assert why in " ".join(answer.context["form"].errors[field])
    assert TYPED["public_words"] in answer.content.decode() or "public_words" in typed
    assert not Source.objects.exists()


def test_every_form_of_the_page_carries_its_token(story, source, edith):
    page = signed_in(edith).get(address("post_sources", story.pk)).content.decode()
    assert page.count('name="csrfmiddlewaretoken"') == page.count('method="post"') == 4  # with that to log out


def test_the_way_from_the_check_fills_in_the_passage(story, remy):
    page = signed_in(remy).get(address("post_change", story.pk)).content.decode()
    link = page.split(f'href="{address("post_sources", story.pk)}?')[1].split('"')[0].replace("&amp;", "&")
    form = signed_in(remy).get(f"{address('post_sources', story.pk)}?{link}").context["form"]
    assert (form["passage"].value(), form["is_unnamed"].value()) == ("On condition of anonymity.", True)


def test_a_source_is_changed_and_deleted_for_good(story, source, remy):
    desk = signed_in(remy)
    page = desk.get(address("post_source", story.pk, source.pk))
    assert page.context["form"]["name"].value() == SECRETS[0]
    desk.post(address("post_source", story.pk, source.pk), {**TYPED, "name": "Sgt. Y"})
    source.refresh_from_db()
    assert source.name == "Sgt. Y"
    assert desk.get(address("post_unsource", story.pk, source.pk)).status_code == 405
    desk.post(address("post_unsource", story.pk, source.pk))
    assert not Source.objects.exists()


def test_a_passage_that_left_the_story_does_not_keep_a_source_from_being_changed(story, remy):
    source = Source.objects.create(post=story, name="AFP", how="agency", passage="gone words", entered_by=remy)
    typed = {"name": "AFP Bamako", "how": "agency", "passage": "gone words"}
    assert signed_in(remy).post(address("post_source", story.pk, source.pk), typed).status_code == 302


# Who may


def test_a_contributor_sees_the_sources_they_entered_and_no_others(colin, edith, remy):
    story = factories.draft(by=remy, body=BODY, bylines=[Author.of(remy), Author.of(colin)])
    own = Source.objects.create(post=story, name="Colin's own", how="email", entered_by=colin)
    other = Source.objects.create(post=story, name=SECRETS[0], how="phone", contact=SECRETS[1], entered_by=remy)
    desk = signed_in(colin)
    page = desk.get(address("post_sources", story.pk)).content.decode()
    assert "Colin&#x27;s own" in page
    assert not [words for words in SECRETS if words in page]
    assert desk.get(address("post_source", story.pk, own.pk)).status_code == 200
    assert desk.get(address("post_source", story.pk, other.pk)).status_code == 404
    for name in ("post_source", "post_sign_off", "post_unsource"):
        assert desk.post(address(name, story.pk, other.pk), TYPED).status_code == 404
    assert not [words for words in SECRETS if words in desk.get(address("post_change", story.pk)).content.decode()]
    assert SECRETS[0] in signed_in(remy).get(address("post_sources", story.pk)).content.decode()
    assert SECRETS[0] in signed_in(edith).get(address("post_sources", story.pk)).content.decode()


@pytest.mark.parametrize(
    ("person", "state", "status"),
    [
        ("edith", "draft", 200),
        ("edith", "published", 200),
        ("remy", "draft", 200),
        ("remy", "published", 200),
        ("colin", "draft", 404),
        ("ruth", "draft", 302),
        (None, "draft", 302),
    ],
)
def test_the_ledger_is_open_to_those_who_may_change_the_story(request, client, story, source, person, state, status):
    if state == "published":
        story.publish(by=None)
    desk = signed_in(request.getfixturevalue(person)) if person else client
    for name, *more in (("post_sources",), ("post_source", source.pk)):
        answer = desk.get(address(name, story.pk, *more))
        assert answer.status_code == status
        assert (SECRETS[0] in answer.content.decode()) == (status == 200)


def test_a_contributor_does_not_reach_the_ledger_of_their_published_story(colin, edith):
    story = factories.published_post(by=colin, editor=edith)
    source = Source.objects.create(post=story, name="X", how="email", entered_by=colin)
    desk = signed_in(colin)
    assert desk.get(address("post_sources", story.pk)).status_code == 403
    assert desk.post(address("post_unsource", story.pk, source.pk)).status_code == 403


def test_a_source_is_not_reached_through_another_story(story, source, remy):
    other = factories.draft(by=remy)
    assert signed_in(remy).get(address("post_source", other.pk, source.pk)).status_code == 404


# The sign-off


def test_an_editor_signs_off_and_takes_it_back(story, source, edith):
    desk, place = signed_in(edith), address("post_sign_off", story.pk, source.pk)
    desk.post(place, {"seen": source.essence})
    source.refresh_from_db()
    assert (source.is_signed_off, source.signed_off_by) == (True, edith)
    assert source.signed_off_at is not None
    desk.post(place, {"take_back": "1"})
    source.refresh_from_db()
    assert (source.is_signed_off, source.signed_off_by, source.signed_off_at) == (False, None, None)


@pytest.mark.parametrize("person", ["remy", "colin", "ruth"])
def test_nobody_else_signs_off(request, story, source, person):
    user = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        source.sign_off(by=user)
    with pytest.raises(PermissionDenied):
        source.take_back_sign_off(by=user)
    assert signed_in(user).post(address("post_sign_off", story.pk, source.pk)).status_code in (302, 403, 404)
    source.refresh_from_db()
    assert not source.is_signed_off


def test_what_was_not_read_is_not_signed(story, source, edith):
    seen = source.essence
    Source.objects.filter(pk=source.pk).update(public_words="Sgt. Moussa")
    answer = signed_in(edith).post(address("post_sign_off", story.pk, source.pk), {"seen": seen}, follow=True)
    assert "changed meanwhile" in said(answer)
    with pytest.raises(SignOffRefused):
        source.sign_off(by=edith)
    source.refresh_from_db()
    assert not source.is_signed_off


def test_a_named_source_is_not_signed_off(story, edith):
    with pytest.raises(SignOffRefused, match="has a name"):
        Source.objects.create(post=story, name="AFP", how="agency").sign_off(by=edith)


@pytest.mark.parametrize(
    ("field", "value", "holds"),
    [
        ("name", "Another", False),
        ("how", "email", False),
        ("passage", "", False),
        ("why_unnamed", "Fear.", False),
        ("is_public", False, False),
        ("public_words", "A sergeant", False),
        ("contact", "+223 555 0100", True),
    ],
)
def test_an_edit_of_the_essential_words_takes_the_sign_off_back(story, source, edith, remy, field, value, holds):
    source.sign_off(by=edith)
    setattr(source, field, value)
    source.save()
    source.refresh_from_db()
    assert (source.is_signed_off, bool(source.signed_off_by)) == (holds, holds)
    if not holds:
        setattr(source, field, {**TYPED, "is_public": True, "passage": SECRETS[2]}[field])
        source.save()
        assert not source.is_signed_off  # nor does it come back by itself


def test_words_changed_behind_the_desks_back_are_not_signed_either(source, edith):
    source.sign_off(by=edith)
    Source.objects.filter(pk=source.pk).update(name="Another")
    source.refresh_from_db()
    assert not source.is_signed_off


def test_who_changes_a_signed_source_is_told_that_it_waits_again(story, source, edith, remy):
    source.sign_off(by=edith)
    answer = signed_in(remy).post(
        address("post_source", story.pk, source.pk), {**TYPED, "name": "Another"}, follow=True
    )
    assert "signs it off again" in said(answer)


def test_the_database_refuses_half_a_sign_off_and_an_unnamed_source_without_a_reason(source):
    for columns in ({"signed_words": "x"}, {"why_unnamed": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Source.objects.filter(pk=source.pk).update(**columns)
