"""Writing a story at the desk: nothing typed is ever lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from blog.markup import LONGEST_BRACKET_RUN
from blog.models import Author, Image, Post, State, Tag
from tests import factories
from tests.blog.desk import address, refusals, said, sheet, signed_in


@pytest.fixture
def desk(remy):
    return signed_in(remy)


def upload(name="hills.jpg", data=None):
    return SimpleUploadedFile(name, data or factories.picture_file())


def test_a_new_story_has_a_poster_an_own_byline_and_a_first_revision(desk, remy):
    Author.of(remy)
    page = desk.get(address("post_add"))
    byline = page.context["adminform"].form["by"].value()

    desk.post(address("post_add"), sheet(by="Remy"))

    post = Post.objects.get()
    assert byline == "Remy"
    assert post.poster.user == remy
    assert [line.author.user for line in post.bylines.all()] == [remy]
    assert post.revisions.get().made_by == remy


def test_the_first_story_of_somebody_has_their_byline_as_well(desk, remy):
    byline = desk.get(address("post_add")).context["adminform"].form["by"].value()
    assert not Author.objects.exists()  # looking makes nobody

    desk.post(address("post_add"), sheet(by=byline))

    assert [line.author.user for line in Post.objects.get().bylines.all()] == [remy]
    assert Author.objects.get().name == "Remy"


def test_a_name_that_only_looks_like_ones_own_makes_nobody(desk, remy, edith):
    Author.of(remy)
    Author.objects.update(name="R. Emy")
    assert "Remy" in refusals(desk.post(address("post_add"), sheet(by="Remy")))["by"]
    assert "Edith" in refusals(desk.post(address("post_add"), sheet(by="R. Emy, Edith")))["by"]
    assert Author.objects.count() == 1


def test_the_names_typed_are_the_bylines_in_their_order(desk):
    for name in ("Ada Ng", "Serge Daniel", "Bea Lens"):
        factories.author(name)

    desk.post(address("post_add"), sheet(by="serge daniel,  Ada Ng, Serge Daniel", photographs="Bea Lens"))

    lines = [(line.author.name, line.role) for line in Post.objects.get().bylines.all()]
    assert lines == [("Serge Daniel", "by"), ("Ada Ng", "by"), ("Bea Lens", "photographs")]


def test_a_name_that_nobody_has_is_refused_beside_the_field(desk):
    answer = desk.post(address("post_add"), sheet(by="Serge Danel"))

    assert "Serge Danel" in refusals(answer)["by"]
    assert not Author.objects.filter(name="Serge Danel").exists()


def test_two_of_one_name_are_told_apart_by_their_slugs(desk):
    first, second = factories.author("Ada Ng"), factories.author("Ada Ng")

    refused = desk.post(address("post_add"), sheet(by="Ada Ng"))
    desk.post(address("post_add"), sheet(by=second.slug))
    page = desk.get(address("post_change", Post.objects.get().pk))

    assert f"{first.slug} or {second.slug}" in refusals(refused)["by"]
    assert f'value="{second.slug}"' in page.content.decode()


def test_a_name_with_a_comma_in_it_survives_saving_twice(desk):
    factories.author("Martin King, Jr.")
    desk.post(address("post_add"), sheet(by="martin-king-jr"))
    post = Post.objects.get()
    again = desk.get(address("post_change", post.pk)).context["adminform"].form["by"].value()

    desk.post(address("post_change", post.pk), sheet(post, by=again))

    assert [line.author.name for line in post.bylines.all()] == ["Martin King, Jr."]


def test_tags_are_found_whatever_their_capitals_and_new_ones_are_made(desk):
    known = factories.tag("Mali")

    desk.post(address("post_add"), sheet(tag_names="mali, Konna, konna"))

    assert set(Post.objects.get().tags.all()) == {known, Tag.objects.get(name="Konna")}


def test_a_contributor_uses_tags_but_makes_none(colin):
    factories.tag("Mali")
    client = signed_in(colin)

    refused = client.post(address("post_add"), sheet(tag_names="Mali, Konna"))
    client.post(address("post_add"), sheet(tag_names="Mali"))

    assert "Konna" in refusals(refused)["tag_names"]
    assert [tag.name for tag in Post.objects.get().tags.all()] == ["Mali"]


def test_a_headline_is_one_line(desk):
    desk.post(address("post_add"), sheet(headline="Troops clash\r\nin Mali "))

    assert Post.objects.get().headline == "Troops clash in Mali"


def test_a_text_that_cannot_be_rendered_is_refused_beside_it_and_kept(desk):
    body = "[" * (LONGEST_BRACKET_RUN + 1)
    answer = desk.post(address("post_add"), sheet(body=body))

    assert "brackets" in refusals(answer)["body"]
    assert body in answer.content.decode()


def test_a_picture_that_the_text_names_in_vain_is_warned_of(desk):
    answer = desk.post(address("post_add"), sheet(body="![](image:99)"), follow=True)

    assert "does not have: 99" in said(answer)
    assert Post.objects.get().body == "![](image:99)"


def test_the_slug_of_another_live_story_is_refused_beside_it_and_the_text_kept(remy, desk):
    first = factories.published_post(by=remy, slug="clash")
    second = factories.published_post(by=remy, slug="truce")

    answer = desk.post(address("post_change", second.pk), sheet(second, slug="clash", body="Typed over."))

    assert first.path in refusals(answer)["slug"]
    assert "Typed over." in answer.content.decode()


def test_a_new_slug_of_a_live_story_leaves_a_redirect(remy, desk, client):
    post = factories.published_post(by=remy, slug="clash")
    old = post.path

    desk.post(address("post_change", post.pk), sheet(post, slug="truce"))

    post.refresh_from_db()
    assert client.get(old).headers["Location"] == post.path


@pytest.mark.parametrize(("verb", "remedy"), [("send_back", "without a note"), ("publish", "Change the slug")])
def test_the_text_is_kept_when_a_move_is_refused(edith, remy, verb, remedy):
    factories.published_post(by=remy, slug="clash")
    post = factories.draft(by=remy, slug="clash")
    post.submit(by=remy)

    answer = signed_in(edith).post(
        address("post_change", post.pk), sheet(post, body="Typed just now.", _move=verb), follow=True
    )

    post.refresh_from_db()
    assert (post.body, post.state) == ("Typed just now.", State.IN_REVIEW)
    assert remedy in answer.content.decode()


def test_a_move_that_the_desk_does_not_know_only_saves(edith, post):
    answer = signed_in(edith).post(
        address("post_change", post.pk), sheet(post, body="Typed.", change_kind="update", _move="delete"), follow=True
    )

    post.refresh_from_db()
    assert (post.body, post.state) == ("Typed.", State.PUBLISHED)
    assert "nothing else was done" in said(answer)


def test_a_new_story_is_published_in_one_go(desk, remy):
    Author.of(remy)
    answer = desk.post(address("post_add"), sheet(by="Remy", _move="publish"), follow=True)

    post = Post.objects.get()
    assert post.is_published
    assert post.path in said(answer)


def test_the_note_is_kept_with_the_move_and_shown_to_the_author(edith, desk, remy):
    post = factories.draft(by=remy)
    post.submit(by=remy)

    signed_in(edith).post(address("post_change", post.pk), sheet(post, _move="send_back", note="Who says so?"))

    assert "Who says so?" in desk.get(address("post_change", post.pk)).content.decode()
    assert "Who says so?" in desk.get("/desk/").content.decode()


def test_a_story_gets_an_uploaded_lead_picture_with_its_words(desk, remy):
    words = {"lead_alt": "Hills", "lead_caption": "North of Konna", "lead_credit": "A. Photographer"}
    desk.post(address("post_add"), sheet(lead_file=upload(), **words))

    lead = Post.objects.get().lead
    assert (lead.image.alt, lead.image.caption, lead.image.credit) == ("Hills", "North of Konna", "A. Photographer")
    assert (lead.alt, lead.caption) == ("", "")
    assert lead.image.uploaded_by == remy


def test_an_uploaded_picture_is_kept_when_the_story_is_refused_for_another_reason(desk):
    answer = desk.post(address("post_add"), sheet(by="Nobody", lead_file=upload(), lead_alt="Hills"))

    image = Image.objects.get()
    assert list(refusals(answer)) == ["by"]
    assert answer.context["adminform"].form["lead_image"].value() == str(image.pk)


@pytest.mark.parametrize(
    ("more", "field", "reason"),
    [
        ({"lead_file": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "lead_alt": "Hills"}, "lead_file", "SVG"),
        ({"lead_file": b"\xff\xd8\xff broken", "lead_alt": "Hills"}, "lead_file", "damaged"),
        ({"lead_file": None, "lead_alt": ""}, "lead_alt", "Say what the picture shows"),
        ({"lead_file": None, "lead_alt": "x" * 501}, "lead_alt", "500"),
        ({"lead_image": "404"}, "lead_image", "no picture with that number"),
        ({"lead_image": "nonsense"}, "lead_image", "no picture with that number"),
    ],
)
def test_a_refused_picture_says_why_beside_its_field_and_keeps_the_text(desk, more, field, reason):
    if "lead_file" in more:
        more = {**more, "lead_file": upload(data=more["lead_file"])}
    answer = desk.post(address("post_add"), sheet(body="Typed.", **more))

    assert reason in refusals(answer)[field]
    assert "Typed." in answer.content.decode()
    assert not Image.objects.exists()


def test_a_picture_from_the_library_may_have_other_words_in_this_story(desk):
    image = factories.image(alt="Hills", caption="Hills near Konna")
    words = {"lead_alt": "Hills", "lead_caption": "File photo: hills"}

    desk.post(address("post_add"), sheet(lead_image=image.pk, **words))

    lead = Post.objects.get().lead
    assert (lead.alt, lead.caption) == ("", "File photo: hills")
    image.refresh_from_db()
    assert image.caption == "Hills near Konna"


def test_the_words_of_the_picture_before_do_not_stick_to_the_next_one(desk, remy):
    post = factories.draft(by=remy)
    post.lead_with(factories.image(alt="Hills"), alt="Our hills", caption="Our caption")
    market = factories.image(alt="A market")
    typed = {"lead_alt": "Our hills", "lead_caption": "Our caption"}

    desk.post(address("post_change", post.pk), sheet(post, lead_image=market.pk, **typed))

    lead = Post.objects.get().lead
    assert (lead.image, lead.alt, lead.caption) == (market, "", "")


def test_the_same_file_again_is_the_picture_in_the_library(desk):
    image = factories.image(alt="Hills")

    answer = desk.post(
        address("post_add"),
        sheet(lead_file=upload(data=factories.picture_file("Hills")), lead_alt="Hills"),
        follow=True,
    )

    assert Post.objects.get().lead.image == image
    assert f"number {image.pk}" in said(answer)


def test_an_emptied_number_takes_the_lead_picture_away(desk, remy):
    post = factories.draft(by=remy, lead=factories.image())

    desk.post(address("post_change", post.pk), sheet(post, lead_image=""))

    assert Post.objects.get().lead is None
