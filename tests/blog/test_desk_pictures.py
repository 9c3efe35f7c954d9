"""The picture library at the desk."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from blog.images import finish_due
from blog.models import Author, Image
from blog.renditions import first_names, rendition_names
from tests import factories
from tests.blog.desk import address, refusals, said, signed_in

JPEG = factories.picture_file("Only here")


@pytest.fixture
def library(edith):
    return signed_in(edith)


def files_kept() -> set[Path]:
    """Every file of the library, public and private."""
    folders = [default_storage.location, Image._meta.get_field("original").storage.location]
    return {path for folder in folders for path in Path(folder).rglob("*") if path.is_file()}


def upload(library, data=JPEG, **words):
    file = SimpleUploadedFile("hills.jpg", data)
    return library.post(address("image_add"), {"file": file, "alt": "Hills", **words}, follow=True)


def words_of(image, **more) -> dict:
    shown = {"alt": image.alt, "caption": image.caption, "credit": image.credit}
    return {**shown, "focal_x": image.focal_x, "focal_y": image.focal_y, **more}


def test_an_uploaded_picture_has_its_files_and_says_how_to_be_put_into_a_text(library, edith):
    answer = upload(library, caption="North of Konna")

    image = Image.objects.get()
    assert image.uploaded_by == edith
    assert all(default_storage.exists(name) for name, *_crop_and_size in first_names(image))
    assert f"![Hills](image:{image.pk} &quot;North of Konna&quot;)" in answer.content.decode()


def test_what_the_file_says_fills_what_the_uploader_left_empty(library):
    data = with_caption("A caption from the camera")
    upload(library, data=data)

    assert Image.objects.get().caption == "A caption from the camera"


def with_caption(words: str) -> bytes:
    picture, file = Pillow.open(io.BytesIO(JPEG)), io.BytesIO()
    exif = picture.getexif()
    exif[0x010E] = words
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_a_picture_says_what_it_shows_or_that_it_is_an_ornament(library):
    refused = upload(library, alt="")
    assert "decorative" in refusals(refused)["alt"]
    assert "choose the file again" in refusals(refused)["file"]
    assert not Image.objects.exists()

    upload(library, alt="", is_decorative="on")
    assert Image.objects.get().is_decorative


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<html>", "web page"),
        (JPEG[: len(JPEG) // 2], "breaks off"),
        (b"GIF89a", "damaged"),
    ],
)
def test_a_refused_file_leaves_a_sentence_and_nothing_else(library, data, reason):
    before = files_kept()
    answer = upload(library, data=data, caption="Typed")

    assert reason in refusals(answer)["file"]
    assert "Typed" in answer.content.decode()
    assert not Image.objects.exists()
    assert files_kept() == before


def test_a_failure_while_encoding_leaves_nothing_behind(library, monkeypatch):
    before = files_kept()

    def full(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr("blog.images.library.make_first_renditions", full)
    with pytest.raises(OSError, match="No space"):
        upload(library, data=factories.picture_file("Never kept"))

    assert not Image.objects.exists()
    assert files_kept() == before


def test_the_same_file_again_is_refused_with_the_way_to_the_first(library):
    upload(library)
    answer = upload(library)

    assert address("image_change", Image.objects.get().pk) in refusals(answer)["file"]


def test_new_words_reach_the_stories_whose_text_shows_the_picture(library, remy):
    image = factories.image(alt="Hills")
    post = factories.published_post(by=remy, body=f"One.\n\n![](image:{image.pk})")

    library.post(address("image_change", image.pk), words_of(image, caption="The hills of Konna"))

    post.refresh_from_db()
    assert "The hills of Konna" in post.body_html


def test_a_new_focal_point_has_its_files(library):
    image = factories.image(alt="Hills")
    before = set(rendition_names(image))
    finish_due()

    library.post(address("image_change", image.pk), words_of(image, focal_x="0.1"))

    image.refresh_from_db()
    assert set(rendition_names(image)) != before
    assert image.printed.focal_x == 0.5  # what readers see until then
    finish_due()
    image.refresh_from_db()
    assert image.printed.focal_x == 0.1
    assert all(default_storage.exists(name) for name in rendition_names(image))


def test_a_focal_point_outside_the_picture_is_refused(library):
    image = factories.image(alt="Hills")
    answer = library.post(address("image_change", image.pk), words_of(image, focal_x="1.5"))

    assert "focal_x" in refusals(answer)


def test_a_picture_in_use_is_not_deleted_and_the_page_says_where_it_is(library, remy):
    image = factories.image(alt="Hills")
    post = factories.draft(by=remy, lead=image, headline="Where it stands")
    portrait = factories.image(alt="A face")
    Author.objects.create(name="Serge Daniel", picture=portrait)

    for used, place in [(image, post.headline), (portrait, "Serge Daniel")]:
        answer = library.post(address("image_delete", used.pk), {"post": "yes"})
        assert place in answer.content.decode()
        used.refresh_from_db()


def test_a_deleted_picture_takes_its_files_along(library):
    before = files_kept()
    image = factories.image(alt="Soon gone")
    finish_due()
    library.post(address("image_change", image.pk), words_of(image, focal_x="0.1"))
    finish_due()
    assert files_kept() > before

    library.post(address("image_delete", image.pk), {"post": "yes"})

    assert not Image.objects.exists()
    assert files_kept() == before


def test_the_library_finds_pictures_by_their_words(library):
    factories.image(alt="Hills", caption="North of Konna")
    factories.image(alt="A market", caption="In Mopti")

    found = library.get(address("image_changelist"), {"q": "mopti"}).content.decode()

    assert "In Mopti" in found
    assert "North of Konna" not in found


def test_who_uploaded_a_picture_mends_its_words_until_it_stands_in_the_live_story_of_another(colin, remy):
    client = signed_in(colin)
    upload(client)
    image = Image.objects.get()

    client.post(address("image_change", image.pk), words_of(image, caption="Mended"))
    image.refresh_from_db()
    assert image.caption == "Mended"

    factories.published_post(by=remy, lead=image)
    assert client.post(address("image_change", image.pk), words_of(image)).status_code == 403


def test_a_contributor_deletes_no_picture(colin):
    client = signed_in(colin)
    answer = upload(client)
    image = Image.objects.get()

    assert "In the library" in said(answer)
    assert client.post(address("image_delete", image.pk), {"post": "yes"}).status_code == 403
