"""What is taken in, and what is refused with a sentence: files as they come from cameras, phones and enemies."""

import contextlib
import hashlib
import io
import random
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from blog import images
from blog.images import opening

RED, BLUE = (200, 30, 30), (30, 30, 200)


def encoded(picture, file_format, **options):
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()


def noise(size=(300, 200)):
    chance = random.Random(2013)
    return Image.frombytes("RGB", size, chance.randbytes(size[0] * size[1] * 3))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width, height, pixels=b"\0" * 31):
    """A few bytes of PNG that say they are of this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def animation(file_format, frames=3):
    pictures = [Image.new("RGB", (8, 8), (RED, BLUE)[number % 2]) for number in range(frames)]
    return encoded(pictures[0], file_format, save_all=True, append_images=pictures[1:], duration=20)


def jpeg_of_many_scans(count):
    """A progressive JPEG whose last scan, of a few bytes, is repeated: little to send, hours to decode."""
    data = encoded(Image.new("RGB", (2000, 2000), RED), "JPEG", progressive=True)
    return data[:-2] + data[data.rindex(b"\xff\xda") : -2] * count + data[-2:]


def is_a_sentence(text):
    return text[0].isupper() and text.endswith(".") and "Error" not in text and "object at" not in text


REFUSED = {
    "nothing": (b"", "empty"),
    "words": (b"This is not a picture at all.", "not a picture"),
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "an SVG drawing"),
    "an SVG after a declaration": (
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n<svg><script/></svg>',
        "an SVG drawing",
    ),
    "HTML named .jpg": (b"\n<!DOCTYPE html><html><script>alert(1)</script></html>", "a web page"),
    "a HEIC": (b"\0\0\0\x24ftypheic" + b"\0" * 50, "a HEIC picture"),
    "an AVIF": (encoded(Image.new("RGB", (20, 20)), "AVIF"), "an AVIF picture"),
    "a video": (b"\0\0\0\x20ftypmp42" + b"\0" * 50, "a video"),
    "a TIFF": (encoded(Image.new("RGB", (20, 20)), "TIFF"), "a TIFF"),
    "a BMP": (encoded(Image.new("RGB", (20, 20)), "BMP"), "a BMP picture"),
    "a PDF": (encoded(Image.new("RGB", (20, 20)), "PDF"), "a PDF"),
    "an EPS": (encoded(Image.new("RGB", (20, 20)), "EPS"), "a PostScript drawing"),
    "an office document": (b"PK\x03\x04" + b"\0" * 50, "a ZIP archive or an office document"),
    "JPEG's first bytes before HTML": (b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", "damaged"),
    "PNG's first bytes before HTML": (b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>", "damaged"),
    "a PNG of 225 million pixels in a hundred bytes": (png_claiming(15_000, 15_000), "64 megapixels"),
    "a PNG of the largest possible size": (png_claiming(2**31 - 1, 2**31 - 1), "too many pixels"),
    "a PNG without width": (png_claiming(0, 10), "damaged"),
    "a PNG with a side too long for WebP": (png_claiming(16_001, 10), "no side may be longer than 16,000"),
    "a PNG larger than it holds": (png_claiming(3000, 2000), "breaks off"),
    "a GIF larger than it holds": (b"GIF89a" + struct.pack("<HH", 3000, 2000) + b"\0\0\0", "damaged"),
    "a WebP of too many pixels": (
        b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (16_382).to_bytes(3, "little") * 2 + b"VP8 \0\0\0\0",
        "too many pixels",
    ),
    "a GIF of 4,000 frames": (animation("GIF", 4000), "animated"),
    "an animated WebP": (animation("WEBP"), "animated"),
    "an animated PNG": (animation("PNG"), "animated"),
    "a JPEG of a thousand scans": (jpeg_of_many_scans(1000), "too long to read"),
    "a file above the limit": (b"\xff\xd8\xff" + b"\0" * opening.MAX_BYTES, "at most 32"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_sentence(name):
    data, reason = REFUSED[name]
    with pytest.raises(images.PictureRefused, match=reason) as refusal:
        images.examine(data)
    assert is_a_sentence(str(refusal.value))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_file_that_breaks_off_is_refused(file_format, share):
    data = encoded(noise(), file_format)
    with pytest.raises(images.PictureRefused, match=r"breaks off|is damaged") as refusal:
        images.examine(data[: int(len(data) * share)])
    assert is_a_sentence(str(refusal.value))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_accepted_format_is_examined(file_format):
    data = encoded(Image.new("RGB", (300, 200), RED), file_format, quality=95)
    facts = images.examine(data)
    assert (facts.width, facts.height, facts.file_format, facts.byte_size) == (300, 200, file_format, len(data))
    assert facts.digest == hashlib.sha256(data).hexdigest()
    red, green, blue = bytes.fromhex(facts.average_color.removeprefix("#"))
    assert abs(red - RED[0]) + abs(green - RED[1]) + abs(blue - RED[2]) < 15


def test_the_average_colour_is_that_of_the_whole_picture():
    picture = Image.new("RGB", (900, 601), (255, 0, 0))
    picture.paste((0, 0, 255), (450, 0, 900, 601))
    red, green, blue = bytes.fromhex(images.examine(encoded(picture, "PNG")).average_color[1:])
    assert abs(red - 128) <= 4
    assert green == 0
    assert abs(blue - 128) <= 4


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (16_000, 1), (7, 3)])
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_pictures_of_odd_sizes_are_examined(size, file_format):
    facts = images.examine(encoded(Image.new("RGB", size, BLUE), file_format))
    assert (facts.width, facts.height) == size


def test_a_picture_taken_upright_with_the_camera_turned_has_its_upright_size():
    exif = Image.Exif()
    exif[0x0112] = 6
    facts = images.examine(encoded(Image.new("RGB", (300, 200)), "JPEG", exif=exif))
    assert (facts.width, facts.height) == (200, 300)


@pytest.mark.parametrize("tail", [b"<html><script>alert(1)</script></html>", b"PK\x03\x04" + b"\0" * 100])
def test_a_picture_that_is_also_another_file_is_taken_as_the_picture(tail):
    assert images.examine(encoded(noise(), "JPEG") + tail).file_format == "JPEG"


def test_a_phones_jpeg_with_a_second_picture_behind_it_is_a_jpeg():
    first, second = noise(), noise((40, 30))
    data = encoded(first, "MPO", save_all=True, append_images=[second])
    assert Image.open(io.BytesIO(data)).format == "MPO"
    facts = images.examine(data)
    assert (facts.file_format, facts.width, facts.height) == ("JPEG", 300, 200)


def test_a_progressive_jpeg_with_an_embedded_preview_is_taken_in():
    preview = encoded(noise((40, 30)), "JPEG", progressive=True)
    data = encoded(noise(), "JPEG", progressive=True, exif=b"Exif\0\0" + preview)
    assert images.examine(data).width == 300


@pytest.mark.parametrize("scans", [1, opening.MAX_SCANS - 12])
def test_a_progressive_jpeg_of_few_scans_is_taken_in(scans):
    assert images.examine(jpeg_of_many_scans(scans)).width == 2000


def test_a_webp_may_have_fewer_pixels_than_a_jpeg_because_its_decoder_holds_four_copies():
    size = (5000, 4000)
    with pytest.raises(images.PictureRefused, match="16 megapixels are possible for WEBP"):
        images.open_safely(encoded(Image.new("RGB", size), "WEBP", method=0))
    assert images.open_safely(encoded(Image.new("RGB", size), "JPEG")).size == size


def test_a_progressive_jpeg_is_measured_by_what_its_decoder_holds():
    tall = Image.new("RGB", (8000, 5500))
    with pytest.raises(images.PictureRefused, match="26 megapixels"):
        images.open_safely(encoded(tall, "JPEG", progressive=True, subsampling=0))
    assert images.open_safely(encoded(tall, "JPEG", subsampling=0)).size == tall.size


@pytest.mark.parametrize(
    "garbage", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" * 9]
)
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_garbled_exif_is_no_reason_to_refuse_a_picture(garbage, file_format):
    facts = images.examine(encoded(noise(), file_format, exif=garbage))
    assert (facts.width, facts.height, facts.caption) == (300, 200, "")


def test_a_png_whose_text_inflates_without_end_is_refused():
    bomb = zlib.compress(b"A" * 200_000_000, 9)
    data = encoded(Image.new("RGB", (10, 10)), "PNG")
    data = data[:33] + chunk(b"zTXt", b"Comment\0\0" + bomb) + data[33:]
    with pytest.raises(images.PictureRefused, match="damaged"):
        images.examine(data)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.data())
def test_a_file_with_flipped_bytes_is_examined_or_refused_and_nothing_else(file_format, data):
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "A river", 6
    content = bytearray(encoded(noise((24, 16)), file_format, exif=exif))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(images.PictureRefused):
        facts = images.examine(bytes(content))
        assert facts.width * facts.height <= opening.MAX_PIXELS
