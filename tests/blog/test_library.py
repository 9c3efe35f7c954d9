"""The way into the picture library: whole, or not at all; and the way out to readers."""

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError

from blog import images
from blog.images import AlreadyInLibrary, add_to_library, library
from blog.models import Image
from blog.renditions import first_names, rendition_names
from tests import factories


def files_of(storage, folder=""):
    """The names of all files below `folder`."""
    if folder and not storage.exists(folder):
        return []
    folders, names = storage.listdir(folder)
    inside = [f"{folder}/{name}".lstrip("/") for name in [*names, *folders]]
    return inside[: len(names)] + [path for inner in inside[len(names) :] for path in files_of(storage, inner)]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kept_before():
    """The private originals that were there before the test; the storage itself lives as long as the process."""
    return files_of(Image._meta.get_field("original").storage)


def kept_since(before):
    return set(files_of(Image._meta.get_field("original").storage)) - set(before)


def test_a_picture_is_kept_privately_and_shown_by_its_renditions(db, client):
    image = factories.image()
    images.finish(image)
    assert image.original.name.startswith(f"{image.digest[:2]}/{image.digest}")
    assert "hills" not in image.original.name.lower()
    assert not default_storage.exists(image.original.name)
    for name in rendition_names(image):
        response = client.get(default_storage.url(name))
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Content-Type"] in ("image/avif", "image/webp", "image/jpeg")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["../secret-key", "..%2fsecret-key", "aa/../../../byline.sqlite3", "", "aa/"])
def test_no_address_leads_out_of_the_pictures(client, db, path):
    assert client.get(f"/media/r/{path}").status_code in (301, 400, 404)


def test_the_same_file_is_not_taken_in_twice(db):
    image = factories.image()
    with pytest.raises(AlreadyInLibrary) as refused:
        add_to_library(factories.picture_file(image.alt), by=None)
    assert refused.value.image == image
    assert Image.objects.count() == 1


def test_when_the_same_file_comes_in_twice_at_once_one_stays_whole(db, monkeypatch, kept_before):
    """The other upload is stored between this one's first look and its own row."""
    made, data = [], factories.picture_file("Hills at dusk")

    def meanwhile(image, small):
        images.make_first_renditions(image, small)
        if not made:
            made.append(image)
            made.append(add_to_library(data, by=None))

    monkeypatch.setattr(library, "make_first_renditions", meanwhile)
    with pytest.raises(AlreadyInLibrary) as refused:
        add_to_library(data, by=None)
    winner = Image.objects.get()
    assert refused.value.image == winner
    assert winner.original.storage.exists(winner.original.name)
    assert kept_since(kept_before) <= {winner.original.name}
    assert all(default_storage.exists(name) for name, *_crop_and_size in first_names(winner))


def test_nothing_is_left_when_the_files_cannot_be_made(db, monkeypatch, kept_before):
    def fail(image, small):
        images.make_first_renditions(image, small)
        raise OSError("disk full")

    monkeypatch.setattr(library, "make_first_renditions", fail)
    with pytest.raises(OSError, match="disk full"):
        add_to_library(factories.picture_file(), by=None)
    assert not Image.objects.exists()
    assert files_of(default_storage) == []
    assert kept_since(kept_before) == set()


def test_nothing_is_left_when_the_row_cannot_be_saved(db, monkeypatch, kept_before):
    def fail(*_args):
        raise OperationalError("the database is gone")

    monkeypatch.setattr(library.Likeness, "remember", fail)
    with pytest.raises(OperationalError):
        add_to_library(factories.picture_file(), by=None)
    assert not Image.objects.exists()
    assert files_of(default_storage) == []
    assert kept_since(kept_before) == set()


def test_the_same_file_is_found_without_decoding_it_again(db, monkeypatch):
    image = factories.image()
    monkeypatch.setattr(library, "look_at", lambda data: pytest.fail("It was decoded"))
    with pytest.raises(AlreadyInLibrary):
        add_to_library(factories.picture_file(image.alt), by=None)


def test_what_a_person_says_counts_more_than_what_the_file_says(db):
    image = add_to_library(factories.picture_file(), by=None, caption="Mine", credit="")
    assert image.caption == "Mine"


def test_a_decorative_picture_has_no_alternative_text(db):
    assert factories.image(is_decorative=True).picture().alt == ""
