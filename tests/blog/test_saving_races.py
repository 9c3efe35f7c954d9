"""Several requests save one story at the same instant: every text is in its revisions, and nobody meets an error."""

import pytest

from blog.models import Post
from tests import factories
from tests.blog.desk import address
from tests.blog.sheets import opened
from tests.blog.test_letters_racing import at_once

PARAGRAPHS = ["One.", "Two.", "Three.", "Four."]


def body(**changed) -> str:
    return "\n\n".join(changed.get(f"p{n}", text) for n, text in enumerate(PARAGRAPHS))


def apart(work):
    """What `work` returned in a thread, where the shared database is."""
    return at_once(work, 1)[0]


def together(*works):
    """What the works returned, each in a thread of its own, begun at the same moment."""
    waiting = list(works)
    return at_once(lambda: waiting.pop()(), len(works))


@pytest.fixture
def sheets(remy, edith, shared_database):
    """The sheets of one draft, in front of Remy and of Edith."""

    def open_both():
        post = factories.draft(by=remy, body=body())
        return opened(remy, post), opened(edith, post)

    return apart(open_both)


def story() -> tuple[str, list[str]]:
    """What the one story says, and what its revisions say."""
    return apart(lambda: (Post.objects.get().body, [revision.body for revision in Post.objects.get().revisions.all()]))


def test_two_saves_of_different_paragraphs_at_one_instant_are_both_in_the_story(sheets):
    remy, edith = sheets
    answers = together(lambda: remy.save(body=body(p0="By Remy.")), lambda: edith.save(body=body(p3="By Edith.")))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert story()[0] == body(p0="By Remy.", p3="By Edith.")


def test_two_saves_of_the_same_paragraph_at_one_instant_are_both_in_the_revisions(sheets):
    remy, edith = sheets
    answers = together(lambda: remy.save(body=body(p1="By Remy.")), lambda: edith.save(body=body(p1="By Edith.")))

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert {body(p1="By Remy."), body(p1="By Edith.")} <= set(story()[1])


def test_a_save_and_an_autosave_at_one_instant_lose_nothing(sheets):
    remy, edith = sheets
    answers = together(lambda: remy.autosave(body=body(p0="By Remy.")), lambda: edith.save(body=body(p3="By Edith.")))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert story()[0] == body(p0="By Remy.", p3="By Edith.")


def test_a_new_story_that_is_sent_many_times_at_one_instant_is_begun_once(remy, shared_database):
    sheet = apart(lambda: opened(remy))
    form = {**sheet.values, **sheet.marks, "headline": "Once"}

    def autosave(beat):
        return lambda: sheet.client.post(address("post_autosave_new"), {**form, "beat": beat, "body": f"Beat {beat}."})

    def save():
        return sheet.client.post(address("post_add"), {**form, "beat": 9, "body": "Saved."})

    answers = together(autosave(1), autosave(2), save, autosave(3), save)

    assert {answer.status_code for answer in answers} <= {200, 302, 409}
    assert apart(Post.objects.count) == 1
    assert story()[0] == "Saved."
