"""What is typed is kept without a Save press, and readers see none of it before."""

from datetime import timedelta

from blog.models import Post
from tests import factories
from tests.blog.desk import address, said
from tests.blog.sheets import opened


def kinds(post):
    return list(post.revisions.values_list("number", "kind").order_by("number"))


def test_an_autosave_of_a_draft_is_in_the_story_and_in_one_revision(remy):
    post = factories.draft(by=remy, body="One.")
    sheet = opened(remy, post)

    first = sheet.autosave(body="One.\n\nTwo.").json()
    sheet.autosave(body="One.\n\nTwo.\n\nThree.", headline="Typed")

    post.refresh_from_db()
    assert (post.body, post.headline) == ("One.\n\nTwo.\n\nThree.", "Typed")
    assert kinds(post) == [(1, "saved"), (2, "autosaved")]
    assert (first["at"], first["why"]) == ("12:00", "")


def test_after_ten_minutes_an_autosave_begins_a_revision_of_its_own(remy, clock):
    post = factories.draft(by=remy)
    sheet = opened(remy, post)
    for minute in range(5):
        sheet.autosave(body=f"Minute {minute * 4}.")
        clock.shift(timedelta(minutes=4))

    texts = list(post.revisions.order_by("number").values_list("snapshot__body", flat=True))
    assert texts == [factories.BODY, "Minute 8.", "Minute 16."]


def test_an_explicit_save_always_has_its_own_revision(remy):
    post = factories.draft(by=remy)
    sheet = opened(remy, post)
    sheet.autosave(body="Typed.")
    sheet.save(body="Typed and saved.")
    opened(remy, post).autosave(body="Typed on.")

    assert kinds(post) == [(1, "saved"), (2, "autosaved"), (3, "saved"), (4, "autosaved")]


def test_a_save_of_what_was_autosaved_settles_that_revision(remy):
    post = factories.draft(by=remy)
    sheet = opened(remy, post)
    sheet.autosave(body="Typed.")
    sheet.save()
    opened(remy, post).autosave(body="Typed on.")

    assert kinds(post) == [(1, "saved"), (2, "saved"), (3, "autosaved")]


def test_nobody_elses_autosave_is_replaced(remy, edith):
    post = factories.draft(by=remy, body="One.\n\nTwo.")
    opened(remy, post).autosave(body="One, by Remy.\n\nTwo.")
    opened(edith, post).autosave(body="One, by Remy.\n\nTwo, by Edith.")

    assert [r.made_by for r in post.revisions.order_by("number")] == [remy, remy, edith]


def test_the_first_autosave_begins_the_story_once_and_tells_where(remy):
    sheet = opened(remy)
    lost = sheet.client.post(address("post_autosave_new"), {**sheet.values, **sheet.marks, "beat": 1, "body": "Begun."})
    sheet.marks["beat"] = 1  # that answer never arrived
    answer = sheet.autosave(body="Begun, and typed on.").json()

    post = Post.objects.get()
    assert lost.json()["story"] == answer["story"] == post.pk
    assert answer["page"] == address("post_change", post.pk)
    assert post.body == "Begun, and typed on."
    assert post.poster.user == remy


def test_save_after_an_autosave_whose_answer_was_lost_makes_no_second_story(remy):
    sheet = opened(remy)
    sheet.autosave(headline="Begun", body="Begun.")
    sheet.pk = None

    sheet.save(body="Begun and saved.")
    sheet.pk = None
    sheet.save(body="Begun and saved, pressed twice.")

    assert Post.objects.get().body == "Begun and saved, pressed twice."


def test_a_save_pressed_twice_on_a_new_story_makes_one(remy):
    sheet = opened(remy)
    sheet.save(headline="Once", body="Once.")
    sheet.save()

    assert Post.objects.count() == 1
    assert Post.objects.get().revisions.count() == 1


def test_a_late_autosave_does_not_undo_a_later_one_or_a_save(remy):
    post = factories.draft(by=remy)
    sheet = opened(remy, post)
    sheet.autosave(body="Newer.")
    sheet.marks["beat"] -= 1
    late = sheet.autosave(body="Older.")
    sheet.save(body="Saved.")
    sheet.marks["beat"] -= 1
    later = sheet.client.post(address("post_autosave", post.pk), {**sheet.values, **sheet.marks, "body": "Older."})

    post.refresh_from_db()
    assert late.json() == {"overtaken": 1}
    assert later.json() == {"overtaken": 2}
    assert post.body == "Saved."


def test_an_autosave_that_changes_nothing_makes_no_revision(remy):
    post = factories.draft(by=remy)
    changed_at = post.changed_at
    opened(remy, post).autosave()

    post.refresh_from_db()
    assert post.revisions.count() == 1
    assert post.changed_at == changed_at


def test_the_page_knows_what_the_newsroom_has(remy):
    post = factories.draft(by=remy)
    sheet = opened(remy, post)
    sheet.autosave(body="Typed.")

    acknowledged = opened(remy, post).page.context["sheet"]["acknowledged"].split()
    assert f"{sheet.marks['sheet']}:1" in acknowledged


def test_saving_says_when(remy):
    post = factories.draft(by=remy)
    assert "Saved at 12:00" in said(opened(remy, post).save(follow=True, body="Typed."))
