"""Pictures that look alike are found, and their earlier captions are shown."""

import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from blog.images import add_to_library, draw_stand_in
from blog.images.likeness import fingerprint
from blog.models import Image, Likeness
from blog.models.likeness import MOST_DIFFERENT, bands, difference
from tests import factories
from tests.blog.desk import address, sheet, signed_in
from tests.pictures import jpeg, png

fingerprints = st.integers(0, 2**64 - 1)


def hills(words="Hills at dusk"):
    return Pillow.open(io.BytesIO(draw_stand_in(words, 900, 600))).convert("RGB")


def smaller_copy(words="Hills at dusk"):
    """The file of the same picture at half its size and poor quality."""
    file = io.BytesIO()
    hills(words).resize((450, 300)).save(file, "JPEG", quality=40)
    return file.getvalue()


CHANGES = {
    "smaller": lambda picture: picture.resize((200, 133)),
    "larger": lambda picture: picture.resize((1400, 933)),
    "brighter": lambda picture: picture.point(lambda value: min(255, int(value * 1.15))),
    "in grey": lambda picture: picture.convert("L").convert("RGB"),
    "trimmed": lambda picture: picture.crop((8, 6, 892, 594)),
    "squeezed as a JPEG": lambda picture: Pillow.open(io.BytesIO(smaller_copy())).convert("RGB"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_has_nearly_the_same_fingerprint(change):
    assert difference(fingerprint(hills()), fingerprint(CHANGES[change](hills()))) <= MOST_DIFFERENT


def test_other_pictures_have_other_fingerprints():
    prints = [fingerprint(hills(words)) for words in ("A river", "A market", "A bridge", "A school", "A well")]
    nearest = min(difference(one, other) for one in prints for other in prints if one is not other)
    assert nearest > MOST_DIFFERENT


def test_a_plain_surface_has_none():
    assert fingerprint(Pillow.new("RGB", (300, 200), (120, 90, 60))) is None


@given(fingerprints, st.sets(st.integers(0, 63), max_size=MOST_DIFFERENT))
def test_every_near_fingerprint_shares_a_band_but_for_one_bit(one, flipped):
    other = one
    for bit in flipped:
        other ^= 1 << bit
    assert any(difference(a, b) <= 1 for a, b in zip(bands(one), bands(other), strict=True))


@pytest.fixture
def crowd(db):
    """Pictures with random fingerprints, and the fingerprint of one of them."""
    chance = random.Random(7)
    rows = Image.objects.bulk_create(
        Image(digest=f"{number:064x}", width=1, height=1, byte_size=1, file_format="JPEG") for number in range(60)
    )
    for row in rows:
        Likeness.remember(row, chance.getrandbits(64))
    return rows


@pytest.mark.parametrize("bits", [0, 1, MOST_DIFFERENT, MOST_DIFFERENT + 1])
def test_exactly_those_within_the_bound_are_found_in_one_query(crowd, bits):
    other = crowd[30].likeness.fingerprint
    for bit in random.Random(bits).sample(range(64), bits):
        other ^= 1 << bit
    with CaptureQueriesContext(connection) as queries:
        found = [row.pk for row in Likeness.objects.near(other)]
    assert found == ([crowd[30].pk] if bits <= MOST_DIFFERENT else [])
    assert len(queries) == 1


def test_the_largest_fingerprint_fits_its_columns(crowd):
    Likeness.remember(crowd[0], 2**64 - 1)
    assert Likeness.objects.get(pk=crowd[0].pk).fingerprint == 2**64 - 1


@pytest.fixture
def known(remy):
    """A picture with a caption of its own, and another in a story."""
    image = add_to_library(jpeg(hills()), by=remy, alt="Hills", caption="Where the coup began, March 2012")
    post = factories.draft(by=remy, headline="An older story")
    post.lead_with(image, caption="The hills of Konna")
    return image


def test_the_answer_to_an_upload_points_out_what_it_looks_like(edith, known):
    file = SimpleUploadedFile("copy.jpg", smaller_copy())
    page = signed_in(edith).post(address("image_add"), {"file": file, "alt": "Hills"}, follow=True).content.decode()
    assert f'It looks like <a href="{address("image_change", known.pk)}">number {known.pk}</a>' in page
    assert "Where the coup began, March 2012" in page


def test_the_sheet_of_a_picture_shows_what_looks_like_it_with_all_its_captions(edith, known):
    copy = add_to_library(smaller_copy(), by=edith, alt="Hills")
    page = signed_in(edith).get(address("image_change", copy.pk)).content.decode()
    assert "It looks like this picture of the library" in page
    assert "“Where the coup began, March 2012”" in page
    assert "“The hills of Konna”, in An older story" in page


def test_a_picture_like_no_other_says_so(edith, known):
    other = add_to_library(png(hills("A river")), by=edith, alt="A river")
    page = signed_in(edith).get(address("image_change", other.pk)).content.decode()
    assert "No other picture of the library." in page


def test_the_sheet_of_a_story_shows_what_its_lead_looks_like_and_when_it_was_taken(edith, known):
    copy = add_to_library(smaller_copy(), by=edith, alt="Hills", taken_on="2012-03-22")
    post = factories.draft(by=edith, lead=copy)
    page = signed_in(edith).get(address("post_change", post.pk)).content.decode()
    assert "“Where the coup began, March 2012”" in page
    assert '<time datetime="2012-03-22">22 March 2012</time>' in page


def test_a_lead_picture_that_comes_with_its_story_is_pointed_out_as_well(edith, known):
    file = SimpleUploadedFile("copy.jpg", smaller_copy())
    answer = signed_in(edith).post(address("post_add"), sheet(lead_file=file, lead_alt="Hills"), follow=True)
    assert f"number {known.pk}</a>" in answer.content.decode()
