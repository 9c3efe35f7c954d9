"""What the editor at the desk asks the server for: the live preview, the cleaner, and pictures for the text."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from blog.admin.cleaning import NOTE
from blog.markup import LONGEST_TEXT
from blog.models import Author, Image, Post, Tag
from blog.wirecopy import clean
from tests import factories
from tests.blog.desk import address, said, sheet, signed_in
from tests.blog.test_wirecopy import BODY, MENDED

GLUED = "Troops left Konna,which\nis in the north."

SWITCH = '<li><a href="?lite=1" rel="nofollow">Read without pictures</a></li>'  # not on an answer to what was sent


def upload(**more):
    file = SimpleUploadedFile("hills.jpg", factories.picture_file(), "image/jpeg")
    return {"file": file, "alt": "Hills at dusk", **more}


# The live preview


def test_the_live_preview_shows_what_is_typed_and_saves_nothing(remy):
    post = factories.draft(by=remy)
    before = Post.objects.values().get()
    picture = factories.image(alt="A bridge")
    Tag.objects.create(name="Mali")

    typed = sheet(
        post,
        headline="As typed",
        body="The bridge is *open*.",
        dateline="KONNA",
        tag_names="Mali, New at this desk",
        lead_image=picture.pk,
        lead_caption="On Friday",
    )
    answer = signed_in(remy).post(address("post_live_preview", post.pk), typed)

    page = answer.json()["page"]
    assert answer.json()["wrong"] == []
    assert "no-store" in answer.headers["Cache-Control"]
    for words in ("As typed", "<em>open</em>", "KONNA", "New at this desk", 'alt="A bridge"', "On Friday"):
        assert words in page
    assert Post.objects.values().get() == before
    assert not Tag.objects.filter(name__startswith="New").exists()
    assert not post.placements.exists()
    assert post.revisions.count() == 1


def test_the_live_preview_is_the_same_page_as_the_preview_of_what_is_saved(remy):
    post = factories.draft(by=remy, body="One **bold** word.", lead=factories.image())
    post.tags.add(factories.tag())
    client = signed_in(remy)
    lead, form = post.lead, client.get(address("post_change", post.pk)).context["adminform"].form
    typed = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    typed = {**sheet(post), "standfirst": "", "lead_image": lead.image.pk, "tag_names": typed["tag_names"][0].name}

    page = client.post(address("post_live_preview", post.pk), typed).json()["page"]

    preview = client.get(address("post_preview", post.pk)).content.decode()
    assert page.split() == preview.replace(SWITCH, "").split()


def test_a_story_that_was_never_saved_has_a_preview(remy, colin):
    for user in (remy, colin):
        answer = signed_in(user).post(
            address("post_live_preview_new"), sheet(headline="Brand new", body="First *words*.")
        )
        assert "First <em>words</em>." in answer.json()["page"]
        assert user.first_name in answer.json()["page"]
    assert not Post.objects.exists()
    assert not Author.objects.exists()


def test_the_preview_says_what_is_wrong_and_shows_the_rest(remy):
    post = factories.draft(by=remy, body="As it was saved.")
    typed = sheet(post, headline="As typed", body="[" * 60, by="Nobody Known", lead_image="9999")

    answer = signed_in(remy).post(address("post_live_preview", post.pk), typed).json()

    wrong = dict(line.split(": ", 1) for line in answer["wrong"])
    assert wrong.keys() == {"Text", "By", "Or take number"}
    assert "brackets in a row" in wrong["Text"]
    assert "As typed" in answer["page"]
    assert "As it was saved." in answer["page"]


def test_the_preview_cannot_carry_script(remy):
    body = '<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) <p onclick="alert(4)">w</p>'
    page = signed_in(remy).post(address("post_live_preview_new"), sheet(body=body, headline="<b>x</b>")).json()["page"]
    for piece in ("<script>alert", "onerror", "javascript:", "onclick", "<b>x</b>"):
        assert piece not in page


@pytest.mark.parametrize(("who", "status"), [("colin", 404), ("remy", 200), ("edith", 200), ("ruth", 302)])
def test_who_may_preview_a_change(request, remy, who, status):
    post = factories.draft(by=remy)
    client = signed_in(request.getfixturevalue(who))
    assert client.post(address("post_live_preview", post.pk), sheet(post)).status_code == status


def test_who_may_not_change_a_published_story_gets_no_preview_of_a_change(colin, edith):
    post = factories.published_post(by=colin, editor=edith)
    assert signed_in(colin).post(address("post_live_preview", post.pk), sheet(post)).status_code == 403


def test_the_preview_and_the_cleaner_are_asked_by_post_alone(remy):
    post = factories.draft(by=remy)
    for name, *args in [("post_live_preview", post.pk), ("post_live_preview_new",), ("post_offer",), ("post_picture",)]:
        assert signed_in(remy).get(address(name, *args)).status_code == 405


def test_the_preview_of_nothing_at_all_is_a_page(remy):
    answer = signed_in(remy).post(address("post_live_preview_new"), {})
    assert answer.status_code == 200
    assert "<article" in answer.json()["page"]


# The cleaner


def test_the_source_page_is_offered_back_with_its_glued_words_mended(remy):
    answer = signed_in(remy).post(address("post_offer"), {"text": BODY.replace("\n", "\r\n")})
    changes = answer.json()["changes"]
    assert "".join(text for kind, text in changes if kind != "added") == BODY
    assert "".join(text for kind, text in changes if kind != "removed") == clean(BODY)
    removed = [text for kind, text in changes if kind == "removed" and text != "\n"]
    assert removed == [glued for glued, _mended in MENDED]


@pytest.mark.parametrize("text", ["", "\0", "\r", "\ud7ff", "“" * 1000, "(" * 5000])
def test_any_text_is_answered(remy, text):
    assert signed_in(remy).post(address("post_offer"), {"text": text}).status_code == 200


def test_a_text_that_is_too_long_to_clean_is_refused_with_a_sentence(remy):
    answer = signed_in(remy).post(address("post_offer"), {"text": "x" * (LONGEST_TEXT + 1)})
    assert answer.status_code == 400
    assert "in parts" in answer.json()["wrong"]


def test_the_cleaner_serves_the_desk_alone(ruth, client):
    for one in (client, signed_in(ruth)):
        assert one.post(address("post_offer"), {"text": "a"}).status_code == 302


def test_the_button_saves_first_and_leads_to_what_would_change(remy):
    answer = signed_in(remy).post(address("post_add"), sheet(body=GLUED, _clean="1"), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == address("post_clean", Post.objects.get().pk)
    assert "<del>Konna,which↵</del><ins>Konna, which </ins>" in page
    assert Post.objects.get().body == GLUED


def test_applying_makes_a_revision_that_can_be_undone(remy):
    post = factories.draft(by=remy, body=GLUED.replace("\n", "\r\n"))
    client, clean_page = signed_in(remy), address("post_clean", post.pk)
    shown = client.get(clean_page).context["shown"]

    answer = client.post(clean_page, {"text_shown": shown}, follow=True)

    post.refresh_from_db()
    assert "Cleaned up" in said(answer)
    assert post.body == "Troops left Konna, which is in the north."
    assert "Konna, which is" in post.body_html
    latest, before = post.revisions.all()
    assert (latest.note, latest.made_by) == (NOTE, remy)
    client.post(address("post_restore", post.pk, before.number))
    post.refresh_from_db()
    assert post.body == GLUED.replace("\n", "\r\n")


def test_a_text_that_changed_after_it_was_shown_is_shown_again(remy):
    post = factories.draft(by=remy, body=GLUED)
    client, clean_page = signed_in(remy), address("post_clean", post.pk)
    shown = client.get(clean_page).context["shown"]
    Post.objects.update(body="Meanwhile,others\nwrote.")

    answer = client.post(clean_page, {"text_shown": shown})

    assert "changed meanwhile" in said(answer)
    assert "Meanwhile, others" in answer.content.decode()
    post.refresh_from_db()
    assert post.body == "Meanwhile,others\nwrote."


def test_a_clean_text_needs_no_page(remy):
    post = factories.draft(by=remy, body="Nothing to mend.\r\n\r\nAt all.")
    answer = signed_in(remy).get(address("post_clean", post.pk), follow=True)
    assert "nothing to clean up" in said(answer)


@pytest.mark.parametrize(("who", "status"), [("colin", 404), ("remy", 200), ("edith", 200), ("ruth", 302)])
def test_who_may_clean_a_story(request, remy, who, status):
    post = factories.draft(by=remy, body=GLUED)
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address("post_clean", post.pk)).status_code == status
    client.post(address("post_clean", post.pk), {"text_shown": "x"})
    assert Post.objects.get().body == GLUED


def test_who_may_not_change_a_published_story_cannot_clean_it(colin, edith):
    post = factories.published_post(by=colin, editor=edith, body=GLUED)
    assert signed_in(colin).get(address("post_clean", post.pk)).status_code == 403


def test_cleaning_a_published_story_is_announced(remy, edith):
    post = factories.published_post(by=remy, editor=edith, body=GLUED)
    client = signed_in(edith)
    shown = client.get(address("post_clean", post.pk)).context["shown"]
    client.post(address("post_clean", post.pk), {"text_shown": shown})
    assert "Konna, which is" in client.get(post.path).content.decode()


# Pictures for the text


def test_a_dropped_picture_goes_into_the_library_and_comes_back_as_markdown(remy):
    answer = signed_in(remy).post(address("post_picture"), upload(caption='The "hills"', credit="A. P.")).json()
    image = Image.objects.get()
    assert answer == {
        "number": image.pk,
        "text": f'![Hills at dusk](image:{image.pk} "The ”hills”")',
        "alt": "Hills at dusk",
        "known": False,
    }
    assert (image.credit, image.uploaded_by) == ("A. P.", remy)


def test_a_known_file_comes_back_with_its_earlier_words(remy):
    image = factories.image(caption="The hills north of Konna")
    client = signed_in(remy)
    asked = client.post(address("post_known_picture"), {"digest": image.digest}).json()
    file = SimpleUploadedFile("same.jpg", factories.picture_file("Hills at dusk"), "image/jpeg")
    sent = client.post(address("post_picture"), {"file": file, "alt": "Other words"}).json()
    assert asked == sent
    assert sent["known"] is True
    assert sent["text"] == f'![Hills at dusk](image:{image.pk} "The hills north of Konna")'
    assert Image.objects.count() == 1


def test_an_unknown_digest_is_nobodys(remy):
    for digest in ("0" * 64, "", "\0", "x" * 5000):
        assert signed_in(remy).post(address("post_known_picture"), {"digest": digest}).json() == {}


@pytest.mark.parametrize(
    ("name", "content", "more", "field", "words"),
    [
        ("hills.jpg", None, {"alt": ""}, "alt", "Say what the picture shows"),
        ("hills.jpg", None, {"alt": "x" * 501}, "alt", "500 characters"),
        ("page.jpg", b"<html><script>alert(1)</script>", {}, "file", "."),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", {}, "file", "."),
        ("empty.jpg", b"", {}, "file", "empty"),
    ],
)
def test_a_picture_is_refused_with_a_sentence(remy, name, content, more, field, words):
    file = SimpleUploadedFile(name, factories.picture_file() if content is None else content)
    answer = signed_in(remy).post(address("post_picture"), {**upload(), "file": file, **more})
    assert answer.status_code == 400
    assert words in answer.json()["wrong"][field]
    assert not Image.objects.exists()


def test_a_picture_above_the_limit_is_refused_before_it_is_read(remy, monkeypatch):
    monkeypatch.setattr("blog.images.opening.MAX_BYTES", 1000)
    answer = signed_in(remy).post(address("post_picture"), upload())
    assert answer.status_code == 400
    assert answer.json()["wrong"]["file"]
    assert not Image.objects.exists()


def test_an_ornament_needs_no_words(remy):
    answer = signed_in(remy).post(address("post_picture"), upload(alt="", is_decorative="on")).json()
    assert answer["text"] == f"![](image:{answer['number']})"


def test_who_may_not_add_pictures_cannot_send_one(ruth, client):
    for one in (client, signed_in(ruth)):
        assert one.post(address("post_picture"), upload()).status_code == 302
        assert one.post(address("post_known_picture"), {"digest": "0"}).status_code == 302
    assert not Image.objects.exists()


def test_the_sheet_offers_the_editor_to_those_who_may_write_on_it(colin, edith, remy):
    own = factories.draft(by=colin)
    assert "<desk-editor" in signed_in(colin).get(address("post_change", own.pk)).content.decode()
    assert "<desk-editor" in signed_in(colin).get(address("post_add")).content.decode()
    own.publish(by=edith)
    assert "<desk-editor" not in signed_in(colin).get(address("post_change", own.pk)).content.decode()
