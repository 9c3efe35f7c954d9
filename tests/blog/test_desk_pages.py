"""The desk's lists, preview and history."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Post, State
from tests import factories
from tests.blog.desk import address, refusals, said, sheet, signed_in

MOST_QUERIES_OF_A_LIST = 13


def queries_of(client, path) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("who", ["edith", "colin"])
def test_the_list_of_stories_costs_the_same_for_ten_and_for_a_hundred(request, who, remy):
    user = request.getfixturevalue(who)
    client, author = signed_in(user), factories.author()
    sections = [factories.section("World"), factories.section("Opinion")]

    def write(number):
        for n in range(number):
            factories.draft(by=user, bylines=[author], section=sections[n % 2])

    write(10)
    client.get(address("post_changelist"))
    few = queries_of(client, address("post_changelist"))
    write(90)

    assert queries_of(client, address("post_changelist")) == few <= MOST_QUERIES_OF_A_LIST


def test_the_list_of_pictures_costs_the_same_for_one_and_for_five(edith):
    client = signed_in(edith)
    factories.image()
    few = queries_of(client, address("image_changelist"))
    for alt in ("A market", "A river", "A road", "A school"):
        factories.image(alt=alt)

    assert queries_of(client, address("image_changelist")) == few <= MOST_QUERIES_OF_A_LIST


def test_the_first_page_says_what_waits_at_a_constant_cost(edith, remy):
    client = signed_in(edith)
    factories.draft(by=edith, headline="Half-written")
    factories.draft(by=remy, headline="Handed in").submit(by=remy)
    few = queries_of(client, "/desk/")
    for _ in range(12):
        factories.draft(by=edith)

    page = client.get("/desk/").content.decode()
    assert queries_of(client, "/desk/") == few <= MOST_QUERIES_OF_A_LIST
    assert "Handed in" in page


def test_the_list_leaves_the_trash_out_and_counts_every_state(edith, remy):
    factories.draft(by=remy, headline="A draft")
    factories.draft(by=remy, headline="Thrown away").trash(by=remy)
    client = signed_in(edith)

    page = client.get(address("post_changelist"))
    trash = client.get(address("post_changelist"), {"state": "trashed"})

    assert "Thrown away" not in page.content.decode()
    assert "Thrown away" in trash.content.decode()
    (states,) = [spec for spec in page.context["cl"].filter_specs if spec.title == "state"]
    counts = {choice["display"]: choice["count"] for choice in states.choices(page.context["cl"])}
    assert counts == {"all": 1, **dict.fromkeys([s.label for s in State], 0), "draft": 1, "in the trash": 1}


def test_an_editor_may_look_at_their_own_stories_alone(edith, remy):
    factories.draft(by=remy, headline="Of Remy")
    factories.draft(by=edith, headline="Of Edith")

    page = signed_in(edith).get(address("post_changelist"), {"whose": "mine"}).content.decode()

    assert "Of Edith" in page
    assert "Of Remy" not in page


def test_an_empty_list_says_so(edith):
    client = signed_in(edith)

    assert "Nothing here yet." in client.get(address("post_changelist")).content.decode()
    assert "Nothing here matches." in client.get(address("post_changelist"), {"q": "xyz"}).content.decode()


def test_the_preview_is_the_live_page_kept_by_nobody(edith, remy):
    post = factories.draft(by=remy, headline="Not yet public")
    page = signed_in(edith).get(address("post_preview", post.pk))

    assert "Not yet public" in page.content.decode()
    assert "blog/article.html" in [template.name for template in page.templates]
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(("who", "status"), [("edith", 200), ("remy", 200), ("colin", 404), ("ruth", 302)])
def test_who_may_see_a_preview(request, remy, who, status):
    post = factories.draft(by=remy)

    assert signed_in(request.getfixturevalue(who)).get(address("post_preview", post.pk)).status_code == status


def test_the_preview_button_saves_first(remy):
    answer = signed_in(remy).post(address("post_add"), sheet(body="Typed just now.", _preview="1"), follow=True)

    assert answer.redirect_chain[0][0] == address("post_preview", Post.objects.get().pk)
    assert "Typed just now." in answer.content.decode()


def test_a_revision_is_shown_word_by_word_against_the_one_before(remy):
    post = factories.draft(by=remy, body="The army left Konna.")
    client = signed_in(remy)
    client.post(
        address("post_change", post.pk), sheet(post, headline="Army returns", body="The army returned to Konna.")
    )

    page = client.get(address("post_revision", post.pk, 2)).content.decode()

    assert "<del>left</del>" in page
    assert "<ins>returned to</ins>" in page
    assert "<ins>Army returns</ins>" in page


def test_restoring_a_revision_makes_the_story_say_it_again(remy):
    post = factories.draft(by=remy, body="First.")
    client = signed_in(remy)
    client.post(address("post_change", post.pk), sheet(post, body="Second."))

    client.post(address("post_restore", post.pk, 1))

    post.refresh_from_db()
    assert post.body == "First."
    assert post.revisions.count() == 3


def test_a_revision_is_restored_by_those_who_may_edit_and_by_no_mere_visit(colin, edith):
    post = factories.published_post(by=colin, editor=edith, body="First.")
    post.body = "Second."
    post.save()
    post.revise(by=edith)

    assert signed_in(colin).post(address("post_restore", post.pk, 1)).status_code == 403
    assert signed_in(edith).get(address("post_restore", post.pk, 1)).status_code == 405
    post.refresh_from_db()
    assert post.body == "Second."


def test_a_revision_whose_address_is_taken_is_not_restored(edith, remy):
    post = factories.published_post(by=remy, slug="clash")
    client = signed_in(edith)
    post.slug = "truce"
    post.save()
    post.revise(by=edith)
    other = factories.draft(by=remy, slug="other")
    other.publish(by=None)
    Post.objects.filter(pk=other.pk).update(path=post.redirects.get().old_path)
    post.redirects.all().delete()

    answer = client.post(address("post_restore", post.pk, 1), follow=True)

    assert "Nothing was changed" in said(answer)


def test_the_history_tells_every_move_and_revision(edith, remy):
    post = factories.draft(by=remy)
    post.submit(by=remy)
    post.send_back(by=edith, note="Who says so?")

    page = signed_in(remy).get(address("post_history", post.pk)).content.decode()

    assert all(word in page for word in ("Submitted for review", "Sent back", "Who says so?", "Revision 1"))


@pytest.mark.parametrize(
    "path", ["post/add/", "image/add/", "author/add/", "section/add/", "tag/add/", "post/", "image/"]
)
def test_no_page_of_the_desk_carries_inline_script_or_style(edith, path):
    page = signed_in(edith).get(f"/desk/blog/{path}").content.decode()

    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page


def test_the_sheet_of_a_missing_story_leads_back_to_the_desk(edith):
    assert signed_in(edith).get(address("post_change", 404)).status_code == 302
    assert signed_in(edith).post(address("post_change", "x"), {"lead_file": ""}).status_code == 302
    assert signed_in(edith).get(address("post_history", "x")).status_code == 404
    assert signed_in(edith).get(address("post_history", 404)).status_code == 404


def test_an_upload_page_without_a_file_says_so(edith):
    assert refusals(signed_in(edith).post(address("image_add"), {"alt": "Hills"})) == {"file": "Choose a picture."}
