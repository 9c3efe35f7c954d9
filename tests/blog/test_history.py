"""Who writes at a story, and what it said before: compared, restored and never deleted."""

import pytest

from tests import factories
from tests.blog.desk import address, said, signed_in
from tests.blog.sheets import in_front_of_both, marks, now, opened


@pytest.fixture
def story(remy, edith):
    return in_front_of_both(remy, edith)


def test_opening_a_story_tells_who_else_has_it_open(remy, edith, clock):
    post = factories.draft(by=remy)
    theirs = opened(remy, post)
    clock.shift(240)

    assert "Remy opened this 4 minutes ago and may be editing." in opened(edith, post).page.content.decode()
    theirs.client.post(address("post_here", post.pk), theirs.marks)
    assert "Remy has had this open since 12:00." in opened(edith, post).page.content.decode()
    assert opened(remy, post).page.context["sheet"]["others"] == "Edith opened this a moment ago and may be editing."


def test_who_has_left_is_not_said_to_be_there(remy, edith, clock):
    post = factories.draft(by=remy)
    sheet = opened(remy, post)
    clock.shift(10)
    sheet.client.post(address("post_here", post.pk), {**sheet.marks, "gone": "1"})
    assert opened(edith, post).page.context["sheet"]["others"] == ""

    opened(remy, post)
    clock.shift(31 * 60)
    assert opened(edith, post).page.context["sheet"]["others"] == ""


def test_who_only_reads_is_told_nothing_and_seen_by_nobody(colin, edith):
    post = factories.published_post(by=colin, editor=edith)
    client = signed_in(colin)
    client.get(address("post_change", post.pk))

    assert client.post(address("post_here", post.pk), marks()).json() == {"others": ""}
    assert opened(edith, post).page.context["sheet"]["others"] == ""


def test_two_revisions_are_compared_in_every_field(story):
    post, remy, edith = story
    remy.save(body="One.\n\nTwo hundred.\n\nThree.", dateline="KONNA", section=factories.section("World").pk)
    page = edith.client.get(address("post_compare", post.pk), {"older": 2, "newer": 1}).content.decode()

    assert "Revisions 1 and 2" in page
    assert "<ins>KONNA</ins>" in page
    assert "<ins>World</ins>" in page
    assert "<ins>Two hundred.</ins>" in page


@pytest.mark.parametrize("query", [{}, {"older": 1}, {"older": 1, "newer": 1}, {"older": "x", "newer": "9" * 30}])
def test_a_comparison_needs_two_revisions(story, query):
    post, _remy, edith = story
    answer = edith.client.get(address("post_compare", post.pk), query, follow=True)

    assert "Choose two different revisions" in said(answer)


def test_the_history_is_read_a_page_at_a_time(remy):
    post = factories.draft(by=remy)
    model = type(post.revisions.get())
    model.objects.bulk_create(model(post=post, number=n, snapshot=post.snapshot(), made_by=remy) for n in range(2, 53))
    client = signed_in(remy)

    first = client.get(address("post_history", post.pk))
    second = client.get(address("post_history", post.pk), {"before": first.context["older_than"]})
    assert [r.number for r in first.context["revisions"]] == list(range(52, 2, -1))
    assert [r.number for r in second.context["revisions"]] == [2, 1]
    assert second.context["older_than"] is None
    assert client.get(address("post_history", post.pk), {"before": "x"}).context["is_first_page"]


def test_a_text_kept_aside_can_be_restored_and_is_not_the_story(story):
    post, remy, edith = story
    remy.save(body="Remy’s.")
    edith.save(body="Edith’s.")
    aside = post.revisions.get(kind="aside")
    page = edith.client.get(address("post_revision", post.pk, aside.number)).content.decode()

    assert "kept aside" in page
    assert "Restore revision 3" in page
    edith.client.post(address("post_restore", post.pk, aside.number))
    assert now(post).body == "Edith’s."


def test_no_address_deletes_a_revision(remy):
    post = factories.draft(by=remy)
    client = signed_in(remy)
    for method in ("post", "delete"):
        getattr(client, method)(address("post_revision", post.pk, 1))
    assert client.post(f"/desk/blog/revision/{post.revisions.get().pk}/delete/", {"post": "yes"}).status_code == 404
    assert post.revisions.count() == 1
