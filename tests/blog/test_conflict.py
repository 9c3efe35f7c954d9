"""Two people save one story: what only one touched is put together, and where they disagree both texts are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.admin.autosave_fields import merged, origin_after
from blog.admin.forms import PostForm
from tests import factories
from tests.blog.desk import said
from tests.blog.sheets import BODY, in_front_of_both, marks, now, opened
from tests.blog.test_autosave_kept import TOO_MANY_BRACKETS


@pytest.fixture
def story(remy, edith):
    return in_front_of_both(remy, edith)


def asked(answer) -> dict:
    """What the page that asks sends back, before anything is chosen."""
    assert answer.status_code == 409
    return {**dict(answer.context["sent"]), "theirs": answer.context["seen"]}


def texts(post):
    return list(post.revisions.order_by("number").values_list("kind", "snapshot__body"))


def test_paragraphs_that_only_one_of_two_touched_are_merged(story):
    post, remy, edith = story
    remy.save(body="One, by Remy.\n\nTwo.\n\nThree.")
    answer = edith.save(body="One.\n\nTwo.\n\nThree, by Edith.", follow=True)

    assert now(post).body == "One, by Remy.\n\nTwo.\n\nThree, by Edith."
    assert "put together" in said(answer)


def test_other_fields_are_merged_one_by_one(story):
    post, remy, edith = story
    world = factories.section("World")
    factories.tag("Mali")
    remy.save(section=world.pk, dateline="BAMAKO")
    edith.save(headline="Bridge opens again", tag_names="Mali")

    post = now(post)
    assert (post.headline, post.section, post.dateline) == ("Bridge opens again", world, "BAMAKO")
    assert [tag.name for tag in post.tags.all()] == ["Mali"]


def test_a_conflict_is_shown_side_by_side_and_nothing_is_lost(story):
    post, remy, edith = story
    remy.save(body="One.\n\nTwo, by <b>Remy</b>.\n\nThree.")
    answer = edith.save(body="One.\n\nTwo, by Edith.\n\nThree.")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Two, by " in page
    assert "Edith" in page
    assert "&lt;b&gt;Remy" in page
    assert "Remy saved this story at 12:00" in page
    assert now(post).body == "One.\n\nTwo, by <b>Remy</b>.\n\nThree."
    assert texts(post)[-1] == ("aside", "One.\n\nTwo, by Edith.\n\nThree.")


@pytest.mark.parametrize(
    ("choice", "result"),
    [
        ({"choose-0": "mine"}, "Two, by Edith."),
        ({"choose-0": "theirs"}, "Two, by Remy."),
        ({"choose-0": "both"}, "Two, by Edith.\n\nTwo, by Remy."),
        ({"choose-0": "anew", "anew-0": "Two, by both."}, "Two, by both."),
        ({"choose-0": "anew", "anew-0": ""}, ""),
    ],
)
def test_a_conflict_is_decided_without_script(story, choice, result):
    post, remy, edith = story
    remy.save(body="One, by Remy.\n\nTwo, by Remy.\n\nThree.")
    page = edith.save(body="One.\n\nTwo, by Edith.\n\nThree.")
    answer = edith.client.post(edith.place, {**asked(page), **choice})

    assert answer.status_code == 302
    assert now(post).body == "\n\n".join(filter(None, ["One, by Remy.", result, "Three."]))


def test_fields_in_conflict_are_asked_about_in_words(story):
    post, remy, edith = story
    world, africa = factories.section("World"), factories.section("Africa")
    remy.save(section=world.pk, headline="Remy’s headline")
    page = edith.save(section=africa.pk, headline="Edith’s headline", dateline="BAMAKO")
    shown = page.content.decode()

    assert "World" in shown
    assert "Africa" in shown
    edith.client.post(edith.place, {**asked(page), "choose-0": "mine", "choose-1": "theirs"})
    post = now(post)
    assert (post.headline, post.section, post.dateline) == ("Edith’s headline", world, "BAMAKO")


@pytest.mark.parametrize("choice", [{}, {"choose-0": "nonsense"}])
def test_a_conflict_that_is_not_decided_is_asked_again(story, choice):
    post, remy, edith = story
    remy.save(body="Remy’s.")
    page = edith.save(body="Edith’s.")
    again = edith.client.post(edith.place, {**asked(page), **choice})

    assert "Choose one for each" in again.content.decode()
    assert now(post).body == "Remy’s."
    assert len([kind for kind, _ in texts(post) if kind == "aside"]) == 1


def test_a_decision_does_not_count_for_what_was_saved_after_it_was_shown(story):
    post, remy, edith = story
    remy.save(body="Remy’s.")
    page = edith.save(body="Edith’s.")
    opened(post.poster.user, post).save(body="Remy’s, again.")
    again = edith.client.post(edith.place, {**asked(page), "choose-0": "mine"})

    assert again.status_code == 409
    assert now(post).body == "Remy’s, again."


def test_nothing_is_published_while_a_conflict_waits(story):
    post, remy, edith = story
    remy.save(body="Remy’s.")
    edith.values["_move"] = "publish"
    page = edith.save(body="Edith’s.")

    assert "press the other button again" in page.content.decode()
    edith.client.post(edith.place, {**asked(page), "choose-0": "mine"})
    assert not now(post).is_published


def test_what_waits_for_a_decision_is_offered_to_its_writer_again(story, edith):
    post, remy, sheet = story
    remy.save(body="Remy’s.")
    sheet.save(body="Edith’s.")

    kept = opened(edith, post).page.context["sheet"]["kept"]
    assert kept.typed["body"] == "Edith’s."
    assert opened(edith, post, f"?kept={kept.key}").save().status_code == 409


def test_one_who_goes_on_writing_never_meets_their_own_saves(story):
    post, remy, edith = story
    remy.autosave(body="One, by Remy.\n\nTwo.\n\nThree.", headline="  Bridge \n reopens today ")
    edith.save(body="One.\n\nTwo.\n\nThree, by Edith.")
    remy.autosave(body="One, by Remy, longer.\n\nTwo.\n\nThree.", headline="  Bridge \n reopens today, late ")
    remy.save(body="One, by Remy, longest.\n\nTwo.\n\nThree.")
    remy.save(body="One, by Remy, after going back.\n\nTwo.\n\nThree.")

    post = now(post)
    assert post.body == "One, by Remy, after going back.\n\nTwo.\n\nThree, by Edith."
    assert post.headline == "Bridge reopens today, late"


def test_names_that_the_story_puts_in_order_do_not_conflict_with_themselves(story):
    post, remy, _edith = story
    for name in ("Ada Ng", "Bea Lens"):
        factories.author(name)
    remy.autosave(by="ada ng")
    answer = remy.autosave(by="ada ng, bea lens").json()

    assert answer["why"] == ""
    assert [line.author.name for line in now(post).bylines.all()] == ["Ada Ng", "Bea Lens"]


def test_an_autosave_in_conflict_is_kept_and_asked_about_at_save(story):
    post, remy, edith = story
    remy.autosave(body="One.\n\nTwo, by Remy.\n\nThree.")
    answer = edith.autosave(body="One.\n\nTwo, by Edith.\n\nThree.").json()

    assert answer["why"] == "somebody else changed the same in: Text"
    assert "Remy saved at 12:00" in answer["others"]
    assert now(post).body == "One.\n\nTwo, by Remy.\n\nThree."
    assert edith.save().status_code == 409


def test_a_slug_settled_by_publishing_is_not_taken_back_by_an_older_sheet(remy, edith):
    post = factories.draft(by=remy, headline="Bridge reopens", body=BODY)
    sheet = opened(edith, post)
    post.publish(by=edith)
    sheet.save(body="Rewritten.")

    assert now(post).slug == "bridge-reopens"
    assert now(post).path == post.path


def test_a_sheet_that_nobody_remembers_is_asked_about_where_it_differs(story):
    _post, remy, edith = story
    remy.save(body="One.\n\nTwo, by Remy.\n\nThree.")
    edith.marks = {**marks(), "beat": 0, "began_from": 1}
    page = edith.save(body="One.\n\nTwo, by Edith.\n\nThree.")

    assert [question["label"] for question in page.context["questions"]] == ["Text"]
    assert "Two, by" in page.content.decode()


def test_a_forgotten_sheet_of_what_the_story_still_says_is_simply_saved(story):
    post, _remy, edith = story
    edith.marks = {**marks(), "beat": 0, "began_from": 1}

    assert edith.save(body="By Edith.").status_code == 302
    assert now(post).body == "By Edith."


def test_mangled_marks_overwrite_nothing(story):
    post, remy, edith = story
    remy.save(body="Remy’s.")
    edith.marks = {"sheet": "mangled", "began_from": "x", "beat": 0}

    assert edith.save(body="Edith’s.").status_code == 409
    assert now(post).body == "Remy’s."


def test_a_merged_text_with_a_bad_line_is_refused_and_kept(story):
    post, remy, edith = story
    remy.save(body="One, by Remy.\n\nTwo.\n\nThree.")
    answer = edith.save(body=f"One.\n\nTwo.\n\nThree. {TOO_MANY_BRACKETS}")

    assert "brackets" in str(answer.context["adminform"].form.errors["body"])
    edith.save(body="One, by Remy.\n\nTwo.\n\nThree, put right.")
    assert now(post).body == "One, by Remy.\n\nTwo.\n\nThree, put right."


values = st.fixed_dictionaries({"headline": st.sampled_from("abc"), "dateline": st.sampled_from("abc")})


@given(values, values, values)
def test_fields_of_one_side_alone_are_never_asked_about(before, mine, theirs):
    form = type("Form", (PostForm.__bases__[0],), {"Meta": PostForm.Meta})()
    together, questions, _ = merged(form, before, mine, theirs)
    for name, value in together.items():
        changed = {side[name] for side in (mine, theirs)} - {before[name]}
        assert (name in {q.field for q in questions}) == (len(changed) == 2)
        assert value == (mine[name] if len(changed) == 2 else next(iter(changed), before[name]))
    assert origin_after(mine, mine, theirs) == theirs
