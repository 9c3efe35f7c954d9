"""The sizes, names and addresses of a picture's public files; no pixel is touched."""

import dataclasses
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog import renditions, tones

STYLES = (Path(__file__).resolve().parents[2] / "static/css/picture.css").read_text()


@dataclasses.dataclass(frozen=True)
class Original:
    digest: str = "ab" * 32
    width: int = 6000
    height: int = 4000
    focal_x: float = 0.5
    focal_y: float = 0.5
    average_color: str = "#a09080"


fractions = st.floats(0, 1)
originals = st.builds(
    Original, width=st.integers(1, 16_000), height=st.integers(1, 16_000), focal_x=fractions, focal_y=fractions
)
crops = st.sampled_from([None, *renditions.CROPS])


@given(originals, crops)
def test_a_crop_contains_the_focal_point_and_lies_in_the_picture(original, crop):
    left, top, right, bottom = renditions.crop_box(original, crop)
    assert 0 <= left < right <= original.width
    assert 0 <= top < bottom <= original.height
    # Names tell focal points apart to a thousandth.
    assert left <= round(original.focal_x, 3) * original.width <= right
    assert top <= round(original.focal_y, 3) * original.height <= bottom


@given(originals, crops.filter(bool))
def test_a_crop_has_its_shape_and_is_as_large_as_it_can_be(original, crop):
    left, top, right, bottom = renditions.crop_box(original, crop)
    across, down = renditions.CROPS[crop]
    width, height = right - left, bottom - top
    assert width == original.width or height == original.height
    assert abs(width * down - height * across) <= max(across, down) or 1 in (width, height)


@given(originals, crops)
def test_no_rendition_is_larger_than_the_picture_and_there_is_at_least_one(original, crop):
    sizes = renditions.planned(original, crop)
    assert sizes
    assert sizes == sorted(set(sizes))
    for width, height in sizes:
        assert 1 <= width <= min(original.width, renditions.WIDTHS[-1])
        assert 1 <= height <= original.height


@given(originals, crops)
def test_no_two_renditions_are_nearly_the_same(original, crop):
    widths = [width for width, _height in renditions.planned(original, crop)]
    assert all(small < large * renditions.TOO_ALIKE for small, large in itertools.pairwise(widths))


@given(originals, crops)
def test_a_rendition_keeps_the_shape_of_what_it_shows(original, crop):
    left, top, right, bottom = renditions.crop_box(original, crop)
    for width, height in renditions.planned(original, crop):
        assert abs(height - width * (bottom - top) / (right - left)) <= 1


@pytest.mark.parametrize("crop", [None, *renditions.CROPS])
def test_a_photograph_has_at_least_four_widths(crop):
    assert len(renditions.planned(Original(), crop)) >= 4


@pytest.mark.parametrize(
    "focus",
    [(0, 0), (1, 1), (-0.4, 7.0), (float("inf"), float("-inf"))],
    ids=["above left", "below right", "out", "far"],
)
def test_a_focal_point_at_or_beyond_the_edge_moves_the_crop_no_further_than_the_edge(focus):
    original = Original(focal_x=focus[0], focal_y=focus[1])
    left, top, right, bottom = renditions.crop_box(original, "1x1")
    assert (right - left, bottom - top) == (4000, 4000)
    assert (left, top) == ((2000, 0) if focus[0] >= 1 else (0, 0))


def test_an_unknown_crop_is_refused_with_those_that_exist():
    for ask in (renditions.crop_box, renditions.planned):
        with pytest.raises(ValueError, match="No crop is called 'square'; choose one of 16x9, 4x3, 1x1"):
            ask(Original(), "square")


def test_all_names_of_a_picture_differ():
    names = list(renditions.rendition_names(Original()))
    assert len(names) == len(set(names)) == 4 * 4 * 3


def test_a_name_tells_nothing_but_width_and_format():
    name = renditions.rendition_name(Original(), "16x9", 640, "avif")
    folder, shard, file = name.split("/")
    tag, rest = file.split("-")
    assert (folder, shard, rest) == ("r", tag[:2], "640.avif")
    assert int(tag, 16) > 0
    assert Original.digest[:8] not in name


@pytest.mark.parametrize("change", [{"digest": "cd" * 32}, {"focal_x": 0.25}, {"focal_y": 0.25}], ids=str)
def test_whatever_changes_a_cropped_file_changes_its_name(change):
    other = dataclasses.replace(Original(), **change)
    assert renditions.rendition_name(Original(), "1x1", 640, "jpg") != renditions.rendition_name(
        other, "1x1", 640, "jpg"
    )


def test_moving_the_focal_point_leaves_the_uncropped_picture_as_it_is():
    moved = Original(focal_x=0.1, focal_y=0.9)
    assert renditions.rendition_name(Original(), None, 640, "jpg") == renditions.rendition_name(moved, None, 640, "jpg")


def test_names_never_change_behind_published_pages():
    """Should this fail, published pages point at files that are not made any more; raise RECIPE knowingly."""
    assert renditions.rendition_name(Original(), None, 640, "avif") == "r/82/82605da86917e0b9de60d5f1-640.avif"
    assert renditions.rendition_name(Original(), "16x9", 640, "avif") == "r/88/88bbf0c60a61c005d8231adc-640.avif"


def test_the_page_gets_the_modern_formats_first_and_a_fallback_everybody_reads():
    picture = renditions.picture(Original(), url="/media/{}".format, alt="A river", caption="The Niger", credit="AFP")
    assert [mime for mime, _srcset in picture.sources] == ["image/avif", "image/webp"]
    for (_mime, srcset), extension in zip(picture.sources, ("avif", "webp"), strict=True):
        parts = [part.split(" ") for part in srcset.split(", ")]
        assert [width for _address, width in parts] == ["360w", "640w", "960w", "1400w"]
        assert all(address.startswith("/media/r/") and address.endswith(f".{extension}") for address, _width in parts)
    assert picture.src.endswith("-960.jpg")
    assert picture.largest.endswith("-1400.jpg")
    assert (picture.width, picture.height) == (1400, 933)
    assert (picture.alt, picture.caption, picture.credit, picture.color) == ("A river", "The Niger", "AFP", "#a09080")


def test_a_tiny_picture_is_its_own_fallback():
    picture = renditions.picture(Original(width=120, height=80), url="/media/{}".format)
    assert picture.src == picture.largest
    assert (picture.width, picture.height) == (120, 80)


@given(originals, crops)
def test_the_first_file_of_each_crop_is_one_of_its_renditions_and_light(original, crop):
    size = renditions.first_size(original, crop)
    assert size in renditions.planned(original, crop)
    assert size[0] <= max(renditions.FIRST_WIDTH, renditions.planned(original, crop)[0][0])


def test_a_cameras_picture_needs_an_eighth_of_its_size_for_its_first_files():
    """So that the uploader does not wait for all its pixels."""
    assert [size for _name, _crop, size in renditions.first_names(Original())] == [
        (640, 427),
        (640, 360),
        (640, 480),
        (360, 360),
    ]


def test_as_long_as_only_the_first_files_exist_no_other_is_named_and_the_room_is_the_same():
    first = renditions.picture(Original(), url="{}".format, has_all_sizes=False)
    every = renditions.picture(Original(), url="{}".format)
    assert first.sources == ()
    assert first.src == first.largest == renditions.rendition_name(Original(), None, 640, "jpg")
    assert (first.width, first.height) == (every.width, every.height)


@pytest.mark.parametrize(
    ("color", "classes"),
    [
        ("#000000", "tone-0"),
        ("#ffffff", "tone-8"),
        ("#808080", "tone-5"),
        ("#ff0000", "tone-5 hue-1"),
        ("#a08060", "tone-5 hue-1"),
        ("#405030", "tone-3 hue-3"),
        ("#4060a0", "tone-4 hue-6"),
    ],
)
def test_a_colour_has_the_classes_nearest_to_it(color, classes):
    assert tones.tone(color) == classes


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_has_classes_that_the_stylesheet_draws(color):
    classes = tones.tone(f"#{color:06x}").split()
    assert set(classes) <= tones.TONE_CLASSES
    assert all(f".{name} {{" in STYLES for name in classes)
