"""From an original to the files readers get."""

import dataclasses
import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage
from PIL import Image, ImageCms

from blog import images, renditions
from tests.pictures import jpeg, png

FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 30), (30, 30, 200), (255, 255, 255)


@dataclasses.dataclass
class Kept:
    """As much of an image of the library as a rendition needs."""

    data: bytes
    width: int
    height: int
    focal_x: float = 0.5
    focal_y: float = 0.5
    average_color: str = "#808080"
    times_opened: int = 0

    @property
    def digest(self):
        return hashlib.sha256(self.data).hexdigest()

    @property
    def original(self):
        self.times_opened += 1
        return ContentFile(self.data)


def kept(data, **focus):
    facts = images.examine(data)
    return Kept(data, facts.width, facts.height, **focus)


@pytest.fixture
def public(tmp_path):
    return FileSystemStorage(location=tmp_path, base_url="/media/")


def rendered(image, storage, crop=None, width=None, extension="jpg"):
    width = width or renditions.planned(image, crop)[-1][0]
    with storage.open(renditions.rendition_name(image, crop, width, extension)) as file:
        picture = Image.open(io.BytesIO(file.read()))
        picture.load()
    return picture


def is_about(pixel, color, tolerance=12):
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, color, strict=True))


def test_every_planned_rendition_is_made_at_its_size_and_in_its_format(public):
    image = kept(jpeg(Image.new("RGB", (1430, 1430), RED)))
    made = images.make_renditions(image, public)
    assert made == len(list(renditions.rendition_names(image))) == 4 * 4 * 3
    for crop in (None, *renditions.CROPS):
        for width, height in renditions.planned(image, crop):
            for extension, file_format in FORMATS.items():
                picture = rendered(image, public, crop, width, extension)
                assert (picture.format, picture.size) == (file_format, (width, height))


def test_the_page_names_only_files_that_were_made(public):
    image = kept(jpeg(Image.new("RGB", (800, 600), RED)))
    images.make_renditions(image, public)
    for crop in (None, *renditions.CROPS):
        picture = renditions.picture(image, url=str, crop=crop)
        srcsets = [srcset for _type, srcset in picture.sources]
        named = [part.split()[0] for srcset in srcsets for part in srcset.split(", ")]
        assert named
        assert all(public.exists(name) for name in [*named, picture.src, picture.largest])


def test_making_again_makes_nothing_and_does_not_open_the_original(public):
    image = kept(jpeg(Image.new("RGB", (400, 300), RED)))
    images.make_renditions(image, public)
    opened = image.times_opened
    assert images.make_renditions(image, public) == 0
    assert image.times_opened == opened


def test_only_what_is_missing_is_made(public):
    image = kept(jpeg(Image.new("RGB", (400, 300), RED)))
    images.make_renditions(image, public)
    public.delete(renditions.rendition_name(image, "1x1", 300, "webp"))
    assert images.make_renditions(image, public) == 1


@pytest.mark.parametrize("storage", [InMemoryStorage, None])
def test_everything_can_be_made_anew_under_the_same_names(storage, public):
    storage = storage() if storage else public
    image = kept(jpeg(Image.new("RGB", (400, 300), RED)))
    first = images.make_renditions(image, storage)
    name = renditions.rendition_name(image, None, 400, "jpg")
    storage.delete(name)
    storage.save(name, ContentFile(b"a spoilt file"))
    assert images.make_renditions(image, storage, only_missing=False) == first
    assert rendered(image, storage).size == (400, 300)
    assert len(storage.listdir(name.rsplit("/", 1)[0])[1]) == len(
        [other for other in renditions.rendition_names(image) if other.startswith(name[:5])]
    )


def test_a_failure_while_writing_leaves_no_file_behind(public, monkeypatch):
    image = kept(jpeg(Image.new("RGB", (400, 300), RED)))

    def fail(*_args):
        raise OSError("No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="No space left"):
        images.make_renditions(image, public)
    assert not [path for path in Path(public.location).rglob("*") if path.is_file()]


def test_public_files_can_be_read_by_the_web_server(public):
    image = kept(jpeg(Image.new("RGB", (400, 300), RED)))
    images.make_renditions(image, public)
    path = Path(public.path(renditions.rendition_name(image, None, 400, "avif")))
    assert path.stat().st_mode & 0o044 == 0o044


def test_removing_takes_away_every_file(public):
    image = kept(jpeg(Image.new("RGB", (400, 300), RED)))
    made = images.make_renditions(image, public)
    assert images.remove_renditions(image, public) == made
    assert not [path for path in Path(public.location).rglob("*") if path.is_file()]


def test_a_small_picture_is_never_enlarged(public):
    image = kept(png(Image.new("RGB", (1, 1), BLUE)))
    assert images.make_renditions(image, public) == 4 * 3
    assert rendered(image, public).size == (1, 1)


@pytest.mark.parametrize("size", [(1, 5000), (5000, 1), (15_999, 20)])
def test_a_sliver_of_a_picture_is_shown_as_it_is(size, public):
    image = kept(png(Image.new("RGB", size, BLUE)))
    images.make_renditions(image, public)
    for extension in FORMATS:
        assert rendered(image, public, extension=extension).size == renditions.planned(image)[-1]


def test_a_picture_stored_on_its_side_is_made_upright_in_every_format(public):
    stored = Image.new("RGB", (200, 300), BLUE)
    stored.paste(RED, (0, 0, 200, 150))
    exif = Image.Exif()
    exif[0x0112] = 8
    image = kept(jpeg(stored, exif=exif))
    images.make_renditions(image, public)
    for extension in FORMATS:
        shown = rendered(image, public, extension=extension)
        assert shown.size == (image.width, image.height) == (300, 200)
        assert is_about(shown.getpixel((75, 100)), RED)
        assert is_about(shown.getpixel((225, 100)), BLUE)


@pytest.mark.parametrize("extension", FORMATS)
def test_what_is_transparent_is_white_in_every_format(extension, public):
    image = kept(png(Image.new("RGBA", (40, 40), (0, 0, 0, 0))))
    images.make_renditions(image, public)
    shown = rendered(image, public, extension=extension)
    assert shown.mode == "RGB"
    assert is_about(shown.getpixel((20, 20)), WHITE)


def test_the_crop_shows_what_the_focal_point_is_on(public):
    wide = Image.new("RGB", (3000, 500), WHITE)
    wide.paste(RED, (2700, 100, 2800, 200))
    image = kept(jpeg(wide), focal_x=2750 / 3000, focal_y=0.3)
    images.make_renditions(image, public)
    square = rendered(image, public, "1x1")
    assert is_about(square.getpixel((250, 150)), RED)
    assert not is_about(rendered(kept_in_the_middle(image, public), public, "1x1").getpixel((250, 150)), RED)


def kept_in_the_middle(image, public):
    other = dataclasses.replace(image, focal_x=0.5, focal_y=0.5)
    images.make_renditions(other, public)
    return other


def photograph_full_of_metadata():
    """A JPEG with a place, a serial number, XMP, IPTC, a profile, a comment, a thumbnail and a web page behind it."""
    exif = Image.Exif()
    exif[0x010E] = "SECRET caption <script>alert(1)</script>"
    exif[0xA431] = "SECRET serial number"
    exif.get_ifd(0x8825).update({1: "N", 2: (16.0, 16.0, 0.0), 3: "W", 4: (0.0, 3.0, 0.0), 29: "SECRET date"})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.new("RGB", (800, 600), GREEN)
    data = jpeg(picture, exif=exif, icc_profile=profile, comment=b"SECRET comment", xmp=b"<x>SECRET xmp</x>")
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x0c\x1c\x02\x78\x00\x07SECRET!"
    app13 = b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc
    return data[:2] + app13 + data[2:] + b"<html><script>SECRET()</script></html>PK\x03\x04SECRET"


def test_no_public_file_holds_a_word_of_metadata(public):
    data = photograph_full_of_metadata()
    assert data.count(b"SECRET") >= 7
    image = kept(data)
    images.make_renditions(image, public)
    for name in renditions.rendition_names(image):
        content = Path(public.path(name)).read_bytes()
        for trace in (
            b"SECRET",
            b"Exif",
            b"http://ns.adobe",
            b"ICC_PROFILE",
            b"ICCP",
            b"XMP",
            b"8BIM",
            b"<script",
            b"PK\x03",
        ):
            assert trace not in content, (name, trace)
        picture = Image.open(io.BytesIO(content))
        assert not set(picture.info) & {"exif", "xmp", "icc_profile", "comment", "photoshop", "XML:com.adobe.xmp"}
        assert not dict(picture.getexif())


def test_public_jpegs_hold_no_application_or_comment_segment_but_the_plain_header(public):
    image = kept(photograph_full_of_metadata())
    images.make_renditions(image, public)
    for width, _height in renditions.planned(image):
        picture = rendered(image, public, width=width)
        assert [segment for segment, _content in picture.applist] == ["APP0"]


def test_two_makings_give_the_same_bytes(tmp_path):
    data = jpeg(Image.effect_noise((200, 150), 40).convert("RGB"))
    image = kept(data)
    stores = [FileSystemStorage(location=tmp_path / place, base_url="/media/") for place in ("one", "two")]
    for storage in stores:
        images.make_renditions(image, storage)
    for name in renditions.rendition_names(image):
        first, second = (Path(storage.path(name)).read_bytes() for storage in stores)
        assert first == second


def test_the_stand_in_says_what_it_is_and_is_the_same_each_time():
    first = images.draw_stand_in("A vehicle in the desert", 600, 400)
    assert first == images.draw_stand_in("A vehicle in the desert", 600, 400)
    assert first != images.draw_stand_in("A village at night", 600, 400)
    picture = Image.open(io.BytesIO(first))
    assert (picture.format, picture.size) == ("JPEG", (600, 400))
    label = picture.convert("L").crop((0, 370, 120, 400))
    dark, light = label.getextrema()
    assert light - dark > 100


def test_the_stand_in_can_be_taken_in_like_any_picture():
    facts = images.examine(images.draw_stand_in("A vehicle in the desert"))
    assert (facts.width, facts.height, facts.caption, facts.credit) == (1600, 1067, "", "")
