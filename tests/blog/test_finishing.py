"""The files readers get are made beside the pages: what is shown meanwhile, and who makes them."""

import logging
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from blog import images
from blog.images import finishing
from blog.models import Image, Likeness
from blog.models.rendered import A_TURN
from blog.renditions import CROPS, first_names, rendition_names
from blog.signals import image_changed
from tests import factories

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def announced():
    """The keys of the pictures that are announced, in order."""
    heard = []

    def hear(image, **kwargs):
        heard.append(image.pk)

    image_changed.connect(hear, weak=False)
    yield heard
    image_changed.disconnect(hear)


def addresses(picture):
    srcsets = [srcset for _type, srcset in picture.sources]
    return [part.split()[0] for srcset in srcsets for part in srcset.split(", ")] + [picture.src, picture.largest]


def is_there(address):
    return default_storage.exists(address.removeprefix(default_storage.base_url))


def test_an_upload_makes_one_small_file_of_each_crop_and_no_other(db):
    image = factories.image()
    names = {name for name, *_crop_and_size in first_names(image)}
    assert len(names) == 1 + len(CROPS)
    assert {name for name in rendition_names(image) if default_storage.exists(name)} == names


@pytest.mark.parametrize("crop", [None, *CROPS])
def test_a_page_names_only_files_that_exist_before_and_after_the_others_are_made(db, crop):
    image = factories.image()
    assert image.picture(crop).sources == ()
    assert all(map(is_there, addresses(image.picture(crop))))

    images.finish_due()

    image.refresh_from_db()
    assert len(image.picture(crop).sources) == 2
    assert all(map(is_there, addresses(image.picture(crop))))


def test_the_room_on_the_page_is_the_same_before_and_after(db):
    image = factories.image()
    before = image.picture()
    images.finish_due()
    image.refresh_from_db()
    after = image.picture()
    assert (before.width, before.height, before.tone) == (after.width, after.height, after.tone)


def test_a_story_published_at_once_shows_the_small_file_and_then_all(db, remy, edith, client, clock):
    lead, shown = factories.image(alt="Hills"), factories.image(alt="A market")
    post = factories.published_post(by=remy, editor=edith, lead=lead, body=f"One.\n\n![](image:{shown.pk})")
    page = client.get(post.get_absolute_url()).content.decode()
    assert "<source" not in page
    assert page.count("<picture>") == 2

    images.finish_due()

    page = client.get(post.get_absolute_url()).content.decode()
    assert page.count('type="image/avif"') == 2


def test_a_picture_is_announced_when_its_files_are_there_and_once_more_later(db, announced, clock):
    """A story that was being saved at the first announcement is reached by the second."""
    image = factories.image()
    assert images.finish_due() == len(list(rendition_names(image))) - len(list(first_names(image)))
    assert announced == [image.pk]
    assert images.finish_due() == 0
    clock.shift(A_TURN)
    images.finish_due()
    assert announced == [image.pk] * 2
    clock.shift(A_TURN)
    images.finish_due()
    assert announced == [image.pk] * 2
    image.refresh_from_db()
    assert image.files_due_at is None


def test_a_new_focal_point_while_the_files_are_made_is_made_next(db, monkeypatch, clock):
    image = factories.image()
    make = finishing.make_renditions

    def meanwhile(taken):
        made = make(taken)
        if taken.focal_x == 0.5:
            other = Image.objects.get(pk=image.pk)
            other.focal_x = 0.1
            other.ask_for_files()
            other.save(update_fields=["focal_x", "files_due_at"])
        return made

    monkeypatch.setattr(finishing, "make_renditions", meanwhile)
    images.finish_due()
    image.refresh_from_db()
    assert (image.shown_x, image.has_all_sizes) == (0.1, True)
    assert all(map(is_there, addresses(image.picture("1x1"))))


def test_a_picture_that_is_thrown_out_meanwhile_leaves_no_file(db, monkeypatch):
    image = factories.image()
    make = finishing.make_renditions

    def meanwhile(taken):
        Image.objects.filter(pk=image.pk).delete()
        return make(taken)

    monkeypatch.setattr(finishing, "make_renditions", meanwhile)
    images.finish_due()
    assert not any(map(default_storage.exists, rendition_names(image)))


def test_a_picture_that_cannot_be_finished_is_logged_tried_again_and_holds_up_no_other(db, clock, caplog):
    spoilt, good = factories.image(alt="Spoilt"), factories.image(alt="Good")
    data = spoilt.original.storage.path(spoilt.original.name)
    with open(data, "rb") as file:
        whole = file.read()
    with open(data, "wb") as file:
        file.write(whole[:2000])

    with caplog.at_level(logging.ERROR):
        images.finish_due()
    assert f"The files of picture {spoilt.pk} could not be made." in caplog.text
    good.refresh_from_db()
    assert good.has_all_sizes

    with open(data, "wb") as file:
        file.write(whole)
    images.finish_due()  # not its turn yet
    spoilt.refresh_from_db()
    assert not spoilt.has_all_sizes
    clock.shift(A_TURN)
    images.finish_due()
    spoilt.refresh_from_db()
    assert spoilt.has_all_sizes


def test_two_processes_do_not_take_the_same_picture(db):
    first, second = factories.image(alt="One"), factories.image(alt="Two")
    taken = [Image.objects.take_next(), Image.objects.take_next(), Image.objects.take_next()]
    assert taken == [first, second, None]


def test_a_picture_that_another_takes_in_this_moment_is_left_to_it(db, monkeypatch):
    image = factories.image()
    seen = list(Image.objects.wanting_files(timezone.now()))
    Image.objects.filter(pk=image.pk).update(files_due_at=timezone.now() + timedelta(minutes=1))
    monkeypatch.setattr(type(Image.objects.all()), "wanting_files", lambda self, now: seen)
    assert Image.objects.take_next() is None


BEGIN = """
import django, os, signal
django.setup()
from django.core.management import call_command
from blog import images
call_command("migrate", verbosity=0)
image = images.add_to_library(images.draw_stand_in("Hills", 480, 320), by=None)
keep, written = images.making._keep, []

def keep_three(*args):
    keep(*args)
    written.append(args)
    if len(written) == 3:
        os.kill(os.getpid(), signal.SIGKILL)

images.making._keep = keep_three
images.finish_due()
"""
GO_ON = """
import django, datetime
django.setup()
from blog import images
from blog.models import Image
from django.utils import timezone
image = Image.objects.get()
print(image.has_all_sizes, image.files_due_at > timezone.now(), images.finish_due())
Image.objects.update(files_due_at=timezone.now())
print(images.finish_due(), Image.objects.get().has_all_sizes)
"""


def run(program, data):
    names = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "BYLINE_DATA": str(data), "DATABASE_URL": ""}
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=names, capture_output=True, text=True, timeout=90
    )


def test_what_a_killed_process_leaves_is_finished_by_the_next(tmp_path):
    assert run(BEGIN, tmp_path).returncode == -9
    files = [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert len(files) == 4 + 3

    its_turn, next_turn = run(GO_ON, tmp_path).stdout.splitlines()

    assert its_turn == "False True 0"  # it is still the turn of the one that was killed
    made, is_whole = next_turn.split()
    assert is_whole == "True"
    files = [path.suffix for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert len(files) == 4 + 3 + int(made)
    assert set(files) == {".avif", ".webp", ".jpg"}


def test_the_command_makes_what_is_due_and_with_all_what_was_lost(db, capsys, clock):
    image = factories.image()
    call_command("make_renditions")
    assert "Files made: " in capsys.readouterr().out
    image.refresh_from_db()
    assert image.has_all_sizes

    default_storage.delete(next(rendition_names(image)))
    call_command("make_renditions")
    assert capsys.readouterr().out == "Files made: 0.\n"
    call_command("make_renditions", all=True)
    assert capsys.readouterr().out == "Files made: 1.\n"


def test_a_picture_from_before_fingerprints_gets_one(db):
    image = factories.image()
    Likeness.objects.all().delete()
    images.finish_due()
    assert Likeness.objects.get().image == image
